"""Draws which polity is in which initiative as a table, like beside like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from matplotlib.figure import Figure

from comity.network import measures
from comity.network.affiliations import Affiliation
from comity.network.canvas import TEXT, Sheet, spread
from comity.network.figures.members import ROLES, Seat, seats
from comity.network.figures.request import Extent, Wanted, extents, how_complete, origin
from comity.network.graphs import shared
from comity.network.label_layout import Names
from comity.network.style import Look, text_size
from comity.network.ties import Kind
from comity.network.wording import listing
from comity.store.engines.interface import Engine
from comity.terms import Iri

_ROUNDS = 300
_GOLDEN = 0.6180339887498949
_DIGITS = 9  # what is equal but for the last bits is equal: the key decides

Row = TypeVar("Row", Iri, str)
Column = TypeVar("Column", Iri, str)


def scores(cells: Iterable[tuple[Row, Column]]) -> tuple[dict[Row, float], dict[Column, float]]:
    """Return a score for each row and column: alike the more of the other side they share.

    This is reciprocal averaging: a row has the mean score of its columns and a column that of its
    rows, less the part that is the same for all (M. O. Hill, Journal of Ecology 61, 237, 1973). It
    begins with scores that follow from the keys, and sums run in the order of the keys, so it ends
    the same each time. The end with the fewer filled cells comes first.
    """
    filled = sorted(set(cells))
    by_row: dict[Row, list[Column]] = {}
    by_column: dict[Column, list[Row]] = {}
    for row, column in filled:
        by_row.setdefault(row, []).append(column)
        by_column.setdefault(column, []).append(row)
    # Spread as evenly as can be, so that no axis is missed because all begin alike.
    row_score = {row: number * _GOLDEN % 1 for number, row in enumerate(by_row)}
    column_score: dict[Column, float] = {}
    for _ in range(_ROUNDS):
        column_score = _means(by_column, row_score)
        row_score = _level(_means(by_row, column_score), by_row)
    heavy = sum(len(columns) * row_score[row] ** 3 for row, columns in by_row.items())
    sign = -1.0 if heavy > 0 else 1.0
    return (
        {row: round(sign * score, _DIGITS) for row, score in row_score.items()},
        {column: round(sign * score, _DIGITS) for column, score in column_score.items()},
    )


def _means(parts: Mapping[Row, list[Column]], score: Mapping[Column, float]) -> dict[Row, float]:
    return {
        one: sum(score[other] for other in others) / len(others) for one, others in parts.items()
    }


def _level(score: Mapping[Row, float], parts: Mapping[Row, list[Column]]) -> dict[Row, float]:
    """Take away the mean, in which all rows are alike, and bring the spread back to one."""
    total = sum(len(others) for others in parts.values())
    mean = sum(score[one] * len(others) for one, others in parts.items()) / total
    even = {one: value - mean for one, value in score.items()}
    spread = (sum(even[one] ** 2 * len(others) for one, others in parts.items()) / total) ** 0.5
    return {one: value / spread if spread > 1e-12 else 0.0 for one, value in even.items()}


WIDTH = 518.0
MOST_ROWS, MOST_COLUMNS = 120, 64
_ROW = 5.3  # height of a row, in points
_WIDEST_COLUMN = 12.0
_SIZE = 5.0
_LONGEST = 132.0  # room for the name of an initiative
_NAMES = 84.0  # room for the name of a polity
_BRACKETS = 12.0
SHADES = {Extent.FULL: "white", Extent.ONCE: "#f1f1f1", Extent.PART: "#dedede"}
LOOKS: Mapping[str, Look] = {
    "chair": Look("#000000", "*", 1.3),
    "launching-member": Look("#d55e00", "D", 0.76),
    "member": Look("#0072b2", "s", 0.88),
    "signatory": Look("#009e73", "^", 1.1),
    "endorser": Look("#cc79a7", "o", 1.0),
    "participant": Look("#56b4e9", "v", 1.1),
    "supporter": Look("#e69f00", "P", 1.1),
    "observer": Look("#ffffff", "o", 0.9),
}


@dataclass(frozen=True, slots=True)
class Table:
    """What the picture shows: rows by community, columns, the seats between them, what is left out.

    ``lone`` are polities left out because they are in fewer than ``least`` initiatives, and
    ``small`` initiatives left out because there are too many for a page.
    """

    communities: tuple[tuple[Iri, ...], ...]
    columns: tuple[Iri, ...]
    seats: tuple[Seat, ...]
    extent: Mapping[Iri, Extent]
    lone: tuple[Iri, ...]
    least: int
    small: tuple[Iri, ...]
    modularity: float

    @property
    def rows(self) -> tuple[Iri, ...]:
        """The polities from the top down."""
        return tuple(polity for part in self.communities for polity in part)


def table(engine: Engine, wanted: Wanted) -> Table:
    """Return the ordered table; polities in too few initiatives are left out until a page holds it.

    Communities are those of the ties by shared initiatives; within each, and among the columns,
    reciprocal averaging gives the order. Raises NothingHeld where nobody is in anything.
    """
    found = seats(engine, wanted, observers=True)
    sizes = Counter(seat.initiative for seat in found)
    large = sorted(sizes, key=lambda one: (-sizes[one], one))
    kept = [seat for seat in found if seat.initiative in set(large[:MOST_COLUMNS])]
    counts = Counter(seat.polity for seat in kept)
    least = next(n for n in range(1, 999) if sum(c >= n for c in counts.values()) <= MOST_ROWS)
    shown = tuple(seat for seat in kept if counts[seat.polity] >= least)
    row_score, column_score = scores((seat.polity, seat.initiative) for seat in shown)
    ties = shared(
        [Affiliation(seat.polity, seat.initiative, seat.claims[0]) for seat in shown],
        Kind.MEMBERSHIP,
    )
    parts = [list(part) for part in measures.communities(ties)]
    bound = {polity for part in parts for polity in part}
    if alone := sorted(row_score.keys() - bound):  # in initiatives that nobody shares
        parts.append(alone)
    ordered = sorted(parts, key=lambda part: sum(row_score[one] for one in part) / len(part))
    rows = tuple(tuple(_in_order(part, shown)) for part in ordered)
    return Table(
        communities=rows,
        columns=_columns(rows, shown, column_score),
        seats=shown,
        extent=extents(engine, "Initiative", wanted.day),
        lone=tuple(sorted({seat.polity for seat in found} - row_score.keys())),
        least=least,
        small=tuple(sorted(sizes.keys() - column_score.keys())),
        modularity=measures.modularity(ties, [part for part in ordered if set(part) <= bound]),
    )


def _in_order(part: Sequence[Iri], shown: Sequence[Seat]) -> list[Iri]:
    counts = Counter(seat.polity for seat in shown)
    return sorted(part, key=lambda polity: (-counts[polity], polity))


def _columns(
    rows: Sequence[Sequence[Iri]], shown: Sequence[Seat], score: Mapping[Iri, float]
) -> tuple[Iri, ...]:
    """Put each initiative with the community that fills most of it, the broad ones in between."""
    return tuple(sorted(score, key=lambda one: (score[one], one)))


def figure(engine: Engine, wanted: Wanted) -> Figure:
    """Return the picture of the table."""
    made = table(engine, wanted)
    names = Names(engine)
    columns = [names.fitted(one, _LONGEST, _SIZE) for one in made.columns]
    top = max(text_size(name, _SIZE)[0] for name in columns) + 16
    rows = [names.fitted(one, _NAMES, _SIZE) for one in made.rows]
    left = max(text_size(name, _SIZE)[0] for name in rows) + 4
    step = min(_WIDEST_COLUMN, (WIDTH - left - _BRACKETS) / len(columns))
    deep = _ROW * len(rows)
    legend = 22.0
    sheet = spread(
        f"Who is in which initiative, {wanted.as_of()}",
        _caption(engine, made, names),
        WIDTH,
        legend + deep + top,
    )
    _draw_columns(sheet, made, columns, left, step, legend, deep)
    _draw_rows(sheet, made, rows, left, left + step * len(columns), legend + deep)
    _draw_seats(sheet, made, left, step, legend + deep)
    _draw_legend(sheet, made)
    return sheet.figure


def _draw_columns(
    sheet: Sheet, made: Table, names: list[str], left: float, step: float, low: float, deep: float
) -> None:
    counts = Counter(seat.initiative for seat in made.seats)
    for number, (one, name) in enumerate(zip(made.columns, names, strict=True)):
        x = left + (number + 0.5) * step
        shade = SHADES[made.extent.get(one, Extent.PART)]
        sheet.box(x - step / 2, low, step, deep, fill=shade, edge="white", line=0.4)
        sheet.write(x, low + deep + 12, name, _SIZE, turn=90)
        sheet.write(x, low + deep + 5, str(counts[one]), 4.5, side="center", colour="#444444")


def _draw_rows(
    sheet: Sheet, made: Table, names: list[str], left: float, right: float, top: float
) -> None:
    y = top
    named = iter(names)
    for number, part in enumerate(made.communities):
        start = y
        for place in range(len(part)):
            if place and place % 5 == 0:
                sheet.line([left, right], [y, y], colour="#b8b8b8", width=0.25, order=2)
            sheet.write(left - 3, y - _ROW / 2, next(named), _SIZE, side="right")
            y -= _ROW
        if number:
            sheet.line([0, right + _BRACKETS], [start, start], width=0.6, order=3)
        sheet.write(
            right + 6, (start + y) / 2, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number], TEXT, bold=True
        )


def _draw_seats(sheet: Sheet, made: Table, left: float, step: float, top: float) -> None:
    row = {polity: top - (number + 0.5) * _ROW for number, polity in enumerate(made.rows)}
    column = {one: left + (number + 0.5) * step for number, one in enumerate(made.columns)}
    for role in ROLES:
        those = [seat for seat in made.seats if seat.role == role]
        if those:
            xs = [column[seat.initiative] for seat in those]
            ys = [row[seat.polity] for seat in those]
            sheet.marks(xs, ys, 2.1, LOOKS[role], edge="#333333", width=0.25)


def _draw_legend(sheet: Sheet, made: Table) -> None:
    counts = Counter(seat.role for seat in made.seats)
    x = 0.0
    for role in ROLES:
        if counts[role]:
            sheet.marks([x + 3], [14], 2.6, LOOKS[role], edge="#333333", width=0.3)
            text = f"{role.replace('-', ' ')} ({counts[role]})"
            sheet.write(x + 8, 14, text)
            x += 20 + text_size(text, TEXT)[0]
    x = 0.0
    for extent, shade in SHADES.items():
        if extent in {made.extent.get(one, Extent.PART) for one in made.columns}:
            sheet.box(x, 2, 6, 6, fill=shade, edge="#777777", line=0.3)
            sheet.write(x + 9, 5, f"members {extent}")
            x += 22 + text_size(f"members {extent}", TEXT)[0]


def _caption(engine: Engine, made: Table, names: Names) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    parts = ", ".join(
        f"{letters[number]} of {len(part)}" for number, part in enumerate(made.communities)
    )
    said = [
        f"Shown are {len(made.rows)} polities and {len(made.columns)} initiatives; the number over "
        "a column counts its marks, and a mark gives the foremost role. In a grey column an empty "
        "cell may be unknown; in a white one it is a no.",
        f"Rows are parted into communities of the ties by shared initiatives (Louvain method, "
        f"modularity {made.modularity:.2f}): {parts}; columns stand in the order of reciprocal "
        "averaging, so that like is by like.",
    ]
    if made.lone:
        called = listing(sorted(names(one) for one in made.lone), 80)
        few = "one initiative" if made.least == 2 else f"fewer than {made.least} initiatives"
        said.append(f"Left out are {len(made.lone)} polities in {few} only: {called}.")
    if made.small:
        called = listing(sorted(names.short(one) for one in made.small), 60)
        said.append(
            f"Left out are {len(made.small)} initiatives with the fewest members: {called}."
        )
    claims = [claim for seat in made.seats for claim in seat.claims]
    known = [made.extent.get(one, Extent.PART) for one in made.columns]
    said += [
        how_complete(known, "initiatives drawn", "the members"),
        origin(engine, claims),
        names.in_full(),
    ]
    return " ".join(one for one in said if one)
