"""What the columns of an answer contain and what its rows tie, for a drawing."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from comity.store.engines.interface import Row
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


Pair = tuple[Iri, Iri]
_LARGE = 1e300  # so that what is added up stays finite


@dataclass
class Ties:
    """What the rows tie: how heavily, which of it surely, and what is left out."""

    weights: dict[Pair, float] = field(default_factory=dict)
    sure: set[Pair] = field(default_factory=set)
    lacking: int = 0
    denied: int = 0
    same: int = 0


def can_draw(rows: Sequence[Row], columns: Sequence[Column], ends: tuple[Column, Column]) -> bool:
    """Say whether any row ties two things of these columns."""
    answer = _place(columns, Sort.ANSWER)
    return any(_pair(row, ends) and _said(row, answer) != "no" for row in rows)


def tied(rows: Sequence[Row], columns: Sequence[Column], ends: tuple[Column, Column]) -> Ties:
    """Return what the rows tie; of a pair that stands in several rows the numbers are added up."""
    heavy, answer = _place(columns, Sort.NUMBER), _place(columns, Sort.ANSWER)
    found = Ties()
    for row in rows:
        pair, said = _pair(row, ends), _said(row, answer)
        if said == "no":
            found.denied += 1
        elif pair is None:
            one, other = (row[end.place] for end in ends)
            found.same += isinstance(one, Iri) and one == other
            found.lacking += not (isinstance(one, Iri) and one == other)
        else:
            weight = 1.0 if heavy is None else number_of(row[heavy])
            if weight is not None and said == "yes":
                found.sure.add(pair)
            found.weights[pair] = found.weights.get(pair, 0.0) + min(
                max(weight or 0.0, 0.0), _LARGE
            )
    return found


def _pair(row: Row, ends: tuple[Column, Column]) -> Pair | None:
    one, other = row[ends[0].place], row[ends[1].place]
    if not isinstance(one, Iri) or not isinstance(other, Iri) or one == other:
        return None
    return (one, other) if one < other else (other, one)


def _said(row: Row, answer: int | None) -> str:
    """Return what a row answers; one that is not asked says "yes" by being there."""
    if answer is None:
        return "yes"
    said = row[answer]
    return said.value if isinstance(said, Literal) else "unknown"


def _place(columns: Sequence[Column], sort: Sort) -> int | None:
    return next((one.place for one in columns if one.sort is sort), None)


def heaviest(
    weights: Mapping[Pair, float], degrees: Mapping[Iri, int], most: int, most_ties: int
) -> dict[Pair, float]:
    """Return the ties that are drawn: of each thing the same share, its heaviest first.

    So a thing with many ties keeps many, and looks as much larger than others as it is.
    """
    shares: dict[Pair, float] = {}
    count: Counter[Iri] = Counter()
    for pair in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        count.update(pair)
        shares[pair] = min(count[end] / degrees[end] for end in pair)
    inside: set[Iri] = set()
    kept: list[Pair] = []
    for pair in sorted(weights, key=lambda pair: (shares[pair], -weights[pair], pair)):
        if len(inside.union(pair)) <= most:
            inside.update(pair)
            kept.append(pair)
        if len(kept) == most_ties:
            break
    return {pair: weights[pair] for pair in sorted(kept)}
