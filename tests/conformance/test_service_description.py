"""The W3C's SPARQL 1.1 Service Description suite, whose three cases are told in words."""

from __future__ import annotations

import pytest
import rdflib

from tests.conformance.suites import MF, SUITES, WHY_NOT
from tests.server.running import Server

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
_PLACES = {
    SD.endpoint: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.supportedLanguage: (SD.Service, None),
    SD.resultFormat: (SD.Service, None),
    SD.feature: (SD.Service, None),
    SD.defaultEntailmentRegime: (SD.Service, None),
}


@pytest.fixture
def told(server: Server) -> rdflib.Graph:
    """Return what the endpoint says of itself."""
    return rdflib.Graph().parse(data=server.ask("/sparql").body, format="turtle")


@pytest.mark.skipif(not SUITES.is_dir(), reason=WHY_NOT)
def test_the_cases_are_the_three_below() -> None:
    manifest = rdflib.Graph().parse(SUITES / "service-description" / "manifest.ttl")
    found = {str(one).rpartition("#")[2] for one in manifest.subjects(rdflib.RDF.type)}
    assert found - {""} >= {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}
    assert len(list(manifest.subjects(rdflib.RDF.type, MF.ServiceDescriptionTest))) == 3


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_a_bare_get_returns_rdf(server: Server, media: str, form: str) -> None:
    answer = server.ask("/sparql", Accept=media)
    assert answer.status == 200
    assert answer.media == media
    assert len(rdflib.Graph().parse(data=answer.body, format=form)) > 100


def test_the_description_names_the_endpoint(server: Server, told: rdflib.Graph) -> None:
    assert list(told.objects(None, SD.endpoint)) == [rdflib.URIRef(f"{server.url}/sparql")]


def test_the_description_follows_the_schema(told: rdflib.Graph) -> None:
    for subject, name, value in told:
        if not str(name).startswith(str(SD)):
            continue
        domain, kind = _PLACES[rdflib.URIRef(str(name))]
        assert (subject, rdflib.RDF.type, domain) in told
        assert kind is None or (value, rdflib.RDF.type, kind) in told


def test_the_description_says_what_the_engine_does(server: Server, told: rdflib.Graph) -> None:
    assert set(told.objects(None, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert SD.BasicFederatedQuery not in set(told.objects(None, SD.feature))
    names = set(told.objects(None, SD.name))
    found = server.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "text/csv").text
    assert {str(name) for name in names} == set(found.split()[1:])
