"""Runs SHACL shapes with pySHACL: slow, and the reference for every other processor."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import pyshacl
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import SH

from comity.errors import BadData
from comity.terms import XSD, Blank, Iri, Literal, Term, Triple, n_triples, tagged
from comity.validate.data import Data
from comity.validate.findings import Messages, Result, ResultPath

_STRING = XSD + "string"
_KINDS = ("alternativePath", "inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")


def graph_of(triples: Iterable[Triple]) -> rdflib.Graph:
    """Return the triples as an rdflib graph.

    rdflib would read ``"2021"^^xsd:date`` as the first of January and rewrite it so; here it stays
    what it is, and a shape can find it.
    """
    graph = rdflib.Graph(bind_namespaces="none")
    for subject, predicate, value in triples:
        graph.add((node_of(subject), rdflib.URIRef(predicate.value), node_of(value)))
    return graph


def node_of(term: Term) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """Return a term as a node of rdflib."""
    if isinstance(term, Iri):
        return rdflib.URIRef(term.value)
    if isinstance(term, Blank):
        return rdflib.BNode(term.value)
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    kind = None if term.datatype == _STRING else rdflib.URIRef(term.datatype)
    return rdflib.Literal(term.value, datatype=kind, normalize=False)


def term_of(node: rdflib.term.Node) -> Term:
    """Return a node of rdflib as a term."""
    if isinstance(node, rdflib.BNode):
        return Blank(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language is not None:
            return tagged(str(node), node.language)
        return Literal(str(node), str(node.datatype or _STRING))
    return Iri(str(node))


@contextmanager
def quietly() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal it cannot read: a shape tells of it."""
    logger = logging.getLogger("rdflib.term")

    def refuse(_: logging.LogRecord) -> bool:
        return False

    logger.addFilter(refuse)
    try:
        yield
    finally:
        logger.removeFilter(refuse)


class Reference:
    """pySHACL as a processor; it holds all data in memory."""

    name = "pyshacl"

    def results(self, data: Data, shapes: Sequence[Triple]) -> Iterator[Result]:
        """Give what the shapes find: see :class:`comity.validate.findings.Processor`."""
        holders = {value: subject for subject, _, value in shapes if isinstance(value, Blank)}
        with quietly():
            rules = graph_of(shapes)
            report = _report(graph_of(data), rules)
            messages = Messages(shapes)
            for node in report.objects(None, SH.result):
                yield _result((report, rules), node, holders, messages)


def _report(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """Return the SHACL report of pySHACL.

    The data are ours alone, so pySHACL need not copy them. The ontology is in them already:
    pySHACL's own way of mixing one in leaves the SKOS concepts out.
    """
    try:
        _, report, text = pyshacl.validate(
            data,
            shacl_graph=shapes,
            inference="none",
            inplace=True,
            advanced=False,
            js=False,
            do_owl_imports=False,
        )
    except Exception as error:
        # a shape can fail in any way: rdflib raises a bare Exception for an unknown prefix
        raise not_runnable(str(error)) from error
    if not isinstance(report, rdflib.Graph):
        raise not_runnable(str(text))
    return report


def not_runnable(why: str) -> BadData:
    """Return the error for shapes that are no valid SHACL."""
    return BadData(
        f"The shapes cannot be run: {' '.join(why.split())}",
        "Correct the shape that this is about.",
    )


def _result(
    graphs: tuple[rdflib.Graph, rdflib.Graph],
    node: rdflib.term.Node,
    holders: dict[Blank, Iri | Blank],
    messages: Messages,
) -> Result:
    report, _ = graphs
    path = report.value(node, SH.resultPath)
    parts = None if path is None else _path(graphs, path)

    def get(name: rdflib.URIRef) -> Term | None:
        found = report.value(node, name)
        return None if found is None else term_of(found)

    def must(name: rdflib.URIRef) -> Term:
        """Return what SHACL says every result has."""
        term = get(name)
        if term is None:
            raise BadData(
                f"A result of the shapes has no {name}.", "Check the shapes with another processor."
            )
        return term

    return Result(
        severity=Iri(must(SH.resultSeverity).value),
        shape=_named(must(SH.sourceShape), holders),
        focus=must(SH.focusNode),
        component=must(SH.sourceConstraintComponent),
        messages=_messages(report, node, messages),
        path=ResultPath("", (parts,)) if isinstance(parts, Iri) else parts,
        value=get(SH.value),
        source=must(SH.sourceShape),
        constraint=get(SH.sourceConstraint),
    )


def _messages(
    report: rdflib.Graph, node: rdflib.term.Node, messages: Messages
) -> tuple[Literal, ...]:
    terms = (term_of(text) for text in report.objects(node, SH.resultMessage))
    literals = (term for term in terms if isinstance(term, Literal))
    return tuple(
        sorted(
            (text if text.language else messages.literal(text.value) for text in literals),
            key=n_triples,
        )
    )


def _path(graphs: Sequence[rdflib.Graph], node: rdflib.term.Node) -> Iri | ResultPath:
    """Return a path that is written in a report, or in the shapes where it is not there."""
    if isinstance(node, rdflib.URIRef):
        return Iri(str(node))
    graph = next((each for each in graphs if (node, None, None) in each), graphs[-1])
    if (node, rdflib.RDF.first, None) in graph:
        return ResultPath("sequence", _parts(graphs, graph, node))
    for kind in _KINDS:
        inner = graph.value(node, SH[kind])
        if inner is not None and kind == "alternativePath":
            return ResultPath(kind, _parts(graphs, graph, inner))
        if inner is not None:
            return ResultPath(kind, (_path(graphs, inner),))
    raise not_runnable("a path is none")


def _parts(
    graphs: Sequence[rdflib.Graph], graph: rdflib.Graph, start: rdflib.term.Node
) -> tuple[Iri | ResultPath, ...]:
    return tuple(_path(graphs, part) for part in Collection(graph, start))


def _named(shape: Term, holders: dict[Blank, Iri | Blank]) -> Term:
    """Return the shape, or where it is blank the one around it that has a name."""
    passed: set[Term] = set()
    while isinstance(shape, Blank) and shape in holders and shape not in passed:
        passed.add(shape)
        shape = holders[shape]
    return shape
