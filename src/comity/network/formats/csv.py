"""Writes the edges of a network as CSV, with the columns that Gephi's import knows."""

from __future__ import annotations

from collections.abc import Iterator

from comity.network.data import NetworkData
from comity.network.formats.rows import edge_row
from comity.query.render.csv import guarded, lines


def write(data: NetworkData) -> Iterator[str]:
    """Give the file a line at a time; lines end with LF.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    yield from lines(_rows(data))


def _rows(data: NetworkData) -> Iterator[list[str]]:
    called = {node.id: node.label for node in data.nodes}
    heads = ["source", "target", "type", "id", "source label", "target label"]
    for number, edge in enumerate(data.edges):
        row = edge_row(edge)
        if number == 0:
            yield [*heads, *row]
        cells = [
            edge.source,
            edge.target,
            "directed" if edge.is_directed else "undirected",
            edge.id,
            called[edge.source],
            called[edge.target],
            *row.values(),
        ]
        yield [_safe(cell) for cell in cells]


def _safe(cell: str | int | float | None) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    return "" if cell is None else f"{cell:.15g}"
