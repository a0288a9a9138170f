"""Gives every node of the page its place, once for each way of looking at the network.

Places do not move with the date: who looks for a change must find it. Only additions,
multiplications, divisions and square roots are used, in a fixed order, so that IEEE 754 fixes the
last bit and another machine does not draw another picture.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import networkx
import numpy
from numpy.typing import NDArray

_Plane = NDArray[numpy.float64]
Pair = tuple[int, int]

WIDTH, HEIGHT = 1200.0, 860.0
_STEPS = 300
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_STRONGEST = 5  # pulls of each node that count: all of them make one ball of everything
_CELLS = 24
_PAIRWISE = 1500  # nodes up to which every pair is looked at; beyond, nodes and cells of a grid
_LEAF_GAP = 7.0
_BY_ORDER = 0.55


def shared(members: Iterable[tuple[int, int]]) -> dict[Pair, float]:
    """Return how strongly nodes are bound by the groups they are in, from (node, group) pairs.

    A group of n adds 1 / (n - 1) to each pair in it (Newman 2001).
    """
    inside: defaultdict[int, set[int]] = defaultdict(set)
    for node, group in members:
        inside[group].add(node)
    found: defaultdict[Pair, float] = defaultdict(float)
    for group in sorted(inside):
        order = sorted(inside[group])
        for place, one in enumerate(order):
            for other in order[place + 1 :]:
                found[one, other] += 1 / (len(order) - 1)
    return dict(found)


def places(pulls: Mapping[Pair, float], apart: float = 38.0) -> dict[int, tuple[float, float]]:
    """Return a place for each node that is pulled, none closer to another than ``apart``."""
    kept = _strongest(pulls)
    nodes = sorted({end for pair in kept for end in pair})
    if not nodes:
        return {}
    number = {node: place for place, node in enumerate(nodes)}
    edges = sorted((number[one], number[other], weight) for (one, other), weight in kept.items())
    plane = _settle(_start(len(nodes), edges), edges)
    plane = _part(_fit(plane), apart)
    return {
        node: (round(float(x), 1), round(float(y), 1))
        for node, (x, y) in zip(nodes, plane, strict=True)
    }


def around(
    placed: Mapping[int, tuple[float, float]], leaves: Mapping[int, Sequence[int]]
) -> dict[int, tuple[float, float]]:
    """Return places for leaves beside the placed nodes that each is tied to, closest to the first.

    Leaves with the same neighbours stand together on a sunflower's spiral.
    """
    groups: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for leaf in sorted(leaves):
        near = tuple(node for node in leaves[leaf] if node in placed)
        groups[near].append(leaf)
    found: dict[int, tuple[float, float]] = {}
    for near, group in sorted(groups.items()):
        anchors = [placed[node] for node in near] or [(WIDTH / 2, HEIGHT + 60)]
        first, others = anchors[0], anchors[1:] or anchors
        x, y = (
            0.72 * first[axis] + 0.28 * sum(at[axis] for at in others) / len(others)
            for axis in (0, 1)
        )
        for place, leaf in enumerate(group):
            angle, reach = place * _GOLDEN_ANGLE, _LEAF_GAP * math.sqrt(place + 6)
            found[leaf] = (
                round(x + reach * math.cos(angle), 1),
                round(y + reach * math.sin(angle), 1),
            )
    return found


def _strongest(pulls: Mapping[Pair, float]) -> dict[Pair, float]:
    """Keep the pulls that are among the strongest of either end."""
    of: defaultdict[int, list[tuple[float, Pair]]] = defaultdict(list)
    for pair, weight in pulls.items():
        for end in pair:
            of[end].append((-weight, pair))
    kept = {pair for found in of.values() for _, pair in sorted(found)[:_STRONGEST]}
    return {pair: pulls[pair] for pair in kept}


def _start(total: int, edges: Sequence[tuple[int, int, float]]) -> _Plane:
    """Put the communities on a circle and the members of each on a sunflower spiral."""
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(total))
    graph.add_weighted_edges_from(edges)
    parts = sorted(
        (sorted(part) for part in networkx.community.louvain_communities(graph, seed=0)),
        key=lambda part: (-len(part), part[0]),
    )
    plane = numpy.zeros((total, 2))
    turn = 0.0
    for part in parts:
        share = 2 * math.pi * len(part) / total
        middle, turn = turn + share / 2, turn + share
        away = 0.0 if len(parts) == 1 else math.sqrt(total)
        for place, node in enumerate(part):
            angle, reach = place * _GOLDEN_ANGLE, math.sqrt(place) / 2
            plane[node] = (
                away * math.cos(middle) + reach * math.cos(angle),
                away * math.sin(middle) + reach * math.sin(angle),
            )
    return numpy.round(plane, 9)


def _settle(plane: _Plane, edges: Sequence[tuple[int, int, float]]) -> _Plane:
    """Let nodes push each other apart by 1 / d and ties pull, as in ForceAtlas2 (Jacomy 2014)."""
    one = numpy.array([edge[0] for edge in edges])
    other = numpy.array([edge[1] for edge in edges])
    weight = numpy.array([edge[2] for edge in edges])
    weight = numpy.sqrt(weight / weight.mean())
    total = len(plane)
    degree = numpy.bincount(one, minlength=total) + numpy.bincount(other, minlength=total)
    mass = degree.astype(numpy.float64) + 1
    for step in range(_STEPS):
        push = _pushed(plane, mass) if total <= _PAIRWISE else _pushed_by_cells(plane, mass)
        stretch = (plane[other] - plane[one]) * weight[:, None]
        shift = push - 0.25 * mass[:, None] * plane / math.sqrt(total)
        for axis in (0, 1):
            shift[:, axis] += numpy.bincount(one, stretch[:, axis], total)
            shift[:, axis] -= numpy.bincount(other, stretch[:, axis], total)
        length = numpy.sqrt(shift[:, 0] * shift[:, 0] + shift[:, 1] * shift[:, 1])
        longest = math.sqrt(total) / 12 * (1 - step / _STEPS) + 0.01
        plane = plane + shift * (numpy.minimum(longest, length * 0.05) / (length + 1e-9))[:, None]
    return plane


def _pushed(plane: _Plane, mass: _Plane) -> _Plane:
    right, down, squares = _gaps(plane)
    force = mass[:, None] / numpy.maximum(squares, 0.01, out=squares)
    push = [numpy.add.reduce(numpy.multiply(gap, force, out=gap)) for gap in (right, down)]
    return numpy.stack(push, axis=1) * mass[:, None]


def _gaps(plane: _Plane) -> tuple[_Plane, _Plane, _Plane]:
    """Return how far each column's node lies from each row's: across, down, and squared.

    Sums over rows then run from one row to the next, in the same order everywhere.
    """
    right, down = (plane[None, :, axis] - plane[:, None, axis] for axis in (0, 1))
    return right, down, right * right + down * down


def _pushed_by_cells(plane: _Plane, mass: _Plane) -> _Plane:
    """Return the push of whole cells of a grid, each as if its mass stood at its middle."""
    low = plane.min(axis=0)
    span = numpy.maximum(plane.max(axis=0) - low, 1e-9)
    cell = numpy.minimum((plane - low) / span * _CELLS, _CELLS - 1).astype(int)
    home = cell[:, 0] * _CELLS + cell[:, 1]
    size = _CELLS * _CELLS
    weight = numpy.bincount(home, mass, size)
    full = numpy.flatnonzero(weight)
    middle = numpy.stack(
        [numpy.bincount(home, mass * plane[:, axis], size)[full] / weight[full] for axis in (0, 1)],
        axis=1,
    )
    least = float(span[0] * span[1]) / size / 8
    push = numpy.zeros_like(plane)
    for place, heavy in zip(middle, weight[full], strict=True):
        apart = plane - place
        squares = apart[:, 0] * apart[:, 0] + apart[:, 1] * apart[:, 1]
        push += apart * (heavy / numpy.maximum(squares, least))[:, None]
    return push * mass[:, None]


def _fit(plane: _Plane) -> _Plane:
    """Scale to the page, half by distance and half by order, which thins out crowds."""
    low, high = plane.min(axis=0), plane.max(axis=0)
    span = numpy.maximum(high - low, 1e-9)
    order = plane.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    by_order = order / max(1, len(plane) - 1)
    share = (plane - low) / span * (1 - _BY_ORDER) + by_order * _BY_ORDER
    return numpy.asarray(share * numpy.array([WIDTH, HEIGHT]), dtype=numpy.float64)


def _part(plane: _Plane, apart: float) -> _Plane:
    """Push nodes apart until none is closer to another than ``apart``."""
    if len(plane) > _PAIRWISE:
        return plane
    for _ in range(100):
        right, down, squares = _gaps(plane)
        distance = numpy.sqrt(squares, out=squares)
        lack = numpy.maximum(apart - distance, 0)
        numpy.fill_diagonal(lack, 0)
        if not lack.any():
            break
        share = lack / (distance + 1e-9) / 2
        plane = plane + numpy.stack(
            [numpy.add.reduce(gap * share) for gap in (right, down)], axis=1
        )
    return plane
