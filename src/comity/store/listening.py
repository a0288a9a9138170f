"""An engine that tells each query to a listener before another engine answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from comity.store.engine import Answer, Engine
from comity.terms import Blank, Iri, Quad, Term, Triple


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
