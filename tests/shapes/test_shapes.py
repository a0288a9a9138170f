"""Every shape has a name, a severity and a message that tells, and files that pass and fail it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from comity.graph.load import read_triples, turtle_files
from comity.iris import COMITY, ONTOLOGY, SCHEME, SH, SHAPE
from comity.paths import room
from comity.terms import RDF, Iri, Literal, Term, Triple
from comity.validate.data import shipped_shapes, vocabulary, vocabulary_of
from comity.validate.findings import Finding, Severity
from tests.validate.same import found_by_each, same

HERE = Path(__file__).parent
INVALID = turtle_files([HERE / "invalid"])
VALID = turtle_files([HERE / "valid"])
EXAMPLES = turtle_files([Path(Path(room("ontology"))) / "examples"])

ontology = cache(vocabulary)
shapes = cache(shipped_shapes)


def findings(path: Path) -> tuple[Finding, ...]:
    return findings_in(path.read_bytes())


@cache  # several shapes share what they call valid
def findings_in(text: bytes) -> tuple[Finding, ...]:
    data = read_triples(text, "turtle")
    told = found_by_each([*data, *vocabulary_of(data, ontology())], shapes())
    assert same(told), told
    return told["pyshacl"]


def named_by(path: Path) -> str:
    return path.stem.split("--")[0]


def values(subject: Term, predicate: str) -> list[Term]:
    return [o for s, p, o in shapes() if s == subject and p.value == predicate]


def named_shapes() -> list[Iri]:
    kinds = {Iri(SH + "NodeShape"), Iri(SH + "PropertyShape")}
    return sorted(
        s for s, p, o in shapes() if p.value == RDF + "type" and o in kinds and isinstance(s, Iri)
    )


def messages(shape: Iri) -> list[Term]:
    """Return the messages of a shape: its own, or those of its SPARQL constraints."""
    holders = [shape, *values(shape, SH + "sparql")]
    return [message for holder in holders for message in values(holder, SH + "message")]


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_only_the_shape_that_an_invalid_file_is_named_after_finds_fault(path: Path) -> None:
    found = findings(path)

    assert {finding.rule for finding in found} == {named_by(path)}, found


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_no_shape_finds_fault_with_a_valid_file(path: Path) -> None:
    assert findings(path) == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_example_of_the_ontology_is_wrong(path: Path) -> None:
    found = [one for one in findings(path) if one.severity is Severity.VIOLATION]

    assert found == []


def test_no_shape_finds_fault_with_the_ontology() -> None:
    told = found_by_each(ontology(), shapes())

    assert told == {"fast": (), "pyshacl": ()}


def test_every_shape_has_a_file_that_passes_and_one_that_fails() -> None:
    names = {shape.value.removeprefix(SHAPE) for shape in named_shapes()}

    assert {named_by(path) for path in INVALID} == names
    assert {named_by(path) for path in VALID} == names


@pytest.mark.parametrize("shape", named_shapes(), ids=lambda shape: shape.value.split("#")[1])
def test_a_shape_says_the_fault_then_the_repair_in_one_english_sentence(shape: Iri) -> None:
    [message] = messages(shape)

    assert isinstance(message, Literal)
    assert message.language == "en"
    assert re.fullmatch(r"(?:[A-Z]|\{\?polity\}).+?[^:]: [a-z].+\.", message.value)


@pytest.mark.parametrize("shape", named_shapes(), ids=lambda shape: shape.value.split("#")[1])
def test_a_shape_has_a_readable_name_a_severity_and_a_target(shape: Iri) -> None:
    [severity] = values(shape, SH + "severity")
    targets = [p for s, p, _ in shapes() if s == shape and p.value.startswith(SH + "target")]

    assert re.fullmatch(r"(?:[A-Z][a-z0-9]+)+", shape.value.removeprefix(SHAPE))
    assert severity.value.removeprefix(SH) in {one.value for one in Severity}
    assert targets


def test_every_shape_without_a_name_is_part_of_one_with_a_name() -> None:
    outer = [t for t in shapes() if t[1].value == RDF + "type" and t[2].value.endswith("Shape")]

    assert all(isinstance(subject, Iri) for subject, _, _ in outer)


def test_shapes_name_only_declared_terms_and_concepts() -> None:
    declared = {subject.value for subject, _, _ in ontology()}

    assert {name for triple in shapes() for name in names_in(triple)} <= declared


def names_in(triple: Triple) -> set[str]:
    """Return the terms and concepts of ours that a triple names, also inside SPARQL."""
    prefixes = {"comity": COMITY, "status": f"{SCHEME}attendance-status/"}
    found: set[str] = set()
    for term in triple:
        if isinstance(term, Iri) and term.value.startswith((COMITY, SCHEME)):
            found.add(term.value)
        elif isinstance(term, Literal) and triple[1].value == SH + "select":
            spelt = re.findall(r"\b(comity|status):([A-Za-z-]+)", term.value)
            found |= {prefixes[prefix] + name for prefix, name in spelt}
    return found - {ONTOLOGY}
