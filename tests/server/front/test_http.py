"""HTTP to the letter: conditions, compression, what 304 and HEAD carry, and what is no query."""

from __future__ import annotations

import gzip
import socket
import struct
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from comity.server.front.compression import accepts_gzip
from comity.server.front.requests import GRAPHS, ROWS, choose
from tests.server.running import Server, serving

TURTLE = "text/turtle"
LONG = "SELECT ?s ?label { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?label } LIMIT 200"
NETWORK = "/network?on=2024-01-01"
PACT = """PREFIX comity: <https://w3id.org/comity/ontology#>
INSERT DATA { <https://w3id.org/comity/id/pact/test-pact> a comity:Pact ;
  comity:party <https://w3id.org/comity/id/polity/JPN>, <https://w3id.org/comity/id/polity/KEN> ;
  comity:signedOn "2020-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> ;
  <http://www.w3.org/2004/02/skos/core#prefLabel> "Test pact"@en }"""


def test_a_condition_on_what_is_there_is_heeded(writable: Server) -> None:
    path = "/store?graph=urn:conditions"
    body = b"<urn:a> <urn:b> 1 ."
    assert writable.ask(path, "PUT", body, Content_Type=TURTLE, If_Match="*").status == 412
    assert writable.ask(path, "DELETE", If_Match="*").status == 412
    assert writable.ask(path, "PUT", body, Content_Type=TURTLE, If_None_Match="*").status == 201
    assert writable.ask(path, "PUT", b"", Content_Type=TURTLE, If_None_Match="*").status == 412
    assert "1" in writable.ask(path, Accept="application/n-triples").text
    assert writable.ask(path, "DELETE", If_None_Match="*").status == 412
    assert writable.ask(path, "DELETE", If_Match="*").status == 204


@pytest.mark.parametrize("media", list(GRAPHS))
def test_a_condition_by_tag_keeps_one_writer_from_undoing_another(
    writable: Server, media: str
) -> None:
    path = "/store?graph=urn:tagged"
    writable.ask(path, "PUT", b"<urn:a> <urn:b> 1 .", Content_Type=TURTLE)
    tag = writable.ask(path, Accept=media).headers["etag"]
    other = {"Content_Type": TURTLE, "If_Match": f'"{"0" * 32}", {tag}'}
    assert writable.ask(path, "PUT", b"<urn:a> <urn:b> 2 .", **other).status == 204
    assert writable.ask(path, "PUT", b"<urn:a> <urn:b> 3 .", **other).status == 412
    now = writable.ask(path, Accept=media).headers["etag"]
    refused = writable.ask(path, "DELETE", If_None_Match=now)
    assert refused.status == 412
    assert writable.ask(path, "DELETE", If_Match=f"W/{now}").status == 412
    assert writable.ask(path, "DELETE", If_None_Match=tag).status == 204


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("identity", False),
        ("", False),
        ("*;q=0", False),
    ],
)
def test_who_takes_gzip(accepted: str, takes: bool) -> None:
    assert accepts_gzip(accepted) is takes


@pytest.mark.parametrize(
    "path",
    [
        f"/sparql?query={quote(LONG)}",
        "/doc/polity/JPN",
        "/api/openapi.json",
        "/store?graph=https://w3id.org/comity/graph/polities",
        NETWORK,
    ],
)
def test_an_answer_is_compressed_when_asked_under_a_tag_of_its_own(
    server: Server, path: str
) -> None:
    plain = server.ask(path)
    packed = server.ask(path, Accept_Encoding="br;q=1, gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body)
    for answer in (plain, packed):
        assert "accept-encoding" in answer.headers["vary"].lower()
    tags = [answer.headers["etag"] for answer in (plain, packed)]
    assert tags[0] != tags[1]
    assert server.ask(path, Accept_Encoding="gzip").body == packed.body
    for tag in tags:
        known = server.ask(path, Accept_Encoding="gzip", If_None_Match=tag)
        assert (known.status, known.body, known.headers["etag"]) == (304, b"", tag)
    head = server.ask(path, "HEAD", Accept_Encoding="gzip")
    assert head.headers["etag"] == tags[1]
    assert head.body == b""


def test_a_small_answer_and_a_picture_are_sent_as_they_are(server: Server) -> None:
    answer = server.ask(f"/sparql?query={quote('ASK {}')}", Accept_Encoding="gzip")
    assert "content-encoding" not in answer.headers
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/doc/polity/JPN",
        "/editor",
        NETWORK,
        f"/sparql?query={quote(LONG)}",
        "/api/openapi.json",
    ],
)
def test_a_304_and_a_head_carry_the_headers_of_their_200(server: Server, path: str) -> None:
    whole = server.ask(path, Accept="text/html, */*;q=0.5")
    head = server.ask(path, "HEAD", Accept="text/html, */*;q=0.5")
    known = server.ask(path, Accept="text/html, */*;q=0.5", If_None_Match=whole.headers["etag"])
    assert (whole.status, head.status, known.status) == (200, 200, 304)
    of_a_body = {"content-length", "content-type", "transfer-encoding", "date"}
    for answer, but in (
        (head, {"date", "transfer-encoding", "content-length"}),
        (known, of_a_body),
    ):
        assert answer.body == b""
        assert {**answer.headers, "date": ""}.items() >= {
            (name, value) for name, value in whole.headers.items() if name not in but
        }


