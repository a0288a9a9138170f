"""The cells of an answer as people read them: names, closed words, and labels in their language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from comity.iris import key_of
from comity.query.claims.records import Names, Record, read
from comity.query.library.rows import Rows
from comity.server.wire.page_request import Asked, page_of
from comity.store.engines.interface import Engine
from comity.terms import Iri, Term, spoken
from comity.vocab import COMITY

# The columns that hold words of a closed set, which have names in the section "cells".
CLOSED = ("answer", "change", "complete", "event")
_ENDS = (
    *(COMITY.polity, COMITY.entity, COMITY.owner),
    *(COMITY.initiative, COMITY.summit, COMITY.list, COMITY.owned),
)
_STEP = re.compile(r", (?=owned [\d.]+ % by )")
_OWNED = re.compile(r"owned ([\d.]+) % by (.+)")


def cells(
    engine: Engine, asked: Asked, rows: Rows, labels: Sequence[str]
) -> Iterator[list[tuple[str, str]]]:
    """Give the cells of each row: what it says, and the path of the page that it leads to.

    ``labels`` is the column ``label`` as :func:`localised` gives it.
    """
    terms = (one for row in rows for one in row if isinstance(one, Iri))
    names = Names(engine, terms, asked.language)
    for place, row in enumerate(rows):
        yield [
            (labels[place], "") if column == "label" else cell(asked, names, column, term)
            for column, term in zip(rows.columns, row, strict=True)
        ]


def cell(asked: Asked, names: Names, column: str, term: Term | None) -> tuple[str, str]:
    """Return what a cell says in the language of the page, and the path of the page it leads to."""
    if isinstance(term, Iri):
        return names[term] or key_of(term.value), page_of(term.value)
    if term is not None and column in CLOSED:
        return asked.called("cells", term.value), ""
    return (_way(asked, spoken(term)) if column == "via" else spoken(term)), ""


def _way(asked: Asked, said: str) -> str:
    """Return how a restriction reaches an entity; the words of the query are English."""
    if asked.language == "en" or not said:
        return said
    steps = (_OWNED.fullmatch(step) for step in _STEP.split(said))
    return "、".join(
        asked.say("{owner} owns {share} %", share=step[1], owner=step[2]) for step in steps if step
    )


def told_once(engine: Engine, rows: Rows) -> Rows:
    """Return the rows without the column that only repeats in English what the first one names."""
    place = next((rows.columns.index(one) for one in ("name", "label") if one in rows.columns), 0)
    firsts = [row[0] for row in rows if isinstance(row[0], Iri)]
    english = Names(engine, firsts)
    named = [english[one] for one in firsts]
    if not place or [spoken(row[place]) for row in rows] != named:
        return rows
    kept = [one for one in range(len(rows.columns)) if one != place]
    return Rows(
        tuple(rows.columns[one] for one in kept),
        tuple(tuple(row[one] for one in kept) for row in rows),
        rows.asked,
    )


def localised(engine: Engine, asked: Asked, rows: Rows) -> list[str]:
    """Return the column ``label``, where there is one, in the language of the page.

    The queries answer in English: the name of one end of the claim, of two, or of the claim. A
    label that is none of these, or has no claim beside it, stays as it is.
    """
    labels = [spoken(one) for one in rows.column("label")] if "label" in rows.columns else []
    if asked.language == "en" or not labels or "claim" not in rows.columns:
        return labels
    claims = [one if isinstance(one, Iri) else None for one in rows.column("claim")]
    records = read(engine, (one for one in claims if one))
    wanted = {one for record in records.values() for one in _named(record)}
    english, ours = Names(engine, wanted), Names(engine, wanted, asked.language)
    return [
        _localised(label, _named(records[claim]) if claim else (), english, ours)
        for label, claim in zip(labels, claims, strict=True)
    ]


def _localised(label: str, ends: Iterable[Iri], english: Names, ours: Names) -> str:
    known = {english[one]: ours[one] for one in ends}
    pairs = ((one, other) for one in known for other in known)
    both = {f"{one}, {other}": ours.join([known[one], known[other]]) for one, other in pairs}
    return known.get(label) or both.get(label, label)


def _named(record: Record) -> tuple[Iri, ...]:
    return (*record.things(*_ENDS), record.iri)
