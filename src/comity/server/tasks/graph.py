"""Reads and writes one graph, as the Graph Store Protocol asks."""

from __future__ import annotations

from comity.errors import UnknownThing
from comity.server.output import Output
from comity.server.tasks import Values, text
from comity.server.tasks.sparql import content_type, sink
from comity.store.served import ServedStore, WorkingStore


def read(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Give a graph."""
    graph, media = text(values, "graph"), text(values, "media")
    if graph and not store.has(graph):
        raise _no_graph(graph)
    output.begin(content_type(media))
    store.dump(graph, media, sink(output), output.one_more)


def write(store: ServedStore, values: Values, body: bytes, output: Output) -> None:
    """Replace a graph, add to it, or drop it."""
    assert isinstance(store, WorkingStore)
    graph, method, base = (
        text(values, "graph") or None,
        text(values, "method"),
        text(values, "base"),
    )
    if method == "DELETE":
        if not store.delete(graph):
            raise _no_graph(graph or "")
        output.begin("", 204)
        return
    change = store.put if method == "PUT" else store.post
    new = change(graph, _parts(values, body), base)
    place = text(values, "location")
    output.begin("", 201 if new else 204, (("location", place),) if place else ())


def _parts(values: Values, body: bytes) -> list[tuple[bytes, str]]:
    """Return the documents in the body: each with its media type."""
    found: list[tuple[bytes, str]] = []
    parts = values["parts"]
    assert isinstance(parts, list)
    for media, start, end in parts:
        found.append((body[start:end], media))
    return found


def _no_graph(graph: str) -> UnknownThing:
    return UnknownThing(
        f"There is no graph <{graph}> in the store.",
        "See which there are in the service description: GET /sparql.",
    )
