"""The formats of a network as data, one file each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from comity.network.data import NetworkData
from comity.network.formats import csv, cytoscape, gephi_lite, gexf, graphml, json

__all__ = ["NAMES", "write"]

_Writer = Callable[[NetworkData], Iterator[str]]
_WRITERS: dict[str, _Writer] = {
    "csv": csv.write,
    "cytoscape": cytoscape.write,
    "gephi-lite": gephi_lite.write,
    "gexf": gexf.write,
    "graphml": graphml.write,
    "json": json.write,
}
NAMES = tuple(_WRITERS)


def write(data: NetworkData, form: str) -> Iterator[str]:
    """Give a network in one of ``NAMES``, a piece at a time; the same network in the same bytes."""
    return _WRITERS[form](data)
