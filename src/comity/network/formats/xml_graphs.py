"""Writes a network as GraphML and as GEXF 1.3 with dated ties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from comity.network.formats.edge_tables import Row, edge_row, node_row
from comity.network.node_link import CREATOR, LICENCE, Edge, NetworkData, Node, last_day
from comity.network.ties import Spell

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"} | {
    space: f"&#{ord(space)};" for space in "\t\n\r"
}
_TABLE = str.maketrans(_MARKS)


def text(said: str) -> str:
    """Return text as XML has it; what no XML may contain becomes U+FFFD."""
    return _NOT_XML.sub("\ufffd", said).translate(_TABLE)


def tag(name: str, closed: bool = True, **attributes: str | float | None) -> str:
    """Return a tag, closed or open; attributes that are None or "" are left out."""
    said = "".join(
        f' {key.rstrip("_")}="{text(value if isinstance(value, str) else f"{value:.15g}")}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    return f"<{name}{said}/>" if closed else f"<{name}{said}>"


_TYPES = {str: "string", int: "long", float: "double"}
_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NUMBERS = {"latitude": float, "longitude": float}


def write_graphml(data: NetworkData) -> Iterator[str]:
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


def write_gexf(data: NetworkData) -> Iterator[str]:
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
