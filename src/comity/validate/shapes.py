"""Run SHACL shapes over data with pySHACL, and return what they find as plain findings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyshacl
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH, SKOS

from comity.errors import BadData
from comity.graph.load import read_triples, turtle_files
from comity.names import ONTOLOGY
from comity.names import SH as SHACL
from comity.paths import room
from comity.terms import Blank, Iri, Term, Triple, n_triples
from comity.validate.finding import Finding, Severity, brief, in_order
from comity.validate.nodes import graph_of, node_of, quietly, term_of

_IRI = re.compile(r"https?://[^\s\"'<>(){}|]*[^\s\"'<>(){}|.,:;]")
_SEVERITIES: dict[Term, Severity] = {Iri(SHACL + one.value): one for one in Severity}
_ROOMS_OF_THEIR_OWN = ("examples", "shapes")


def vocabulary() -> list[Triple]:
    """Return the shipped ontology: its modules, schemes and alignments."""
    home = Path(room("ontology"))
    files = [
        path
        for path in turtle_files([home])
        if path.relative_to(home).parts[0] not in _ROOMS_OF_THEIR_OWN
    ]
    return [triple for path in files for triple in read_triples(path)]


def shipped_shapes() -> list[Triple]:
    """Return the shipped shapes."""
    return [
        triple
        for path in turtle_files([Path(room("ontology")) / "shapes"])
        for triple in read_triples(path)
    ]


def extra_shapes(file: Path | None) -> list[Triple]:
    """Return the shapes of the caller's own file, if there is one."""
    return [] if file is None else read_triples(file)


def check(
    data: Iterable[Triple], ontology: Iterable[Triple], shapes: Iterable[Triple]
) -> tuple[Finding, ...]:
    """Return what the shapes find in the data, read in the light of the ontology.

    Nothing is inferred but that an instance of a class is one of its super-classes, which SHACL
    does by itself. A finding of a blank property shape bears the name of the shape that holds it.
    A finding on the ontology is moved to the term it is about, and where nobody declares that
    term, to the first thing that uses it. Raises BadData where the shapes are no valid SHACL.
    """
    rules = list(shapes)
    with quietly():
        graph = graph_of([*data, *ontology])
        report = _report(graph, graph_of(rules))
        holders = {value: subject for subject, _, value in rules if isinstance(value, Blank)}
        return in_order(
            _finding(_Result(report, result), holders, graph)
            for result in report.objects(None, SH.result)
        )


def _report(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """Return the SHACL report of pySHACL.

    The data are ours alone, so pySHACL need not copy them. The ontology is in them already:
    pySHACL's own way of mixing one in leaves the SKOS concepts out.
    """
    try:
        _, report, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    except Exception as error:
        # a shape can fail in any way: rdflib raises a bare Exception for an unknown prefix
        raise _not_runnable(str(error)) from error
    if not isinstance(report, rdflib.Graph):
        raise _not_runnable(str(text))
    return report


def _not_runnable(why: str) -> BadData:
    return BadData(
        f"The shapes cannot be run: {' '.join(why.split())}",
        "Correct the shape that this is about.",
    )


class _Result:
    """One result of a SHACL report, read as terms."""

    def __init__(self, report: rdflib.Graph, node: rdflib.term.Node) -> None:
        self._report = report
        self._node = node

    def get(self, name: rdflib.URIRef) -> Term | None:
        node = self._report.value(self._node, name)
        return None if node is None else term_of(node)

    def must(self, name: rdflib.URIRef) -> Term:
        """Return what SHACL says every result has."""
        term = self.get(name)
        if term is None:
            raise BadData(
                f"A result of the shapes has no {name}.", "Check the shapes with another processor."
            )
        return term

    def messages(self) -> list[str]:
        return sorted(map(str, self._report.objects(self._node, SH.resultMessage)))

    def choices(self) -> list[rdflib.term.Node]:
        """Return the properties that an alternative path is made of."""
        path = self._report.value(self._node, SH.resultPath)
        start = None if path is None else self._report.value(path, SH.alternativePath)
        return [] if start is None else list(Collection(self._report, start))


def _finding(result: _Result, holders: dict[Blank, Iri | Blank], data: rdflib.Graph) -> Finding:
    focus, value, path = result.must(SH.focusNode), result.get(SH.value), result.get(SH.resultPath)
    if focus == Iri(ONTOLOGY) and value is not None:
        focus = value if (node_of(value), None, None) in data else _user(value, data) or focus
    if not isinstance(path, Iri):
        used = (
            choice
            for choice in result.choices()
            if value is not None and (node_of(focus), choice, node_of(value)) in data
        )
        path = next((Iri(str(choice)) for choice in used), None)
    return Finding(
        severity=_SEVERITIES.get(result.must(SH.resultSeverity), Severity.VIOLATION),
        shape=_named(result.must(SH.sourceShape), holders),
        focus=focus,
        message=" ".join(_with_names(message, data) for message in result.messages()),
        component=result.must(SH.sourceConstraintComponent),
        path=path,
        # the value of a rule on the whole thing is the thing again
        value=None if value == focus else value,
        label=_label(focus, data),
    )


def _named(shape: Term, holders: dict[Blank, Iri | Blank]) -> Term:
    """Return the shape, or where it is blank the one around it that has a name."""
    passed: set[Term] = set()
    while isinstance(shape, Blank) and shape in holders and shape not in passed:
        passed.add(shape)
        shape = holders[shape]
    return shape


def _user(term: Term, data: rdflib.Graph) -> Term | None:
    """Return the first thing that uses a term as a property or as its class."""
    node = node_of(term)
    users = {*data.subjects(node, None), *data.subjects(RDF.type, node)}
    return min(map(term_of, users), key=n_triples, default=None)


def _label(term: Term, data: rdflib.Graph) -> str | None:
    names = (
        str(name)
        for name in data.objects(node_of(term), SKOS.prefLabel)
        if isinstance(name, rdflib.Literal) and name.language == "en"
    )
    return min(names, default=None)


def _with_names(message: str, data: rdflib.Graph) -> str:
    """Return the message with each IRI in it made readable: by its name, or by its prefix."""

    def readable(found: re.Match[str]) -> str:
        iri = Iri(found[0])
        return _label(iri, data) or brief(iri)

    return _IRI.sub(readable, message)
