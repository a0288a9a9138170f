"""Composes what is drawn: the ties kept, where each node stands, how large, and in what words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from comity.names import SKOS, key_of
from comity.network import backbone, labels, layout, measures, project
from comity.network.held import NothingHeld, latest_day
from comity.network.look import LOOKS
from comity.network.project import Kind, Tie
from comity.network.statements import statements
from comity.network.typeface import LABEL_SIZE, text_size
from comity.network.wording import SEVERAL, WORDING, Wording, listing, long_date
from comity.query.cite import Cited, citations
from comity.query.labels import Labels
from comity.store.engine import Engine
from comity.terms import Iri, Literal

WIDTH, HEIGHT = 518.0, 440.0  # points: seven inches wide, what the page of a journal holds
ALPHA = 0.05  # the level of the disparity filter
_GROUP = 330.0  # the width that the legend has for the name of a group
_FILTERED = (Kind.MEMBERSHIP, Kind.ATTENDANCE)
_SMALLEST_COMMUNITY = 3
_SMALLEST_RADIUS, _LARGEST_RADIUS = 2.2, 11.0
_ROLES = ("lists entities, and has entities listed", "lists entities", "has entities listed")


@dataclass(frozen=True, slots=True)
class Place:
    """A node as drawn; ``group`` is a number into the scene's groups, or None outside them."""

    node: Iri
    name: str
    x: float
    y: float
    radius: float
    strength: float
    group: int | None
    label: labels.Label | None


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a picture or a page of a network needs; lengths in points, origin at the bottom.

    ``places`` come strongest first, ``ties`` heaviest first; ``aliases`` are all
    names of a node, ``statements`` the claims behind the ties in words, ``cited`` their sources.
    """

    kinds: tuple[Kind, ...]
    wording: Wording
    title: str
    rule: str
    origin: str
    groups_are: str
    groups: tuple[str, ...]
    places: tuple[Place, ...]
    ties: tuple[Tie, ...]
    names: Mapping[Iri, str]
    aliases: Mapping[Iri, tuple[str, ...]]
    statements: Mapping[Iri, str]
    cited: Mapping[Iri, tuple[Cited, ...]]

    @property
    def is_mixed(self) -> bool:
        """Say whether there are ties of several kinds: then colour tells these apart."""
        return len(self.kinds) > 1

    def width(self, weight: float) -> float:
        """Return the width of the line of a tie of that weight."""
        return 0.35 + 2.4 * weight / self.ties[0].weight

    def has_loners(self) -> bool:
        """Say whether some nodes are in none of the groups."""
        return any(place.group is None for place in self.places)


def compose(engine: Engine, kinds: Iterable[Kind], on: date | None = None, least: int = 1) -> Scene:
    """Return the scene of the ties of these kinds as of a day, each through ``least`` things.

    Without a day the latest of the graph is taken, and the title says so. Raises NothingHeld
    where no tie is left.
    """
    chosen = tuple(kind for kind in Kind if kind in set(kinds))
    day = on or latest_day(engine)
    full, kept, rules = _kept(engine, chosen, day, least)
    if not kept:
        raise NothingHeld(
            f"No tie by {' or '.join(chosen)} {'stands out' if full else 'is known to hold'} on "
            f"{day.isoformat()}{f' through at least {least} things' if least > 1 else ''}.",
            "Choose another day with --on, another --tie, or a smaller --min.",
        )
    wording = WORDING[chosen[0]] if len(chosen) == 1 else SEVERAL
    claims = {claim for tie in kept for claim in tie.claims}
    cited = citations(engine, claims)
    name = Labels(engine)
    names = {iri: name(iri) for tie in kept for iri in (tie.source, tie.target, *tie.via)}
    strength = measures.strengths(full)
    communities = measures.communities(kept)
    group_of, groups_are, groups = _groups(chosen, kept, communities, strength, names)
    places = _places(kept, communities, strength, group_of, names)
    codes = [
        f"{place.label.text}: {place.name}"
        for place in places
        if place.label and place.label.text == key_of(place.node.value) != place.name
    ]
    latest = "" if on else ", the latest day in the graph"
    return Scene(
        kinds=chosen,
        wording=wording,
        title=f"{wording.title}, as of {long_date(day)}{latest}",
        rule=" ".join([wording.rule, *rules, *([f"{'; '.join(codes)}."] if codes else [])]),
        origin=_origin(cited),
        groups_are=groups_are,
        groups=groups,
        places=places,
        ties=tuple(sorted(kept, key=lambda tie: (-tie.weight, tie.source, tie.target, tie.kind))),
        names=names,
        aliases={node: _aliases(engine, node) for node in project.nodes(kept)},
        statements=statements(engine, claims),
        cited=cited,
    )


def _kept(
    engine: Engine, kinds: tuple[Kind, ...], on: date, least: int
) -> tuple[tuple[Tie, ...], tuple[Tie, ...], list[str]]:
    """Return all ties, those to draw, and the sentences that say what was left out."""
    full: list[Tie] = []
    kept: list[Tie] = []
    rules: list[str] = []
    if least > 1:
        things = WORDING[kinds[0]].things if len(kinds) == 1 else SEVERAL.things
        rules.append(f"Only ties through at least {least} {things} count.")
    for kind in kinds:
        found = tuple(tie for tie in project.ties(engine, kind, on) if tie.count >= least)
        shown = backbone.disparity(found, ALPHA) if kind in _FILTERED else found
        if kind in _FILTERED:
            rules.append(_filter_rule(kind, found, shown))
        if len(kinds) > 1:
            most = max((tie.weight for tie in found), default=1.0)
            found = tuple(replace(tie, weight=tie.weight / most) for tie in found)
            shown = tuple(replace(tie, weight=tie.weight / most) for tie in shown)
        full += found
        kept += shown
    return tuple(full), tuple(kept), rules


def _filter_rule(kind: Kind, found: tuple[Tie, ...], shown: tuple[Tie, ...]) -> str:
    nodes, drawn = len(project.nodes(found)), len(project.nodes(shown))
    return (
        f"Shown is the backbone: of {len(found):,} ties by {WORDING[kind].things} the "
        f"{len(shown):,} that stand out among the others of either end (disparity filter, level "
        f"{ALPHA}); {nodes - drawn} of {nodes} polities have none of these."
    )


def _origin(cited: Mapping[Iri, tuple[Cited, ...]]) -> str:
    sources = {one.source for found in cited.values() for one in found}
    claims = "1 claim" if len(cited) == 1 else f"{len(cited):,} claims"
    by = "1 source" if len(sources) == 1 else f"{len(sources):,} sources"
    return (
        f"Source: comity knowledge graph, CC BY 4.0; {claims} by {by} behind the ties shown. "
        "What is not drawn may be unknown rather than absent."
    )


def _called(names: Sequence[str]) -> str:
    """Return what a community is called: as many of its strongest members as the legend holds."""
    calls = [listing(names, at_most) for at_most in (5, 4, 3, 2, 1)]
    return next((call for call in calls if text_size(call, LABEL_SIZE)[0] <= _GROUP), calls[-1])


def _aliases(engine: Engine, node: Iri) -> tuple[str, ...]:
    """Return what else people may type to find a node: its key, and its names in any language."""
    names = {
        name.value
        for _, _, name in engine.triples(subject=node, predicate=Iri(SKOS + "prefLabel"))
        if isinstance(name, Literal)
    }
    return (key_of(node.value), *sorted(names))


def _groups(
    kinds: tuple[Kind, ...],
    ties: Sequence[Tie],
    communities: Sequence[Sequence[Iri]],
    strength: Mapping[Iri, float],
    names: Mapping[Iri, str],
) -> tuple[dict[Iri, int], str, tuple[str, ...]]:
    """Return the number of each node's group, what groups are, and what each is called."""
    if kinds == (Kind.DESIGNATION,):
        listers, listed = {tie.source for tie in ties}, {tie.target for tie in ties}
        parts = [listers & listed, listers - listed, listed - listers]
        filled = [(part, role) for part, role in zip(parts, _ROLES, strict=True) if part]
        group_of = {node: place for place, (part, _) in enumerate(filled) for node in part}
        return group_of, "Part in the lists", tuple(role for _, role in filled)
    large = [part for part in communities if len(part) >= _SMALLEST_COMMUNITY][: len(LOOKS)]
    called = []
    for part in large:
        order = sorted(part, key=lambda node: (-strength[node], node))
        called.append(_called([names[node] for node in order]))
    group_of = {node: place for place, part in enumerate(large) for node in part}
    return group_of, "Communities (Louvain method)", tuple(called)