@pytest.mark.parametrize(
    ("accepted", "offered", "media"),
    [
        ("text/*", ROWS, "text/csv"),
        ("text/*", GRAPHS, "text/turtle"),
        ("application/*", ROWS, "application/sparql-results+json"),
        ("application/*", GRAPHS, "application/n-triples"),
        ("text/json", ROWS, "application/sparql-results+json"),
        ("text/*;q=0.1, application/xml", ROWS, "application/sparql-results+xml"),
        ("image/*", ROWS, None),
    ],
)
def test_a_kind_of_media_gets_one_of_that_kind(
    accepted: str, offered: dict[str, tuple[str, ...]], media: str | None
) -> None:
    assert choose(accepted, offered) == media


@pytest.mark.parametrize("length", [70_000, 200_000])
def test_a_url_that_is_too_long_is_told_as_such(server: Server, length: int) -> None:
    answer = server.ask(f"/sparql?query={'a' * length}")
    assert answer.status == 414
    assert "POST" in answer.text


@pytest.mark.parametrize("fields", ["default-graph-uri=", "default-graph-uri=&named-graph-uri="])
def test_an_empty_field_names_no_graph(server: Server, fields: str) -> None:
    query = quote("ASK { ?s a <https://w3id.org/comity/ontology#Pact> }")
    assert server.ask(f"/sparql?query={query}&{fields}").json()["boolean"] is True
    body = f"query={query}&{fields}".encode()
    media = "application/x-www-form-urlencoded"
    assert server.ask("/sparql", "POST", body, Content_Type=media).json()["boolean"] is True


def test_a_byte_order_mark_is_passed_over(server: Server, writable: Server) -> None:
    mark = b"\xef\xbb\xbf"
    media = "application/sparql-query"
    assert server.ask("/sparql", "POST", mark + b"ASK {}", Content_Type=media).status == 200
    assert server.ask(f"/sparql?query={quote(mark + b'ASK {}')}").status == 200
    path = "/store?graph=urn:marked"
    for media, text in ((TURTLE, b"<urn:a> <urn:b> 1 ."), ("application/ld+json", b"[]")):
        assert writable.ask(path, "PUT", mark + text, Content_Type=media).status in (201, 204)
    assert writable.ask(path, "DELETE").status == 204


@pytest.mark.parametrize("leaves", [True, False])
def test_a_flood_that_is_cut_leaves_a_line_in_the_log_and_no_traceback(
    data: Path, tmp_path: Path, leaves: bool
) -> None:
    (tmp_path / "snapshots").symlink_to(data / "snapshots")
    body = b"SELECT * { ?a ?b ?c . ?d ?e ?f }"
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Accept-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    )
    with serving(tmp_path, limits={"timeout": 2, "rows": 10**9, "answer": 10**12}) as running:
        with socket.create_connection(("127.0.0.1", running.port), timeout=30) as connection:
            connection.sendall(head % len(body) + body)
            assert b"200 OK" in connection.recv(65536)
            if leaves:
                linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            else:
                with suppress(ConnectionResetError):
                    while connection.recv(2**20):
                        pass
        assert running.logged('"path": "/sparql"')
        assert running.query("ASK {}").status == 200
        assert running.stop() in (0, -15)
        assert "Traceback" not in running.log.read_text("utf-8")


def test_pacts_are_cited_on_the_web(server: Server) -> None:
    answer = server.ask("/api/query/pacts-of?polity=JPN&on=2023-04-01&format=csv&cite=true")
    heading, *lines = answer.text.splitlines()
    assert heading.endswith("cited_source,cited_date,cited_quote,cited_locator")
    assert lines
    assert all("/id/source/" in line for line in lines)


def test_what_is_derived_follows_a_change(data: Path, tmp_path: Path) -> None:
    (tmp_path / "snapshots").symlink_to(data / "snapshots")
    pacts = "/api/query/pacts-of?polity=JPN&on={}&format=csv"
    update = "application/sparql-update"
    derived = (
        "ASK { GRAPH <https://w3id.org/comity/graph/derived/bounds> { ?pact ?p ?o }"
        " FILTER(CONTAINS(STR(?pact), 'test-pact')) }"
    )
    with serving(tmp_path, allow_update=True) as running:
        before = running.ask(pacts.format("2021-01-01")).text
        assert running.ask("/sparql", "POST", PACT.encode(), Content_Type=update).status == 204
        assert "test-pact" in running.ask(pacts.format("2021-01-01")).text
        assert "test-pact" not in running.ask(pacts.format("2020-02-28")).text
        assert running.query(derived).json()["boolean"] is True
        gone = PACT.replace("INSERT", "DELETE").encode()
        assert running.ask("/sparql", "POST", gone, Content_Type=update).status == 204
        assert running.ask(pacts.format("2021-01-01")).text == before
        assert running.query(derived).json()["boolean"] is False
