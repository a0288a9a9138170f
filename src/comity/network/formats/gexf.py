"""Writes a network as GEXF 1.3 with spells, which Gephi's timeline plays (https://gexf.net)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.network.data import CREATOR, LICENCE, Edge, NetworkData, Node, last_day
from comity.network.formats.rows import Row, edge_row, node_row
from comity.network.formats.xml import tag, text
from comity.network.tie import Spell

_NODE = {
    "iri": "anyURI",
    "key": "string",
    "kind": "string",
    "region": "string",
    "subregion": "string",
    "latitude": "double",
    "longitude": "double",
    "degree": "integer",
    "strength": "double",
}
_EDGE = {"kind": "string", "number": "integer", "through": "string", "claims": "string"}


def write(data: NetworkData) -> Iterator[str]:
    """Give the file a piece at a time.

    Bounds of spells are days, both of which count, as the format has it; a spell without an end
    is not known to be over. Attributes of a class stand in one block and have numbers for ids,
    because the reader of Gephi Lite takes the last block only and shows ids that are words.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield tag("gexf", closed=False, xmlns="http://gexf.net/1.3", version="1.3") + "\n"
    yield f"<meta>\n<creator>{text(CREATOR)}</creator>\n"
    yield f"<description>{text(f'{data.title}. {data.rule} {LICENCE}')}</description>\n</meta>\n"
    yield tag(
        "graph",
        closed=False,
        mode="dynamic",
        defaultedgetype="directed" if data.is_directed else "undirected",
        timeformat="date",
        timerepresentation="interval",
    )
    yield "\n" + _attributes("node", _NODE) + _attributes("edge", _EDGE)
    yield tag("nodes", closed=False, count=len(data.nodes)) + "\n"
    yield from (_node(node) for node in data.nodes)
    yield "</nodes>\n" + tag("edges", closed=False, count=len(data.edges)) + "\n"
    yield from (_edge(edge) for edge in data.edges)
    yield "</edges>\n</graph>\n</gexf>\n"


def _attributes(of: str, known: dict[str, str]) -> str:
    rows = "".join(
        tag("attribute", id=f"{number}", title=name, type=kind) + "\n"
        for number, (name, kind) in enumerate(known.items())
    )
    return f"{tag('attributes', closed=False, class_=of, mode='static')}\n{rows}</attributes>\n"


def _node(node: Node) -> str:
    values = _values(_NODE, node_row(node))
    opened = tag("node", closed=False, id=node.id, label=node.label)
    return f"{opened}{values}{_spells(node.spells)}</node>\n"


def _edge(edge: Edge) -> str:
    opened = tag(
        "edge",
        closed=False,
        id=edge.id,
        source=edge.source,
        target=edge.target,
        type="directed" if edge.is_directed else "undirected",
        weight=edge.weight,
        kind=edge.kind,  # keeps edges of several kinds apart in Gephi
    )
    return f"{opened}{_values(_EDGE, edge_row(edge))}{_spells(edge.spells)}</edge>\n"


def _values(known: dict[str, str], row: Row) -> str:
    found = [
        tag("attvalue", for_=f"{number}", value=row[name])
        for number, name in enumerate(known)
        if row[name] is not None and row[name] != ""
    ]
    return _list("attvalues", found)


def _spells(spells: Iterable[Spell]) -> str:
    found = [
        tag("spell", start=spell.start, end=last_day(spell))
        for spell in spells
        if spell.start or spell.end
    ]
    return _list("spells", found) if found else ""


def _list(name: str, inside: list[str]) -> str:
    return f"<{name}>{''.join(inside)}</{name}>"
