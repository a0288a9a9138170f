"""What query processes do: each kind of task in a module of its own, none of which knows HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comity.server.output import Output
from comity.store.served import ServedStore

Values = Mapping[str, object]
MEDIA_WRITERS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}
Doing = Callable[[ServedStore, Values, bytes, Output], None]


def text(values: Values, name: str) -> str:
    """Return a value that is text."""
    said = values.get(name, "")
    assert isinstance(said, str)
    return said


def texts(values: Values, name: str) -> tuple[str, ...] | None:
    """Return a value that is a list of texts, None where it is not given."""
    said = values.get(name)
    if said is None:
        return None
    assert isinstance(said, list)
    return tuple(str(one) for one in said)
