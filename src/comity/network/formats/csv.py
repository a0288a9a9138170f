"""Writes the edges of a network as CSV, with the columns that Gephi's import knows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from comity.network.data import NetworkData
from comity.network.formats.rows import edge_row

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(data: NetworkData) -> Iterator[str]:
    """Give the file a line at a time; lines end with LF.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    called = {node.id: node.label for node in data.nodes}
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    heads = ["source", "target", "type", "id", "source label", "target label"]
    for number, edge in enumerate(data.edges):
        row = edge_row(edge)
        if number == 0:
            writer.writerow([*heads, *row])
        cells = [
            edge.source,
            edge.target,
            "directed" if edge.is_directed else "undirected",
            edge.id,
            called[edge.source],
            called[edge.target],
            *row.values(),
        ]
        writer.writerow([_safe(cell) for cell in cells])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _safe(cell: str | int | float | None) -> str:
    said = "" if cell is None else cell if isinstance(cell, str) else f"{cell:.15g}"
    return f"'{said}" if isinstance(cell, str) and said.startswith(_FORMULA) else said
