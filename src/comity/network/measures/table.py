"""All measures of a network at once, and year by year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import fsum

import networkx

from comity.errors import BadParameter
from comity.network.affiliations import NothingHeld
from comity.network.attributes import regions_of
from comity.network.choice import Choice
from comity.network.graphs import simple
from comity.network.measures.centrality import betweenness, eigenvector, pagerank
from comity.network.measures.groups import (
    assortativity,
    communities,
    modularity,
    participation,
    within,
)
from comity.network.projections import project
from comity.network.ties import Tie
from comity.store.engines.interface import Engine
from comity.terms import Iri


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of one node; each is defined in the module of its name.

    ``degree`` is the number of neighbours, ``core`` the largest k such that the node is in a part
    of the network where each has k neighbours (S. B. Seidman, Social Networks 5, 269, 1983),
    ``community`` a number from 1 (the largest), ``bridges`` the number of its edges without which
    the network would fall apart. ``sent`` and ``received`` are the parts of its strength in ties
    that run from it and to it; ties without a direction are in neither.
    """

    node: Iri
    degree: int
    strength: float
    betweenness: float
    prominence: float
    core: int
    community: int
    participation: float
    within: float
    bridges: int
    sent: float
    received: float


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of a network: of its nodes, the strongest first, and of the whole.

    ``prominence_is`` says whether prominence is ``eigenvector`` or ``PageRank``, which stands in
    where the network is not connected. ``assortativity`` is None where the sorts of nodes are not
    known or only one is there.
    """

    rows: tuple[Measured, ...]
    prominence_is: str
    parts: int
    density: float
    communities: tuple[tuple[Iri, ...], ...]
    modularity: float
    assortativity: float | None
    bridges: tuple[tuple[Iri, Iri], ...]


def _sums(weights: Iterable[tuple[Iri, float]]) -> defaultdict[Iri, float]:
    found: defaultdict[Iri, float] = defaultdict(float)
    for node, weight in weights:
        found[node] += weight
    return found


def _bridges(graph: networkx.Graph[int]) -> Iterator[tuple[int, int]]:
    found: Iterator[tuple[int, int]] = networkx.bridges(graph)  # type: ignore[arg-type]  # nodes are numbers
    return found


def measure(ties: Iterable[Tie], regions: Mapping[Iri, Iri] | None = None) -> Measures:
    """Return all measures of a network; several ties of the same two nodes are added up.

    Direction counts for ``sent`` and ``received`` alone. There must be at least one tie.
    """
    found = tuple(ties)
    network = simple(found)
    graph = network.graph()
    near = network.neighbours()
    parts = communities(found)
    number = {node: place for place, part in enumerate(parts) for node in part}
    part_of = [number[node] for node in network.nodes]
    pieces = networkx.number_connected_components(graph)
    prominent = eigenvector(network) if pieces == 1 else pagerank(network)
    cores = networkx.core_number(graph)
    bridges = sorted((min(edge), max(edge)) for edge in _bridges(graph))
    ends = Counter(end for edge in bridges for end in edge)
    directed = [tie for tie in found if tie.kind.is_directed]
    sent = _sums((tie.source, tie.weight) for tie in directed)
    received = _sums((tie.target, tie.weight) for tie in directed)
    columns = zip(
        betweenness(network),
        prominent,
        participation(network, part_of),
        within(network, part_of),
        strict=True,
    )
    rows = [
        Measured(
            node=node,
            degree=len(near[place]),
            strength=fsum(near[place].values()),
            betweenness=between,
            prominence=prominence,
            core=cores[place],
            community=part_of[place] + 1,
            participation=spread,
            within=central,
            bridges=ends[place],
            sent=sent[node],
            received=received[node],
        )
        for place, (node, (between, prominence, spread, central)) in enumerate(
            zip(network.nodes, columns, strict=True)
        )
    ]
    size = len(network.nodes)
    return Measures(
        rows=tuple(sorted(rows, key=lambda row: (-round(row.strength, 9), row.node))),
        prominence_is="eigenvector" if pieces == 1 else "PageRank",
        parts=pieces,
        density=2 * len(network.weights) / (size * (size - 1)),
        communities=parts,
        modularity=modularity(found, parts),
        assortativity=assortativity(network, regions or {}),
        bridges=tuple((network.nodes[one], network.nodes[other]) for one, other in bridges),
    )


_MOST = 100


def days_of(first: date, last: date) -> tuple[date, ...]:
    """Return 31 December of each year from a first day on, and the last day itself.

    Raises BadParameter where the first day is after the last one, or a century before it.
    """
    if first > last:
        raise BadParameter(f"--from {first} is after --to {last}.", "Give the earlier day first.")
    if last.year - first.year > _MOST:
        raise BadParameter(
            f"From {first} to {last} are more than {_MOST} years.", "Choose fewer years."
        )
    ends = (date(year, 12, 31) for year in range(first.year, last.year))
    return (*ends, last)


def series(
    engine: Engine, choice: Choice, days: Iterable[date]
) -> tuple[tuple[date, Measures | None], ...]:
    """Return the measures of each day; None where no tie is known to have held."""
    regions = regions_of(engine)
    found: list[tuple[date, Measures | None]] = []
    for day in days:
        try:
            ties = project(engine, replace(choice, on=day, window=None)).ties
        except NothingHeld:
            found.append((day, None))
        else:
            found.append((day, measure(ties, regions)))
    if not any(measured for _, measured in found):
        raise NothingHeld(
            f"No tie by {' or '.join(choice.kinds)} is known to hold on any of {len(found)} days.",
            "Choose later days with --from and --to, or another --tie.",
        )
    return tuple(found)
