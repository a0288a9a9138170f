"""Answers SPARQL queries, documents on one IRI, and reads and writes of one graph."""

from __future__ import annotations

import json
import os
from typing import IO, cast

from comity.errors import UnknownThing
from comity.iris import COMITY, ID, ONTOLOGY, SKOS
from comity.paths import files_in, room
from comity.query.library.catalogue import Library
from comity.query.library.run import bind
from comity.server.back.answer_stream import Output, row_counter
from comity.server.wire.faults import NotThatState
from comity.server.wire.ipc import Values, text, texts
from comity.server.wire.query_analysis import question
from comity.server.wire.updates import guarded
from comity.store.engines.sparql_store import (
    ROW_FORMATS,
    Dataset,
    ServedStore,
    WorkingStore,
    transcribe,
)
from comity.store.engines.syntax import BadSyntax
from comity.store.snapshot.rederive import rederive
from comity.terms import Iri, n_triples

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
    try:
        store.answer(
            text(values, "query"),
            Dataset(texts(values, "default"), texts(values, "named")),
            text(values, "base"),
            media,
            sink(output),
            output.one_more,
        )
    except BadSyntax as error:
        raise error.in_text(text(values, "written") or text(values, "query")) from None


def look(_store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Say what kind of query a text is and whether its answer is always the same."""
    output.begin("application/json")
    output.write(json.dumps(question(text(values, "query"))).encode())


def update(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Run an update."""
    assert isinstance(store, WorkingStore)
    safe = guarded(text(values, "update"), texts(values, "default"), texts(values, "named"))
    try:
        store.update(safe, text(values, "base"))
    except BadSyntax as error:
        raise error.in_text(text(values, "update")) from None
    rederive(store)
    output.begin("", 204)


_LINKS = (
    *("polity", "summit", "initiative", "party", "entity"),
    *("list", "owner", "owned", "linksEntity", "covers"),
)
# As the query "profile" of the library, without a day: whatever is said of the thing, at any time.
_THING = f"""
CONSTRUCT {{ ?subject ?property ?value . ?value <{SKOS}prefLabel> ?label }}
WHERE {{
  VALUES ?thing {{ %s }}
  ?node ({"|".join(f"<{COMITY}{name}>" for name in _LINKS)})? ?thing .
  ?node (<{COMITY}identifier>|<{COMITY}citation>|<{COMITY}citation>/<{COMITY}source>)? ?subject .
  ?subject ?property ?value .
  OPTIONAL {{ ?value <{SKOS}prefLabel> ?label }}
}}"""
_OTHER = f"""
CONSTRUCT {{ ?thing ?property ?value . ?value <{SKOS}prefLabel> ?label . ?part ?joined ?thing }}
WHERE {{
  VALUES ?thing {{ %s }}
  {{ ?thing ?property ?value . OPTIONAL {{ ?value <{SKOS}prefLabel> ?label }} }}
  UNION
  {{ ?part ?joined ?thing FILTER (?joined IN (<{SKOS}inScheme>, <{SKOS}broader>)) }}
}}"""


def document(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Give the document of a thing, of a day where one is given; raise UnknownThing for none."""
    iri, media, day = Iri(text(values, "iri")), text(values, "media"), text(values, "on")
    if next(store.engine.triples(subject=iri), None) is None:
        raise UnknownThing(
            f"Nothing is known of {iri.value}.", "Find things by name with the search."
        )
    if day:
        profile = Library.shipped().find("profile")
        question = bind(store.engine, profile, {"thing": iri.value, "on": day}).text
    else:
        question = (_THING if iri.value.startswith(ID) else _OTHER) % n_triples(iri)
    output.begin(content_type(media))
    store.answer(question, Dataset(), iri.value, media, sink(output), output.one_more)


def module(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Give the ontology with its schemes, from the store, or the shapes, from their files."""
    media = text(values, "media")
    if text(values, "module") == "ontology":
        output.begin(content_type(media))
        store.dump(ONTOLOGY, media, sink(output), output.one_more)
        return
    files = [
        path for path in files_in(room("ontology"), ".ttl") if f"{os.sep}shapes{os.sep}" in path
    ]
    output.begin(content_type(media))
    transcribe(files, media, sink(output), output.one_more)


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
    required = text(values, "exists")
    is_there = graph is None or store.has(graph)
    if (required == "yes" and not is_there) or (required == "no" and is_there):
        raise NotThatState(
            f"The graph is {'there' if is_there else 'not there'}.",
            "Leave the condition out, or name another graph.",
        )
    if method == "DELETE":
        if not store.delete(graph):
            raise _no_graph(graph or "")
        rederive(store)
        output.begin("", 204)
        return
    change = store.put if method == "PUT" else store.post
    new = change(graph, _parts(values, body), base)
    rederive(store)
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
