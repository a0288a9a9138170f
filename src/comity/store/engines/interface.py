"""The one interface to an RDF store: ask it in SPARQL, look things up, and get plain terms back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from comity.errors import BadQuery
from comity.terms import Blank, Iri, Quad, Term, Triple

Row = tuple[Term | None, ...]


class Solutions(NamedTuple):
    """The answer to SELECT: the variables in order, and one term or None each, row by row."""

    variables: tuple[str, ...]
    rows: Iterable[Row]


Answer = Solutions | bool | Iterator[Triple]
"""What a query of any form is answered with: of SELECT, of ASK, of CONSTRUCT or DESCRIBE."""


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

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query of SPARQL 1.1.

        Raises :class:`comity.errors.BadQuery` with line and column where it does not parse or is
        of another form, and :class:`comity.errors.StoreFailed` where the store cannot be read.
        """
        ...

    def ask(self, text: str) -> bool:
        """Answer an ASK query; raises what :meth:`select` raises."""
        ...

    def construct(self, text: str) -> Iterator[Triple]:
        """Answer a CONSTRUCT or DESCRIBE query; raises what :meth:`select` raises."""
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


class Answering(ABC):
    """Gives an engine its three kinds of questions, from one that answers a query of any form."""

    @abstractmethod
    def _answer(self, text: str) -> Answer:
        """Answer a query of any form."""

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query: see :class:`Engine`."""
        answer = self._answer(text)
        if isinstance(answer, Solutions):
            return answer
        raise _other_form("SELECT")

    def ask(self, text: str) -> bool:
        """Answer an ASK query: see :class:`Engine`."""
        answer = self._answer(text)
        if isinstance(answer, bool):
            return answer
        raise _other_form("ASK")

    def construct(self, text: str) -> Iterator[Triple]:
        """Answer a CONSTRUCT or DESCRIBE query: see :class:`Engine`."""
        answer = self._answer(text)
        if isinstance(answer, Solutions | bool):
            raise _other_form("CONSTRUCT or DESCRIBE")
        return answer


def _other_form(wanted: str) -> BadQuery:
    return BadQuery(f"The query is not of the form {wanted}.", f"Begin it with {wanted}.")


class ListeningEngine:
    """Another engine, each of whose queries a listener gets first."""

    def __init__(self, engine: Engine, say: Callable[[str], None]) -> None:
        self._engine = engine
        self._say = say
        self.name = engine.name
        self.settled = engine.settled
        self.beside = engine.beside

    def select(self, text: str) -> Solutions:
        """Pass the query to the listener, then to the other engine."""
        self._say(text)
        return self._engine.select(text)

    def ask(self, text: str) -> bool:
        """Pass the query to the listener, then to the other engine."""
        self._say(text)
        return self._engine.ask(text)

    def construct(self, text: str) -> Iterator[Triple]:
        """Pass the query to the listener, then to the other engine."""
        self._say(text)
        return self._engine.construct(text)

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
