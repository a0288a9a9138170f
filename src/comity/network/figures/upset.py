"""Draws which initiatives polities are in together: one column for each combination that occurs.

The form is that of A. Lex and others, IEEE Transactions on Visualization and Computer Graphics 20,
1983, 2014.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from matplotlib.figure import Figure

from comity.iris import key_of
from comity.network.canvas import TEXT, Sheet, spread
from comity.network.figures.members import Seat, seats
from comity.network.figures.request import Extent, Wanted, extents, how_complete, origin
from comity.network.label_layout import Names
from comity.network.style import Look, text_size
from comity.store.engines.interface import Engine
from comity.terms import Iri

WIDTH = 518.0
MOST_SETS, MOST_COLUMNS = 8, 30
_ROW, _BARS = 13.0, 120.0
_SIZES = 62.0  # width of the bars that show how large each initiative is
_NAMES = 136.0
_NAMED = 7  # polities that a column names by their codes
_CODE = 5.0
INK, FAINT, STRIPE = "#1d3557", "#cfcfcf", "#f3f3f3"


@dataclass(frozen=True, slots=True)
class Column:
    """A combination of initiatives, and the polities that are in these and in no other of them."""

    sets: frozenset[Iri]
    polities: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What the picture shows: initiatives, largest first, and the combinations, fullest first."""

    sets: tuple[Iri, ...]
    sizes: Mapping[Iri, int]
    columns: tuple[Column, ...]
    rest: tuple[Column, ...]
    seats: tuple[Seat, ...]
    elsewhere: int
    of: int


def overlap(engine: Engine, wanted: Wanted) -> Overlap:
    """Return who is in which combination of the initiatives wanted, or of the largest.

    Raises NothingHeld where nobody is in anything.
    """
    found = seats(engine, wanted)
    members: defaultdict[Iri, set[Iri]] = defaultdict(set)
    for seat in found:
        members[seat.initiative].add(seat.polity)
    largest = sorted(members, key=lambda one: (-len(members[one]), one))
    sets = tuple(largest if wanted.sets else largest[:MOST_SETS])
    inside: defaultdict[frozenset[Iri], list[Iri]] = defaultdict(list)
    for polity in sorted({seat.polity for seat in found}):
        if its := frozenset(one for one in sets if polity in members[one]):
            inside[its].append(polity)
    columns = sorted(
        (Column(its, tuple(polities)) for its, polities in inside.items()),
        key=lambda one: (-len(one.polities), -len(one.sets), sorted(one.sets)),
    )
    return Overlap(
        sets=sets,
        sizes={one: len(members[one]) for one in sets},
        columns=tuple(columns[:MOST_COLUMNS]),
        rest=tuple(columns[MOST_COLUMNS:]),
        seats=tuple(seat for seat in found if seat.initiative in sets),
        elsewhere=len({seat.polity for seat in found}) - sum(len(one.polities) for one in columns),
        of=len(members),
    )


def figure(engine: Engine, wanted: Wanted) -> Figure:
    """Return the picture of the overlaps."""
    made = overlap(engine, wanted)
    names = Names(engine)
    rows = [names.fitted(one, _NAMES, TEXT) for one in made.sets]
    known = extents(engine, "Initiative", wanted.day)
    sheet = spread(
        f"Who is in which initiatives together, {wanted.as_of()}",
        _caption(engine, made, names, known),
        WIDTH,
        _ROW * len(rows) + 6 + max(_tall(made, one) for one in made.columns),
    )
    left = _SIZES + max(text_size(row, TEXT)[0] for row in rows) + 14
    _draw_rows(sheet, made, rows, left)
    _draw_columns(sheet, made, left)
    return sheet.figure


def _bar(made: Overlap, column: Column) -> float:
    return _BARS * len(column.polities) / max(len(one.polities) for one in made.columns)


def _codes(column: Column) -> str:
    few = len(column.polities) <= _NAMED
    return " ".join(key_of(one.value) for one in column.polities) if few else ""


