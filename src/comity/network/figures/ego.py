"""Draws one polity or initiative in the middle, and around it all it is tied to, kind by kind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from comity.network.canvas import Sheet, spread
from comity.network.figures.neighbours import Neighbour, Sector, sectors
from comity.network.figures.request import Wanted, completeness, extents, origin
from comity.network.label_layout import Names
from comity.network.style import LOOKS, STROKES, Look, text_size, wrapped
from comity.network.ties import Kind
from comity.query.claims.records import kind_of
from comity.store.engines.interface import Engine
from comity.terms import Iri

WIDTH = 518.0
MOST = 140  # ties that fit around the circle
_SIZE = 5.5
_STEP = 6.8  # between two ties, in points along the circle
_LEAST, _GAP = 70.0, 2  # the least radius; ties' room left between two sectors
_CENTRE = 30.0
_ROW = 11.0
_SHORTEST, _LONGEST = 60.0, 150.0  # room for a name
Point = tuple[float, float]
INK = {
    Kind.MEMBERSHIP: Look("#0072b2", "o", 1.0),
    Kind.ATTENDANCE: Look("#009e73", "s", 0.88),
    Kind.PACT: Look("#d55e00", "D", 0.76),
    Kind.DESIGNATION: Look("#333333", "^", 1.1),
}


@dataclass(frozen=True, slots=True)
class Ego:
    """What the picture shows: the sectors as drawn, and how many ties each has in all."""

    centre: Iri
    sectors: tuple[Sector, ...]
    totals: tuple[int, ...]


def ego(engine: Engine, wanted: Wanted, names: Names) -> Ego:
    """Return the ties of the centre, by name or, if they are counted, the most first.

    Where there are too many for a circle the largest sector is cut. Raises NothingHeld for none.
    """
    found = [
        Sector(one.kind, one.called, tuple(sorted(one.neighbours, key=lambda n: _order(n, names))))
        for one in sectors(engine, wanted)
    ]
    totals = tuple(len(one.neighbours) for one in found)
    shown = list(totals)
    while sum(shown) + _GAP * len(shown) > MOST:
        shown[shown.index(max(shown))] -= 1
    assert wanted.centre is not None
    kept = tuple(
        Sector(one.kind, one.called, one.neighbours[:number])
        for one, number in zip(found, shown, strict=True)
    )
    return Ego(wanted.centre, kept, totals)


def _order(one: Neighbour, names: Names) -> tuple[int, str, Iri]:
    return -(one.number or 0), names.short(one.thing).casefold(), one.thing


def figure(engine: Engine, wanted: Wanted) -> Figure:
    """Return the picture of the ties of the centre."""
    names = Names(engine)
    made = ego(engine, wanted, names)
    names = Names(engine)  # of what is drawn alone
    count = sum(len(one.neighbours) + _GAP for one in made.sectors)
    radius = max(_LEAST, count * _STEP / (2 * math.pi))
    room = min(_LONGEST, max(_SHORTEST, WIDTH / 2 - radius - 8))
    texts = [[_text(one, names, room) for one in sector.neighbours] for sector in made.sectors]
    low, high = _reach(made, texts, radius)
    legend = _ROW * len(made.sectors) + 8
    middle = WIDTH / 2, legend - low
    sheet = spread(
        f"{names(made.centre)}: {_sort_of(made)}, {wanted.as_of()}",
        _caption(engine, made, wanted, names),
        WIDTH,
        legend + high - low,
    )
    _draw(sheet, made, texts, radius, middle)
    sheet.mark(*middle, _CENTRE, Look("white", "o", 1.0))
    lines = wrapped(names.short(made.centre), 7.0, 2 * _CENTRE - 8, bold=True)
    for number, line in enumerate(lines):
        up = ((len(lines) - 1) / 2 - number) * 8.5
        sheet.write(middle[0], middle[1] + up, line, 7.0, bold=True, side="center")
    _draw_legend(sheet, made, legend)
    return sheet.figure


def _sort_of(made: Ego) -> str:
    return "members by role" if kind_of(made.centre) == "initiative" else "ties by kind"


def _angles(made: Ego) -> list[list[float]]:
    """Return the angle of each tie in degrees, sector by sector, clockwise from the top."""
    count = sum(len(one.neighbours) + _GAP for one in made.sectors)
    place = _GAP / 2
    angles = []
    for sector in made.sectors:
        angles.append([90 - 360 * (place + n) / count for n in range(len(sector.neighbours))])
        place += len(sector.neighbours) + _GAP
    return angles


def _reach(made: Ego, texts: Sequence[Sequence[str]], radius: float) -> tuple[float, float]:
    """Return how far down and up from the middle the names reach."""
    ends = [
        (radius + 10 + text_size(text, _SIZE)[0]) * math.sin(math.radians(angle))
        for angles, part in zip(_angles(made), texts, strict=True)
        for angle, text in zip(angles, part, strict=True)
    ]
    return min(-_CENTRE, *ends) - 6, max(_CENTRE, *ends) + 6


def _text(one: Neighbour, names: Names, room: float) -> str:
    number = f" ({one.number})" if one.number is not None else ""
    return names.fitted(one.thing, room - text_size(number, _SIZE)[0], _SIZE) + number


def _draw(
    sheet: Sheet, made: Ego, texts: Sequence[Sequence[str]], radius: float, middle: Point
) -> None:
    for number, (angles, part) in enumerate(zip(_angles(made), texts, strict=True)):
        look = look_of(made, number)
        dashes = STROKES[made.sectors[number].kind].dashes
        spots = []
        for angle, text in zip(angles, part, strict=True):
            start, spot, out = (_at(middle, angle, r) for r in (_CENTRE, radius, radius + 5))
            sheet.line(*zip(start, spot, strict=True), colour=look.colour, width=0.6, dashes=dashes)
            spots.append(spot)
            if math.cos(math.radians(angle)) >= 0:
                sheet.write(*out, text, _SIZE, turn=angle)
            else:
                sheet.write(*out, text, _SIZE, turn=angle - 180, side="right")
        sheet.marks([x for x, _ in spots], [y for _, y in spots], 2.4, look, width=0.3)


def _at(middle: Point, angle: float, radius: float) -> Point:
    turn = math.radians(angle)
    return middle[0] + radius * math.cos(turn), middle[1] + radius * math.sin(turn)


def look_of(made: Ego, number: int) -> Look:
    """Return the look of a sector: of its kind, or one of its own where kinds repeat."""
    sector = made.sectors[number]
    same = [one for one in made.sectors if one.kind is sector.kind]
    if kind_of(made.centre) == "initiative":
        return LOOKS[number % len(LOOKS)]
    look = INK[sector.kind]
    return look if sector is same[0] else look._replace(marker="v", colour="#aa3377")


def _draw_legend(sheet: Sheet, made: Ego, top: float) -> None:
    for number, (sector, total) in enumerate(zip(made.sectors, made.totals, strict=True)):
        y = top - 4 - _ROW * (number + 0.5)
        look = look_of(made, number)
        dashes = STROKES[sector.kind].dashes
        sheet.line([0, 16], [y, y], colour=look.colour, width=0.6, dashes=dashes)
        sheet.mark(20, y, 2.6, look)
        left = total - len(sector.neighbours)
        sheet.write(
            27, y, f"{sector.called}: {total}{f', {left} of them not drawn' if left else ''}"
        )


def _caption(engine: Engine, made: Ego, wanted: Wanted, names: Names) -> str:
    counted = any(one.number is not None for part in made.sectors for one in part.neighbours)
    said = []
    if counted:
        said.append("The number in brackets counts the entities listed.")
    left = sum(made.totals) - sum(len(one.neighbours) for one in made.sectors)
    if left:
        said.append(
            f"{left} ties with the fewest things behind them, or last by name, are left out."
        )
    if kind_of(made.centre) == "initiative":
        own = extents(engine, "Initiative", wanted.day).get(made.centre)
        said.append(f"How complete: the members are {own}." if own else "")
    else:
        kinds = dict.fromkeys(sector.kind for sector in made.sectors)
        said.append(completeness(engine, kinds, wanted.day))
    claims = [claim for part in made.sectors for one in part.neighbours for claim in one.claims]
    return " ".join(one for one in (*said, origin(engine, claims), names.in_full()) if one)
