"""Answers SPARQL queries and runs updates."""

from __future__ import annotations

import json
from typing import IO, cast

from comity.server.output import Output
from comity.server.question import question
from comity.server.rowcount import row_counter
from comity.server.tasks import Values, text, texts
from comity.server.update import guarded
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


def look(_store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Say what kind of query a text is and whether its answer is always the same."""
    output.begin("application/json")
    output.write(json.dumps(question(text(values, "query"))).encode())


def update(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Run an update."""
    assert isinstance(store, WorkingStore)
    safe = guarded(text(values, "update"), texts(values, "default"), texts(values, "named"))
    store.update(safe, text(values, "base"))
    output.begin("", 204)