def _tall(made: Overlap, column: Column) -> float:
    """Return how high a column is with the number and the codes on top of it."""
    return _bar(made, column) + 12 + text_size(_codes(column), _CODE)[0]


def _draw_rows(sheet: Sheet, made: Overlap, names: list[str], left: float) -> None:
    most = max(made.sizes.values())
    for number, (one, name) in enumerate(zip(made.sets, names, strict=True)):
        y = _ROW * (len(names) - number - 0.5)
        if number % 2 == 0:
            sheet.box(0, y - _ROW / 2, WIDTH, _ROW, fill=STRIPE, order=0)
        long = (_SIZES - 16) * made.sizes[one] / most
        sheet.box(_SIZES - long, y - 3.5, long, 7, fill=INK)
        sheet.write(_SIZES - long - 2, y, str(made.sizes[one]), side="right")
        sheet.write(left - 6, y, name, side="right")


def _draw_columns(sheet: Sheet, made: Overlap, left: float) -> None:
    step = min(18.0, (WIDTH - left) / len(made.columns))
    floor = _ROW * len(made.sets) + 6
    spot = {one: _ROW * (len(made.sets) - n - 0.5) for n, one in enumerate(made.sets)}
    empty: list[tuple[float, float]] = []
    for number, column in enumerate(made.columns):
        x = left + (number + 0.5) * step
        tall = _bar(made, column)
        sheet.box(x - step * 0.35, floor, step * 0.7, tall, fill=INK)
        sheet.write(x, floor + tall + 4.5, str(len(column.polities)), side="center")
        sheet.write(x, floor + tall + 10, _codes(column), _CODE, turn=90, colour="#444444")
        ys = sorted(spot[one] for one in column.sets)
        sheet.line([x, x], [ys[0], ys[-1]], colour=INK, width=1.2, order=3)
        sheet.marks([x] * len(ys), ys, 3.2, Look(INK, "o", 1.0), width=0)
        empty += [(x, y) for one, y in spot.items() if one not in column.sets]
    if empty:
        xs, ys = [x for x, _ in empty], [y for _, y in empty]
        sheet.marks(xs, ys, 1.6, Look(FAINT, "o", 1.0), width=0, order=2)
    sheet.line([left, left + step * len(made.columns)], [floor, floor], width=0.5)
    sheet.write(left - 6, floor + 6, "polities", side="right", colour="#444444")


def _caption(engine: Engine, made: Overlap, names: Names, known: Mapping[Iri, Extent]) -> str:
    shown = sum(len(one.polities) for one in made.columns)
    chosen = f"the {len(made.sets)} with the most members of {made.of} initiatives"
    said = [
        f"A column is a combination of initiatives: filled dots say which, the bar how many "
        f"polities are in just these and in no other row, in any role but observer; {_NAMED} or "
        "fewer are named by their ISO 3166-1 code. The bars on the left are all members. Rows are "
        f"{chosen if made.of > len(made.sets) else 'all the initiatives asked for'}.",
        f"Shown are {shown} polities in {len(made.columns)} combinations"
        + _rest(made)
        + (f"; {made.elsewhere} more are in none of these rows." if made.elsewhere else "."),
    ]
    named = [
        one for column in made.columns if len(column.polities) <= _NAMED for one in column.polities
    ]
    counts = Counter(known.get(one, Extent.PART) for one in made.sets)
    said += [
        how_complete(counts.elements(), "initiatives", "the members"),
        origin(engine, [claim for seat in made.seats for claim in seat.claims]),
    ]
    names.codes(named)
    return " ".join([*said, names.in_full()])


def _rest(made: Overlap) -> str:
    if not made.rest:
        return ""
    codes = sorted(key_of(one.value) for column in made.rest for one in column.polities)
    return f"; {len(codes)} in {len(made.rest)} smaller ones are left out ({', '.join(codes)})"
