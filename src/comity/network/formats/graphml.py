"""Writes a network as GraphML (http://graphml.graphdrawing.org)."""

from __future__ import annotations

from collections.abc import Iterator

from comity.network.data import LICENCE, NetworkData
from comity.network.formats.rows import Row, edge_row, node_row
from comity.network.formats.xml import tag, text

_TYPES = {str: "string", int: "long", float: "double"}
_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NUMBERS = {"latitude": float, "longitude": float}


def write(data: NetworkData) -> Iterator[str]:
    """Give the file a piece at a time."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield tag("graphml", closed=False, xmlns=_NAMESPACE) + "\n"
    yield f"<desc>{text(f'{data.title}. {data.rule} {LICENCE}')}</desc>\n"
    rows: dict[str, Row] = {
        "node": node_row(data.nodes[0]) if data.nodes else {},
        "edge": edge_row(data.edges[0]) if data.edges else {},
    }
    for of, row in rows.items():
        for name, value in row.items():
            sort = _NUMBERS.get(name, str if isinstance(value, str) else type(value))
            kind = _TYPES[sort]
            yield f'<key id="{of}-{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n'
    ends = "directed" if data.is_directed else "undirected"
    yield tag("graph", closed=False, id="network", edgedefault=ends) + "\n"
    for node in data.nodes:
        yield tag("node", closed=False, id=node.id)
        yield _data("node", node_row(node)) + "</node>\n"
    for edge in data.edges:
        directed = "true" if edge.is_directed else "false"
        yield tag(
            "edge",
            closed=False,
            id=edge.id,
            source=edge.source,
            target=edge.target,
            directed=directed,
        )
        yield _data("edge", edge_row(edge)) + "</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(of: str, row: Row) -> str:
    said = {
        name: value if isinstance(value, str) else f"{value:.15g}"
        for name, value in row.items()
        if value is not None
    }
    return "".join(
        f'<data key="{of}-{name}">{text(value)}</data>' for name, value in said.items() if value
    )
