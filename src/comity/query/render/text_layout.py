"""Lays out pages, rows and sheets for a terminal, in any script, with the measures of rich."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from comity.query.claims.citations import Footnote
from comity.query.library.rows import Rows
from comity.query.render.pages import Line, Page, Section, footnote_parts
from comity.query.render.row_writers import Label
from comity.query.render.sheets import Sheet, shown_cell
from comity.text import on_one_line

PAGE_WIDTH_OF_A_PIPE = 100
TABLE_WIDTH_OF_A_PIPE = 140
_TABLE_GAP = 3  # cells between two columns of a table
_FOLDED = 16  # cells that a column of text in a table may be folded to
_WIDEST = 120  # longer lines are hard to follow with the eye
_NARROWEST = 40
_TABULAR = 66  # with fewer cells than this, columns would be too thin to read
_INDENT, _GAP, _LEAST = 2, 2, 10
_DATES = 21  # cells for an interval where room is short: "  delisted 2024-10-21"
_NUMBER = 5  # a first cell with fewer cells than this is the number of a step
_MARKS = 16  # cells for footnote numbers before they go on to another line
_HANG = "  "


def as_text(page: Page, columns: int) -> str:
    """Return a page for a terminal of that many columns; only addresses may be longer."""
    width = max(_NARROWEST, min(columns, _WIDEST))
    lines = [*_wrapped(page.title, width), *_wrapped(page.subtitle, width)]
    if page.summary:
        lines += ["", *_wrapped(page.summary, width)]
    for section in page.sections:
        lines += ["", *_section(section, width)]
    if page.notes:
        lines += [
            "",
            "Sources",
            *(line for note in page.notes for line in _note(note, page, width)),
        ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _section(section: Section, width: int) -> Iterator[str]:
    yield from _wrapped(" ".join((section.title, *_numbers(section.marks))), width)
    rows = [_cells(line) for line in section.lines]
    widths = _widths(rows, width - _INDENT)
    folds = any(
        cell_len(cell) > room for row in rows for cell, room in zip(row, widths, strict=True)
    )
    for line, cells in zip(section.lines, rows, strict=True):
        if folds and width < _TABULAR and len(widths) > 3:
            yield from _stacked(cells, width)
        else:
            yield from _row(cells, widths, _INDENT)
        for name, value in line.details:
            for part in _folded(on_one_line(f"{name}: {value}"), width - _INDENT - 4, _HANG):
                yield " " * (_INDENT + 4) + part
    if section.remark:
        yield from _hanging("", section.remark, width, _INDENT)


def _stacked(cells: Sequence[str], width: int) -> Iterator[str]:
    """Give a row where there is no room for columns: what it is about, and the rest below."""
    *others, marks = cells
    shown = [cell for cell in others if cell]
    if len(shown) > 1 and cell_len(shown[0]) < _NUMBER:
        shown[:2] = [" ".join(shown[:2])]
    yield from _hanging("", "".join(shown[:1]), width, _INDENT)
    yield from _hanging("", " ".join(("; ".join(shown[1:]), marks)), width, _INDENT + 2)


def _cells(line: Line) -> tuple[str, ...]:
    return (*(on_one_line(cell) for cell in line.cells), " ".join(_numbers(line.marks)))


def _numbers(marks: Iterable[int]) -> list[str]:
    return [f"[{mark}]" for mark in marks]


def _widths(rows: Sequence[tuple[str, ...]], room: int) -> list[int]:
    """Return how wide each column may be: as wide as it needs, the widest giving way first."""
    if not rows:
        return []
    number = len(rows[0])
    widths = [max(cell_len(row[column]) for row in rows) for column in range(number)]
    widths[-1] = min(widths[-1], _MARKS)
    room -= _GAP * sum(1 for width in widths[1:] if width)
    if sum(widths) > room:
        widths[2:-1] = [min(width, _DATES) for width in widths[2:-1]]
    while sum(widths) > room and max(widths) > _LEAST:
        widest = max(range(number), key=lambda column: widths[column])
        widths[widest] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int], indent: int) -> Iterator[str]:
    """Give the lines of a row; columns that are empty in the whole section take no room."""
    hangs = [*(_HANG for _ in cells[1:]), ""]
    columns = [
        _folded(cell, width, hang)
        for cell, width, hang in zip(cells, widths, hangs, strict=True)
        if width
    ]
    shown = [width for width in widths if width]
    for number in range(max((len(column) for column in columns), default=0)):
        parts = [column[number] if number < len(column) else "" for column in columns]
        padded = (
            part + " " * (width - cell_len(part)) for part, width in zip(parts, shown, strict=True)
        )
        yield " " * indent + (" " * _GAP).join(padded)


def _folded(cell: str, width: int, hang: str) -> list[str]:
    """Break a cell; its further lines begin a little to the right, so that rows stay apart."""
    if cell_len(cell) <= width:
        return [cell]
    first, *_ = _wrapped(cell, width)
    rest = cell[len(first) :].strip()
    return [first, *(f"{hang}{line}" for line in _wrapped(rest, width - len(hang)))]


def _hanging(label: str, text: str, width: int, indent: int) -> Iterator[str]:
    """Give text behind a label, its further lines under its first word."""
    start = indent + cell_len(label)
    for number, line in enumerate(_wrapped(text, width - start)):
        yield (" " * indent + label if number == 0 else " " * start) + line


def _wrapped(text: str, width: int) -> list[str]:
    """Break text into lines of at most ``width`` cells, at spaces where there are any."""
    console = Console(file=StringIO(), width=width, color_system=None)
    return (
        [line.plain.rstrip() for line in Text(on_one_line(text)).wrap(console, width)]
        if text
        else []
    )


def _note(note: Footnote, page: Page, width: int) -> Iterator[str]:
    last = page.notes[-1].number
    label = f"{'[' + str(note.number) + ']':>{len(str(last)) + 2}} "
    yield from _hanging(label, " ".join(footnote_parts(note)), width, _INDENT)
    if note.first == note.number and note.cited.url:
        yield " " * (_INDENT + len(label)) + on_one_line(note.cited.url)


def as_table(rows: Rows, label: Label, width: int) -> str:
    """Return the rows as a table of at most ``width`` cells; IRIs show as labels.

    Of a question of the library, a column that says the same as the first one in every row is
    left out.

    Control characters and marks that turn the direction of writing are shown as U+FFFD, so that
    no name can write elsewhere on the screen than in its own cell.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    cells = [[on_one_line(label(term)) for term in row] for row in rows]
    is_ours = bool(rows.asked.query.folder)
    shown = [
        column for column in range(len(rows.columns)) if not (is_ours and _echoes(cells, column))
    ]
    for column in shown:
        table.add_column(Text(rows.columns[column]), overflow="fold")
    for row in cells:
        table.add_row(*(Text(row[column]) for column in shown))
    page = StringIO()
    console = Console(file=page, width=width, color_system=None)
    if rows:
        console.print(table)
    console.print(_count(len(rows)), highlight=False)
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())


