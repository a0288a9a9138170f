"""Writes rows as CSV, by "SPARQL 1.1 Query Results CSV and TSV Formats"; lines end with LF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from comity.query.render import Label
from comity.query.rows import Rows
from comity.terms import XSD, Literal, Term, text_of

_STRING = XSD + "string"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(rows: Rows, _label: Label) -> Iterator[str]:
    """Give the rows a line at a time.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for cells in (rows.columns, *([_cell(term) for term in row] for row in rows)):
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _cell(term: Term | None) -> str:
    text = text_of(term) or ""
    is_text = isinstance(term, Literal) and (term.language or term.datatype == _STRING)
    return guarded(text) if is_text else text


def guarded(text: str) -> str:
    """Return text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
