"""Queries over HTTP: formats, entity tags, errors, CORS, safety headers, refused operations."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import rdflib

from comity.iris import GRAPH
from tests.server.running import Server

THREE = "SELECT ?s ?label { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?label } LIMIT 3"
BUILD = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 5"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.9", "text/tab-separated-values"),
        ("text/*;q=0.1, application/*;q=0.2", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, text/csv", "text/csv"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/sparql-results+json"),
    ],
)
def test_rows_come_in_the_format_that_the_client_likes_best(
    server: Server, accept: str, media: str
) -> None:
    answer = server.query(THREE, accept)
    assert answer.status == 200
    assert answer.media == media
    assert "accept" in answer.headers["vary"].lower()


def test_every_format_of_rows_holds_the_same_rows(server: Server) -> None:
    told = json.loads(server.query(THREE, "application/json").body)
    rows = {(row["s"]["value"], row["label"]["value"]) for row in told["results"]["bindings"]}
    assert len(rows) == 3
    table = csv.reader(io.StringIO(server.query(THREE, "text/csv").text))
    assert {tuple(row) for row in list(table)[1:]} == rows
    xml = ElementTree.fromstring(server.query(THREE, "application/xml").body)
    values = [one.text for one in xml.iter() if one.tag.endswith(("}uri", "}literal"))]
    assert {(values[place], values[place + 1]) for place in (0, 2, 4)} == rows
    lines = server.query(THREE, "text/tab-separated-values").text.splitlines()
    assert lines[0] == "?s\t?label"
    assert {line.partition("\t")[0].strip("<>") for line in lines[1:]} == {s for s, _ in rows}


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_graphs_come_in_every_format_of_rdf(server: Server, accept: str, form: str) -> None:
    answer = server.query(BUILD, accept)
    assert answer.media == accept
    assert len(rdflib.Graph().parse(data=answer.body, format=form)) == 5


def test_a_format_that_does_not_fit_the_answer_is_not_acceptable(server: Server) -> None:
    assert server.query(THREE, "text/turtle").status == 406
    assert server.query(BUILD, "text/csv").status == 406
    assert server.query(THREE, "image/png").status == 406


def test_post_answers_as_get_does(server: Server) -> None:
    wanted = server.query(THREE).body
    direct = server.ask("/sparql", "POST", THREE.encode(), Content_Type="application/sparql-query")
    form = server.ask("/sparql", "POST", f"query={THREE}".encode(), Content_Type=FORM)
    assert wanted == direct.body == form.body


def test_the_dataset_of_the_protocol_goes_before_that_of_the_query(server: Server) -> None:
    count = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}sources> {{ ?s ?p ?o }}"
    in_query = server.query(count, "text/csv").text.split()[1]
    other = server.query(count, "text/csv", **{"default-graph-uri": f"{GRAPH}catalog"})
    none = server.query(count, "text/csv", **{"named-graph-uri": f"{GRAPH}catalog"})
    assert int(in_query) > 0
    assert other.text.split()[1] not in (in_query, "0")
    assert none.text.split()[1] == "0"


def test_an_answer_that_is_known_is_not_sent_again(server: Server) -> None:
    first = server.query(THREE)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    again = server.query(THREE)
    assert (again.body, again.headers["etag"]) == (first.body, tag)
    asked = "/sparql?query=" + THREE.replace(" ", "%20").replace("#", "%23").replace("?", "%3F")
    known = server.ask(asked, If_None_Match=f'"other", W/{tag}')
    assert (known.status, known.body, known.headers["etag"]) == (304, b"", tag)
    assert server.query(THREE, "text/csv").headers["etag"] != tag


def test_a_star_asks_whether_there_is_anything_at_all(server: Server) -> None:
    assert server.ask("/data/polity/JPN.ttl", If_None_Match="*").status == 304
    assert server.ask("/data/polity/NOWHERE.ttl", If_None_Match="*").status == 404
    tag = server.query(THREE).headers["etag"]
    media = {"Content_Type": "application/sparql-query", "If_None_Match": tag}
    assert server.ask("/sparql", "POST", THREE.encode(), **media).status == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (RAND() AS ?r) {}",
        "SELECT (now() AS ?r) {}",
        "SELECT (UUID() AS ?r) {}",
        "CONSTRUCT { ?s <urn:p> [] } { ?s ?p ?o } LIMIT 1",
        "CONSTRUCT { _:a <urn:p> ?s } { ?s ?p ?o } LIMIT 1",
    ],
)
def test_an_answer_that_differs_each_time_is_not_remembered(server: Server, query: str) -> None:
    first, second = server.query(query), server.query(query)
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"
    assert "NOW" in query.upper() or first.body != second.body


def test_head_tells_what_get_would_without_the_body(server: Server) -> None:
    path = "/sparql?query=ASK%20%7B%7D"
    get, head = server.ask(path), server.ask(path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("etag", "content-type", "content-length"):
        assert head.headers[name] == get.headers[name]


def test_a_query_that_does_not_parse_is_told_with_line_and_column(server: Server) -> None:
    answer = server.query("SELECT *\nWHERE { ?s ?p }")
    assert answer.status == 400
    assert answer.media == "application/problem+json"
    told = answer.json()
    assert (told["line"], told["column"]) == (2, 16)
    assert set(told) == {"title", "status", "detail", "remedy", "line", "column"}
    text = server.query("SELECT *\nWHERE { ?s ?p }", "text/plain, text/csv;q=0.5")
    assert text.media == "text/plain"
    assert "line 2, column 16" in text.text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT ?where { ?s ?p ?o } }",
        "SELECT * { { SELECT * { sErViCe <urn:x> {} } } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:1/>",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "CLEAR ALL",
    ],
)
def test_a_query_that_asks_elsewhere_or_changes_something_is_refused(
    server: Server, query: str
) -> None:
    answer = server.query(query)
    assert answer.status == 400
    assert server.metric("comity_broken_answers_total") == 0


def test_an_update_is_refused_by_a_server_that_only_reads(server: Server) -> None:
    for path, method in (("/sparql", "POST"), ("/store?default", "PUT"), ("/store", "DELETE")):
        answer = server.ask(
            path,
            method,
            b"INSERT DATA { <urn:a> <urn:b> <urn:c> }",
            Content_Type="application/sparql-update",
        )
        assert answer.status == 403
        assert "read-only" in str(answer.json()["detail"])
    assert server.query("ASK { <urn:a> <urn:b> <urn:c> }").json()["boolean"] is False


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("PATCH", "/sparql", {}, None, 405),
        ("DELETE", "/sparql?query=ASK%7B%7D", {}, None, 405),
        ("GET", "/nothing", {}, None, 404),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=relative", {}, None, 400),
        ("GET", "/sparql?query=%FF%FE", {}, None, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", {}, None, 400),
        ("POST", "/sparql", {}, b"ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": FORM}, b"nothing=here", 400),
        ("POST", "/sparql", {"Content-Type": FORM}, b"query=ASK%7B%7D&update=x", 400),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query"}, b"\xff", 400),
        (
            *("POST", "/sparql", {"Content-Type": "application/sparql-query"}),
            *(b"#" * (2**20 + 1), 413),
        ),
        (
            "POST",
            "/sparql",
            {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"},
            b"ASK {}",
            415,
        ),
        ("GET", "/store", {}, None, 400),
        ("GET", "/store?graph=urn:none", {}, None, 404),
        ("GET", "/store?default&graph=urn:none", {}, None, 400),
        ("GET", "/data/polity/XXX.ttl", {}, None, 404),
        ("GET", "/api/query/nothing", {}, None, 404),
        ("GET", "/api/query/members", {}, None, 400),
        ("GET", "/api/query/members?initiative=echri&on=never", {}, None, 400),
        ("GET", "/api/query/members?format=yaml", {}, None, 400),
        ("POST", "/reconcile", {"Content-Type": FORM}, b"queries=no", 400),
    ],
)
def test_every_error_has_the_one_shape(
    server: Server,
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes | None,
    status: int,
) -> None:
    answer = server.ask(path, method, body, **headers)
    assert answer.status == status, answer.text
    assert answer.media == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["detail"]
    assert told["remedy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    if status == 405:
        assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("path", ["/sparql", "/id/polity/JPN", "/nothing", "/healthz"])
def test_every_answer_has_the_headers_that_keep_a_browser_safe(server: Server, path: str) -> None:
    told = server.ask(path).headers
    assert "default-src 'none'" in told["content-security-policy"]
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "no-referrer"
    assert "server" not in told


def test_a_page_of_another_site_may_ask_and_is_told_so_beforehand(server: Server) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    before = server.ask("/sparql", "OPTIONS", **asked)
    assert before.status == 204
    assert before.headers["access-control-allow-origin"] == "*"
    assert "POST" in before.headers["access-control-allow-methods"]
    assert "PUT" not in before.headers["access-control-allow-methods"]
    assert "Content-Type" in before.headers["access-control-allow-headers"]
    after = server.query("ASK {}")
    assert after.headers["access-control-allow-origin"] == "*"
    assert "ETag" in after.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/reconcile", "GET, HEAD, POST, OPTIONS"),
        ("/api/query/members", "GET, HEAD, OPTIONS"),
        ("/doc/polity/JPN", "GET, HEAD, OPTIONS"),
        ("/static/explorer.css", "GET, HEAD, OPTIONS"),
        ("*", "GET, HEAD, POST, OPTIONS"),
    ],
)
def test_a_place_says_which_methods_it_takes(server: Server, path: str, allowed: str) -> None:
    told = server.ask(path, "OPTIONS")
    assert (told.status, told.headers["allow"], told.body) == (204, allowed, b"")
    if path != "*":
        refused = server.ask(path, "PATCH")
        assert refused.status == 405
        assert {*refused.headers["allow"].split(", "), "OPTIONS"} == set(allowed.split(", "))
        assert server.ask("/nothing/here", "OPTIONS").status == 404


def test_a_large_answer_comes_in_chunks_and_whole(server: Server) -> None:
    answer = server.query("SELECT * { ?s ?p ?o } LIMIT 30000")
    assert "content-length" not in answer.headers
    assert answer.headers["transfer-encoding"] == "chunked"
    rows = json.loads(answer.body)["results"]["bindings"]
    assert len(rows) == 30000
    head = server.ask("/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%2030000", "HEAD")
    assert (head.status, head.body) == (200, b"")


def test_a_large_answer_is_remembered_once_all_of_it_was_sent(server: Server) -> None:
    text = "SELECT * { ?s ?p ?o } LIMIT 31000"
    computed = server.metric("comity_computed_answers_total")
    first, second = server.query(text), server.query(text)
    assert server.metric("comity_computed_answers_total") == computed + 1
    assert second.body == first.body
    assert "content-length" not in first.headers
    assert int(second.headers["content-length"]) == len(first.body)
    assert second.headers["etag"] == first.headers["etag"]
    path = f"/sparql?query={quote(text)}"
    assert server.ask(path, If_None_Match=first.headers["etag"]).status == 304
    assert server.ask(path, "HEAD").headers["content-length"] == second.headers["content-length"]


def test_the_data_are_described_where_void_is_looked_for(server: Server) -> None:
    told = rdflib.Graph().parse(data=server.ask("/.well-known/void").body, format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    data = rdflib.URIRef(f"{server.url}/.well-known/void#dataset")
    assert told.value(data, void.sparqlEndpoint) == rdflib.URIRef(f"{server.url}/sparql")
    count = server.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "text/csv")
    assert str(told.value(data, void.triples)) == count.text.split()[1]


def test_metrics_and_health_are_told(server: Server) -> None:
    assert server.ask("/healthz").json()["status"] == "pass"
    told = server.ask("/metrics")
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in told.text.splitlines():
        assert line.startswith(("# TYPE comity_", "comity_"))
    before = server.metric("comity_remembered_answers_total")
    server.query(THREE)
    server.query(THREE)
    assert server.metric("comity_remembered_answers_total") >= before + 1


def test_the_log_has_a_line_a_request_and_nothing_of_what_was_asked(server: Server) -> None:
    secret = "SELECT * { ?s ?p 'a-secret-word' }"
    server.query(secret, "text/csv")
    server.ask("/sparql?query=ASK%7B%7D", Authorization="Bearer a-secret-word")
    server.ask("/nothing/more")
    assert server.logged('"path": "/nothing/more"')
    lines = [json.loads(line) for line in server.log.read_text().splitlines() if "{" in line]
    assert {"time", "what", "client", "method", "path", "status", "bytes", "ms"} == set(lines[-1])
    assert "a-secret-word" not in server.log.read_text()


@pytest.mark.parametrize("code", [0x00, 0x01, 0x0B, 0x1F, 0xFFFE, 0xFFFF])
def test_rows_as_xml_are_well_formed_whatever_is_in_them(server: Server, code: int) -> None:
    text = f'SELECT ("a\\u{code:04X}b\\rc" AS ?x) ("日本" AS ?y) {{}}'
    answer = server.query(text, "application/sparql-results+xml")
    values = [one.text for one in ElementTree.fromstring(answer.body).iter() if one.text]
    assert values == ["a\ufffdb\rc", "日本"]


@pytest.mark.parametrize(
    ("predicate", "thing"),
    [
        ("http://example.org/", "1"),
        ("http://example.org/a/1", "1"),
        ("http://example.org/日本/", "1"),
        ("http://example.org/p", r'"a\u0001"'),
        ("http://example.org/p", r'"\uFFFF"'),
    ],
)
def test_a_graph_that_rdf_xml_cannot_hold_is_refused(
    server: Server, predicate: str, thing: str
) -> None:
    text = f"CONSTRUCT {{ <urn:s> <{predicate}> {thing} }} {{}}"
    assert server.query(text, "application/rdf+xml").status == 406
    assert server.query(text, "text/turtle").status == 200


def test_a_graph_as_rdf_xml_keeps_line_ends(server: Server) -> None:
    text = r'CONSTRUCT { <urn:s> <urn:p#1a> "a\r\nb" } {}'
    answer = server.query(text, "application/rdf+xml")
    [(_, predicate, value)] = rdflib.Graph().parse(data=answer.body, format="xml")
    assert (str(predicate), str(value)) == ("urn:p#1a", "a\r\nb")


@pytest.mark.parametrize("function", ["<http://no/fn>(1)", "<urn:x:y>()"])
def test_an_unknown_function_is_an_error_of_the_query(server: Server, function: str) -> None:
    answer = server.query(f"SELECT ({function} AS ?x) {{}}", "application/json")
    assert answer.status == 400
    assert "is not known" in answer.text


def test_a_query_s_own_prefixes_are_those_of_its_turtle(server: Server) -> None:
    text = "PREFIX mine: <urn:x/> CONSTRUCT { mine:a mine:p mine:b } {}"
    assert "mine:a mine:p mine:b" in server.query(text, "text/turtle").text
