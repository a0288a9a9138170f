"""Runs SHACL shapes with pySHACL: slow, and the reference for every other processor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyshacl
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import SH

from comity.errors import BadData
from comity.terms import Blank, Iri, Term, Triple
from comity.validate.data import Data
from comity.validate.nodes import graph_of, quietly, term_of
from comity.validate.processor import Result


class Reference:
    """pySHACL as a processor; it holds all data in memory."""

    name = "pyshacl"

    def results(self, data: Data, shapes: Sequence[Triple]) -> Iterator[Result]:
        """Give what the shapes find: see :class:`comity.validate.processor.Processor`."""
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
