"""Writes a network as the JSON of graphology, which Gephi Lite opens (https://lite.gephi.org)."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, pi, sin

from comity.network.data import CREATOR, LICENCE, NetworkData
from comity.network.formats.json import compact, lines
from comity.network.formats.rows import Row, edge_row, node_row

_RADIUS = 1000


def write(data: NetworkData) -> Iterator[str]:
    """Give the file a line at a time.

    Nodes stand on a circle, because Gephi Lite throws dice for the places of nodes that have none.
    """
    about = {
        "title": data.title,
        "description": f"{data.rule} {LICENCE}",
        "creator": CREATOR,
        "day": data.day,
    }
    some = any(edge.is_directed for edge in data.edges)
    kind = "directed" if data.is_directed else "mixed" if some else "undirected"
    options = {"type": kind, "multi": True, "allowSelfLoops": True}
    yield f'{{\n"attributes": {compact(about)},\n"options": {compact(options)},\n"nodes": '
    size = len(data.nodes)
    yield from lines(
        {"key": node.id, "attributes": {**_said(node_row(node)), **_place(number, size)}}
        for number, node in enumerate(data.nodes)
    )
    yield ',\n"edges": '
    yield from lines(
        {
            "key": edge.id,
            "source": edge.source,
            "target": edge.target,
            "undirected": not edge.is_directed,
            "attributes": _said(edge_row(edge)),
        }
        for edge in data.edges
    )
    yield "\n}\n"


def _place(number: int, size: int) -> dict[str, float]:
    angle = 2 * pi * number / size
    return {"x": round(_RADIUS * cos(angle), 2), "y": round(_RADIUS * sin(angle), 2)}


def _said(row: Row) -> Row:
    """Return a row without what is not known."""
    return {name: value for name, value in row.items() if value is not None and value != ""}
