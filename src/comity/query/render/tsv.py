"""Writes rows as TSV, by "SPARQL 1.1 Query Results CSV and TSV Formats"."""

from __future__ import annotations

from collections.abc import Iterator

from comity.query.render import Label
from comity.query.rows import Rows
from comity.terms import n_triples


def render(rows: Rows, _label: Label) -> Iterator[str]:
    """Give the rows a line at a time, every term as Turtle writes it, so that types are kept."""
    yield "\t".join(f"?{name}" for name in rows.columns) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else n_triples(term) for term in row) + "\n"
