"""The one interface to an RDF store: ask it in SPARQL, look things up, and get plain terms back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from comity.terms import Blank, Iri, Quad, Term, Triple

Row = tuple[Term | None, ...]


class Solutions(NamedTuple):
    """The answer to SELECT: the variables in order, and one term or None each, row by row."""

    variables: tuple[str, ...]
    rows: Iterable[Row]


class Verdict(NamedTuple):
    """The answer to ASK."""

    holds: bool


class Triples(NamedTuple):
    """The answer to CONSTRUCT or DESCRIBE."""

    triples: Iterable[Triple]


Answer = Solutions | Verdict | Triples


class Engine(Protocol):
    """A store opened for reading; every reader in comity gets this and nothing more.

    The default graph holds all current statements (ontology, graphs, derived bounds); each named
    graph holds its own share of them, for provenance.
    """

    @property
    def name(self) -> str:
        """The name of the engine, as ``--engine`` has it."""
        ...

    @property
    def settled(self) -> bool:
        """Whether what it holds stays as it is while it is open, so that readers may remember."""
        ...

    @property
    def beside(self) -> str:
        """The folder with a summary and the names of the store, "" where nobody wrote them."""
        ...

    def query(self, text: str) -> Answer:
        """Answer a SPARQL 1.1 query.

        Raises :class:`comity.errors.BadQuery` with line and column where it does not parse, and
        :class:`comity.errors.StoreFailed` where the store cannot be read.
        """
        ...

    def triples(
        self,
        subject: Iri | Blank | None = None,
        predicate: Iri | None = None,
        value: Term | None = None,
        graph: Iri | None = None,
    ) -> Iterator[Triple]:
        """Give the triples of the default graph, or of a named one, that fit; None fits all."""
        ...

    def graphs(self) -> tuple[Iri, ...]:
        """Give the names of the named graphs, sorted."""
        ...

    def quads(self) -> Iterator[Quad]:
        """Give every statement of every named graph."""
        ...


class ListeningEngine:
    """Another engine, with a listener at the door."""

    def __init__(self, engine: Engine, say: Callable[[str], None]) -> None:
        self._engine = engine
        self._say = say
        self.name = engine.name
        self.settled = engine.settled
        self.beside = engine.beside

    def query(self, text: str) -> Answer:
        """Tell the query, then have it answered."""
        self._say(text)
        return self._engine.query(text)

    def triples(
        self,
        subject: Iri | Blank | None = None,
        predicate: Iri | None = None,
        value: Term | None = None,
        graph: Iri | None = None,
    ) -> Iterator[Triple]:
        """Give the triples of the other engine."""
        return self._engine.triples(subject, predicate, value, graph)

    def graphs(self) -> tuple[Iri, ...]:
        """Give the named graphs of the other engine."""
        return self._engine.graphs()

    def quads(self) -> Iterator[Quad]:
        """Give the statements of the other engine."""
        return self._engine.quads()
