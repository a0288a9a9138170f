"""Strength, betweenness, eigenvector centrality and PageRank of the nodes of a network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import fsum

import networkx
import numpy

from comity.network.graphs import Simple
from comity.network.ties import Tie
from comity.terms import Iri


def strengths(ties: Iterable[Tie]) -> dict[Iri, float]:
    """Return for each node the sum of the weights of its ties.

    Under Newman's weights that is the number of groups the node shares with anybody.
    """
    total: defaultdict[Iri, float] = defaultdict(float)
    for tie in ties:
        total[tie.source] += tie.weight
        total[tie.target] += tie.weight
    return dict(sorted(total.items()))


_MILLION = 1_000_000
_LARGEST = 1000  # nodes; of more, finding all distances at once costs more than it saves


def betweenness(network: Simple) -> list[float]:
    """Return of each node the share of the shortest ways between others that lead through it.

    The way along an edge is as long as 1 / weight, so that a heavy tie is a short way (M. E. J.
    Newman, Physical Review E 64, 016132, 2001); where several ways are equally short each counts
    in part (L. C. Freeman, Sociometry 40, 35, 1977). Lengths are taken in whole millionths, so that
    ways which are equally long are so on any machine. Between 0 and 1: divided by the number of
    pairs of other nodes.
    """
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(len(network.nodes)))
    graph.add_weighted_edges_from(_short_edges(network), weight="length")
    found = networkx.betweenness_centrality(graph, weight="length")
    return [float(found[place]) for place in range(len(network.nodes))]


def _short_edges(network: Simple) -> list[tuple[int, int, int]]:
    """Return the edges with their lengths, but those that have a shorter way round.

    These lie on no shortest way, and are most of a network of shared groups.
    """
    edges = [
        (one, other, max(1, round(_MILLION / weight)))
        for (one, other), weight in network.weights.items()
    ]
    size = len(network.nodes)
    if size > _LARGEST:
        return edges
    far = numpy.full((size, size), numpy.iinfo(numpy.int64).max // 4)
    numpy.fill_diagonal(far, 0)
    for one, other, length in edges:
        far[one, other] = far[other, one] = length
    for middle in range(size):
        # The distances by way of each node in turn (R. W. Floyd, CACM 5, 345, 1962).
        numpy.minimum(far, far[:, [middle]] + far[[middle], :], out=far)
    return [edge for edge in edges if edge[2] == far[edge[0], edge[1]]]


_DAMPING = 0.85
_CLOSE = 1e-13
_MOST_ROUNDS = 100_000


def eigenvector(network: Simple) -> list[float]:
    """Return the eigenvector centrality of each node of a connected network; the highest is 1.

    A node's value is proportional to the sum of its neighbours' values by the weights of the ties
    (P. Bonacich, Journal of Mathematical Sociology 2, 113, 1972). Found by power iteration, which
    half the largest strength on the diagonal lets converge where the network has two sides.
    """
    near = network.neighbours()
    shift = max(fsum(edges.values()) for edges in near) / 2
    values = [1.0] * len(near)
    for _ in range(_MOST_ROUNDS):
        raised = [
            shift * values[place] + fsum(weight * values[other] for other, weight in edges.items())
            for place, edges in enumerate(near)
        ]
        most = max(raised)
        raised = [value / most for value in raised]
        change = max(abs(new - old) for new, old in zip(raised, values, strict=True))
        values = raised
        if change < _CLOSE:
            break
    return values


def pagerank(network: Simple) -> list[float]:
    """Return the PageRank of each node, with weights and a damping of 0.85; the sum is 1.

    Unlike the eigenvector it means something in a network that is not connected (S. Brin and
    L. Page, Computer Networks 30, 107, 1998).
    """
    near = network.neighbours()
    strength = [fsum(edges.values()) for edges in near]
    size = len(near)
    values = [1 / size] * size
    for _ in range(_MOST_ROUNDS):
        passed = [
            (1 - _DAMPING) / size
            + _DAMPING
            * fsum(weight / strength[other] * values[other] for other, weight in edges.items())
            for edges in near
        ]
        change = max(abs(new - old) for new, old in zip(passed, values, strict=True))
        values = passed
        if change < _CLOSE:
            break
    return values
