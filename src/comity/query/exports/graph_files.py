"""The graph as tables, as of a day, and as several files of about one size for parallel loaders."""

from __future__ import annotations

import os
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comity.files import write_whole
from comity.iris import GRAPH, RDFS, key_of
from comity.paths import room
from comity.query.library.run import fill
from comity.query.render.row_writers import lines
from comity.store.engines.interface import Engine
from comity.terms import RDF, Blank, Iri, Literal, Quad, Term, n_triples
from comity.vocab import COMITY

BETWEEN = " | "
_TYPE = RDF + "type"


@dataclass(frozen=True, slots=True)
class ClassTable:
    """One table: the name of its class, and its lines."""

    name: str
    lines: Iterator[str]


def class_tables(engine: Engine) -> Iterator[ClassTable]:
    """Give a table for each class of ours that has things, in the order of their names."""
    answer = engine.select(
        f"SELECT DISTINCT ?class WHERE {{ ?thing a ?class . ?class <{RDFS}isDefinedBy> ?ontology }}"
    )
    for kind in sorted(row[0] for row in answer.rows if isinstance(row[0], Iri)):
        yield ClassTable(key_of(kind.value), _lines(engine, kind))


def _lines(engine: Engine, kind: Iri) -> Iterator[str]:
    things = sorted(
        thing
        for thing, _, _ in engine.triples(predicate=Iri(_TYPE), value=kind)
        if isinstance(thing, Iri)
    )
    answer = engine.select(
        f"SELECT DISTINCT ?property WHERE {{ ?thing a <{kind.value}> ; ?property ?value }}"
    )
    properties = sorted(
        {row[0] for row in answer.rows if isinstance(row[0], Iri) and row[0].value != _TYPE},
        key=lambda one: (key_of(one.value), one.value),
    )
    yield from lines(_rows(engine, things, properties))


def _rows(engine: Engine, things: list[Iri], properties: list[Iri]) -> Iterator[list[str]]:
    yield ["iri", *_headings(properties)]
    for thing in things:
        values: defaultdict[Iri, set[Term]] = defaultdict(set)
        for _, predicate, value in engine.triples(subject=thing):
            values[predicate].add(value)
        yield [thing.value, *(_cell(values[name]) for name in properties)]


def _cell(values: set[Term]) -> str:
    return BETWEEN.join(sorted({_text(value) for value in values}))


def _text(value: Term) -> str:
    if isinstance(value, Literal) and value.language not in (None, "en"):
        return f"{value.value}@{value.language}"
    return value.value


def _headings(properties: list[Iri]) -> list[str]:
    """Return the last part of each property, or the whole IRI where two end alike."""
    short = [key_of(iri.value) for iri in properties]
    return [
        name if short.count(name) == 1 else iri.value
        for name, iri in zip(short, properties, strict=True)
    ]


SHORT_EDGES = ("attended", "listed-by", "member-of", "owns", "party-to")

_NOT_THEN = f"""
SELECT ?claim ?citation
WHERE {{
  ?claim <{COMITY.holdsFrom.value}> ?from .
  OPTIONAL {{ ?claim <{COMITY.holdsUntil.value}> ?until }}
  FILTER(?from > %(day)s || ?until <= %(day)s)
  OPTIONAL {{ ?claim <{COMITY.citation.value}> ?citation }}
}}
"""


def as_of(engine: Engine, day: Literal) -> Iterator[Quad]:
    """Give every statement of the graph but those on claims that did not hold on the day.

    What a claim cites goes with it. The short edges of the day (``comity:memberOf`` and the like)
    are added, each kind in a graph of its own, derived by its rule.
    """
    answer = engine.select(_NOT_THEN % {"day": n_triples(day)})
    gone: set[Iri | Blank] = {
        term for row in answer.rows for term in row if isinstance(term, Iri | Blank)
    }
    for subject, predicate, value, graph in engine.quads():
        if subject not in gone and value not in gone:
            yield subject, predicate, value, graph
    for rule in SHORT_EDGES:
        for subject, predicate, value in _follows(engine, rule, day):
            yield subject, predicate, value, Iri(f"{GRAPH}derived/{rule}")


def _follows(engine: Engine, rule: str, day: Literal) -> Iterator[tuple[Iri | Blank, Iri, Term]]:
    with open(os.path.join(room("ontology"), "rules", f"{rule}.rq"), encoding="utf-8") as file:
        text = file.read()
    yield from engine.construct(fill(text, {"on": (day,)}))


def write_shards(quads: Iterable[Quad], shards: int, folder: str) -> list[str]:
    """Write N-Quads into ``comity-1-of-N.nq`` and so on; return the files.

    A quad goes by its subject, so what is said of a thing stays together; the same content gives
    the same files. Each file is sorted by itself, so that no more than one is held in memory.
    """
    os.makedirs(folder, exist_ok=True)
    names = [f"comity-{number}-of-{shards}.nq" for number in range(1, shards + 1)]
    rough = [os.path.join(folder, f".{name}.unsorted") for name in names]
    files = [open(path, "w", encoding="utf-8", newline="\n") for path in rough]  # noqa: SIM115  # all are closed below
    try:
        try:
            for subject, predicate, value, graph in quads:
                node = n_triples(subject)
                home = f" {n_triples(graph)}" if graph is not None else ""
                shard = zlib.crc32(node.encode()) % shards
                files[shard].write(f"{node} {n_triples(predicate)} {n_triples(value)}{home} .\n")
        finally:
            for file in files:
                file.close()
        for name, path in zip(names, rough, strict=True):
            with open(path, "rb") as unsorted:
                write_whole(sorted(set(unsorted)), os.path.join(folder, name))
    finally:
        for path in rough:
            os.unlink(path)
    return [os.path.join(folder, name) for name in names]
