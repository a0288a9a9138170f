"""The answer to a question: rows of terms under named columns, or a graph; also as data frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, overload

from comity.query.library.bind import Asked
from comity.query.library.catalogue import Header
from comity.store.engines.interface import Row
from comity.terms import XSD, Literal, Term, Triple, text_of

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


if TYPE_CHECKING:
    import pandas
    import polars


class Rows(Sequence[Row]):
    """Rows of one answer, in order; each is a tuple of terms, None where nothing is bound."""

    __slots__ = ("asked", "columns", "rows")

    def __init__(self, columns: tuple[str, ...], rows: tuple[Row, ...], asked: Asked) -> None:
        self.columns = columns
        self.rows = rows
        self.asked = asked

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        """Return a row, or a slice of rows."""
        return self.rows[place]

    def __iter__(self) -> Iterator[Row]:
        """Give the rows in order."""
        return iter(self.rows)

    @property
    def header(self) -> Header | None:
        """What the query says of itself, where it does."""
        return self.asked.query.header

    def as_columns(self) -> dict[str, tuple[Term | None, ...]]:
        """Return every column as terms, by its name."""
        return {name: self.column(name) for name in self.columns}

    def column(self, name: str) -> tuple[Term | None, ...]:
        """Return one column as terms."""
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)

    def claim_columns(self) -> tuple[int, ...]:
        """Return the places of the columns that hold claims, which people see as footnotes."""
        kinds = dict(self.header.columns) if self.header else {}
        return tuple(
            place for place, name in enumerate(self.columns) if kinds.get(name, name) == "claim"
        )

    def without_claims(self) -> Rows:
        """Return the rows without the columns that hold claims."""
        hidden = self.claim_columns()
        kept = [place for place in range(len(self.columns)) if place not in hidden]
        return Rows(
            tuple(self.columns[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in self.rows),
            self.asked,
        )

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame; pandas must be installed."""
        columns = values_of(self.as_columns())
        made: pandas.DataFrame = import_module("pandas").DataFrame(columns, columns=list(columns))
        return made

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars data frame; polars must be installed."""
        made: polars.DataFrame = import_module("polars").DataFrame(
            values_of(self.as_columns()), strict=False
        )
        return made

    def widened(self, names: tuple[str, ...], rows: Iterable[Row]) -> Rows:
        """Return other rows of the same answer, with further columns."""
        return Rows((*self.columns, *names), tuple(rows), self.asked)

    def dicts(self) -> Iterator[dict[str, str | None]]:
        """Give each row as a dictionary from column to text, None where nothing is bound."""
        for row in self.rows:
            yield {name: text_of(term) for name, term in zip(self.columns, row, strict=True)}


class Statements(NamedTuple):
    """The graph that a CONSTRUCT or DESCRIBE answers with."""

    triples: tuple[Triple, ...]
    asked: Asked


class Verdict(NamedTuple):
    """The yes or no of an ASK."""

    holds: bool
    asked: Asked


Result = Rows | Statements | Verdict
