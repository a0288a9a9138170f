"""Draws a number for each polity on a map of the world, without taking a side on any border."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from comity.network.canvas import TEXT, Sheet, spread
from comity.network.figures.map_counts import Tally, tally
from comity.network.figures.request import Wanted, origin
from comity.network.figures.world_atlas import (
    Area,
    Point,
    Site,
    cut,
    equal_earth,
    sites,
    thinned,
    world,
)
from comity.network.label_layout import Names
from comity.network.style import Look, text_size
from comity.store.engines.interface import Engine
from comity.terms import Iri

WIDTH = 518.0
_MIDDLE = (
    11.0  # the meridian in the middle: the edge of the map then runs through the Bering Strait
)
_SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
_SOUTH, _NORTH = equal_earth(0, -56)[1] * _SCALE, equal_earth(0, 84)[1] * _SCALE
_SEEN = 0.2  # an island smaller than that, in square points, is not drawn beside larger ones
_LEAST = 0.35  # no outline is further than that, in points of the page, from where the atlas has it
_SMALL = 3.0  # an area smaller than that, in square points, has a dot too
_DOT = 1.9
_LEGEND = 30.0
# Light to dark, so that a black printer keeps the order.
_BLUES = ("#d3e3f3", "#9dc6e0", "#5a9fcd", "#2474b6", "#083a75")
UNKNOWN, NOBODY = "//////", "xxxxxxx"
_HATCH = "#b5b5b5"
_BORDER = "#8a8a8a"
# A ring that the atlas gives to one State and the General Assembly to another (resolution 68/262).
_CRIMEA = (32.0, 37.0, 44.0, 46.5)
NOTE = (
    "Borders: outlines of Natural Earth 4.1 (public domain), Equal Earth projection. They show who "
    "holds the ground, as the atlas has it (the Golan Heights with Israel, most of Western Sahara "
    "with Morocco, lines of control in Kashmir), and take no side on whose it is. Cross-hatched "
    "areas count for nobody: Crimea, and what has no polity of its own in the graph (Northern "
    "Cyprus, Somaliland, Siachen Glacier). A territory is coloured for what it is in itself, and "
    "parts overseas go with their State."
)


@dataclass(frozen=True, slots=True)
class Map:
    """What the map shows: the numbers, and which polities have a place on it or none."""

    tally: Tally
    sites: tuple[Site, ...]
    shown: tuple[Iri, ...]
    left_out: tuple[Iri, ...]


def chart(engine: Engine, wanted: Wanted, names: Names) -> Map:
    """Return what the map shows. Raises NothingHeld where no polity has a number."""
    counted = tally(engine, wanted, names)
    found = sites(engine)
    placed = {site.polity for site in found}
    return Map(
        counted,
        found,
        shown=tuple(one for one in counted.counts if one in placed),
        left_out=tuple(one for one in counted.counts if one not in placed),
    )


def figure(engine: Engine, wanted: Wanted) -> Figure:
    """Return the map."""
    names = Names(engine)
    made = chart(engine, wanted, names)
    classes = steps(made.tally.counts.values())
    sheet = spread(
        f"{made.tally.title}, {wanted.as_of()}",
        _caption(engine, made, names),
        WIDTH,
        _LEGEND + _NORTH - _SOUTH,
    )
    fills = _fills(made, classes)
    _draw_areas(sheet, made, fills)
    _draw_dots(sheet, made, fills)
    _draw_legend(sheet, made, classes, names)
    return sheet.figure


def steps(counts: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return up to five classes of whole numbers, each about twice as wide as the one before."""
    most = max(counts)
    bounds = [1]
    while bounds[-1] <= most and len(bounds) < 6:
        share = (most + 1) ** (len(bounds) / 5)
        bounds.append(max(bounds[-1] + 1, math.ceil(share)))
    bounds[-1] = max(bounds[-1], most + 1)
    return tuple((low, high - 1) for low, high in pairwise(bounds))


def _fills(made: Map, classes: Sequence[tuple[int, int]]) -> dict[Iri, str]:
    colours = shades(len(classes))
    return {
        polity: next(
            shade
            for (low, high), shade in zip(classes, colours, strict=True)
            if low <= count <= high
        )
        for polity, count in made.tally.counts.items()
    }


def shades(number: int) -> tuple[str, ...]:
    """Return so many blues, as far apart as they can be."""
    return {1: (_BLUES[3],), 2: (_BLUES[1], _BLUES[3]), 3: _BLUES[0::2], 4: _BLUES[:4]}.get(
        number, _BLUES
    )


def _spot(longitude: float, latitude: float) -> Point:
    """Return the place on the sheet of a longitude counted from the middle of the map."""
    x, y = equal_earth(longitude, latitude)
    return round(WIDTH / 2 + x * _SCALE, 2), round(_LEGEND + y * _SCALE - _SOUTH, 2)


def _draw_areas(sheet: Sheet, made: Map, fills: Mapping[Iri, str]) -> None:
    empty = "" if made.tally.is_full else UNKNOWN
    owner = {area: site.polity for site in made.sites for area in site.areas}
    for area in world().areas:
        polity = owner.get(area)
        fill = fills.get(polity, "white") if polity else "white"
        hatch = NOBODY if polity is None else (empty if polity not in fills else "")
        plain = [ring for ring in area.rings if not is_crimea(area, ring)]
        _draw_rings(sheet, plain, fill, hatch)
        _draw_rings(sheet, [r for r in area.rings if r not in plain], "white", NOBODY)


