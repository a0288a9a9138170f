"""Prominence: a node has much of it where its neighbours have; by eigenvector or by PageRank."""

from __future__ import annotations

from math import fsum

from comity.network.measures.simple import Simple

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
