"""Writes what the store says as a table of a kind: all of it, what is about a thing, or a form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from comity.iris import ID
from comity.store.engines.interface import Engine
from comity.tables.compile import ENTITY_CLASSES, POLITY_CLASSES
from comity.tables.read import REMARK
from comity.tables.schema import Kind
from comity.tables.write import rows_of, written
from comity.terms import Iri, Triple, n_triples
from comity.vocab import COMITY


def form_of(kind: Kind) -> str:
    """Return an empty table: its header and a row that explains each column."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(kind.header)
    remarks = []
    for name in kind.header:
        column = kind.columns[name]
        example = f" Such as {column.example}." if column.example else ""
        remarks.append(f"{column.explained()}{example}")
    writer.writerow([f"{REMARK} {remarks[0]}", *remarks[1:]])
    return text.getvalue()


def table_of(engine: Engine, kind: Kind, thing: Iri | None = None) -> str:
    """Return the rows of a kind that a store holds, of all things or of those tied to one."""
    triples = (
        triple for subject in _subjects(engine, kind, thing) for triple in _about(engine, subject)
    )
    return written(kind, rows_of(triples)[kind.name])


def _subjects(engine: Engine, kind: Kind, thing: Iri | None) -> list[Iri]:
    if kind.name == "contradictions":
        pattern = f"?subject {n_triples(COMITY.contradicts)} ?other ."
        tie = "" if thing is None else f"?subject ?tie {n_triples(thing)} ."
    else:
        classes = {"polities": POLITY_CLASSES, "entities": ENTITY_CLASSES}.get(kind.name, {})
        iris = sorted({*classes.values(), *([kind.cls] if kind.cls else [])})
        pattern = f"VALUES ?class {{ {' '.join(map(n_triples, iris))} }} ?subject a ?class ."
        tie = ""
        if thing is not None:
            own = thing.value.startswith(f"{ID}{kind.thing}/")
            tie = (
                f"FILTER (?subject = {n_triples(thing)})"
                if own
                else f"?subject ?tie {n_triples(thing)} ."
            )
    answer = engine.select(f"SELECT DISTINCT ?subject WHERE {{ {pattern} {tie} }}")
    return sorted(row[0] for row in answer.rows if isinstance(row[0], Iri))


def _about(engine: Engine, subject: Iri) -> Iterator[Triple]:
    """Give what is said of a thing, and of its citations."""
    for triple in engine.triples(subject=subject):
        yield triple
        if triple[1] == COMITY.citation and isinstance(triple[2], Iri):
            yield from engine.triples(subject=triple[2])
