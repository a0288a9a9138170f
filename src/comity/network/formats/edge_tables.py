"""Writes nodes and edges as flat rows, and the edges as CSV with the columns of Gephi's import."""

from __future__ import annotations

from collections.abc import Iterator

from comity.network.node_link import Edge, NetworkData, Node
from comity.query.render.row_writers import lines

Row = dict[str, str | int | float | None]


def node_row(node: Node) -> Row:
    """Return what is known of a node but its id; IRIs and names as text."""
    return {
        "label": node.label,
        "iri": node.iri,
        "key": node.key,
        "kind": node.kind,
        "region": node.region,
        "subregion": node.subregion,
        "latitude": node.latitude,
        "longitude": node.longitude,
        "degree": node.degree,
        "strength": round(node.strength, 9),
        "start": node.spells[0].start if node.spells else "",
        "end": node.spells[-1].end if node.spells else "",
    }


def edge_row(edge: Edge) -> Row:
    """Return what is known of an edge but its ends; start and end are its first and last day.

    ``end`` is the first day on which it did not hold any more, as everywhere in comity.
    """
    return {
        "kind": edge.kind,
        "weight": edge.weight,
        "number": edge.number,
        "through": "; ".join(edge.through),
        "claims": " ".join(edge.claims),
        "start": edge.spells[0].start if edge.spells else "",
        "end": edge.spells[-1].end if edge.spells else "",
    }


def write_csv(data: NetworkData) -> Iterator[str]:
    """Give the file a line at a time; lines end with LF."""
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
        return cell
    return "" if cell is None else f"{cell:.15g}"
