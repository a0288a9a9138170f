"""Writes rows as CSV, TSV, JSON or XML by the W3C's formats of results, or as a Markdown table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from comity.errors import UnknownFormat
from comity.query.library.rows import Rows
from comity.terms import XSD, Blank, Iri, Literal, Term, n_triples, text_of

Label = Callable[[Term | None], str]


def render(rows: Rows, form: str, label: Label) -> Iterator[str]:
    """Give rows in the format named; raises UnknownFormat where rows have no such format."""
    if form not in FORMATS:
        raise UnknownFormat(
            f"The query answers with rows, and rows have no format '{form}'.",
            f"Give one of table, {', '.join(FORMATS)}.",
        )
    return _WRITERS[form](rows, label)


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


_STRING = XSD + "string"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"


def csv_lines(rows: Rows, _label: Label) -> Iterator[str]:
    """Give the rows a line at a time, every cell as it is."""
    yield from lines([rows.columns])
    yield from lines([text_of(term) or "" for term in row] for row in rows)


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
        and re.fullmatch(_NUMBER, term.value) is not None
    )


def tsv_lines(rows: Rows, _label: Label) -> Iterator[str]:
    """Give the rows a line at a time, every term as Turtle writes it, so that types are kept."""
    yield "\t".join(f"?{name}" for name in rows.columns) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else n_triples(term) for term in row) + "\n"


def json_lines(rows: Rows, _label: Label) -> Iterator[str]:
    """Give the rows a line at a time."""
    import json

    yield f'{{"head": {{"vars": {json.dumps(list(rows.columns))}}}, "results": {{"bindings": ['
    comma = "\n"
    for row in rows:
        named = zip(rows.columns, row, strict=True)
        yield comma + json.dumps(
            {name: _json_term(term) for name, term in named if term is not None},
            ensure_ascii=False,
        )
        comma = ",\n"
    more = {"complete": False, "remark": rows.remark} if rows.remark else {}
    members = "".join(f', "{name}": {json.dumps(value)}' for name, value in more.items())
    yield f"\n]}}{members}}}\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Blank):
        return {"type": "bnode", "value": term.value}
    fields = {"type": "literal", "value": term.value}
    if term.language is not None:
        fields["xml:lang"] = term.language
    elif term.datatype != _STRING:
        fields["datatype"] = term.datatype
    return fields


_IN_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_NOT_IN_XML = r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]"


def _safe(text: str) -> str:
    """Return text as XML; line ends as references, so that each row is one line."""
    safe = re.sub(_NOT_IN_XML, "\ufffd", text).translate(_IN_XML)
    return safe.replace("\r", "&#13;").replace("\n", "&#10;")


def xml_lines(rows: Rows, _label: Label) -> Iterator[str]:
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


def markdown_lines(rows: Rows, label: Label) -> Iterator[str]:
    """Give the rows a line at a time."""
    yield f"| {' | '.join(rows.columns)} |\n"
    yield f"|{' --- |' * len(rows.columns)}\n"
    for row in rows:
        yield f"| {' | '.join(markdown_cell(label(term)) for term in row)} |\n"


def markdown_cell(text: str) -> str:
    """Return text that Markdown shows as it is: no markup, no HTML, no second line."""
    one_line = " ".join(text.split()).replace("&", "&amp;")
    return re.sub(r"([\\`*_{}\[\]<>|~])", r"\\\1", one_line)


_WRITERS: dict[str, Callable[[Rows, Label], Iterator[str]]] = {
    "csv": csv_lines,
    "tsv": tsv_lines,
    "json": json_lines,
    "xml": xml_lines,
    "markdown": markdown_lines,
}
FORMATS = tuple(_WRITERS)
