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
from comity.terms import XSD, Blank, Iri, Literal, Term, Triple, tagged
from comity.validate.data import Data
from comity.validate.findings import Result

_STRING = XSD + "string"


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
            report = _report(graph_of(data), graph_of(shapes))
            for node in report.objects(None, SH.result):
                yield _result(report, node, holders)


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
    report: rdflib.Graph, node: rdflib.term.Node, holders: dict[Blank, Iri | Blank]
) -> Result:
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
        messages=tuple(sorted(map(str, report.objects(node, SH.resultMessage)))),
        paths=_paths(report, node),
        value=get(SH.value),
    )


def _paths(report: rdflib.Graph, node: rdflib.term.Node) -> tuple[Iri, ...]:
    """Return the property of a result, or the alternatives that its path is made of."""
    path = report.value(node, SH.resultPath)
    if isinstance(path, rdflib.URIRef):
        return (Iri(str(path)),)
    start = None if path is None else report.value(path, SH.alternativePath)
    choices = [] if start is None else list(Collection(report, start))
    return tuple(Iri(str(one)) for one in choices if isinstance(one, rdflib.URIRef))


def _named(shape: Term, holders: dict[Blank, Iri | Blank]) -> Term:
    """Return the shape, or where it is blank the one around it that has a name."""
    passed: set[Term] = set()
    while isinstance(shape, Blank) and shape in holders and shape not in passed:
        passed.add(shape)
        shape = holders[shape]
    return shape
