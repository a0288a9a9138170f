"""The W3C's SHACL suite, core and SPARQL-based, by each processor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH

from comity.errors import BadData
from comity.terms import Blank, Iri, Literal, Term, Triple
from comity.validate import render, validate_files
from comity.validate.data import Data, Statements
from comity.validate.fast import run
from comity.validate.findings import Result, Unfit
from comity.validate.reference import Reference, quietly, term_of

SUITE = Path(__file__).resolve().parents[3] / "shared" / "conformance" / "shacl"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")

Facts = tuple[str, ...]
Run = Callable[[Data, Sequence[Triple]], Iterable[Result]]
# without the care that hands a case on to the other processor
RUNS: dict[str, Run] = {"fast": run, "pyshacl": Reference().results}


@dataclass(frozen=True)
class Case:
    """One test: data, shapes, and the results that are expected; None where it has to fail."""

    name: str
    data: Path
    shapes: Path
    expected: Counter[Facts] | None


def cases() -> Iterator[Case]:
    """Give every case of the suite."""
    for path in sorted(SUITE.rglob("*.ttl")):
        with quietly():
            graph = rdflib.Graph().parse(path)
        for entry in graph.subjects(RDF.type, SHT.Validate):
            [action] = graph.objects(entry, MF.action)
            [result] = graph.objects(entry, MF.result)
            data, shapes = (
                Path(str(graph.value(action, name)).removeprefix("file://"))
                for name in (SHT.dataGraph, SHT.shapesGraph)
            )
            name = path.relative_to(SUITE).with_suffix("").as_posix()
            wanted = None if result == SHT.Failure else expected(graph, result)
            yield Case(name, data, shapes, wanted)


def expected(graph: rdflib.Graph, report: rdflib.term.Node) -> Counter[Facts]:
    """Return the results of a report of the suite, as far as comity tells them."""
    return Counter(
        facts(
            *(
                None if (node := graph.value(result, name)) is None else term_of(node)
                for name in (
                    *(SH.focusNode, SH.value, SH.resultSeverity),
                    SH.sourceConstraintComponent,
                )
            )
        )
        for result in graph.objects(report, SH.result)
    )


def facts(*terms: Term | None) -> Facts:
    """Return terms as text; blank nodes are all alike, for a report names them anew."""
    return tuple("_" if isinstance(one, Blank) else str(one) for one in terms)


def triples(path: Path) -> list[Triple]:
    with quietly():
        graph = rdflib.Graph().parse(path)
    found: list[Triple] = []
    for subject, predicate, value in graph:
        one, name = term_of(subject), term_of(predicate)
        assert not isinstance(one, Literal)
        assert isinstance(name, Iri)
        found.append((one, name, term_of(value)))
    return found


CASES = list(cases())
# where one errs, as of 2026-11-24: pySHACL 0.40.1 and shacl 0.3.4
WRONG = {
    ("fast", "core/property/uniqueLang-002"): "takes sh:uniqueLang 1 for true",
    ("pyshacl", "core/property/uniqueLang-002"): "takes sh:uniqueLang 1 for true",
    ("fast", "sparql/pre-binding/unsupported-sparql-004"): "runs a subquery without $this",
    ("pyshacl", "sparql/node/prefixes-001"): "does not collect prefixes of imported graphs",
    ("pyshacl", "sparql/pre-binding/shapesGraph-001"): "has no $shapesGraph",
}


def tried() -> Iterator[object]:
    """Give each case with each processor; where one errs, the case has to fail."""
    for name in RUNS:
        for case in CASES:
            why = WRONG.get((name, case.name))
            marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
            yield pytest.param(case, name, marks=marks, id=f"{name}-{case.name}")


@pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C's suite is not at {SUITE}")
def test_the_suite_is_whole() -> None:
    assert len(CASES) == 121


@pytest.mark.parametrize(("case", "processor"), [*tried()])
def test_a_case_of_the_suite_passes(case: Case, processor: str) -> None:
    shapes = triples(case.shapes)
    try:
        results = list(RUNS[processor](Statements(triples(case.data)), shapes))
    except (BadData, Unfit):
        assert case.expected is None
        return
    found = Counter(facts(one.focus, one.value, one.severity, one.component) for one in results)
    assert case.expected is not None, "it should fail"
    assert found == case.expected


# where the whole report differs, as of 2026-12-01: the engine's own (pySHACL 0.40.1, shacl 0.3.4)
DIFFERENT = {
    "core/property/uniqueLang-002": "takes sh:uniqueLang 1 for true",
    "sparql/node/prefixes-001": "does not collect prefixes of imported graphs",
    "sparql/pre-binding/shapesGraph-001": "has no $shapesGraph",
}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.name,
            marks=[pytest.mark.xfail(reason=DIFFERENT[case.name], strict=True)]
            if case.name in DIFFERENT
            else [],
        )
        for case in CASES
    ],
)
@pytest.mark.filterwarnings("ignore::pyshacl.errors.ConstraintLoadWarning")
def test_the_whole_report_on_a_case_is_that_of_the_suite(case: Case) -> None:
    try:
        text = render(validate_files([case.data], case.shapes, []), "turtle")
    except BadData:
        assert case.expected is None
        return
    assert case.expected is not None, "it should fail"
    with quietly():
        graph = rdflib.Graph().parse(SUITE / f"{case.name}.ttl")
        own = rdflib.Graph().parse(data=text, format="turtle")
    [report] = own.subjects(RDF.type, SH.ValidationReport)
    [entry] = graph.subjects(RDF.type, SHT.Validate)
    [expected_report] = graph.objects(entry, MF.result)
    assert isomorphic(described(own, report), described(graph, expected_report))


def described(graph: rdflib.Graph, report: rdflib.term.Node) -> rdflib.Graph:
    """Return a report with its results and their paths, without messages, which are free.

    Shapes without a name are all alike: nothing outside their file can tell one from another.
    """
    told = rdflib.Graph()
    waiting, seen = [report], set[rdflib.term.Node]()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for predicate, value in graph.predicate_objects(node):
            if predicate in (SH.resultMessage, SH.detail, SH.shapesGraphWellFormed):
                continue
            if value == SH.ValidationResult:
                continue
            is_shape = predicate in (SH.sourceShape, SH.sourceConstraint)
            if isinstance(value, rdflib.BNode) and is_shape:
                told.add((node, predicate, rdflib.Literal("a shape without a name")))
                continue
            told.add((node, predicate, value))
            if isinstance(value, rdflib.BNode) and predicate not in (SH.focusNode, SH.value):
                waiting.append(value)
    return told
