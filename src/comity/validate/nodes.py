"""Turn plain terms into the nodes of rdflib and back, with every lexical form as it was written."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import rdflib

from comity.terms import XSD, Blank, Iri, Literal, Term, Triple, tagged

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
