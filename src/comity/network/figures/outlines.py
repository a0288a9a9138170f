"""Reads the outlines of the world from the atlas in the package, as rings and as single lines.

The atlas is Natural Earth's, 1:50 million, in TopoJSON: each stretch of coast or border is one
arc, which the areas on both sides share, so a border simplified once stays one line.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comity.network.figures.projection import Point

_ATLAS = Path(__file__).parent / "atlas" / "countries-50m.json"
_SOUTHERN_OCEAN = -60.0  # Antarctica, south of it, would take an eighth of the map for one polity


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the atlas: its ISO 3166-1 number, "" where it has none, its name and rings.

    Each ring is a chain of numbers of arcs, ``~n`` being arc ``n`` backwards.
    """

    number: str
    name: str
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class World:
    """The areas of the atlas and the arcs they are made of, as longitudes and latitudes."""

    areas: tuple[Area, ...]
    arcs: tuple[tuple[Point, ...], ...]

    def points(self, ring: Sequence[int]) -> list[Point]:
        """Return the points of a ring; the last is the first again."""
        found: list[Point] = []
        for number in ring:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            found += arc[1:] if found else arc
        return found


@cache
def world() -> World:
    """Return the world without Antarctica."""
    read = json.loads(_ATLAS.read_text("utf-8"))
    scale, shift = read["transform"]["scale"], read["transform"]["translate"]
    arcs = []
    for steps in read["arcs"]:
        x = y = 0
        arc = []
        for across, up in steps:
            x, y = x + across, y + up
            # The atlas counts in steps of some thousandths of a degree, so no more digits mean
            # anything, and its edge is at 180 degrees exactly.
            arc.append((round(x * scale[0] + shift[0], 4), round(y * scale[1] + shift[1], 4)))
        arcs.append(tuple(arc))
    areas = []
    for one in read["objects"]["countries"]["geometries"]:
        polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        rings = tuple(tuple(ring) for polygon in polygons for ring in polygon)
        found = Area(one.get("id", ""), one["properties"]["name"], rings)
        tops = [max(y for number in ring for _, y in arcs[max(number, ~number)]) for ring in rings]
        if max(tops) > _SOUTHERN_OCEAN:
            areas.append(found)
    return World(tuple(areas), tuple(arcs))


def thinned(points: Sequence[Point], least: float) -> tuple[Point, ...]:
    """Return a line with so few points that no point left out is further than ``least`` from it.

    Lengths are in degrees of latitude; a degree of longitude counts for less towards the poles
    (D. Douglas and T. Peucker, The Canadian Cartographer 10, 112, 1973).
    """
    shrunk = math.cos(math.radians(sum(y for _, y in points) / len(points)))
    flat = [(x * shrunk, y) for x, y in points]
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        inside = range(first + 1, last)
        far = max(inside, key=lambda n: _away(flat[n], flat[first], flat[last]), default=first)
        if far != first and _away(flat[far], flat[first], flat[last]) > least:
            keep.add(far)
            spans += [(first, far), (far, last)]
    return tuple(points[number] for number in sorted(keep))


def _away(point: Point, start: Point, end: Point) -> float:
    """Return how far a point is from a stretch of line."""
    across, up = end[0] - start[0], end[1] - start[1]
    x, y = point[0] - start[0], point[1] - start[1]
    length = across * across + up * up
    share = min(1.0, max(0.0, (x * across + y * up) / length)) if length else 0.0
    return math.sqrt((x - share * across) ** 2 + (y - share * up) ** 2)
