"""Answers questions of the library for programs: JSON, CSV, JSON-LD, or a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator

from comity.errors import BadParameter
from comity.graph.write import WRITERS
from comity.iris import BASE
from comity.query.claims.citations import evidence, with_source_columns
from comity.query.library.catalogue import Library
from comity.query.library.rows import Result, Rows, Statements
from comity.query.library.run import run
from comity.query.library.staleness import with_remark
from comity.query.render.row_writers import lines
from comity.query.render.workbook import MEDIA, workbook
from comity.server.back.answer_stream import Output
from comity.server.back.tasks.sparql_tasks import content_type
from comity.server.wire.ipc import CSV, JSON, JSON_LD, Values, text
from comity.store.engines.sparql_store import ServedStore
from comity.terms import XSD, Blank, Iri, Literal, Term, text_of

_NUMBERS = frozenset(XSD + name for name in ("integer", "int", "long", "nonNegativeInteger"))
_OF_A_GRAPH = ("subject", "property", "value")
_STRING = XSD + "string"


def ask(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Answer a question of the library with the parameters given."""
    name, media = text(values, "name"), text(values, "media")
    given = values["given"]
    assert isinstance(given, dict)
    result = with_remark(store.engine, run(store.engine, Library.shipped().find(name), given))
    if values["cite"]:
        if not isinstance(result, Rows):
            raise BadParameter("cite: the answer has no rows.", "Its claims name their citations.")
        result = with_source_columns(evidence(store.engine, result))
    if isinstance(result, Statements) and media == JSON:
        media = JSON_LD  # a graph in JSON is JSON-LD
    if isinstance(result, Statements) and media in (CSV, MEDIA):
        result = Rows(_OF_A_GRAPH, tuple(result.triples), result.asked)
    if isinstance(result, Rows) and media == MEDIA:
        body = workbook(result)
        output.begin(MEDIA)
        output.write(body)
        return
    output.begin(content_type(media))
    for piece in _pieces(store, result, media):
        output.write(piece.encode())


def _pieces(store: ServedStore, result: Result, media: str) -> Iterator[str]:
    if isinstance(result, Rows):
        if media == CSV:
            yield from lines(
                [result.columns, *([text_of(term) or "" for term in row] for row in result)]
            )
        else:
            yield from _rows(result, linked=media == JSON_LD)
    elif isinstance(result, Statements):
        yield from WRITERS["jsonld"]((*triple, None) for triple in result.triples)
    else:
        yield json.dumps({"holds": result.holds}) + "\n"


def _rows(rows: Rows, *, linked: bool) -> Iterator[str]:
    """Give rows as one JSON object, a row a line; with ``linked`` it is RDF as well."""
    name = rows.asked.query.name
    context = {
        "@vocab": f"{BASE}query/{name}#",
        "query": {"@id": "@id"},
        "columns": None,
        "parameters": None,
        "complete": None,
        "remark": None,
        "rows": {"@id": "row"},
    }
    head: dict[str, object] = {"@context": context} if linked else {}
    head |= {
        "query": f"{BASE}query/{name}",
        "parameters": {
            name: [text_of(term) for term in terms] if len(terms) > 1 else text_of(terms[0])
            for name, terms in rows.asked.bound.items()
        },
        "columns": list(rows.columns),
    }
    if rows.remark:
        head |= {"complete": False, "remark": rows.remark}
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "rows": ['
    comma = "\n"
    for row in rows:
        cells = {
            column: _linked(term) if linked else _plain(term)
            for column, term in zip(rows.columns, row, strict=True)
            if term is not None or not linked
        }
        yield comma + json.dumps(cells, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _plain(term: Term | None) -> str | int | bool | None:
    if isinstance(term, Literal):
        if term.datatype in _NUMBERS and term.value.lstrip("+-").isdigit():
            return int(term.value)
        if term.datatype == XSD + "boolean":
            return term.value in ("true", "1")
    return text_of(term)


def _linked(term: Term | None) -> object:
    if isinstance(term, Iri | Blank):
        return {"@id": text_of(term)}
    assert isinstance(term, Literal)
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype == _STRING:
        return term.value
    return {"@value": term.value, "@type": term.datatype}
