"""Brings ties of any kinds down to one weighted edge for each two nodes, without direction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx

from comity.network.tie import Tie, nodes
from comity.terms import Iri


@dataclass(frozen=True, slots=True)
class Simple:
    """A network with at most one edge between two nodes; weights of several ties are added.

    Nodes go by their place in ``nodes``, which is sorted: networkx walks through sets, and
    numbers, unlike text, have the same order in any run.
    """

    nodes: tuple[Iri, ...]
    weights: Mapping[tuple[int, int], float]

    def graph(self) -> networkx.Graph[int]:
        """Return the network for networkx, with ``weight`` at each edge."""
        graph: networkx.Graph[int] = networkx.Graph()
        graph.add_nodes_from(range(len(self.nodes)))
        graph.add_weighted_edges_from(
            (one, other, weight) for (one, other), weight in self.weights.items()
        )
        return graph

    def neighbours(self) -> list[dict[int, float]]:
        """Return of each node its neighbours, sorted, and how heavy the edge to each is."""
        found: list[dict[int, float]] = [{} for _ in self.nodes]
        for (one, other), weight in self.weights.items():
            found[one][other] = weight
            found[other][one] = weight
        return [dict(sorted(near.items())) for near in found]

    def named(self, values: Iterable[float]) -> dict[Iri, float]:
        """Return values in the order of the nodes as a dictionary."""
        return dict(zip(self.nodes, values, strict=True))


def simple(ties: Iterable[Tie]) -> Simple:
    """Return the network of some ties with one edge for each two nodes."""
    found = tuple(ties)
    members = nodes(found)
    number = {node: place for place, node in enumerate(members)}
    weights: defaultdict[tuple[int, int], float] = defaultdict(float)
    for tie in found:
        one, other = sorted((number[tie.source], number[tie.target]))
        weights[one, other] += tie.weight
    return Simple(members, dict(sorted(weights.items())))
