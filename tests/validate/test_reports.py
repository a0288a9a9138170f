"""A report tells the same findings as text, JSON, SARIF and SHACL, worst first."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from comity.errors import UnknownFormat
from comity.graph.load import read_triples
from comity.iris import COMITY, ID, SH, SHAPE
from comity.terms import XSD, Blank, Iri, Literal, typed
from comity.validate import Finding, Place, Report, Severity, render

CLAIM = Finding(
    severity=Severity.VIOLATION,
    shape=Iri(SHAPE + "DateIsWellFormed"),
    focus=Iri(ID + "membership/echri/AUS/launching-member"),
    message="The date is not written as its datatype asks: write 2021 as xsd:gYear.",
    component=Iri(SH + "OrConstraintComponent"),
    path=Iri(COMITY + "since"),
    value=typed("2021", "date"),
    place=Place("my claims.ttl", 12),
)
POLITY = Finding(
    severity=Severity.INFO,
    shape=Iri(SHAPE + "PolityHasJapaneseName"),
    focus=Iri(ID + "polity/NATO"),
    message="The polity has no Japanese name: add a skos:prefLabel tagged @ja.",
    component=Iri(SH + "QualifiedMinCountConstraintComponent"),
    label="North Atlantic Treaty Organization",
)
BLANK = Finding(
    severity=Severity.WARNING,
    shape=Iri("https://example.org/Mine"),
    focus=Blank("n1"),
    message="The thing is odd: look again.",
    component=Iri(SH + "SPARQLConstraintComponent"),
    value=Blank("n2"),
)
REPORT = Report([POLITY, BLANK, CLAIM])


def test_text_is_a_sentence_a_finding_worst_first_and_a_sum() -> None:
    assert render(REPORT, "text").splitlines() == [
        "my claims.ttl, line 12: Violation in id:membership/echri/AUS/launching-member: "
        "The date is not written as its datatype asks: write 2021 as xsd:gYear. "
        'Found: comity:since "2021"^^xsd:date. [DateIsWellFormed]',
        "Warning in a blank node: The thing is odd: look again. [https://example.org/Mine]",
        "Info in North Atlantic Treaty Organization (id:polity/NATO): "
        "The polity has no Japanese name: add a skos:prefLabel tagged @ja. "
        "[PolityHasJapaneseName]",
        "1 violation, 1 warning, 1 info.",
    ]


def test_text_tells_twenty_findings_of_a_rule_and_how_many_more_there_are() -> None:
    many = [replace(POLITY, focus=Iri(f"{ID}polity/{number:04}")) for number in range(1023)]
    report = Report([*many, CLAIM])

    lines = render(report, "text").splitlines()

    assert len(lines) == 1 + 20 + 1 + 1
    assert lines[-2] == (
        "Info: 1,003 more of 1,023 like it; --format json has them all. [PolityHasJapaneseName]"
    )
    assert len(json.loads(render(report, "json"))["findings"]) == 1024


def test_text_without_findings_says_so() -> None:
    assert render(Report([]), "text") == "Nothing found.\n"


def test_json_has_the_counts_and_every_finding_with_its_place() -> None:
    content = json.loads(render(REPORT, "json"))

    assert content["valid"] is False
    assert content["counts"] == {"violation": 1, "warning": 1, "info": 1}
    assert content["findings"][0] == {
        "severity": "violation",
        "rule": "DateIsWellFormed",
        "thing": ID + "membership/echri/AUS/launching-member",
        "label": None,
        "property": COMITY + "since",
        "value": "2021",
        "message": CLAIM.message,
        "file": "my claims.ttl",
        "line": 12,
    }
    assert content["findings"][1]["thing"] is None


def test_sarif_has_the_rule_the_level_and_the_place_of_every_finding() -> None:
    content = json.loads(render(REPORT, "sarif"))

    [run] = content["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert content["version"] == "2.1.0"
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert run["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "my%20claims.ttl"},
        "region": {"startLine": 12},
    }
    assert "physicalLocation" not in run["results"][2]["locations"][0]


def test_turtle_is_a_shacl_report_with_the_value_as_it_was_written() -> None:
    triples = read_triples(render(REPORT, "turtle").encode(), "turtle")
    said = {(predicate.value.removeprefix(SH), value) for _, predicate, value in triples}

    assert ("conforms", Literal("false", XSD + "boolean")) in said
    assert ("value", typed("2021", "date")) in said
    assert ("sourceShape", Iri(SHAPE + "PolityHasJapaneseName")) in said
    assert sum(predicate.value == SH + "result" for _, predicate, _ in triples) == 3


def test_a_shacl_report_conforms_where_nothing_is_found() -> None:
    triples = read_triples(render(Report([]), "turtle").encode(), "turtle")

    assert Literal("true", XSD + "boolean") in {value for _, _, value in triples}


@pytest.mark.parametrize("form", ["text", "json", "sarif", "turtle"])
def test_the_order_of_finding_changes_nothing(form: str) -> None:
    findings = [CLAIM, POLITY, BLANK]
    random.Random(1).shuffle(findings)

    assert render(Report([*findings, CLAIM]), form) == render(REPORT, form)


def test_a_form_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownFormat) as refusal:
        render(REPORT, "pdf")

    assert refusal.value.remedy == "Take one of: text, json, sarif, turtle."


def test_findings_below_a_severity_can_be_left_out() -> None:
    assert REPORT.from_severity(Severity.WARNING).findings == (CLAIM, BLANK)
    assert REPORT.from_severity(Severity.VIOLATION).findings == (CLAIM,)


def test_only_violations_make_data_wrong() -> None:
    assert REPORT.has_violations
    assert not Report([POLITY, BLANK]).has_violations
