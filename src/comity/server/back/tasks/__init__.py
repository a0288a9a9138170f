"""What query processes do: each kind of task in a module of its own, none of which knows HTTP."""

from __future__ import annotations

from collections.abc import Callable

from comity.server.back.answer_stream import Output
from comity.server.wire.ipc import Values
from comity.store.engines.sparql_store import ServedStore

MEDIA_WRITERS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}
Doing = Callable[[ServedStore, Values, bytes, Output], None]
