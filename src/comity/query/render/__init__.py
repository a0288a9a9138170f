"""The formats of rows: one file each, loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from comity.errors import UnknownFormat
from comity.query.rows import Rows
from comity.terms import Term

Label = Callable[[Term | None], str]

FORMATS = ("csv", "tsv", "json", "xml", "markdown")


def render(rows: Rows, form: str, label: Label) -> Iterator[str]:
    """Give rows in the format named; raises UnknownFormat where rows have no such format."""
    if form not in FORMATS:
        raise UnknownFormat(
            f"The query answers with rows, and rows have no format '{form}'.",
            f"Give one of table, {', '.join(FORMATS)}.",
        )
    written: Iterator[str] = import_module(f"{__name__}.{form}").render(rows, label)
    return written


def render_verdict(holds: bool, form: str) -> str:
    """Return the answer to ASK: the W3C's JSON or XML, else a plain word."""
    word = "true" if holds else "false"
    if form == "json":
        return f'{{"head": {{}}, "boolean": {word}}}\n'
    if form == "xml":
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
            f"<head/><boolean>{word}</boolean></sparql>\n"
        )
    return f"{word}\n"
