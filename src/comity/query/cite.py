"""Finds the sources behind the rows of an answer, and numbers them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.names import COMITY, DCTERMS
from comity.query.rows import Rows
from comity.store.engine import Engine, Solutions
from comity.terms import Iri, Literal, Term, n_triples

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
    wanted = sorted(set(claims))
    if not wanted:
        return {}
    answer = engine.query(_QUERY % " ".join(n_triples(claim) for claim in wanted))
    assert isinstance(answer, Solutions)
    found: dict[Iri, list[Cited]] = {claim: [] for claim in wanted}
    for claim, source, title, publisher, date, quote, locator, url in answer.rows:
        if isinstance(claim, Iri) and isinstance(source, Iri):
            found[claim].append(
                Cited(
                    claim,
                    source,
                    title=_text(title),
                    publisher=_text(publisher),
                    date=_text(date),
                    quote=quote if isinstance(quote, Literal) else None,
                    locator=_text(locator),
                    url=_text(url),
                )
            )
    return {claim: tuple(cited) for claim, cited in found.items()}


def _text(term: Term | None) -> str:
    return "" if term is None else term.value


def claims_of(rows: Rows) -> list[tuple[Iri, ...]]:
    """Return, for each row, the claims it rests on: the terms in its columns of kind ``claim``."""
    places = rows.claim_columns()
    return [tuple(term for place in places if isinstance(term := row[place], Iri)) for row in rows]


def with_footnotes(rows: Rows, cited: dict[Iri, tuple[Cited, ...]]) -> tuple[Rows, list[str]]:
    """Return the rows with a column of footnote numbers, and the footnotes in order.

    Rows that rest on the same words of the same source share a number.
    """
    numbers: dict[str, int] = {}
    numbered: list[tuple[Term | None, ...]] = []
    for row, claims in zip(rows, claims_of(rows), strict=True):
        notes = dict.fromkeys(one.footnote() for claim in claims for one in cited.get(claim, ()))
        marks = " ".join(f"[{numbers.setdefault(note, len(numbers) + 1)}]" for note in notes)
        numbered.append((*row, Literal(marks) if marks else None))
    told = [f"[{number}] {note}" for note, number in numbers.items()]
    return Rows((*rows.columns, "sources"), tuple(numbered), rows.asked), told


def with_source_columns(rows: Rows, cited: dict[Iri, tuple[Cited, ...]]) -> Rows:
    """Return the rows with columns source, published, quote and locator: one row a citation.

    A row without a citation stays, with these columns empty.
    """
    widened: list[tuple[Term | None, ...]] = []
    for row, claims in zip(rows, claims_of(rows), strict=True):
        told = [one for claim in claims for one in cited.get(claim, ())]
        for one in told:
            date, locator = (Literal(text) if text else None for text in (one.date, one.locator))
            widened.append((*row, one.source, date, one.quote, locator))
        if not told:
            widened.append((*row, None, None, None, None))
    names = ("cited_source", "cited_date", "cited_quote", "cited_locator")
    return Rows((*rows.columns, *names), tuple(widened), rows.asked)
