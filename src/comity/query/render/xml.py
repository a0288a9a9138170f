"""Writes rows as XML, by "SPARQL Query Results XML Format (Second Edition)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from comity.query.render import Label
from comity.query.rows import Rows
from comity.terms import XSD, Blank, Iri, Term

_STRING = XSD + "string"
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def _safe(text: str) -> str:
    """Return text as XML; line ends as references, so that each row is one line."""
    safe = escape(_NOT_IN_XML.sub("\ufffd", text))
    return safe.replace("\r", "&#13;").replace("\n", "&#10;")


def render(rows: Rows, _label: Label) -> Iterator[str]:
    """Give the rows a line at a time; characters XML cannot hold become U+FFFD."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>'
    yield "".join(f'<variable name="{_safe(name)}"/>' for name in rows.columns)
    yield "</head>\n<results>\n"
    for row in rows:
        named = zip(rows.columns, row, strict=True)
        cells = (
            f'<binding name="{_safe(name)}">{_term(term)}</binding>'
            for name, term in named
            if term is not None
        )
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results>\n</sparql>\n"


def _term(term: Term) -> str:
    text = _safe(term.value)
    if isinstance(term, Iri):
        return f"<uri>{text}</uri>"
    if isinstance(term, Blank):
        return f"<bnode>{text}</bnode>"
    if term.language is not None:
        return f'<literal xml:lang="{term.language}">{text}</literal>'
    if term.datatype != _STRING:
        return f'<literal datatype="{_safe(term.datatype)}">{text}</literal>'
    return f"<literal>{text}</literal>"
