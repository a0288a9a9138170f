"""Betweenness: how often a node lies on the shortest ways between two others."""

from __future__ import annotations

import networkx
import numpy

from comity.network.measures.simple import Simple

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
