"""Answers in a form that can be compared: numbers by value, graphs without order."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from comity.query.library.rows import Result, Rows, Statements
from comity.store.engines.interface import Row
from comity.terms import XSD, Literal, Term

_EXACT = {XSD + "integer", XSD + "decimal"}
_FLOATING = {XSD + "double", XSD + "float"}


def comparable(term: Term | None) -> Term | None:
    """Return a term with its number, if it is one, in the one spelling of its value."""
    if not isinstance(term, Literal):
        return term
    if term.datatype in _EXACT:
        number = Decimal(term.value)
        return Literal(f"{number.normalize():f}" if number else "0", term.datatype)
    if term.datatype in _FLOATING:
        return Literal(repr(float(term.value)), term.datatype)
    return term


def comparable_row(row: Row) -> Row:
    """Return a row of comparable terms."""
    return tuple(comparable(term) for term in row)


def told(result: Result) -> object:
    """Return all that an answer says: columns and rows in order, a set of triples, or a word."""
    if isinstance(result, Rows):
        return result.columns, [comparable_row(row) for row in result]
    if isinstance(result, Statements):
        return {comparable_row(triple) for triple in result.triples}
    return result.holds


def bag(rows: list[Row]) -> Counter[Row]:
    """Return rows without order, each with how often it came."""
    return Counter(map(comparable_row, rows))
