"""Says nodes and edges as flat rows of text and numbers, which every format can hold."""

from __future__ import annotations

from comity.network.data import Edge, Node

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
