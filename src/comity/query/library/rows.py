"""A bound query and its answer: rows of terms under named columns, or a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, overload

from comity.query.library.catalogue import Header, Query
from comity.store.engines.interface import Row
from comity.terms import Term, Triple, text_of

Bindings = dict[str, tuple[Term, ...]]


class BoundQuery(NamedTuple):
    """A query with values for its parameters: the query, these terms, and the SPARQL to run."""

    query: Query
    bound: Bindings
    text: str


if TYPE_CHECKING:
    import pandas
    import polars


class Rows(Sequence[Row]):
    """Rows of one answer, in order; each is a tuple of terms, None where nothing is bound."""

    __slots__ = ("asked", "columns", "remark", "rows")

    def __init__(
        self,
        columns: tuple[str, ...],
        rows: tuple[Row, ...],
        asked: BoundQuery,
        remark: str = "",
    ) -> None:
        self.columns = columns
        self.rows = rows
        self.asked = asked
        self.remark = remark  # what a reader has to know of what the answer lacks

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        """Return a row, or a slice of rows."""
        return self.rows[index]

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
        index = self.columns.index(name)
        return tuple(row[index] for row in self.rows)

    def claim_columns(self) -> tuple[int, ...]:
        """Return the places of the columns that hold claims, which people see as footnotes."""
        kinds = dict(self.header.columns) if self.header else {}
        return tuple(
            index for index, name in enumerate(self.columns) if kinds.get(name, name) == "claim"
        )

    def without_claims(self) -> Rows:
        """Return the rows without the columns that a header declares to hold claims."""
        kinds = dict(self.header.columns) if self.header else {}
        hidden = [index for index, name in enumerate(self.columns) if kinds.get(name) == "claim"]
        kept = [index for index in range(len(self.columns)) if index not in hidden]
        return Rows(
            tuple(self.columns[index] for index in kept),
            tuple(tuple(row[index] for index in kept) for row in self.rows),
            self.asked,
            self.remark,
        )

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame; pandas must be installed."""
        columns = import_module("comity.query.library.frames").values_of(self.as_columns())
        frame: pandas.DataFrame = import_module("pandas").DataFrame(columns, columns=list(columns))
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars data frame; polars must be installed."""
        frame: polars.DataFrame = import_module("polars").DataFrame(
            import_module("comity.query.library.frames").values_of(self.as_columns()), strict=False
        )
        return frame

    def widened(self, names: tuple[str, ...], rows: Iterable[Row]) -> Rows:
        """Return other rows of the same answer, with further columns."""
        return Rows((*self.columns, *names), tuple(rows), self.asked, self.remark)

    def dicts(self) -> Iterator[dict[str, str | None]]:
        """Give each row as a dictionary from column to text, None where nothing is bound."""
        for row in self.rows:
            yield {name: text_of(term) for name, term in zip(self.columns, row, strict=True)}


class Statements(NamedTuple):
    """The graph that a CONSTRUCT or DESCRIBE answers with."""

    triples: tuple[Triple, ...]
    asked: BoundQuery


class Verdict(NamedTuple):
    """The yes or no of an ASK."""

    holds: bool
    asked: BoundQuery


Result = Rows | Statements | Verdict
