"""The Equal Earth projection, and outlines cut where the edge of the map crosses them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

Point = tuple[float, float]

# B. Šavrič, T. Patterson and B. Jenny, International Journal of Geographical Information Science
# 33, 454, 2019, equations 9 and 10.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2


def equal_earth(longitude: float, latitude: float) -> Point:
    """Return the place of a point, given in degrees, on a sphere of radius 1.

    Equal areas on the globe are equal areas on the map.
    """
    angle = math.asin(_M * math.sin(math.radians(latitude)))
    square = angle * angle
    sixth = square * square * square
    x = math.radians(longitude) * math.cos(angle)
    x /= _M * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square))
    return x, angle * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))


def cut(ring: Sequence[Point], middle: float) -> list[list[Point]]:
    """Return a ring of longitudes and latitudes as rings of a map around a middle meridian.

    Longitudes become those from the middle, -180 to 180; what crosses the edge of the map is cut
    there and continued on the other side.
    """
    whole = [((ring[0][0] - middle + 180) % 360 - 180, ring[0][1])]
    for (before, _), (after, latitude) in pairwise(ring):
        # The short way round: no side of an outline is longer than half the globe.
        step = (after - before + 180) % 360 - 180
        if abs(after - before) <= 180:
            step = after - before
        whole.append((whole[-1][0] + step, latitude))
    parts = []
    for turn in (-360, 0, 360):
        part = [(longitude + turn, latitude) for longitude, latitude in whole]
        part = _keep(part, lambda x: x + 180)
        part = _keep(part, lambda x: 180 - x)
        if len(part) > 2:
            parts.append(_fine(part))
    return parts


def _keep(ring: Sequence[Point], inside: Callable[[float], float]) -> list[Point]:
    """Clip a ring at a meridian (I. Sutherland and G. Hodgman, CACM 17, 32, 1974)."""
    kept: list[Point] = []
    for before, after in zip((ring[-1], *ring[:-1]) if ring else (), ring, strict=True):
        own, last = inside(after[0]), inside(before[0])
        if (own >= 0) != (last >= 0):
            share = last / (last - own)
            kept.append(
                (
                    before[0] + share * (after[0] - before[0]),
                    before[1] + share * (after[1] - before[1]),
                )
            )
        if own >= 0:
            kept.append(after)
    return kept


def _fine(ring: Sequence[Point]) -> list[Point]:
    """Add points along the edge of the map, which is a curve: one for every two degrees."""
    fine: list[Point] = []
    for before, after in zip((ring[-1], *ring[:-1]), ring, strict=True):
        if abs(before[0]) == abs(after[0]) == 180 and before[0] == after[0]:
            count = int(abs(after[1] - before[1]) // 2)
            fine += [
                (before[0], before[1] + (after[1] - before[1]) * number / (count + 1))
                for number in range(1, count + 1)
            ]
        fine.append(after)
    return fine
