"""Turns columns of terms into plain values that any data frame can hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from comity.terms import XSD, Literal, Term, text_of

Value = str | int | bool | Decimal | date | None
Columns = Mapping[str, tuple[Term | None, ...]]

_READ: dict[str, Callable[[str], Value]] = {
    f"{XSD}integer": int,
    f"{XSD}decimal": Decimal,
    f"{XSD}boolean": lambda text: text in ("true", "1"),
    f"{XSD}date": date.fromisoformat,
}


def values_of(columns: Columns) -> dict[str, list[Value]]:
    """Return each column as a list of values, one type a column.

    Integers, decimals, booleans and full dates become values of Python where every cell of the
    column is one; a column in which some dates are only years or months stays text.
    """
    return {name: _values(terms) for name, terms in columns.items()}


def _values(terms: tuple[Term | None, ...]) -> list[Value]:
    types = {_type_of(term) for term in terms if term is not None}
    read = _READ.get(next(iter(types))) if len(types) == 1 else None
    if read is None:
        return [text_of(term) for term in terms]
    try:
        return [None if term is None else read(term.value) for term in terms]
    except (ValueError, ArithmeticError):
        return [text_of(term) for term in terms]


def _type_of(term: Term) -> str:
    return term.datatype if isinstance(term, Literal) else ""
