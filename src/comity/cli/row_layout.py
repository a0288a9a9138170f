"""Rows laid out as a table for a terminal, and as CSV, TSV, JSON or Markdown."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from shutil import get_terminal_size

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from comity.query.library.rows import Rows
from comity.query.render.row_writers import Label, guarded, lines
from comity.text import on_one_line

WIDTH_OF_A_PIPE = 140


def as_table(rows: Rows, label: Label, width: int) -> str:
    """Return the rows as a table of at most ``width`` cells; IRIs show as labels.

    A column that says the same as the first one in every row is left out.

    Control characters and marks that turn the direction of writing are shown as U+FFFD, so that
    no name can write elsewhere on the screen than in its own cell.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    cells = [[on_one_line(label(term)) for term in row] for row in rows]
    shown = [place for place in range(len(rows.columns)) if not _echoes(cells, place)]
    for place in shown:
        table.add_column(Text(rows.columns[place]), overflow="fold")
    for row in cells:
        table.add_row(*(Text(row[place]) for place in shown))
    page = io.StringIO()
    console = Console(file=page, width=width, color_system=None)
    if rows:
        console.print(table)
    console.print(_count(len(rows)), highlight=False)
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())


def _echoes(cells: list[list[str]], place: int) -> bool:
    """Say whether a column only repeats the first one, as a name does beside a label."""
    return place > 0 and bool(cells) and all(row[place] == row[0] for row in cells)


def _count(number: int) -> str:
    return "No rows." if number == 0 else "1 row." if number == 1 else f"{number} rows."


Cell = str | int | float | None

_GAP = 3  # cells between two columns
_TEXT = 16  # cells that a column of text may be folded to


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under named columns, what they are about, and remarks on the whole.

    ``about`` are the figures of the whole for JSON; ``digits`` the decimals of each column where
    people read it; ``spare`` the columns that a narrow table does without, the first one first.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    remarks: tuple[str, ...]
    about: dict[str, Cell | list[list[str]]]
    digits: dict[str, int]
    spare: tuple[str, ...] = ()


def render(sheet: Sheet, form: str) -> Iterator[str]:
    """Give a sheet in a format, a line at a time."""
    return _WRITERS[form](sheet)


def _said(sheet: Sheet, column: str, cell: Cell) -> str:
    """Return a cell for people."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.{sheet.digits.get(column, 3)}f}"
    return on_one_line(str(cell))


def _exact(cell: Cell) -> Cell:
    """Return a number as programs get it: without what the order of adding may change in it."""
    return round(cell, 9) + 0.0 if isinstance(cell, float) else cell


def _table(sheet: Sheet) -> Iterator[str]:
    """Give the table; where it is too wide it does without some columns, and says so."""
    width = get_terminal_size((WIDTH_OF_A_PIPE, 24)).columns
    cells = [
        [_said(sheet, *pair) for pair in zip(sheet.columns, row, strict=True)] for row in sheet.rows
    ]
    shown = _fitting(sheet, cells, width)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place in shown:
        is_text = _is_text(sheet, place)
        table.add_column(
            Text(sheet.columns[place]),
            justify="left" if is_text else "right",
            overflow="fold",
            no_wrap=not is_text,
        )
    for row in cells:
        table.add_row(*(Text(row[place]) for place in shown))
    page = io.StringIO()
    Console(file=page, width=width, color_system=None).print(table)
    yield from (f"{line.rstrip()}\n" for line in page.getvalue().splitlines())
    gone = [name for place, name in enumerate(sheet.columns) if place not in shown]
    if gone:
        yield f"Left out for want of room: {', '.join(gone)}; --format csv has all.\n"


def _fitting(sheet: Sheet, cells: list[list[str]], width: int) -> list[int]:
    """Return the places of the columns that have room."""
    needs = []
    for place, name in enumerate(sheet.columns):
        widest = max(cell_len(row[place]) for row in [list(sheet.columns), *cells])
        least = max(_TEXT, cell_len(name))
        needs.append(min(widest, least) if _is_text(sheet, place) else widest)
    shown = list(range(len(sheet.columns)))
    for name in sheet.spare:
        if sum(needs[place] + _GAP for place in shown) - _GAP <= width:
            break
        if name in sheet.columns:
            shown.remove(sheet.columns.index(name))
    return shown


def _is_text(sheet: Sheet, place: int) -> bool:
    return any(isinstance(row[place], str) for row in sheet.rows)


def _markdown(sheet: Sheet) -> Iterator[str]:
    yield f"| {' | '.join(sheet.columns)} |\n"
    yield f"|{'---|' * len(sheet.columns)}\n"
    for row in sheet.rows:
        cells = [_said(sheet, *pair) for pair in zip(sheet.columns, row, strict=True)]
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _csv(sheet: Sheet) -> Iterator[str]:
    rows: tuple[tuple[Cell, ...], ...] = (sheet.columns, *sheet.rows)
    return lines([_safe(cell) for cell in row] for row in rows)


def _tsv(sheet: Sheet) -> Iterator[str]:
    for row in (sheet.columns, *sheet.rows):
        yield "\t".join(" ".join(_safe(cell).split()) for cell in row) + "\n"


def _json(sheet: Sheet) -> Iterator[str]:
    about = {
        name: _exact(value) if not isinstance(value, list) else value
        for name, value in sheet.about.items()
    }
    rows = [
        {name: _exact(cell) for name, cell in zip(sheet.columns, row, strict=True)}
        for row in sheet.rows
    ]
    yield json.dumps({**about, "rows": rows}, ensure_ascii=False, indent=2) + "\n"


def _safe(cell: Cell) -> str:
    """Return a cell as text that no spreadsheet runs as a formula."""
    if isinstance(cell, str):
        return guarded(cell)
    exact = _exact(cell)
    return "" if exact is None else f"{exact}"


_WRITERS: dict[str, Callable[[Sheet], Iterator[str]]] = {
    "csv": _csv,
    "json": _json,
    "markdown": _markdown,
    "table": _table,
    "tsv": _tsv,
}
