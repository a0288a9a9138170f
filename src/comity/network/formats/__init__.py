"""The formats of a network as data, chosen by the ending of a file's name or by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath

from comity.errors import UnknownFormat
from comity.network.formats import edge_tables, json_graphs, xml_graphs
from comity.network.node_link import NetworkData
from comity.query.names.labels import did_you_mean, nearest

__all__ = ["NAMES", "write"]

_Writer = Callable[[NetworkData], Iterator[str]]
_WRITERS: dict[str, _Writer] = {
    "csv": edge_tables.write_csv,
    "cytoscape": json_graphs.write_cytoscape,
    "gephi-lite": json_graphs.write_graphology,
    "gexf": xml_graphs.write_gexf,
    "graphml": xml_graphs.write_graphml,
    "json": json_graphs.write_node_link,
}
NAMES = tuple(_WRITERS)


def write(data: NetworkData, form: str) -> Iterator[str]:
    """Give a network in one of ``NAMES``, a piece at a time; the same network in the same bytes."""
    return _WRITERS[form](data)


PAGE = "html"
PICTURES = ("pdf", "png", "svg")
FORMATS = (PAGE, *PICTURES, *NAMES)
ENDINGS = {
    **{f".{form}": form for form in (PAGE, *PICTURES, "csv", "gexf", "graphml", "json")},
    ".cyjs": "cytoscape",
}


def format_of(path: PurePath) -> str:
    """Return the format that the ending of a file asks for; raises UnknownFormat for others."""
    ending = path.suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    *most, last = ENDINGS
    says = f"ends in '{path.suffix}'" if path.suffix else "has no ending"
    close = did_you_mean(nearest(ending, ENDINGS))
    raise UnknownFormat(
        f"The file {path} {says}, where {', '.join(most)} or {last} is wanted.",
        f"{close} Name the file like network.html, or give --format.".strip(),
    )
