"""Draws when authorities listed entities, with the summits that were held in between."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from matplotlib.figure import Figure

from comity.iris import COMITY
from comity.network import label_layout
from comity.network.canvas import TEXT, Sheet, spread
from comity.network.figures.request import Extent, Wanted, extents, how_complete, origin
from comity.network.figures.timeline_data import Timeline, timeline
from comity.network.label_layout import Names
from comity.network.style import Look, text_size, wrapped
from comity.network.wording import long_date
from comity.store.engines.interface import Engine
from comity.terms import Iri

WIDTH = 518.0
_TALLEST = 64.0  # the stem of the largest number
_ROW, _FOOT, _HEAD = 26.0, 9.0, 1.8  # a row is at least so high; its stems stand on its foot
_EDGE = 8.0  # between the names and the first day, and after the last
_LEFT, _RIGHT = 96.0, 34.0
_NAMES = 150.0  # room for the name of a summit
_AXIS, _LEGEND = 14.0, 20.0
_YEAR = 26.0  # the least room for the number of a year
_WHEN = {"day": "listed on one day", "month": "listed in one month", "year": "listed in one year"}
_LESS = "known less exactly"
_BLUE, _ORANGE = "#0072b2", "#d55e00"


def figure(engine: Engine, wanted: Wanted) -> Figure:
    """Return the picture of the timeline."""
    made = timeline(engine, wanted)
    names = Names(engine)
    summits = [names.fitted(one, _NAMES, TEXT) for _, one in made.summits]
    band = max((text_size(name, TEXT)[0] for name in summits), default=0) + 16
    floors = _floors(made)
    deep = sum(_tall(made, one) for one in made.authorities)
    sheet = spread(
        f"Designations by authority and {made.by} of listing, {_when(wanted)}",
        _caption(engine, made, wanted, names),
        WIDTH,
        _LEGEND + _AXIS + deep + band,
    )
    _draw_years(sheet, made, floors, deep)
    _draw_summits(sheet, made, summits, deep)
    _draw_spots(sheet, made, floors, names)
    _draw_legend(sheet, made)
    return sheet.figure


def _when(wanted: Wanted) -> str:
    if wanted.span:
        return f"{long_date(wanted.span[0])} to {long_date(wanted.span[1])}"
    return wanted.as_of()


def _across(made: Timeline, ordinal: float) -> float:
    low, high = made.first.toordinal(), made.last.toordinal()
    share = (ordinal - low) / max(1, high - low)
    return _LEFT + _EDGE + share * (WIDTH - _LEFT - _RIGHT - 2 * _EDGE)


def _tall(made: Timeline, authority: Iri) -> float:
    """Return how high the row of an authority is: as its largest stem needs."""
    most = max((spot.number for spot in made.spots if spot.authority == authority), default=0)
    return max(_ROW, _FOOT + _height(made, most) + 9)


def _height(made: Timeline, number: int) -> float:
    return _TALLEST * number / max((spot.number for spot in made.spots), default=1)


def _floors(made: Timeline) -> dict[Iri, float]:
    """Return the lower edge of the row of each authority; the first is on top."""
    floors: dict[Iri, float] = {}
    y = _LEGEND + _AXIS
    for authority in reversed(made.authorities):
        floors[authority] = y
        y += _tall(made, authority)
    return floors


def _draw_years(sheet: Sheet, made: Timeline, floors: Mapping[Iri, float], deep: float) -> None:
    floor = _LEGEND + _AXIS
    room = (WIDTH - _LEFT - _RIGHT) / (made.last.year - made.first.year + 1)
    for year in range(made.first.year, made.last.year + 2):
        day = date(year, 1, 1)
        if made.first <= day <= made.last:
            x = _across(made, day.toordinal())
            sheet.line([x, x], [floor, floor + deep], colour="#c8c8c8", width=0.5, order=0)
            if (year - made.first.year) % math.ceil(_YEAR / room) == 0:
                sheet.write(x, floor - 6, str(year), side="center")
    for y in (*floors.values(), floor + deep):
        sheet.line([0, WIDTH], [y, y], colour="#c8c8c8", width=0.5, order=0)
    if made.undated:
        sheet.write(WIDTH, floor - 6, "no day", side="right")


def _draw_summits(sheet: Sheet, made: Timeline, names: Sequence[str], deep: float) -> None:
    top = _LEGEND + _AXIS + deep
    spots = [_across(made, day.toordinal()) for day, _ in made.summits]
    for x, at, name in zip(spots, apart(spots, TEXT * 1.25, _LEFT, WIDTH), names, strict=True):
        sheet.line([x, x, at, at], [top - deep, top, top + 9, top + 11], colour="#555555",
                   width=0.4, dashes=(2.0, 1.4), order=1)  # fmt: skip
        sheet.write(at, top + 13, name, turn=90)


def apart(spots: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return places in the same order at least so far apart, each near its own, in the bounds."""
    found: list[float] = []
    for spot in spots:
        found.append(max(spot, found[-1] + least) if found else max(spot, low))
    edge = high
    for number in reversed(range(len(found))):
        found[number] = min(found[number], edge)
        edge = found[number] - least
    # Half the way back, so that a crowd stands around its middle.
    for number, spot in enumerate(spots):
        floor = found[number - 1] + least if number else low
        found[number] = max(floor, min(found[number], (found[number] + spot) / 2))
    return found


