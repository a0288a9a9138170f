"""The quick processor finds what pySHACL finds, also in data that somebody has spoilt."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.graph.load import read_triples, turtle_files
from comity.iris import COMITY, SCHEME
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.terms import XSD, Blank, Iri, Literal, Term, Triple, tagged, typed
from comity.validate.data import Data, Statements, Stored, shipped_shapes, vocabulary, vocabulary_of
from comity.validate.fast import term_of
from comity.validate.findings import Severity
from comity.validate.validation import check, validate_store
from tests.validate.same import found_by_each, same

WORLD = Path(__file__).with_name("world.ttl")
VALID = Path(__file__).parents[1] / "shapes" / "valid"
SH = "http://www.w3.org/ns/shacl#"

ontology = cache(vocabulary)
shapes = cache(shipped_shapes)


@cache
def worlds() -> list[list[Triple]]:
    """Return small graphs in which nothing is wrong."""
    files = [WORLD, *turtle_files([VALID])]
    return [read_triples(file) for file in files]


ODD: list[Term] = [
    typed("2021", "date"),
    typed("2021", "gYear"),
    typed("2021-13", "gYearMonth"),
    typed("-3", "integer"),
    typed("250", "decimal"),
    typed("yes", "boolean"),
    Literal('a "quoted"\\ line\nand\ttab', XSD + "string"),
    tagged("日本", "ja"),
    tagged("A name", "en"),
    tagged("A name", "en-GB"),
    Iri(COMITY + "Summit"),
    Iri(COMITY + "noSuchTerm"),
    Iri(SCHEME + "ground/none"),
]


@st.composite
def spoilt(draw: st.DrawFn) -> list[Triple]:
    """Give a sound graph with statements taken away, turned about, doubled or made odd."""
    triples = list(draw(st.sampled_from(worlds())))
    values = [value for _, _, value in triples] + ODD
    names = [name for _, name, _ in triples] + [Iri(COMITY + "noSuchTerm")]
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(triples) - 1))
        subject, name, value = triples[place]
        how = draw(st.sampled_from(["remove", "value", "name", "add"]))
        if how == "remove" and len(triples) > 1:
            del triples[place]
        elif how == "value":
            triples[place] = (subject, name, draw(st.sampled_from(values)))
        elif how == "name":
            triples[place] = (subject, draw(st.sampled_from(names)), value)
        else:
            triples.append((subject, name, draw(st.sampled_from(values))))
    return triples


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spoilt())
def test_both_find_the_same_in_spoilt_data(data: list[Triple]) -> None:
    told = found_by_each([*data, *vocabulary_of(data, ontology())], shapes())

    assert same(told), told


def turtle(text: str) -> list[Triple]:
    head = f"PREFIX sh: <{SH}> PREFIX c: <{COMITY}> PREFIX x: <http://example.org/>\n"
    return read_triples((head + text).encode(), "turtle")


STATE = Statements(turtle('x:JPN a c:State ; c:capital "Tokyo" .'))


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("x:S sh:targetClass c:State ; sh:js [] .", "sh:js"),
        ("x:S sh:targetClass c:State ; sh:nodeKind sh:Literal .", "a shape without sh:message"),
        (
            'x:S sh:targetClass c:State ; sh:message "M: m." ; sh:property '
            '[ sh:path c:capital ; sh:pattern "^(?=x)" ; sh:message "M: m." ] .',
            "look-around",
        ),
    ],
)
def test_where_the_quick_one_does_not_do_the_reference_does_and_a_remark_says_why(
    rule: str, why: str
) -> None:
    remarks: list[str] = []

    report = check(STATE, turtle(rule), remark=remarks.append)

    assert report == check(STATE, turtle(rule), engine="pyshacl")
    [remark] = remarks
    assert why in remark
    assert "pySHACL" in remark


def test_a_shape_without_a_name_is_run_by_the_reference() -> None:
    remarks: list[str] = []
    nameless = turtle('[] sh:targetClass c:State ; sh:nodeKind sh:Literal ; sh:message "M: m." .')

    [finding] = check(STATE, nameless, remark=remarks.append).findings

    assert isinstance(finding.shape, Blank)
    assert "a shape with a target and no IRI" in remarks[0]


def test_where_the_quick_one_is_not_installed_the_reference_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("comity.validate.fast.shacl", None)
    remarks: list[str] = []

    assert check(STATE, shapes(), remark=remarks.append) == check(STATE, shapes(), engine="pyshacl")
    assert "not installed" in remarks[0]


def test_findings_below_a_severity_are_counted_and_not_made() -> None:
    rule = turtle(
        'x:S sh:targetClass c:State ; sh:severity sh:Info ; sh:message "M: m." ;'
        "sh:nodeKind sh:Literal ."
    )

    report = check(STATE, rule, least=Severity.WARNING)

    assert (report.findings, report.lesser) == ((), 1)


def test_a_store_is_judged_as_its_statements_are() -> None:
    triples = [one for one in read_triples(WORLD) if one[1] != Iri(COMITY + "asOf")]
    writer = OxigraphWriter()
    writer.add(triples, Iri("https://example.org/graph"))

    report = validate_store(writer.reader())

    assert report.findings
    assert report == check(Statements([*triples, *ontology()]), shapes())


@pytest.mark.parametrize("kind", ["memory", "store"])
def test_data_are_written_as_they_are_gone_through(kind: str, tmp_path: Path) -> None:
    triples = read_triples(WORLD)
    writer = OxigraphWriter()
    writer.add(triples, Iri("https://example.org/graph"))
    data: Data = Statements(triples) if kind == "memory" else Stored(writer.reader(), [])

    data.write(str(tmp_path / "all.nt"))

    assert set(read_triples(tmp_path / "all.nt")) == set(data) == set(triples)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        (r'"a\"b\\n\u00e9\U0001F600\n"', Literal('a"b\\né😀\n', XSD + "string")),
        ('"日本"@ja', tagged("日本", "ja")),
        (f'"2021"^^<{XSD}gYear>', typed("2021", "gYear")),
        (r"<http://example.org/a\u0020b>", Iri("http://example.org/a b")),
    ],
)
def test_terms_of_the_quick_one_are_read_as_they_are_written(text: str, term: Term) -> None:
    assert term_of(text) == term