def is_crimea(area: Area, ring: Sequence[int]) -> bool:
    west, east, south, north = _CRIMEA
    return area.name == "Russia" and all(
        west < x < east and south < y < north for x, y in world().points(ring)
    )


def _draw_rings(sheet: Sheet, rings: Sequence[Sequence[int]], fill: str, hatch: str) -> None:
    vertices: list[Point] = []
    codes: list[numpy.uint8] = []
    for ring in rings:
        for part in cut(_points(ring), _MIDDLE):
            spots = [_spot(*point) for point in part]
            if len(rings) > 1 and _extent(spots) < _SEEN:
                continue
            vertices += [*spots, spots[0]]
            codes += [Path.MOVETO, *[Path.LINETO] * (len(spots) - 1), Path.CLOSEPOLY]
    if vertices:
        outline = Path(vertices, codes)
        look = {"facecolor": fill, "hatch": hatch or None, "hatchcolor": _HATCH}
        sheet.axes.add_patch(
            PathPatch(outline, edgecolor=_BORDER, linewidth=0.25, clip_on=False, **look)
        )


@cache
def _arc(number: int) -> tuple[Point, ...]:
    return thinned(world().arcs[number], math.degrees(_LEAST / _SCALE))


def _points(ring: Sequence[int]) -> list[Point]:
    found: list[Point] = []
    for number in ring:
        arc = _arc(number) if number >= 0 else _arc(~number)[::-1]
        found += arc[1:] if found else arc
    return found


def _draw_dots(sheet: Sheet, made: Map, fills: Mapping[Iri, str]) -> None:
    """Draw a dot for what is too small to see: States, and others that have a number."""
    spots: dict[str, list[Point]] = {}
    for site in made.sites:
        has = site.polity in fills
        if site.point is None or not (has or site.is_state) or _size(site) >= _SMALL:
            continue
        x, y = site.point
        spot = _spot((x - _MIDDLE + 180) % 360 - 180, y)
        spots.setdefault(fills[site.polity] if has else "white", []).append(spot)
    for fill, points in sorted(spots.items()):
        look = Look(fill, "o", 1.0)
        width = 0.3 if fill != "white" else 0.25
        xs, ys = [x for x, _ in points], [y for _, y in points]
        edge = "black" if fill != "white" else _BORDER
        sheet.marks(xs, ys, _DOT if fill != "white" else 1.3, look, edge=edge, width=width)


def _size(site: Site) -> float:
    """Return the area on the sheet of the largest piece of a polity, in square points."""
    pieces = [0.0]
    for area in site.areas:
        for ring in area.rings:
            for part in cut(_points(ring), _MIDDLE):
                spots = [_spot(*point) for point in part]
                pieces.append(_extent(spots))
    return max(pieces)


def _extent(spots: Sequence[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*spots, spots[0]]))) / 2


def _draw_legend(sheet: Sheet, made: Map, classes: Sequence[tuple[int, int]], names: Names) -> None:
    x, y = 0.0, 14.0
    rows = [
        (shade, "", _class(low, high, made.tally, is_first=number == 0))
        for number, ((low, high), shade) in enumerate(
            zip(classes, shades(len(classes)), strict=True)
        )
    ]
    none, unknown = "none", "none known"
    if made.tally.of_one:
        rows = [(rows[0][0], "", "member")]
        none, unknown = "not a member", "not known to be a member"
    rows.append(("white", "", none) if made.tally.is_full else ("white", UNKNOWN, unknown))
    rows.append(("white", NOBODY, "counts for nobody"))
    for fill, hatch, text in rows:
        sheet.box(x, y - 3.5, 12, 7, fill=fill, hatch=hatch, edge=_HATCH if hatch else _BORDER)
        sheet.write(x + 15, y, text)
        x += 27 + text_size(text, TEXT)[0]
    sheet.marks([x + 2], [y], _DOT, Look(_BLUES[2], "o", 1.0), width=0.3)
    sheet.write(x + 6, y, "too small for its outline")


def _class(low: int, high: int, counted: Tally, *, is_first: bool) -> str:
    span = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    if not is_first:
        return span
    return f"{span} {counted.thing if high == 1 else counted.things}"


def _caption(engine: Engine, made: Map, names: Names) -> str:
    counted = made.tally
    said = [
        f"{len(made.shown)} polities have a number here; the highest: {_highest(counted, names)}."
        if not counted.of_one
        else f"{len(made.shown)} members are on the map.",
    ]
    if made.left_out:
        out = ", ".join(f"{names(one)} ({counted.counts[one]})" for one in made.left_out)
        said.append(f"Without a place on a map, and left out: {out}.")
    if not counted.is_full:
        said.append("Hatched means not known, which is not the same as none.")
    said += [counted.complete, origin(engine, counted.claims), NOTE]
    return " ".join(said)


def _highest(counted: Tally, names: Names) -> str:
    order = sorted(counted.counts, key=lambda one: (-counted.counts[one], one))
    return ", ".join(f"{names(one)} {counted.counts[one]:,}" for one in order[:5])
