"""Writes a network as Cytoscape JSON (.cyjs), for Cytoscape and cytoscape.js."""

from __future__ import annotations

from collections.abc import Iterator

from comity.network.data import CREATOR, LICENCE, NetworkData
from comity.network.formats.json import compact, lines
from comity.network.formats.rows import edge_row, node_row


def write(data: NetworkData) -> Iterator[str]:
    """Give the file a line at a time."""
    about = {
        "name": data.title,
        "rule": data.rule,
        "day": data.day,
        "creator": CREATOR,
        "licence": LICENCE,
    }
    yield f'{{\n"data": {compact(about)},\n'
    yield f'"directed": {compact(data.is_directed)},\n"multigraph": true,\n'
    yield '"elements": {\n"nodes": '
    yield from lines(
        {"data": {"id": node.id, "value": node.id, "name": node.label, **node_row(node)}}
        for node in data.nodes
    )
    yield ',\n"edges": '
    yield from lines(
        {
            "data": {
                "id": edge.id,
                "key": edge.id,
                "source": edge.source,
                "target": edge.target,
                "directed": edge.is_directed,
                "interaction": edge.kind,
                **edge_row(edge),
            }
        }
        for edge in data.edges
    )
    yield "\n}\n}\n"
