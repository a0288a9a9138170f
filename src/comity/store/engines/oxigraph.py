"""Oxigraph as an engine: on disk, read-only and shared, or in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from comity.errors import BadQuery, ComityError, StoreBroken, StoreFailed
from comity.store.engines import guard
from comity.store.engines.interface import Answer, Answering, Row, Solutions
from comity.store.engines.syntax import BadSyntax, no_function, offset_of
from comity.terms import RDF, XSD, Blank, Iri, Literal, Quad, Term, Triple

_POSITION = re.compile(r"error at (\d+):(\d+):")
_FUNCTION = re.compile(r"The custom function (<[^>]*>) is not supported")
_LANG_STRING = RDF + "langString"
_STRING = XSD + "string"
_Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_MOST_TERMS = 2**15  # that an engine remembers: some ten megabytes


def plain(node: _Node) -> Term:
    """Return an Oxigraph term as one of ours."""
    if isinstance(node, ox.NamedNode):
        return Iri(node.value)
    if isinstance(node, ox.Literal):
        language = node.language
        if language is None:
            return Literal(node.value, node.datatype.value)
        if node.direction is not None:
            raise _of_rdf_12("a text with a base direction")
        return Literal(node.value, _LANG_STRING, language)
    if isinstance(node, ox.BlankNode):
        return Blank(node.value)
    raise _of_rdf_12("a triple term")


def _of_rdf_12(thing: str) -> BadQuery:
    return BadQuery(
        f"The answer holds {thing}, which is of RDF 1.2.", "Ask for what RDF 1.1 can hold."
    )


class _Terms(dict[_Node | None, Term | None]):
    """Our term for each of Oxigraph's: made when it is first asked for, then remembered."""

    def __missing__(self, node: _Node | None) -> Term | None:
        if node is None:
            return None
        if len(self) >= _MOST_TERMS:
            self.clear()
        found = self[node] = plain(node)
        return found

    def triple(self, triple: ox.Triple | ox.Quad) -> Triple:
        subject, predicate, value = (
            self[triple.subject],
            self[triple.predicate],
            self[triple.object],
        )
        assert subject is not None
        assert not isinstance(subject, Literal)
        assert isinstance(predicate, Iri)
        assert value is not None
        return subject, predicate, value


def node_of(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return a term of ours as one of Oxigraph's."""
    if isinstance(term, Iri):
        return ox.NamedNode(term.value)
    if isinstance(term, Blank):
        return ox.BlankNode(term.value)
    if term.language is not None:
        return ox.Literal(term.value, language=term.language)
    if term.datatype == _STRING:
        return ox.Literal(term.value)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype))


def resource_of(term: Iri | Blank) -> ox.NamedNode | ox.BlankNode:
    """Return what a triple may be about as one of Oxigraph's terms."""
    return ox.NamedNode(term.value) if isinstance(term, Iri) else ox.BlankNode(term.value)


class OxigraphEngine(Answering):
    """An Oxigraph store opened for reading; ``settled`` if nobody can be writing to it.

    ``beside`` is the folder with what a build wrote about it, if there is one.
    """

    name = "oxigraph"

    def __init__(self, store: ox.Store, *, settled: bool = False, beside: str = "") -> None:
        self._store = store
        self.beside = beside
        self._terms = _Terms()
        self.settled = settled

    @classmethod
    def open(cls, folder: str) -> OxigraphEngine:
        """Open a store on disk for reading; any number of processes may do so at once."""
        try:
            return cls(ox.Store.read_only(folder), settled=True, beside=folder)
        except (OSError, RuntimeError) as error:
            raise failed(error) from None

    def _answer(self, text: str) -> Answer:
        safe = guard.respelt(text)
        try:
            answer = self._store.query(safe)
        except SyntaxError as error:
            raise bad_query(safe, str(error)) from None
        except (OSError, RuntimeError) as error:
            raise failed(error) from None
        if isinstance(answer, ox.QuerySolutions):
            names = tuple(variable.value for variable in answer.variables)
            return Solutions(names, self._rows(answer))
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        return self._triples(answer)

    def _rows(self, solutions: ox.QuerySolutions) -> Iterator[Row]:
        term = self._terms.__getitem__
        try:
            for solution in solutions:
                yield tuple(map(term, solution))
        except (OSError, RuntimeError) as error:
            raise failed(error) from None

    def _triples(self, triples: Iterable[ox.Triple | ox.Quad]) -> Iterator[Triple]:
        try:
            yield from map(self._terms.triple, triples)
        except (OSError, RuntimeError) as error:
            raise failed(error) from None

    def triples(
        self,
        subject: Iri | Blank | None = None,
        predicate: Iri | None = None,
        value: Term | None = None,
        graph: Iri | None = None,
    ) -> Iterator[Triple]:
        """Give the triples that fit: see :class:`comity.store.engines.interface.Engine`."""
        found = self._store.quads_for_pattern(
            resource_of(subject) if subject else None,
            ox.NamedNode(predicate.value) if predicate else None,
            node_of(value) if value else None,
            ox.NamedNode(graph.value) if graph else ox.DefaultGraph(),
        )
        return self._triples(found)

    def graphs(self) -> tuple[Iri, ...]:
        """Give the names of the named graphs, sorted."""
        return tuple(sorted(Iri(name.value) for name in self._store.named_graphs()))

    def quads(self) -> Iterator[Quad]:
        """Give every statement of every named graph."""
        for graph in self.graphs():
            for subject, predicate, value in self.triples(graph=graph):
                yield subject, predicate, value, graph

    def dump(self, path: str) -> None:
        """Write the merged graph to a file, as N-Triples."""
        try:
            self._store.dump(path, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        except (OSError, RuntimeError) as error:
            raise failed(error) from None


def unknown_function(error: Exception) -> BadQuery | None:
    """Return the error of a query that calls a function which the engine does not have."""
    function = _FUNCTION.search(str(error))
    return no_function(function[1]) if function is not None else None


def failed(error: Exception) -> ComityError:
    """Return what went wrong in the store on disk, or in a query, as an error of ours."""
    function = unknown_function(error)
    if function is not None:
        return function
    reason = " ".join(str(error).split())
    if isinstance(error, FileNotFoundError) or "Corruption" in reason:
        return StoreBroken(f"The store on disk is broken: {reason}", "Run: comity build")
    return StoreFailed(
        f"The store cannot be read or written: {reason}",
        "Free space or choose another folder with --store DIR, then run: comity build",
    )


def bad_query(text: str, message: str) -> BadQuery:
    """Return a parser's complaint as an error that points into the text."""
    position = _POSITION.match(message)
    if position is None:
        return BadQuery("The query does not parse.", "Correct it and run it again.")
    return BadSyntax(text, offset_of(text, int(position[1]), int(position[2])))
