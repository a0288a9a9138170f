"""What the columns of an answer hold, as far as it matters to a drawing: things, numbers, dates."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from comity.store.engine import Row
from comity.terms import XSD, Iri, Literal, Term

_NUMBERS = frozenset(
    XSD + name
    for name in (
        *("integer", "decimal", "double", "float", "int", "long", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)
_DATES = frozenset(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth", "string"))
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[0-9:.]+)?)?)?(?:Z|[+-]\d\d:\d\d)?\Z", re.ASCII)
_ANSWERS = frozenset(("yes", "no", "unknown"))


class Sort(StrEnum):
    """What a column holds."""

    THING = "thing"
    NUMBER = "number"
    DATE = "date"
    ANSWER = "answer"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what people call it, its place in a row, and what its values are."""

    name: str
    called: str
    place: int
    sort: Sort


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days that a date may mean, both included: a year that is stated alone is all its days."""

    first: date
    last: date


def columns_of(
    names: Sequence[str], rows: Sequence[Row], called: Callable[[str], str] = str
) -> tuple[Column, ...]:
    """Return the columns of an answer; a column without values holds text."""
    held = [[row[place] for row in rows if row[place] is not None] for place in range(len(names))]
    return tuple(
        Column(name, called(name), place, _sort(held[place])) for place, name in enumerate(names)
    )


def number_of(term: Term | None) -> float | None:
    """Return a number, None where there is none or where it is not finite."""
    if not isinstance(term, Literal) or term.datatype not in _NUMBERS:
        return None
    try:
        value = float(term.value)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def span_of(term: Term | None) -> Span | None:
    """Return the days that a date, a month or a year may mean; None for anything else."""
    if not isinstance(term, Literal) or term.datatype not in _DATES:
        return None
    found = _DATE.match(term.value)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            return Span(date(year, month, day), date(year, month, day))
        if month:
            return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Span(date(year, 1, 1), date(year, 12, 31))
    except ValueError:
        return None


def _is_no_code(date: Term | None) -> bool:
    """Say whether a date is surely one: text of four digits may be a code."""
    return isinstance(date, Literal) and (date.datatype != XSD + "string" or "-" in date.value)


def _sort(values: Sequence[Term | None]) -> Sort:
    if any(isinstance(one, Iri) for one in values):
        return Sort.THING
    if values and all(isinstance(one, Literal) and one.datatype in _NUMBERS for one in values):
        return Sort.NUMBER
    if values and all(span_of(one) is not None for one in values) and any(map(_is_no_code, values)):
        return Sort.DATE
    if values and all(isinstance(one, Literal) and one.value in _ANSWERS for one in values):
        return Sort.ANSWER
    return Sort.TEXT
