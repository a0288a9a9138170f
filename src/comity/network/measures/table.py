"""All measures of a network at once: one row for each node, and what holds of the whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum

import networkx

from comity.network.measures.assortativity import assortativity
from comity.network.measures.betweenness import betweenness
from comity.network.measures.community import communities, modularity
from comity.network.measures.prominence import eigenvector, pagerank
from comity.network.measures.roles import participation, within
from comity.network.measures.simple import simple
from comity.network.tie import Tie
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
