"""Sums up what a store holds: graphs, things, claims, and how complete they are."""

from __future__ import annotations

from dataclasses import dataclass

from comity.names import DCTERMS, PROV, RDFS, SKOS, key_of
from comity.store.engine import Engine, Row, Solutions
from comity.store.summary import summary_of
from comity.terms import Iri, Term, n_triples
from comity.vocab import COMITY

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
    answer = engine.query(query)
    assert isinstance(answer, Solutions)
    return list(answer.rows)


def _text(term: Term | None) -> str:
    return "" if term is None else term.value
