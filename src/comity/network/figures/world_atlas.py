"""The outlines of the world, the Equal Earth projection, and where each polity is on the map."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from comity.iris import PREFIXES, concept, key_of
from comity.store.engines.interface import Engine
from comity.terms import Iri, Literal, n_triples, typed

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


_YES = typed("true", "boolean")
# Areas without a number of ISO's, by the name that the atlas has for them.
_UNNUMBERED: Mapping[str, str] = {"Kosovo": "XKX"}
_PLACES = f"""
PREFIX comity: <{PREFIXES["comity"]}>
PREFIX geo: <{PREFIXES["geo"]}>
PREFIX skos: <{PREFIXES["skos"]}>
SELECT ?polity ?number ?latitude ?longitude ?state
WHERE {{
  VALUES ?kind {{ comity:State comity:Territory comity:OtherPolity comity:Polity }}
  ?polity a ?kind .
  OPTIONAL {{
    ?polity comity:identifier ?identifier .
    ?identifier comity:scheme %s ; skos:notation ?number .
  }}
  OPTIONAL {{ ?polity geo:lat ?latitude ; geo:long ?longitude . }}
  BIND (?kind = comity:State AS ?state)
}}
ORDER BY ?polity"""


@dataclass(frozen=True, slots=True)
class Site:
    """A polity, its areas in the atlas (none of some small islands), and its point."""

    polity: Iri
    areas: tuple[Area, ...]
    point: Point | None
    is_state: bool


def sites(engine: Engine) -> tuple[Site, ...]:
    """Return every polity of the graph that is somewhere, by IRI; a union is nowhere."""
    areas: dict[str, list[Area]] = {}
    for area in world().areas:
        areas.setdefault(area.number or _UNNUMBERED.get(area.name, ""), []).append(area)
    scheme = n_triples(concept("identifier-scheme", "iso-3166-1-numeric"))
    answer = engine.select(_PLACES % scheme)
    found = {}
    for polity, number, latitude, longitude, state in answer.rows:
        assert isinstance(polity, Iri)
        point = None
        if isinstance(latitude, Literal) and isinstance(longitude, Literal):
            point = (float(longitude.value), float(latitude.value))
        own = areas.get(number.value if number else key_of(polity.value), [])
        if own or point:
            found[polity] = Site(polity, tuple(own), point, state == _YES)
    return tuple(found.values())
