"""How complete the graph is, about one thing and as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from comity.graph.dates import last_day
from comity.iris import COMITY as NAMESPACE
from comity.iris import DCTERMS, PROV, RDFS, SKOS, concept, key_of
from comity.query.claims.records import Record, kind_of
from comity.store.engines.interface import Engine, Row
from comity.store.snapshot.summary import summary_of
from comity.terms import Iri, Literal, Term, n_triples
from comity.vocab import COMITY

_NOTE = Iri(SKOS + "note")
_ATTENDED = concept("attendance-status", "attended")
# Where a thing of this kind may have ties, the completeness of the other ends is what matters.
_ELSEWHERE = {"polity": ("initiative", "summit"), "entity": ("list",)}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How complete what is held of one thing is: an initiative's members, a list's entries.

    ``status`` is the attendance status that is meant, of summits only. ``known`` and ``expected``
    are None, and ``as_of`` (a date or coarser) is "", where nothing is stated.
    """

    evidence: Iri
    covers: Iri
    status: Iri | None
    complete: bool
    known: int | None
    expected: int | None
    as_of: str
    note: str

    def reaches(self, on: date | None) -> bool:
        """Say whether nothing is missing: on the day, or up to ``as_of`` where none is given.

        What was complete of a summit stays so, because a summit is over.
        """
        if on is None or kind_of(self.covers) == "summit":
            return self.complete
        return self.complete and on.isoformat() <= last_day(self.as_of)


@dataclass(frozen=True, slots=True)
class Reach:
    """Of how many initiatives, summits or lists a missing tie means no, and of how many in all."""

    kind: str
    complete: int
    total: int


def coverage_of(records: Iterable[Record]) -> tuple[Coverage, ...]:
    """Return what some coverage statements say, in the order of their IRIs."""
    return tuple(
        Coverage(
            record.iri,
            record.first(COMITY.covers) or record.iri,
            record.first(COMITY.coveredStatus),
            record.text(COMITY.isComplete) in ("true", "1"),
            _number(record.text(COMITY.knownCount)),
            _number(record.text(COMITY.expectedCount)),
            record.text(COMITY.asOf),
            record.text(_NOTE),
        )
        for record in sorted(records, key=attrgetter("iri"))
    )


def reach_of(engine: Engine, kind: str, on: date | None) -> tuple[Reach, ...]:
    """Return how far a missing tie of a thing of that kind (polity, entity) means no on a day."""
    ends = _ELSEWHERE.get(kind, ())
    if not ends:
        return ()
    answer = engine.select(f"""
PREFIX comity: <{NAMESPACE}>
SELECT ?coverage ?covers ?status ?complete ?asOf
WHERE {{
  ?coverage comity:covers ?covers ; comity:isComplete ?complete .
  OPTIONAL {{ ?coverage comity:coveredStatus ?status }}
  OPTIONAL {{ ?coverage comity:asOf ?asOf }}
}}""")
    totals = {end: [0, 0] for end in ends}
    for evidence, covers, status, complete, as_of in answer.rows:
        assert isinstance(evidence, Iri)
        assert isinstance(covers, Iri)
        assert isinstance(complete, Literal)
        counted = totals.get(kind_of(covers))
        if counted is None or (status is not None and status != _ATTENDED):
            continue
        day = as_of.value if as_of else ""
        is_complete = complete.value in ("true", "1")
        statement = Coverage(evidence, covers, None, is_complete, None, None, day, "")
        counted[0] += statement.reaches(on)
        counted[1] += 1
    return tuple(Reach(end, *counts) for end, counts in totals.items())


def _number(text: str) -> int | None:
    return int(text) if text else None


_GRAPHS = f"""
SELECT ?graph ?title ?licence
WHERE {{
  VALUES ?graph {{ %s }}
  OPTIONAL {{ ?graph <{DCTERMS}title> ?title FILTER (LANG(?title) = "en") }}
  OPTIONAL {{ ?graph <{DCTERMS}license> ?licence }}
}}
ORDER BY ?graph
"""
_CLASSES = f"""
SELECT ?class ?label
WHERE {{
  ?class <{RDFS}isDefinedBy> ?ontology ; <{SKOS}prefLabel> ?label .
  FILTER(LANG(?label) = "en")
}}
ORDER BY ?class
"""
_IMPORTS = f"""
SELECT ?graph ?name ?title ?issued ?retrieved ?records ?refused ?reader ?rights
WHERE {{
  GRAPH ?graph {{
    ?graph a <{COMITY.Import.value}> ; <{DCTERMS}identifier> ?name ; <{DCTERMS}title> ?title ;
      <{DCTERMS}issued> ?issued ; <{PROV}generatedAtTime> ?retrieved ; <{DCTERMS}rights> ?rights ;
      <{COMITY.recordCount.value}> ?records ; <{COMITY.refusedCount.value}> ?refused ;
      <{COMITY.readBy.value}> ?reader .
  }}
}}
ORDER BY ?name
"""
_COVERAGE = f"""
SELECT ?complete (COUNT(*) AS ?subjects)
WHERE {{ ?coverage <{COMITY.isComplete.value}> ?complete }}
GROUP BY ?complete
"""


@dataclass(frozen=True, slots=True)
class GraphCount:
    """A named graph: its title and licence as the catalogue has them, and its statements."""

    graph: str
    title: str
    licence: str
    statements: int


@dataclass(frozen=True, slots=True)
class ImportCount:
    """An import: its graph, name and title, its two dates, its records, who read it, its terms."""

    graph: str
    name: str
    title: str
    published: str
    retrieved: str
    records: int
    refused: int
    reader: str
    licence: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds."""

    graphs: tuple[GraphCount, ...]
    imports: tuple[ImportCount, ...]
    classes: tuple[tuple[str, str, int], ...]
    complete: int
    incomplete: int
    latest: str

    @property
    def statements(self) -> int:
        """The number of statements in all named graphs."""
        return sum(graph.statements for graph in self.graphs)


def contents(engine: Engine) -> Contents:
    """Count what the store holds; ``latest`` is the last day on which a claim begins to hold."""
    covered = {_text(row[0]): int(_text(row[1])) for row in _rows(engine, _COVERAGE)}
    summary = summary_of(engine)
    names = " ".join(n_triples(Iri(graph)) for graph in summary.graphs)
    return Contents(
        graphs=tuple(
            GraphCount(_text(graph), _text(title), _text(licence), summary.graphs[_text(graph)])
            for graph, title, licence in _rows(engine, _GRAPHS % names)
        ),
        imports=tuple(_import(row) for row in _rows(engine, _IMPORTS)),
        classes=tuple(
            (key_of(_text(class_)), _text(label), summary.classes[_text(class_)])
            for class_, label in _rows(engine, _CLASSES)
            if _text(class_) in summary.classes
        ),
        complete=covered.get("true", 0),
        incomplete=covered.get("false", 0),
        latest=summary.latest,
    )


def _import(row: Row) -> ImportCount:
    graph, name, title, issued, retrieved, records, refused, reader, rights = map(_text, row)
    return ImportCount(
        graph, name, title, issued, retrieved, int(records), int(refused), reader, rights
    )


def _rows(engine: Engine, query: str) -> list[Row]:
    answer = engine.select(query)
    return list(answer.rows)


def _text(term: Term | None) -> str:
    return "" if term is None else term.value
