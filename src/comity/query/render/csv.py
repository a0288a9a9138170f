"""Writes rows as CSV, by "SPARQL 1.1 Query Results CSV and TSV Formats"; lines end with LF.

What is meant for a spreadsheet has an apostrophe before text that it would run as a formula; the
answer to a query is exact.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from comity.query.render import Label
from comity.query.rows import Rows
from comity.terms import XSD, Literal, Term, text_of

_STRING = XSD + "string"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")


def render(rows: Rows, _label: Label) -> Iterator[str]:
    """Give the rows a line at a time, every cell as it is."""
    yield from lines([rows.columns])
    yield from lines([text_of(term) or "" for term in row] for row in rows)


def for_spreadsheets(rows: Rows) -> Iterator[str]:
    """Give the rows a line at a time, as a spreadsheet may open them."""
    yield from lines([rows.columns])
    yield from lines([_guarded_term(term) for term in row] for row in rows)


def lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Give a line of CSV for each row; a cell with a line end of any kind is quoted (RFC 4180)."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    for cells in rows:
        writer.writerow(cells)
        yield line.getvalue()[:-2] + "\n"
        line.seek(0)
        line.truncate()


def guarded(text: str) -> str:
    """Return text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def is_number(term: Term) -> bool:
    """Say whether a term is a number, by its datatype and by how it is written."""
    return (
        isinstance(term, Literal)
        and term.language is None
        and term.datatype != _STRING
        and _NUMBER.fullmatch(term.value) is not None
    )


def _guarded_term(term: Term | None) -> str:
    text = text_of(term) or ""
    return text if term is None or is_number(term) else guarded(text)
