"""Lays out rows as a table for a terminal, whatever the script of its words."""

from __future__ import annotations

import io

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from comity.controls import on_one_line
from comity.query.render import Label
from comity.query.rows import Rows

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
