"""Writes a network as node-link JSON, as Cytoscape JSON, and as graphology JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import cos, pi, sin

from comity.network.formats.edge_tables import Row, edge_row, node_row
from comity.network.node_link import CREATOR, LICENCE, NetworkData
from comity.network.ties import Spell


def write_node_link(data: NetworkData) -> Iterator[str]:
    """Give the file a line at a time; each node and each edge is one line."""
    about = {
        "title": data.title,
        "rule": data.rule,
        "day": data.day,
        "creator": CREATOR,
        "licence": LICENCE,
    }
    yield "{\n"
    yield f'"directed": {compact(data.is_directed)},\n"multigraph": true,\n'
    yield f'"graph": {compact(about)},\n"nodes": '
    yield from lines(
        {"id": node.id, **node_row(node), "spells": _spells(node.spells)} for node in data.nodes
    )
    yield ',\n"edges": '
    yield from lines(
        {
            "source": edge.source,
            "target": edge.target,
            "key": edge.id,
            "directed": edge.is_directed,
            **edge_row(edge),
            "through": list(edge.through),
            "claims": list(edge.claims),
            "spells": _spells(edge.spells),
        }
        for edge in data.edges
    )
    yield "\n}\n"


def compact(value: object) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def lines(values: Iterable[object]) -> Iterator[str]:
    """Give a JSON list with a line for each value."""
    mark = "[\n"
    for value in values:
        yield mark + compact(value)
        mark = ",\n"
    yield "\n]"


def _spells(spells: Iterable[Spell]) -> list[list[str]]:
    return [list(spell) for spell in spells]


def write_cytoscape(data: NetworkData) -> Iterator[str]:
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


_RADIUS = 1000


def write_graphology(data: NetworkData) -> Iterator[str]:
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
