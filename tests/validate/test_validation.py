"""Shapes are run as they stand, and what they find comes back as plain findings."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from comity.errors import BadData
from comity.graph.load import read_triples
from comity.iris import COMITY, SHAPE
from comity.terms import XSD, Blank, Iri, Literal, Triple, typed
from comity.validate.data import Statements
from comity.validate.findings import Finding, Severity
from comity.validate.reference import graph_of, node_of, term_of
from comity.validate.validation import PROCESSORS
from comity.validate.validation import check as checked

Check = Callable[[list[Triple], list[Triple], list[Triple]], tuple[Finding, ...]]

PREFIXES = """\
PREFIX comity: <https://w3id.org/comity/ontology#>
PREFIX id: <https://w3id.org/comity/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX shape: <https://w3id.org/comity/shapes#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def turtle(text: str) -> list[Triple]:
    return read_triples((PREFIXES + text).encode(), "turtle")


@pytest.fixture(params=list(PROCESSORS))
def check(request: pytest.FixtureRequest) -> Check:
    """Return a check by each of the processors."""

    def run(
        data: list[Triple], ontology: list[Triple], shapes: list[Triple]
    ) -> tuple[Finding, ...]:
        name: str = request.param
        return checked(Statements([*data, *ontology]), shapes, engine=name).findings

    return run


JAPAN = turtle('id:JPN a comity:State ; skos:prefLabel "Japan"@en .')
CLASSES = turtle("comity:State rdfs:subClassOf comity:Polity .")
NEEDS_CAPITAL = turtle(
    "shape:Capital a sh:NodeShape ; sh:targetClass comity:Polity ; sh:property "
    '[ sh:path comity:capital ; sh:minCount 1 ; sh:message "No capital: add it."@en ] .'
)


def test_a_finding_of_a_blank_property_shape_bears_the_name_of_the_shape_around_it(
    check: Check,
) -> None:
    [finding] = check(JAPAN, CLASSES, NEEDS_CAPITAL)

    assert finding.shape == Iri(SHAPE + "Capital")
    assert finding.rule == "Capital"
    assert finding.path == Iri(COMITY + "capital")


def test_an_instance_of_a_class_is_judged_by_the_shapes_of_its_super_classes(check: Check) -> None:
    assert len(check(JAPAN, CLASSES, NEEDS_CAPITAL)) == 1
    assert check(JAPAN, [], NEEDS_CAPITAL) == ()


def test_a_finding_names_the_thing_and_says_what_the_message_says(check: Check) -> None:
    [finding] = check(JAPAN, CLASSES, NEEDS_CAPITAL)

    assert finding.thing == "Japan (id:JPN)"
    assert finding.message == "No capital: add it."
    assert finding.severity is Severity.VIOLATION


def test_of_alternative_properties_the_one_at_fault_is_named(check: Check) -> None:
    shapes = turtle(
        "shape:Date a sh:PropertyShape ; sh:targetClass comity:Claim ; sh:datatype xsd:date ;"
        "sh:path [ sh:alternativePath ( comity:since comity:until ) ] ."
    )
    data = turtle('id:c a comity:Claim ; comity:since "2021-12-10"^^xsd:date ; comity:until 7 .')

    [finding] = check(data, [], shapes)

    assert finding.path == Iri(COMITY + "until")
    assert finding.value == typed("7", "integer")


def test_names_stand_for_iris_in_messages_of_sparql_constraints(check: Check) -> None:
    shapes = turtle(
        "shape:Odd a sh:NodeShape ; sh:targetClass comity:Pact ; sh:sparql [ sh:message "
        '"{?value} is odd: ask {?other}."@en ; sh:select """SELECT $this ?value ?other WHERE '
        "{ $this <https://w3id.org/comity/ontology#party> ?value . "
        'BIND (<https://w3id.org/comity/id/MOON> AS ?other) }""" ] .'
    )
    pact = turtle("id:pact a comity:Pact ; comity:party id:JPN .")

    [finding] = check([*pact, *JAPAN], [], shapes)

    assert finding.message == "Japan is odd: ask id:MOON."


@pytest.mark.parametrize("lexical", ["2021", "2021-02-30", "soon"])
def test_literals_keep_the_form_in_which_they_were_written(lexical: str) -> None:
    literal = typed(lexical, "date")

    graph = graph_of([(Iri(COMITY + "x"), Iri(COMITY + "since"), literal)])

    assert [term_of(node) for node in graph.objects()] == [literal]


def test_terms_survive_the_way_to_rdflib_and_back() -> None:
    for term in (Iri(COMITY), Blank("b"), Literal("日本"), Literal("01", XSD + "integer")):
        assert term_of(node_of(term)) == term


def test_an_ill_written_literal_is_found_and_not_logged(
    check: Check, caplog: pytest.LogCaptureFixture
) -> None:
    shapes = turtle(
        "shape:Date a sh:PropertyShape ; sh:targetClass comity:Claim ;"
        "sh:path comity:since ; sh:datatype xsd:date ."
    )
    since = (Iri(COMITY + "c"), Iri(COMITY + "since"), typed("soon", "date"))
    claim = turtle("comity:c a comity:Claim .")

    with caplog.at_level(logging.DEBUG, logger="rdflib.term"):
        found = check([*claim, since], [], shapes)

    assert len(found) == 1
    assert caplog.records == []


@pytest.mark.parametrize(
    "shapes",
    [
        "shape:S a sh:PropertyShape ; sh:targetClass comity:State ; sh:minCount 1 .",
        "shape:S a sh:NodeShape ; sh:targetClass comity:State ; sh:datatype xsd:date , xsd:time .",
        "shape:S a sh:NodeShape ; sh:targetClass comity:State ;"
        'sh:sparql [ sh:select "SELECT $this WHERE { nonsense" ] .',
        "shape:S a sh:NodeShape ; sh:targetClass comity:State ;"
        'sh:sparql [ sh:select "SELECT $this WHERE { $this a comity:State }" ] .',
        "shape:S a sh:NodeShape ; sh:targetClass comity:State ;"
        'sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o MINUS { ?o ?p $this } }" ] .',
    ],
    ids=["no-path", "two-datatypes", "no-sparql", "unknown-prefix", "forbidden-sparql"],
)
def test_shapes_that_cannot_be_run_are_refused_in_one_line(check: Check, shapes: str) -> None:
    with pytest.raises(BadData) as refusal:
        check(JAPAN, CLASSES, turtle(shapes))

    assert "\n" not in refusal.value.found
    assert refusal.value.found.startswith("The shapes cannot be run: ")
