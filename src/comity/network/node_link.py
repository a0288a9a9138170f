"""Describes a network as nodes and edges with names and dates, for programs to read."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from comity.iris import PREFIXES, SKOS, key_of
from comity.network.attributes import regions_of
from comity.network.choice import Choice, Form, Weight
from comity.network.projections import Projected
from comity.network.ties import Kind, Spell, Tie, nodes, union
from comity.network.wording import SEVERAL, WORDING, long_date
from comity.query.claims.records import Names, kind_of, path_of
from comity.query.names.labels import short
from comity.store.engines.interface import Engine
from comity.terms import Iri, Literal, Term

LICENCE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
CREATOR = "comity knowledge graph"
_FEW = 2000  # of more nodes than this, the names of all things are read at once
_BREAK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Node:
    """A node; ``spells`` is when it has a tie, ``region`` the widest one it lies in.

    What is not known, or not of its kind, is "" or None.
    """

    id: str
    iri: str
    key: str
    label: str
    kind: str
    region: str
    subregion: str
    latitude: float | None
    longitude: float | None
    degree: int
    strength: float
    spells: tuple[Spell, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge between the ids of two nodes.

    ``number`` is how many things it runs through, ``through`` what these are called, ``spells``
    when it runs through any, and ``claims`` the IRIs of the claims behind it.
    """

    id: str
    source: str
    target: str
    kind: str
    is_directed: bool
    weight: float
    number: int
    through: tuple[str, ...]
    claims: tuple[str, ...]
    spells: tuple[Spell, ...]


@dataclass(frozen=True, slots=True)
class NetworkData:
    """A network described: what it shows, how it is made, its nodes and edges, sorted by id."""

    title: str
    rule: str
    day: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def is_directed(self) -> bool:
        """Say whether every edge has a direction."""
        return all(edge.is_directed for edge in self.edges)


def for_programs(choice: Choice) -> Choice:
    """Return a choice as data have it: each pact is an edge of its own unless weights are named."""
    if choice.kinds == (Kind.PACT,) and choice.form is Form.POLITIES and choice.weight is None:
        plain = choice.backbone is None and choice.least == 1
        return replace(choice, weight=Weight.EACH) if plain else choice
    return choice


def title_of(choice: Choice) -> str:
    """Return what a network shows, and as of when."""
    assert choice.on is not None
    if choice.form is Form.EVERYTHING:
        what = "Polities, entities and all that ties them"
    elif choice.form is Form.BIPARTITE:
        what = (
            {
                Kind.MEMBERSHIP: "Polities and the initiatives they are in",
                Kind.ATTENDANCE: "Polities and the summits they attended",
                Kind.PACT: "Polities and the pacts they are party to",
                Kind.DESIGNATION: "Who lists which entity",
            }.get(choice.kinds[0], "")
            if len(choice.kinds) == 1
            else "Polities and what they are in"
        )
    else:
        wording = WORDING[choice.kinds[0]] if len(choice.kinds) == 1 else SEVERAL
        what = wording.title
    if choice.window:
        first, last = choice.window
        return f"{what}, {long_date(first)} to {long_date(last)}"
    return f"{what}, as of {long_date(choice.on)}"


def described(engine: Engine, projected: Projected) -> NetworkData:
    """Return a network with the names, regions and coordinates of its nodes.

    However large the network, the store is asked a fixed number of questions, or one for each
    500 names where these are few.
    """
    ties = projected.ties
    members = nodes(ties)
    names = _names(engine, {*members, *(thing for tie in ties for thing in tie.via)})
    of_region, of_subregion = _regions(engine)
    spots = _spots(engine)
    spells: defaultdict[Iri, set[Spell]] = defaultdict(set)
    strength: defaultdict[Iri, float] = defaultdict(float)
    near: defaultdict[Iri, set[Iri]] = defaultdict(set)
    for tie in ties:
        for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
            spells[one].update(tie.spells)
            strength[one] += tie.weight
            near[one].add(other)
    found = tuple(
        Node(
            id=path_of(node),
            iri=node.value,
            key=key_of(node.value),
            label=names.get(node) or short(node.value),
            kind=kind_of(node),
            region=of_region.get(node, ""),
            subregion=of_subregion.get(node, ""),
            latitude=spots.get(node, (None, None))[0],
            longitude=spots.get(node, (None, None))[1],
            degree=len(near[node]),
            strength=strength[node],
            spells=union(spells[node]),
        )
        for node in members
    )
    return NetworkData(
        title=title_of(projected.choice),
        rule=" ".join(projected.rules),
        day=projected.day.isoformat(),
        nodes=found,
        edges=tuple(_edges(ties, names)),
    )


