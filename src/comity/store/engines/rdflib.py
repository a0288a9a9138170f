"""rdflib as an engine: slower, in memory, and an independent second opinion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

import rdflib
import rdflib.plugins.sparql as sparql
from pyparsing import ParseException
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax as BadTurtle
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parserutils import CompValue

from comity.errors import BadData, BadQuery, ComityError
from comity.store.engines.guard import without_escapes
from comity.store.engines.interface import Answer, Answering, Engine, Row, Solutions
from comity.store.engines.syntax import BadSyntax, no_function
from comity.store.engines.tokens import all_tokens
from comity.terms import RDF, XSD, Blank, Iri, Literal, Quad, Term, Triple


def plain(node: rdflib.term.Node) -> Term:
    """Return an rdflib term as one of ours."""
    if isinstance(node, rdflib.URIRef):
        return Iri(str(node))
    if isinstance(node, rdflib.BNode):
        return Blank(str(node))
    assert isinstance(node, rdflib.Literal)
    if node.language is not None:
        return Literal(str(node), RDF + "langString", node.language.lower())
    return Literal(str(node), str(node.datatype) if node.datatype else XSD + "string")


def _node(term: Term) -> rdflib.term.IdentifiedNode | rdflib.Literal:
    if isinstance(term, Iri):
        return rdflib.URIRef(term.value)
    if isinstance(term, Blank):
        return rdflib.BNode(term.value)
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == XSD + "string":
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype), normalize=False)


def _plain_triple(triple: tuple[rdflib.term.Node, ...]) -> Triple:
    subject, predicate, value = (plain(node) for node in triple[:3])
    assert not isinstance(subject, Literal)
    assert isinstance(predicate, Iri)
    return subject, predicate, value


class RdflibEngine(Answering):
    """An rdflib dataset opened for reading."""

    name = "rdflib"
    settled = False
    beside = ""

    def __init__(self, dataset: rdflib.Dataset) -> None:
        self._dataset = dataset

    def _answer(self, text: str) -> Answer:
        sent = _respelt(text)
        try:
            prepared = sparql.prepareQuery(sent)
        except ParseException as error:
            raise BadSyntax(sent, error.loc).in_text(text) from None
        except RecursionError:
            raise _not_answered("RecursionError") from None
        except Exception:  # rdflib has no class of its own for an unknown prefix, say
            raise BadSyntax(sent, 0).in_text(text) from None
        traverse(prepared.algebra, visitPre=_refuse_calls)
        try:
            result = self._dataset.query(prepared)
            if result.type == "SELECT":
                result.bindings  # noqa: B018  # rdflib evaluates it here
        except ComityError:
            raise
        except Exception as error:
            raise _not_answered(type(error).__name__) from error
        if result.type == "SELECT":
            variables = tuple(str(variable) for variable in result.vars or ())
            return Solutions(variables, _rows(result, variables))
        if result.type == "ASK":
            return bool(result.askAnswer)
        return (_plain_triple(triple) for triple in result.graph or ())

    def triples(
        self,
        subject: Iri | Blank | None = None,
        predicate: Iri | None = None,
        value: Term | None = None,
        graph: Iri | None = None,
    ) -> Iterator[Triple]:
        """Give the triples that fit: see :class:`comity.store.engines.interface.Engine`."""
        source = (
            self._dataset.graph(rdflib.URIRef(graph.value))
            if graph
            else self._dataset.default_graph
        )
        pattern = (
            _node(subject) if subject else None,
            rdflib.URIRef(predicate.value) if predicate else None,
            _node(value) if value else None,
        )
        for triple in source.triples(pattern):
            yield _plain_triple(triple)

    def graphs(self) -> tuple[Iri, ...]:
        """Give the names of the named graphs, sorted."""
        names = (graph.identifier for graph in self._dataset.graphs())
        return tuple(sorted(Iri(str(name)) for name in names if name != _DEFAULT))

    def quads(self) -> Iterator[Quad]:
        """Give every statement of every named graph."""
        for graph in self.graphs():
            for subject, predicate, value in self.triples(graph=graph):
                yield subject, predicate, value, graph


def _not_answered(kind: str) -> BadQuery:
    return BadQuery(
        f"rdflib does not answer the query: {kind}.",
        "Run it with --engine oxigraph, or ask otherwise.",
    )


_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))")


def _respelt(text: str) -> str:
    """Return a query as rdflib reads it rightly.

    rdflib resolves code points before all else, so that an escaped backslash before a ``u`` is
    none to it, and it ends a comment at a line feed alone.
    """
    text = without_escapes(text)
    parts = list(all_tokens(text))
    has_base = any(part.kind == "word" and part.text.upper() == "BASE" for part in parts)
    declared: set[str] = set()
    before = ""
    pieces: list[str] = []
    for kind, piece, start in parts:
        prefix = piece.partition(":")[0]
        if kind == "name" and before == "PREFIX":
            declared.add(prefix)
        elif kind == "name" and prefix not in declared and not piece.startswith("_:"):
            raise BadSyntax(text, start)  # rdflib has prefixes of its own
        if kind not in ("space", "comment"):
            before = piece.upper()
        if kind == "comment":
            pieces.append(" " * len(piece))
        elif kind == "string":
            pieces.append(_without_escapes(piece, text, start))
        elif kind == "iri" and not has_base and not re.match(r"<(?:[A-Za-z][\w+.-]*:|\\)", piece):
            raise BadSyntax(text, start)
        else:
            pieces.append(piece)
    return "".join(pieces)


def _without_escapes(piece: str, text: str, start: int) -> str:
    """Return a string of a query that begins at ``start`` with its escapes as characters."""
    return _ESCAPE.sub(lambda escape: _character(escape, text, start), piece)


def _character(escape: re.Match[str], text: str, start: int) -> str:
    if escape[3]:
        return "\\u005C\\u005C" if escape[3] == "\\" else escape[0]
    code = int(escape[1] or escape[2], 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise BadSyntax(text, start)
    character = chr(code)
    return (
        f"\\{character}"
        if character in "\"'"
        else {"\n": "\\n", "\r": "\\r"}.get(
            character, "\\u005C\\u005C" if character == "\\" else character
        )
    )


def _refuse_calls(part: object) -> None:
    """Raise BadQuery for a part of a parsed query that asks elsewhere or calls what is not here."""
    if isinstance(part, CompValue) and part.name == "Function" and not part.iri.startswith(XSD):
        raise no_function(f"<{part.iri}>")
    if isinstance(part, CompValue) and part.name == "ServiceGraphPattern":
        raise BadQuery(
            "The query asks another endpoint (SERVICE); comity answers from its own store.",
            "Take the SERVICE part out, or ask that endpoint with --endpoint URL.",
        )


sparql.SPARQL_LOAD_GRAPHS = False  # FROM names a graph of the store and fetches nothing
_DEFAULT = rdflib.Dataset().default_graph.identifier


def dataset_of(engine: Engine) -> rdflib.Dataset:
    """Return all of a store as an rdflib dataset, its merged graph as the default graph."""
    dataset = rdflib.Dataset()
    merged: Iterable[Quad] = ((*triple, None) for triple in engine.triples())
    for subject, predicate, value, graph in chain(engine.quads(), merged):
        home = dataset.graph(rdflib.URIRef(graph.value)) if graph else dataset.default_graph
        home.add((_node(subject), rdflib.URIRef(predicate.value), _node(value)))
    return dataset


class RdflibWriter:
    """An rdflib dataset being filled; :meth:`reader` hands it on for reading."""

    def __init__(self) -> None:
        self._dataset = rdflib.Dataset()

    def load(self, files: Iterable[tuple[str, Iri]]) -> None:
        """Load Turtle files, each into its named graph and all into the default graph."""
        for path, graph in files:
            parsed = rdflib.Graph()
            try:
                parsed.parse(path, format="turtle")
            except (BadTurtle, ParserError, ValueError) as error:
                raise BadData(
                    f"{path}: {' '.join(str(error).split())}", "Mend the Turtle at that place."
                ) from None
            self.add((_plain_triple(triple) for triple in parsed), graph)

    def add(self, triples: Iterable[Triple], graph: Iri) -> None:
        """Add triples to a named graph and to the default graph."""
        named = self._dataset.graph(rdflib.URIRef(graph.value))
        for subject, predicate, value in triples:
            nodes = _node(subject), rdflib.URIRef(predicate.value), _node(value)
            named.add(nodes)
            self._dataset.default_graph.add(nodes)

    def load_quads(self, lines: Iterable[str]) -> None:
        """Load lines of N-Quads; one without a graph goes into the default graph."""
        parsed = rdflib.Dataset()  # of its own: parsing gives a dataset another default graph
        parsed.parse(data="".join(lines), format="nquads")
        for graph in parsed.graphs():
            is_default = graph.identifier == _DEFAULT
            home = (
                self._dataset.default_graph if is_default else self._dataset.graph(graph.identifier)
            )
            for triple in graph:
                home.add(triple)

    def rewrite(self, lost: Iterable[Triple], gained: Iterable[Triple]) -> None:
        """Remove triples from the default graph, then add others to it."""
        merged = self._dataset.default_graph
        for subject, predicate, value in list(lost):
            merged.remove((_node(subject), rdflib.URIRef(predicate.value), _node(value)))
        for subject, predicate, value in gained:
            merged.add((_node(subject), rdflib.URIRef(predicate.value), _node(value)))

    def finish(self) -> None:
        """Do nothing: rdflib keeps all in memory."""

    def reader(self) -> RdflibEngine:
        """Return the same dataset as an engine."""
        return RdflibEngine(self._dataset)


def _rows(result: rdflib.query.Result, variables: tuple[str, ...]) -> Iterator[Row]:
    for binding in result.bindings:
        found = (binding.get(rdflib.Variable(variable)) for variable in variables)
        yield tuple(
            plain(node) if isinstance(node, rdflib.term.Identifier) else None for node in found
        )
