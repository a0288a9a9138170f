"""Real clients against a real server: what people have installed must simply work."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

import comity
from comity.query.library.rows import Rows
from tests.clients import CLIENTS
from tests.server.running import Server

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/comity/ontology#Initiative> }"
COMUNICA = CLIENTS / "node_modules" / ".bin" / "comunica-sparql"


def expected(server: Server) -> str:
    """Return the number that the query counts, as plain HTTP tells it."""
    return server.query(COUNT, "text/csv").text.split()[1]


def test_sparqlwrapper_gets_rows_and_graphs(server: Server) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper", reason="SPARQLWrapper is not installed")
    client = wrapper.SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery(COUNT)
    for form in (wrapper.JSON, wrapper.XML):
        client.setReturnFormat(form)
        found = client.queryAndConvert()
        text = found.toxml() if form == wrapper.XML else json.dumps(found)
        assert expected(server) in text
    client.setMethod(wrapper.POST)
    client.setReturnFormat(wrapper.JSON)
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == expected(server)
    client.setQuery("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 7")
    client.setReturnFormat(wrapper.TURTLE)
    graph = rdflib.Graph().parse(data=client.query().convert(), format="turtle")
    assert len(graph) == 7


def test_rdflib_reads_through_its_sparql_store(server: Server) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
    (row,) = graph.query(COUNT)
    assert str(row[0]) == expected(server)  # type: ignore[index]  # a row of a SELECT
    japan = rdflib.URIRef("https://w3id.org/comity/id/polity/JPN")
    assert (japan, rdflib.RDF.type, None) in graph
    assert len(list(graph.triples((japan, rdflib.SKOS.prefLabel, None)))) >= 2


def test_rdflib_writes_through_its_update_store(writable: Server) -> None:
    endpoint = f"{writable.url}/sparql"
    store = SPARQLUpdateStore(endpoint, endpoint)
    graph = rdflib.Graph(store, identifier=rdflib.URIRef("urn:from:rdflib"))
    triple = (rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.Literal("c"))
    graph.add(triple)
    store.commit()
    assert triple in graph
    graph.remove(triple)
    store.commit()
    assert triple not in graph


def test_our_own_remote_engine_answers_as_the_store_does(server: Server, data: Path) -> None:
    there = comity.open(endpoint=f"{server.url}/sparql")
    here = comity.open(str(data))
    for name in ("members", "coverage"):
        given = {"initiative": "echri", "on": "2023-04-01"} if name == "members" else {}
        ours, theirs = here.query(name, **given), there.query(name, **given)
        assert isinstance(ours, Rows)
        assert isinstance(theirs, Rows)
        assert ours.rows == theirs.rows


def test_curl_follows_a_thing_to_its_document(server: Server) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    command = [curl, "-sSfL", "-H", "Accept: text/turtle", f"{server.url}/id/polity/JPN"]
    said = subprocess.run(command, capture_output=True, timeout=30, check=True).stdout
    assert len(rdflib.Graph().parse(data=said, format="turtle")) > 50


def test_curl_sends_a_query_as_a_form(server: Server) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    command = [curl, "-sSf", "--data-urlencode", f"query={COUNT}", f"{server.url}/sparql"]
    said = subprocess.run(command, capture_output=True, timeout=30, check=True).stdout
    assert json.loads(said)["results"]["bindings"][0]["n"]["value"] == expected(server)


def test_oxigraph_federates_over_us(server: Server, tmp_path: Path) -> None:
    import pyoxigraph

    text = f"SELECT ?n {{ SERVICE <{server.url}/sparql> {{ {{ {COUNT} }} }} }}"
    (row,) = pyoxigraph.Store().query(text)  # type: ignore[misc]  # an answer of rows
    assert row["n"].value == expected(server)


def comunica(text: str, *sources: str) -> list[str]:
    """Have Comunica answer a query over some sources; return the lines of its CSV."""
    command = [str(COMUNICA), *sources, "-q", text, "-t", "text/csv"]
    said = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    return said.stdout.replace('"', "").splitlines()


WITH_COMUNICA = pytest.mark.skipif(
    shutil.which("node") is None or not COMUNICA.is_file(),
    reason="Comunica is not installed: make clients",
)


@WITH_COMUNICA
def test_comunica_asks_the_endpoint(server: Server) -> None:
    assert comunica(COUNT, f"sparql@{server.url}/sparql")[1:] == [expected(server)]


@WITH_COMUNICA
def test_comunica_joins_the_endpoint_with_a_document(server: Server) -> None:
    name = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    term = "https://w3id.org/comity/ontology#"
    text = (
        f"SELECT DISTINCT ?name WHERE {{ ?tie <{term}initiative> ?what ; <{term}polity> ?who . "
        f"?who {name} ?name . FILTER(LANG(?name) = 'en') }} ORDER BY ?name"
    )
    document = f"{server.url}/data/initiative/echri.ttl"
    joined = comunica(text, f"sparql@{server.url}/sparql", document)
    assert set(joined) == set(server.query(text, "text/csv").text.splitlines())
