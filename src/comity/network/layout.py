"""Places the nodes of a network on a plane: no chance, the same ties give the same places.

Only additions, multiplications, divisions and square roots are used, and sums in a fixed order:
IEEE 754 fixes the last bit of each, so that another machine does not draw another picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy
from numpy.typing import NDArray

from comity.network.graphs import Tie
from comity.terms import Iri

Point = tuple[float, float]
_Plane = NDArray[numpy.float64]

_STEPS = 500
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_GRAVITY = 0.3


def places(
    ties: Sequence[Tie],
    parts: Sequence[Sequence[Iri]],
    radii: Mapping[Iri, float],
    size: Point,
) -> dict[Iri, Point]:
    """Return a place for each node of ``parts``, inside a plane of that width and height.

    Nodes pull each other along ties (by the root of the weight) and push each other apart; each
    community starts as a cluster of its own. At the end discs of the given radii do not overlap.
    """
    order = [node for part in parts for node in part]
    number = {node: place for place, node in enumerate(order)}
    pull = numpy.zeros((len(order), len(order)))
    mean = sum(tie.weight for tie in ties) / max(1, len(ties))
    for tie in ties:
        a, b = number[tie.source], number[tie.target]
        pull[a, b] = pull[b, a] = pull[a, b] + math.sqrt(tie.weight / mean)
    plane = _settle(_start(parts), pull)
    radius = numpy.array([radii[node] for node in order])
    fitted = _fit(plane, radius, size)
    return {
        node: (round(float(x), 2), round(float(y), 2))
        for node, (x, y) in zip(order, fitted, strict=True)
    }


def _start(parts: Sequence[Sequence[Iri]]) -> _Plane:
    """Put the communities on a circle and the members of each on a sunflower spiral."""
    points: list[Point] = []
    total = sum(len(part) for part in parts)
    turn = 0.0
    for part in parts:
        share = 2 * math.pi * len(part) / total
        middle = turn + share / 2
        turn += share
        away = 0.0 if len(parts) == 1 else math.sqrt(total)
        for place in range(len(part)):
            angle, reach = place * _GOLDEN_ANGLE, math.sqrt(place) / 2
            points.append(
                (
                    away * math.cos(middle) + reach * math.cos(angle),
                    away * math.sin(middle) + reach * math.sin(angle),
                )
            )
    return numpy.round(numpy.array(points), 9)


def _settle(plane: _Plane, pull: _Plane) -> _Plane:
    """Let the forces work: repulsion by 1 / d between all, attraction by d along ties.

    Repulsion grows with the degrees of both ends, as in ForceAtlas2 (M. Jacomy and others, PLoS
    ONE 9, e98679, 2014), which keeps hubs apart and leaves at the edge.
    """
    mass = 1 + numpy.count_nonzero(pull, axis=0)
    push = numpy.sqrt(mass[:, None] * mass[None, :])
    for step in range(_STEPS):
        apart = plane[None, :, :] - plane[:, None, :]
        squares = apart[..., 0] * apart[..., 0] + apart[..., 1] * apart[..., 1]
        force = push / numpy.maximum(squares, 0.01) - pull / 4
        shift = (apart * force[..., None]).sum(axis=0) - _GRAVITY * mass[:, None] * plane
        length = numpy.sqrt(shift[:, 0] * shift[:, 0] + shift[:, 1] * shift[:, 1])
        longest = 1.0 * (1 - step / _STEPS) + 0.01
        plane = plane + shift * (numpy.minimum(longest, length * 0.1) / (length + 1e-9))[:, None]
    return plane


def _fit(plane: _Plane, radius: _Plane, size: Point) -> _Plane:
    """Scale into the plane, then push overlapping discs apart until none overlaps."""
    margin = radius.max() + 2
    low, high = plane.min(axis=0), plane.max(axis=0)
    room = numpy.array(size) - 2 * margin
    span = numpy.maximum(high - low, 1e-9)
    plane = margin + (plane - low) / span * room
    least = radius[:, None] + radius[None, :] + 3
    numpy.fill_diagonal(least, 0)
    for _ in range(_STEPS):
        apart = plane[None, :, :] - plane[:, None, :]
        distance = numpy.sqrt(apart[..., 0] * apart[..., 0] + apart[..., 1] * apart[..., 1])
        lack = numpy.maximum(least - distance, 0)
        if not lack.any():
            break
        shift = (apart * (lack / (distance + 1e-9))[..., None]).sum(axis=0) / 2
        plane = numpy.clip(plane + shift, margin, numpy.array(size) - margin)
    return plane