def _places(
    ties: Sequence[Tie],
    communities: Sequence[Sequence[Iri]],
    strength: Mapping[Iri, float],
    group_of: Mapping[Iri, int],
    names: Mapping[Iri, str],
) -> tuple[Place, ...]:
    """Return the nodes with place, size and label, the strongest first."""
    order = sorted(project.nodes(ties), key=lambda node: (-strength[node], node))
    radii = {
        node: max(_SMALLEST_RADIUS, _LARGEST_RADIUS * math.sqrt(share))
        for node, share in ((node, strength[node] / strength[order[0]]) for node in order)
    }
    spots = layout.places(ties, communities, radii, (WIDTH, HEIGHT))
    counted = _counted(ties, strength, names)
    found = labels.place(
        [
            labels.Disc(*spots[node], radii[node], (counted[node], key_of(node.value)))
            for node in order
        ],
        [(*spots[tie.source], *spots[tie.target]) for tie in ties],
        (WIDTH, HEIGHT),
        _label_size,
    )
    return tuple(
        Place(
            node=node,
            name=names[node],
            x=spots[node][0],
            y=spots[node][1],
            radius=radii[node],
            strength=strength[node],
            group=group_of.get(node),
            label=label,
        )
        for node, label in zip(order, found, strict=True)
    )


def _label_size(text: str) -> tuple[float, float]:
    """Return the room a label needs: its text, and a little on both sides."""
    width, height = text_size(text, LABEL_SIZE)
    return width + 3, height


def _counted(
    ties: Sequence[Tie], strength: Mapping[Iri, float], names: Mapping[Iri, str]
) -> dict[Iri, str]:
    """Return the labels: names, with the number of entities where a node only has them listed."""
    counting = {tie.kind for tie in ties} == {Kind.DESIGNATION}
    listers = {tie.source for tie in ties}
    return {
        node: f"{names[node]} ({strength[node]:.0f})"
        if counting and node not in listers
        else names[node]
        for node in project.nodes(ties)
    }
