"""Finds the sources behind the rows of an answer and numbers them as footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from comity.iris import COMITY, DCTERMS
from comity.query.library.catalogue import Library
from comity.query.library.rows import BoundQuery, Rows
from comity.query.library.run import ask, fill
from comity.store.engines.interface import Engine, Row
from comity.terms import Iri, Literal, n_triples, spoken


class Footnote(NamedTuple):
    """A footnote: its number, what it cites, and the number that told its source first."""

    number: int
    cited: Cited
    first: int


class Footnotes:
    """The footnotes of one page, in the order in which they are first called for."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._notes: list[Footnote] = []
        self._sources: dict[Iri, int] = {}

    def marks(self, cited: Iterable[Cited]) -> tuple[int, ...]:
        """Return the numbers of some citations, new ones where these have none yet."""
        return tuple(sorted({self._number(citation) for citation in cited}))

    def _number(self, cited: Cited) -> int:
        quote = cited.quote
        quoted = (quote.value, quote.language or "") if quote else ("", "")
        key = (cited.source.value, *quoted, cited.locator)
        if key not in self._numbers:
            number = len(self._notes) + 1
            self._numbers[key] = number
            first = self._sources.setdefault(cited.source, number)
            self._notes.append(Footnote(number, cited, first))
        return self._numbers[key]

    def __iter__(self) -> Iterator[Footnote]:
        """Give the footnotes in the order of their numbers."""
        return iter(self._notes)


_QUERY = f"""
SELECT ?claim ?source ?title ?publisher ?date ?quote ?locator ?url
WHERE {{
  VALUES ?claim {{ %s }}
  ?claim <{COMITY}citation> ?citation .
  ?citation <{COMITY}source> ?source .
  OPTIONAL {{ ?source <{DCTERMS}title> ?title }}
  OPTIONAL {{ ?source <{COMITY}publisherName> ?publisher }}
  OPTIONAL {{ ?source <{DCTERMS}issued> ?date }}
  OPTIONAL {{ ?source <{COMITY}url> ?url }}
  OPTIONAL {{ ?citation <{COMITY}quote> ?quote }}
  OPTIONAL {{ ?citation <{COMITY}locator> ?locator }}
}}
ORDER BY ?claim ?source ?quote
"""


_AT_ONCE = 2000  # claims that one query asks about


@dataclass(frozen=True, slots=True)
class Cited:
    """One source's word for one claim: where it was said, when, and in which words."""

    claim: Iri
    source: Iri
    title: str
    publisher: str
    date: str
    quote: Literal | None
    locator: str
    url: str

    def footnote(self) -> str:
        """Return the citation as a line of text."""
        where = ", ".join(part for part in (self.publisher, self.date, self.locator) if part)
        quote = f" “{self.quote.value}”" if self.quote else ""
        return f"{self.title} ({where}).{quote} {self.url}".rstrip()


def citations(engine: Engine, claims: Iterable[Iri]) -> dict[Iri, tuple[Cited, ...]]:
    """Return the citations of each claim, sorted by source."""
    sorted_claims = sorted(set(claims))
    if not sorted_claims:
        return {}
    by_claim: dict[Iri, list[Cited]] = {claim: [] for claim in sorted_claims}
    for claim, source, title, publisher, date, quote, locator, url in _rows(engine, sorted_claims):
        if isinstance(claim, Iri) and isinstance(source, Iri):
            by_claim[claim].append(
                Cited(
                    claim,
                    source,
                    title=spoken(title),
                    publisher=spoken(publisher),
                    date=spoken(date),
                    quote=quote if isinstance(quote, Literal) else None,
                    locator=spoken(locator),
                    url=spoken(url),
                )
            )
    return {claim: tuple(cited) for claim, cited in by_claim.items()}


def _rows(engine: Engine, claims: Sequence[Iri]) -> Iterator[Row]:
    """Give the rows of the citations of claims, asked for in parts that a query has room for."""
    for start in range(0, len(claims), _AT_ONCE):
        some = " ".join(n_triples(claim) for claim in claims[start : start + _AT_ONCE])
        yield from engine.select(_QUERY % some).rows


def claims_of(engine: Engine, rows: Rows) -> list[tuple[Iri, ...]]:
    """Return, for each row, the claims it rests on.

    They are the terms in its columns of kind ``claim``; for a row that counts claims, those that
    the query beside its own finds for the same key.
    """
    claim_columns = rows.claim_columns()
    query = rows.asked.query
    claims_query = None if claim_columns else Library.shipped().claims_behind(query)
    if claims_query is None:
        return [
            tuple(term for column in claim_columns if isinstance(term := row[column], Iri))
            for row in rows
        ]
    answer = ask(
        engine,
        BoundQuery(claims_query, rows.asked.bound, fill(claims_query.text, rows.asked.bound)),
    )
    assert isinstance(answer, Rows), f"{claims_query.name} does not answer with rows"
    keys = [name for name in answer.columns if name in rows.columns]
    behind: dict[Row, list[Iri]] = {}
    for row in answer:
        cells = dict(zip(answer.columns, row, strict=True))
        claim = cells["claim"]
        if isinstance(claim, Iri):
            behind.setdefault(tuple(cells[key] for key in keys), []).append(claim)
    key_columns = [rows.columns.index(key) for key in keys]
    return [tuple(behind.get(tuple(row[column] for column in key_columns), ())) for row in rows]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The citations behind the rows of one answer: for each row those of all its claims.

    ``left`` is, for each row, the number of claims of which they were not asked for.
    """

    rows: Rows
    cited: tuple[tuple[Cited, ...], ...]
    left: tuple[int, ...]


def evidence(engine: Engine, rows: Rows, most: int | None = None) -> Evidence:
    """Return the citations behind each row; with ``most``, those of so many of its claims."""
    claims = claims_of(engine, rows)
    shown = [row[:most] for row in claims]
    cited = citations(engine, (claim for row in shown for claim in row))
    return Evidence(
        rows,
        tuple(tuple(citation for claim in row for citation in cited[claim]) for row in shown),
        tuple(len(row) - len(part) for row, part in zip(claims, shown, strict=True)),
    )


def with_footnotes(answer: Evidence) -> tuple[Rows, list[str]]:
    """Return the rows with a column of footnote numbers, and the footnotes in order.

    Rows that rest on the same words of the same source share a number.
    """
    numbers: dict[str, int] = {}
    numbered: list[Row] = []
    for row, cited in zip(answer.rows, answer.cited, strict=True):
        notes = dict.fromkeys(citation.footnote() for citation in cited)
        marks = " ".join(f"[{numbers.setdefault(note, len(numbers) + 1)}]" for note in notes)
        numbered.append((*row, Literal(marks) if marks else None))
    notes_in_order = [f"[{number}] {note}" for note, number in numbers.items()]
    return answer.rows.widened(("sources",), numbered), notes_in_order


def with_source_columns(answer: Evidence) -> Rows:
    """Return the rows with columns for source, date, quote and locator: one row a citation.

    A row without a citation stays, with these columns empty.
    """
    wide: list[Row] = []
    for row, cited in zip(answer.rows, answer.cited, strict=True):
        for citation in cited:
            date, locator = (
                Literal(text) if text else None for text in (citation.date, citation.locator)
            )
            wide.append((*row, citation.source, date, citation.quote, locator))
        if not cited:
            wide.append((*row, None, None, None, None))
    names = ("cited_source", "cited_date", "cited_quote", "cited_locator")
    return answer.rows.widened(names, wide)