def _edges(ties: Collection[Tie], names: Mapping[Iri, str]) -> Iterator[Edge]:
    same = Counter((tie.source, tie.target, tie.kind) for tie in ties)
    for tie in ties:
        source, target = path_of(tie.source), path_of(tie.target)
        alone = same[tie.source, tie.target, tie.kind] == 1
        more = "" if alone else ":" + "+".join(path_of(thing) for thing in tie.via)
        yield Edge(
            id=f"{tie.kind}:{source}-{target}{more}",
            source=source,
            target=target,
            kind=tie.kind.value,
            is_directed=tie.kind.is_directed,
            weight=round(tie.weight, 9),
            number=tie.count,
            through=tuple(sorted(names.get(thing) or short(thing.value) for thing in tie.via)),
            claims=tuple(claim.value for claim in tie.claims),
            spells=tie.spells,
        )


def last_day(spell: Spell) -> str:
    """Return the last day of a spell, which does not count its end; "" where it has none."""
    return (
        date.fromordinal(date.fromisoformat(spell.end).toordinal() - 1).isoformat()
        if (spell.end)
        else ""
    )


def _names(engine: Engine, wanted: Collection[Iri]) -> Mapping[Iri, str]:
    if len(wanted) <= _FEW:
        return {iri: _BREAK.sub(" ", name) for iri, name in Names(engine, wanted).items()}
    found: dict[Iri, tuple[bool, str]] = {}
    for thing, label in _asked(
        engine, f"SELECT ?thing ?label WHERE {{ ?thing <{SKOS}prefLabel> ?label }}"
    ):
        if isinstance(thing, Iri) and isinstance(label, Literal) and thing in wanted:
            here = (label.language != "en", _BREAK.sub(" ", label.value))
            found[thing] = min(found.get(thing, here), here)
    return {thing: name for thing, (_, name) in found.items()}


def _regions(engine: Engine) -> tuple[dict[Iri, str], dict[Iri, str]]:
    """Return what the widest and the narrowest region of each polity are called."""
    wide = regions_of(engine)
    narrow: dict[Iri, Iri] = {}
    for polity, region in _asked(
        engine,
        "SELECT ?polity ?region WHERE { ?polity comity:region ?region } ORDER BY ?polity ?region",
    ):
        if isinstance(polity, Iri) and isinstance(region, Iri):
            narrow.setdefault(polity, region)
    names = Names(engine, {*wide.values(), *narrow.values()})
    return (
        {polity: names[region] for polity, region in wide.items()},
        {polity: names[region] for polity, region in narrow.items() if region != wide[polity]},
    )


def _spots(engine: Engine) -> dict[Iri, tuple[float, float]]:
    found: dict[Iri, tuple[float, float]] = {}
    for place, latitude, longitude in _asked(
        engine,
        "SELECT ?place ?latitude ?longitude"
        " WHERE { ?place geo:lat ?latitude ; geo:long ?longitude }"
        " ORDER BY ?place ?latitude ?longitude",
    ):
        if isinstance(place, Iri) and latitude is not None and longitude is not None:
            found.setdefault(place, (float(latitude.value), float(longitude.value)))
    return found


def _asked(engine: Engine, text: str) -> Iterator[tuple[Term | None, ...]]:
    heading = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("comity", "geo"))
    answer = engine.select(heading + text)
    yield from answer.rows