def _echoes(cells: list[list[str]], column: int) -> bool:
    """Say whether a column only repeats the first one, as a name does beside a label."""
    return column > 0 and bool(cells) and all(row[column] == row[0] for row in cells)


def _count(number: int) -> str:
    return "No rows." if number == 0 else "1 row." if number == 1 else f"{number} rows."


def sheet_table(sheet: Sheet, width: int) -> Iterator[str]:
    """Give a sheet as a table; where it is too wide it lacks some columns, and says so."""
    cells = [
        [shown_cell(sheet, *pair) for pair in zip(sheet.columns, row, strict=True)]
        for row in sheet.rows
    ]
    shown = _fitting(sheet, cells, width)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in shown:
        is_text = _is_text(sheet, column)
        table.add_column(
            Text(sheet.columns[column]),
            justify="left" if is_text else "right",
            overflow="fold",
            no_wrap=not is_text,
        )
    for row in cells:
        table.add_row(*(Text(row[column]) for column in shown))
    page = StringIO()
    Console(file=page, width=width, color_system=None).print(table)
    yield from (f"{line.rstrip()}\n" for line in page.getvalue().splitlines())
    left_out = [name for column, name in enumerate(sheet.columns) if column not in shown]
    if left_out:
        yield f"Left out for want of room: {', '.join(left_out)}; --format csv has all.\n"


def _fitting(sheet: Sheet, cells: list[list[str]], width: int) -> list[int]:
    """Return the places of the columns that have room."""
    needs = []
    for column, name in enumerate(sheet.columns):
        widest = max(cell_len(row[column]) for row in [list(sheet.columns), *cells])
        least = max(_FOLDED, cell_len(name))
        needs.append(min(widest, least) if _is_text(sheet, column) else widest)
    shown = list(range(len(sheet.columns)))
    for name in sheet.spare:
        if sum(needs[column] + _TABLE_GAP for column in shown) - _TABLE_GAP <= width:
            break
        if name in sheet.columns:
            shown.remove(sheet.columns.index(name))
    return shown


def _is_text(sheet: Sheet, column: int) -> bool:
    return any(isinstance(row[column], str) for row in sheet.rows)
