"""Writes sheets of plain cells and remarks as CSV, TSV, JSON or a Markdown table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from comity.query.render.row_writers import guarded, lines, markdown_cell
from comity.text import on_one_line

Cell = str | int | float | None


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
    """Give a sheet as ``csv``, ``json``, ``markdown`` or ``tsv``, a line at a time."""
    return _WRITERS[form](sheet)


def shown_cell(sheet: Sheet, column: str, cell: Cell) -> str:
    """Return a cell as people read it, with the decimals of its column."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.{sheet.digits.get(column, 3)}f}"
    return on_one_line(str(cell))


def _csv(sheet: Sheet) -> Iterator[str]:
    rows: tuple[tuple[Cell, ...], ...] = (sheet.columns, *sheet.rows)
    return lines([_plain_cell(cell) for cell in row] for row in rows)


def _tsv(sheet: Sheet) -> Iterator[str]:
    for row in (sheet.columns, *sheet.rows):
        yield "\t".join(" ".join(_guarded_cell(cell).split()) for cell in row) + "\n"


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


def _markdown(sheet: Sheet) -> Iterator[str]:
    yield f"| {' | '.join(sheet.columns)} |\n"
    yield f"|{'---|' * len(sheet.columns)}\n"
    for row in sheet.rows:
        cells = (shown_cell(sheet, *pair) for pair in zip(sheet.columns, row, strict=True))
        yield f"| {' | '.join(markdown_cell(cell) for cell in cells)} |\n"


def _plain_cell(cell: Cell) -> str:
    return "" if cell is None else str(_exact(cell))


def _guarded_cell(cell: Cell) -> str:
    """Return a cell as text that no spreadsheet runs as a formula."""
    if isinstance(cell, str):
        return guarded(cell)
    return "" if cell is None else f"{_exact(cell)}"


def _exact(cell: Cell) -> Cell:
    """Return a number as programs get it, without digits that the order of addition may change."""
    return round(cell, 9) + 0.0 if isinstance(cell, float) else cell


_WRITERS: dict[str, Callable[[Sheet], Iterator[str]]] = {
    "csv": _csv,
    "json": _json,
    "markdown": _markdown,
    "tsv": _tsv,
}