def _draw_spots(sheet: Sheet, made: Timeline, floors: Mapping[Iri, float], names: Names) -> None:
    for authority, floor in floors.items():
        y = floor + _tall(made, authority) / 2
        lines = wrapped(names(authority), TEXT, _LEFT - 4)
        for number, line in enumerate(lines):
            sheet.write(0, y + (len(lines) - 1 - 2 * number) * TEXT * 0.6, line)
        if authority in made.undated:
            sheet.write(WIDTH, y, str(made.undated[authority]), side="right")
    discs: list[label_layout.Disc] = []
    stems: list[label_layout.Disc] = []  # no number may stand on one
    for spot in sorted(made.spots, key=lambda spot: (-spot.number, spot.first, spot.authority)):
        x, foot = _across(made, spot.middle), floors[spot.authority] + _FOOT
        y = foot + _height(made, spot.number)
        is_exact = made.is_exact(spot)
        sheet.line([x, x], [foot, y], colour=_BLUE, width=1.6, order=3)
        if not is_exact:
            ends = [_across(made, day.toordinal()) for day in (spot.first, spot.last)]
            sheet.line(ends, [y, y], colour=_BLUE, width=0.8, order=3)
        sheet.mark(x, y, _HEAD, Look(_BLUE if is_exact else "white", "o", 1.0))
        discs.append(label_layout.Disc(x, y, _HEAD, (str(spot.number),)))
        stems += [label_layout.Disc(x, foot + up, 1.0, ()) for up in range(0, int(y - foot), 2)]
    for spot in made.removed:
        x, y = _across(made, spot.middle), floors[spot.authority] + _FOOT / 2
        sheet.mark(x, y, 2.6, Look(_ORANGE, "X", 1.0))
        discs.append(label_layout.Disc(x, y, 2.6, (str(spot.number),)))
    plane = WIDTH, sheet.height
    for label in label_layout.place([*discs, *stems], [], plane, lambda text: text_size(text, 5.0)):
        if label:
            sheet.write(*label.box.middle, label.text, 5.0, side="center", halo=True)


def _draw_legend(sheet: Sheet, made: Timeline) -> None:
    x, y = 0.0, 8.0
    if made.spots:
        sheet.line([x + 3, x + 3], [y - 5, y + 3], colour=_BLUE, width=1.6)
        sheet.mark(x + 3, y + 3, _HEAD, Look(_BLUE, "o", 1.0))
        said = _WHEN[made.by]
        sheet.write(x + 9, y, said)
        x += 18 + text_size(said, TEXT)[0]
    if any(not made.is_exact(spot) for spot in made.spots):
        sheet.mark(x + 3, y, _HEAD, Look("white", "o", 1.0))
        sheet.write(x + 9, y, _LESS)
        x += 18 + text_size(_LESS, TEXT)[0]
    if made.removed:
        sheet.mark(x + 3, y, 2.6, Look(_ORANGE, "X", 1.0))
        sheet.write(x + 9, y, "removed")
        x += 18 + text_size("removed", TEXT)[0]
    if made.summits:
        sheet.line([x + 3, x + 3], [y - 5, y + 5], colour="#555555", width=0.4, dashes=(2.0, 1.4))
        sheet.write(x + 8, y, "first day of a summit")


def _caption(engine: Engine, made: Timeline, wanted: Wanted, names: Names) -> str:
    ended = sum(spot.number for spot in made.removed)
    undated = sum(made.undated.values())
    said = [
        f"A stem is what an authority {_WHEN[made.by]}, its height and number how many entries: "
        f"{len(made.listed):,} designations of {len({one.entity for one in made.listed}):,} "
        f"entities in all, also those since ended ({ended:,} with a day of removal)."
    ]
    if undated:
        said.append(f"{undated:,} without a stated day are counted on the right.")
    known = extents(engine, "DesignationList", wanted.day)
    lists = _lists(engine, {one.authority for one in made.listed})
    extent = [known.get(one, Extent.PART) for one in lists]
    said += [
        "Authorities without a designation in the graph are not shown: that does not mean that "
        "they list nobody.",
        how_complete(extent, "lists of these authorities", "the entries"),
        origin(engine, [one.claim for one in made.listed]),
        names.in_full(),
    ]
    return " ".join(one for one in said if one)


def _lists(engine: Engine, authorities: set[Iri]) -> list[Iri]:
    answer = engine.select(f"SELECT ?list ?whose WHERE {{ ?list <{COMITY}authority> ?whose ; "
                          f"a <{COMITY}DesignationList> }} ORDER BY ?list")  # fmt: skip
    return [one for one, whose in answer.rows if isinstance(one, Iri) and whose in authorities]
