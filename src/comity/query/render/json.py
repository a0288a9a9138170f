"""Writes rows as JSON, by "SPARQL 1.1 Query Results JSON Format", one row a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from comity.query.render import Label
from comity.query.rows import Rows
from comity.terms import XSD, Blank, Iri, Term

_STRING = XSD + "string"


def render(rows: Rows, _label: Label) -> Iterator[str]:
    """Give the rows a line at a time."""
    yield f'{{"head": {{"vars": {json.dumps(list(rows.columns))}}}, "results": {{"bindings": ['
    comma = "\n"
    for row in rows:
        named = zip(rows.columns, row, strict=True)
        yield comma + json.dumps(
            {name: _json_term(term) for name, term in named if term is not None},
            ensure_ascii=False,
        )
        comma = ",\n"
    yield "\n]}}\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Blank):
        return {"type": "bnode", "value": term.value}
    said = {"type": "literal", "value": term.value}
    if term.language is not None:
        said["xml:lang"] = term.language
    elif term.datatype != _STRING:
        said["datatype"] = term.datatype
    return said
