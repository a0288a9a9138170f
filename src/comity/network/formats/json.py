"""Writes a network as node-link JSON, which networkx and d3 read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from comity.network.data import CREATOR, LICENCE, NetworkData
from comity.network.formats.rows import edge_row, node_row
from comity.network.tie import Spell


def write(data: NetworkData) -> Iterator[str]:
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
