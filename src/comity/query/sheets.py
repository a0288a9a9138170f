"""Writes the graph as tables: one for each class, a row for each thing, a column for each property.

A cell with several values has them sorted, with " | " between them; IRIs of ours are whole, so that
rows of one table lead to those of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from comity.names import RDFS, key_of
from comity.query.render.csv import guarded, is_number, lines
from comity.store.engine import Engine, Solutions
from comity.terms import RDF, Iri, Literal, Term

BETWEEN = " | "
_TYPE = RDF + "type"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: the name of its class, and its lines."""

    name: str
    lines: Iterator[str]


def sheets(engine: Engine) -> Iterator[Sheet]:
    """Give a table for each class of ours that has things, in the order of their names."""
    answer = engine.query(
        f"SELECT DISTINCT ?class WHERE {{ ?thing a ?class . ?class <{RDFS}isDefinedBy> ?ontology }}"
    )
    assert isinstance(answer, Solutions)
    for kind in sorted(row[0] for row in answer.rows if isinstance(row[0], Iri)):
        yield Sheet(key_of(kind.value), _lines(engine, kind))


def _lines(engine: Engine, kind: Iri) -> Iterator[str]:
    things = sorted(
        thing
        for thing, _, _ in engine.triples(predicate=Iri(_TYPE), value=kind)
        if isinstance(thing, Iri)
    )
    answer = engine.query(
        f"SELECT DISTINCT ?property WHERE {{ ?thing a <{kind.value}> ; ?property ?value }}"
    )
    assert isinstance(answer, Solutions)
    properties = sorted(
        {row[0] for row in answer.rows if isinstance(row[0], Iri) and row[0].value != _TYPE},
        key=lambda one: (key_of(one.value), one.value),
    )
    yield from lines(_rows(engine, things, properties))


def _rows(engine: Engine, things: list[Iri], properties: list[Iri]) -> Iterator[list[str]]:
    yield ["iri", *_headings(properties)]
    for thing in things:
        said: defaultdict[Iri, set[Term]] = defaultdict(set)
        for _, predicate, value in engine.triples(subject=thing):
            said[predicate].add(value)
        yield [thing.value, *(_cell(said[one]) for one in properties)]


def _cell(values: set[Term]) -> str:
    """Return the values of a property; numbers as they are, and no formula of a spreadsheet."""
    text = BETWEEN.join(sorted({_text(value) for value in values}))
    return text if all(map(is_number, values)) else guarded(text)


def _text(value: Term) -> str:
    if isinstance(value, Literal) and value.language not in (None, "en"):
        return f"{value.value}@{value.language}"
    return value.value


def _headings(properties: list[Iri]) -> list[str]:
    """Return the last part of each property, or the whole IRI where two end alike."""
    short = [key_of(one.value) for one in properties]
    return [
        name if short.count(name) == 1 else one.value
        for name, one in zip(short, properties, strict=True)
    ]
