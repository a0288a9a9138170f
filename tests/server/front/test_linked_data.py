"""Linked data: what the IRIs that we mint lead to."""

from __future__ import annotations

import pytest
import rdflib
from rdflib.compare import isomorphic

from comity.iris import BASE, ID
from tests.server.running import Server

ECHRI = "/id/initiative/echri"


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "/doc/initiative/echri",
        ),
        ("text/turtle", "/data/initiative/echri.ttl"),
        ("application/ld+json", "/data/initiative/echri.jsonld"),
        ("application/n-triples", "/data/initiative/echri.nt"),
        ("application/rdf+xml;q=0.3, text/turtle;q=0.2", "/data/initiative/echri.rdf"),
        ("*/*", "/data/initiative/echri.ttl"),
    ],
)
def test_a_thing_leads_to_a_page_or_a_document(server: Server, accept: str, target: str) -> None:
    answer = server.ask(ECHRI, Accept=accept)
    assert answer.status == 303
    assert answer.headers["location"] == target
    assert '</data/initiative/echri.ttl>; rel="alternate"' in answer.headers["link"]


def test_a_thing_in_no_format_that_we_have_is_not_acceptable(server: Server) -> None:
    assert server.ask(ECHRI, Accept="image/png").status == 406


def test_a_document_says_the_same_in_every_format(server: Server) -> None:
    forms = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
    graphs = [
        rdflib.Graph().parse(data=server.ask(f"/data/initiative/echri.{ending}").body, format=form)
        for ending, form in forms.items()
    ]
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])
    thing = rdflib.URIRef(f"{ID}initiative/echri")
    assert (thing, rdflib.RDF.type, rdflib.URIRef(f"{BASE}ontology#Initiative")) in graphs[0]
    claims = set(graphs[0].subjects(rdflib.URIRef(f"{BASE}ontology#initiative"), thing))
    assert len(claims) > 5


def test_a_document_of_a_day_has_the_claims_of_that_day(server: Server) -> None:
    early = server.ask("/data/initiative/echri.nt?on=2021-12-10").text
    late = server.ask("/data/initiative/echri.nt?on=2023-04-01").text
    assert 0 < len(early.splitlines()) < len(late.splitlines())


@pytest.mark.parametrize(
    "place", ["scheme/membership-role/member", "graph/catalog", "query/members"]
)
def test_other_iris_of_ours_lead_on_too(server: Server, place: str) -> None:
    answer = server.ask(f"/{place}", Accept="text/turtle")
    assert (answer.status, answer.headers["location"]) == (303, f"/data/{place}.ttl")


def test_a_concept_has_a_document(server: Server) -> None:
    answer = server.ask("/data/scheme/membership-role/member.ttl")
    assert answer.status == 200
    assert rdflib.URIRef(f"{BASE}scheme/membership-role/member") in set(
        rdflib.Graph().parse(data=answer.body, format="turtle").subjects()
    )


@pytest.mark.parametrize(("path", "iri"), [("/ontology", "ontology"), ("/shapes", "shapes")])
def test_the_ontology_and_the_shapes_are_served(server: Server, path: str, iri: str) -> None:
    answer = server.ask(path, Accept="text/turtle")
    assert answer.status == 200
    told = rdflib.Graph().parse(data=answer.body, format="turtle")
    assert len(told) > 500
    assert any(str(one).startswith(f"{BASE}{iri}") for one in told.subjects())


@pytest.mark.parametrize(
    "path",
    [
        "/data/../../../../etc/passwd",
        "/data/%2e%2e/%2e%2e/etc/passwd",
        "/data/..%2f..%2fetc%2fpasswd.ttl",
        "/id/polity/..%2F..%2Fetc",
        "/store/..%2f..%2fetc%2fpasswd",
        "/data//etc/passwd.ttl",
        "/data/%00.ttl",
        "/id/x%0d%0aSet-Cookie:%20a=b",
    ],
)
def test_no_path_leads_out(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status in (400, 404)
    assert "root:" not in answer.text
    assert "set-cookie" not in answer.headers
