"""Answers SPARQL queries and runs updates."""

from __future__ import annotations

from typing import IO, cast

from comity.server.output import Output
from comity.server.rowcount import row_counter
from comity.server.tasks import Values, text, texts
from comity.store.served import ROW_FORMATS, Dataset, ServedStore, WorkingStore

_WITH_HEADING = ("text/csv", "text/tab-separated-values")


def sink(output: Output) -> IO[bytes]:
    """Return the output as the engine takes it: something with ``write`` and ``flush``."""
    return cast("IO[bytes]", output)


def content_type(media: str) -> str:
    """Return a media type as a header gives it."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def query(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Answer a query."""
    media = text(values, "media")
    output.begin(content_type(media))
    if media in ROW_FORMATS:
        output.count_rows(row_counter(media), int(media in _WITH_HEADING))
    store.answer(
        text(values, "query"),
        Dataset(texts(values, "default"), texts(values, "named")),
        text(values, "base"),
        media,
        sink(output),
        output.one_more,
    )


def update(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Run an update."""
    assert isinstance(store, WorkingStore)
    store.update(text(values, "update"), text(values, "base"))
    output.begin("", 204)
