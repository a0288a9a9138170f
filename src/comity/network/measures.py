"""Measures the nodes of a network: strength, and the communities they fall into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import networkx

from comity.network.project import Tie, nodes
from comity.terms import Iri

_SEED = 2021  # any number does, as long as it stays


def strengths(ties: Iterable[Tie]) -> dict[Iri, float]:
    """Return for each node the sum of the weights of its ties.

    Under Newman's weights that is the number of groups the node shares with anybody.
    """
    total: defaultdict[Iri, float] = defaultdict(float)
    for tie in ties:
        total[tie.source] += tie.weight
        total[tie.target] += tie.weight
    return dict(sorted(total.items()))


def communities(ties: Iterable[Tie]) -> tuple[tuple[Iri, ...], ...]:
    """Return the communities of a network by the Louvain method, the largest first.

    Weights count and direction does not (V. D. Blondel and others, Journal of Statistical
    Mechanics P10008, 2008, resolution 1). The order of visits is drawn with a fixed seed.
    """
    found = tuple(ties)
    members = nodes(found)
    # The method walks through sets of nodes; numbers, unlike text, have the same order in any run.
    number = {node: place for place, node in enumerate(members)}
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(len(members)))
    for tie in found:
        ends = number[tie.source], number[tie.target]
        known = graph.get_edge_data(*ends, {"weight": 0.0})["weight"]
        graph.add_edge(*ends, weight=known + tie.weight)
    parts = networkx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    named = [tuple(sorted(members[place] for place in part)) for part in parts]
    return tuple(sorted(named, key=lambda part: (-len(part), part)))
