"""Changes: who may make them, what they may be, and that the snapshots stay as they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from comity.errors import BadQuery
from comity.server.wire.faults import BadRequest
from comity.server.wire.updates import guarded
from tests.server.running import Server, serving

UPDATE = "application/sparql-update"
INSERT = b"INSERT DATA { <urn:new> <urn:is> <urn:here> }"
HERE = "ASK { <urn:new> <urn:is> <urn:here> }"


def holds(server: Server, query: str) -> bool:
    """Return the answer to ASK."""
    return server.query(query).json()["boolean"] is True


def test_a_change_shows_at_once_and_under_a_new_entity_tag(writable: Server) -> None:
    before = writable.query(HERE).headers["etag"]
    assert writable.ask("/sparql", "POST", INSERT, Content_Type=UPDATE).status == 204
    after = writable.query(HERE)
    assert after.json()["boolean"] is True
    assert after.headers["etag"] != before
    form = b"update=DELETE+WHERE+%7B+%3Curn%3Anew%3E+%3Fp+%3Fo+%7D"
    media = "application/x-www-form-urlencoded"
    assert writable.ask("/sparql", "POST", form, Content_Type=media).status == 204
    assert not holds(writable, HERE)


def test_a_change_is_kept_and_touches_no_snapshot(data: Path, tmp_path: Path) -> None:
    (tmp_path / "snapshots").symlink_to(data / "snapshots")
    with serving(tmp_path, allow_update=True) as first:
        assert first.ask("/sparql", "POST", INSERT, Content_Type=UPDATE).status == 204
        assert first.stop() in (0, -15)
    with serving(tmp_path, allow_update=True) as second:
        assert holds(second, HERE)
    with serving(tmp_path) as reading:
        assert not holds(reading, HERE)


def test_an_entity_tag_does_not_come_back_for_other_content(data: Path, tmp_path: Path) -> None:
    (tmp_path / "snapshots").symlink_to(data / "snapshots")
    for step, update in enumerate((INSERT, INSERT.replace(b"INSERT", b"DELETE"))):
        with serving(tmp_path, allow_update=True) as running:
            assert running.ask("/sparql", "POST", update, Content_Type=UPDATE).status == 204
            if step == 0:
                tag = running.query(HERE).headers["etag"]
            asked = running.ask(f"/sparql?query={quote(HERE)}", If_None_Match=tag)
            assert asked.status == (304 if step == 0 else 200)


def test_an_update_with_a_fault_changes_nothing(writable: Server) -> None:
    body = b"INSERT DATA { <urn:half> <urn:is> <urn:here> } ; INSERT DATA { ?no <urn:p> 1 }"
    answer = writable.ask("/sparql", "POST", body, Content_Type=UPDATE)
    assert answer.status == 400
    assert answer.json()["line"] == 1
    assert not holds(writable, "ASK { <urn:half> ?p ?o }")


def test_a_graph_with_a_fault_changes_nothing(writable: Server) -> None:
    path = "/store?graph=urn:faulty"
    good, bad = b"<urn:a> <urn:b> 1 .", b"<urn:a> <urn:b> 2 .\n<urn:a> <urn:b"
    assert writable.ask(path, "PUT", good, Content_Type="text/turtle").status == 201
    refused = writable.ask(path, "PUT", bad, Content_Type="text/turtle")
    assert refused.status == 400
    assert refused.json()["line"] == 2
    assert "1" in writable.ask(path, Accept="application/n-triples").text
    assert writable.ask(path, "PUT", good, Content_Type="image/png").status == 415
    assert writable.ask(path, "DELETE").status == 204
    assert writable.ask(path).status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "rebound.example:8000"},
    ],
)
def test_a_page_of_another_site_cannot_make_changes_through_a_browser_here(
    writable: Server, headers: dict[str, str]
) -> None:
    answer = writable.ask("/sparql", "POST", INSERT, Content_Type=UPDATE, **headers)
    assert answer.status == 403
    assert not holds(writable, HERE)


SIMPLE = [
    ("application/x-www-form-urlencoded", b"update=INSERT+DATA+%7B%3Curn:new%3E+a+%3Curn:x%3E%7D"),
    ("text/plain", INSERT),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Type: text/turtle\r\n\r\n<a:a> a <a:a>."),
    (UPDATE, INSERT),
]
ELSEWHERE = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Host": "rebound.example"},
]


@pytest.mark.parametrize("path", ["/sparql", "/store?default", "/store?graph=urn:new"])
@pytest.mark.parametrize(("media", "body"), SIMPLE)
def test_no_simple_request_of_another_site_makes_a_change(
    writable: Server, path: str, media: str, body: bytes
) -> None:
    for headers in ELSEWHERE:
        answer = writable.ask(path, "POST", body, Content_Type=media, **headers)
        assert answer.status in (403, 415), headers
    assert not holds(writable, "ASK { { <urn:new> ?p ?o } UNION { GRAPH <urn:new> { ?s ?p ?o } } }")


def test_a_token_is_needed_from_other_sites_too(data: Path, tmp_path: Path) -> None:
    (tmp_path / "snapshots").symlink_to(data / "snapshots")
    with serving(tmp_path, allow_update=True, environment={"COMITY_TOKEN": "secret"}) as running:
        for media, body in SIMPLE:
            for headers in ELSEWHERE:
                for cookie in ({}, {"Cookie": "token=secret"}):
                    answer = running.ask(
                        "/sparql", "POST", body, Content_Type=media, **headers, **cookie
                    )
                    assert answer.status in (401, 415)
        assert not holds(running, HERE)


def test_a_token_lets_in_whoever_has_it_and_nobody_else(data: Path, tmp_path: Path) -> None:
    (tmp_path / "snapshots").symlink_to(data / "snapshots")
    secret = {"COMITY_TOKEN": "open-sesame"}
    with serving(tmp_path, allow_update=True, environment=secret) as running:
        for said in ("", "Bearer wrong", "Basic open-sesame", "Bearer"):
            answer = running.ask("/sparql", "POST", INSERT, Content_Type=UPDATE, Authorization=said)
            assert answer.status == 401
            assert "bearer" in answer.headers["www-authenticate"].lower()
        right = "Bearer open-sesame"
        answer = running.ask("/sparql", "POST", INSERT, Content_Type=UPDATE, Authorization=right)
        assert answer.status == 204
        assert holds(running, HERE)
        for process in running.workers():
            assert b"open-sesame" not in Path(f"/proc/{process}/environ").read_bytes()
        assert "open-sesame" not in running.log.read_text()


@pytest.mark.parametrize("options", [["--host", "0.0.0.0"], ["--trusted-proxy", "127.0.0.1"]])
def test_changes_open_to_the_world_are_refused_at_the_start(data: Path, options: list[str]) -> None:
    command = [sys.executable, "-m", "comity", "serve", "--allow-update", "--port", "0"]
    ran = subprocess.run(
        [*command, *options, "--store", str(data)], capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 2
    assert "COMITY_TOKEN" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1:1/>",
        "LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:g>",
        "CLEAR ALL ; load <http://127.0.0.1:1/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "\\u004COAD <http://127.0.0.1:1/>",
    ],
)
def test_an_update_that_asks_elsewhere_is_refused(writable: Server, update: str) -> None:
    answer = writable.ask("/sparql", "POST", update.encode(), Content_Type=UPDATE)
    assert answer.status == 400
    with pytest.raises(BadQuery):
        guarded(update, None, None)


@pytest.mark.parametrize(
    ("update", "wanted"),
    [
        (
            "INSERT { ?s a 1 } WHERE { ?s ?p 'WHERE' }",
            "INSERT { ?s a 1 } USING <urn:g> USING NAMED <urn:n> WHERE { ?s ?p 'WHERE' }",
        ),
        (
            "DELETE WHERE { ?s ?p ?o } ; CLEAR ALL",
            "DELETE { ?s ?p ?o } USING <urn:g> USING NAMED <urn:n> WHERE { ?s ?p ?o } ; CLEAR ALL",
        ),
        (
            "DELETE { ?a ?b ?c } INSERT { } WHERE { { SELECT * WHERE { ?a ?b ?c } } }",
            "DELETE { ?a ?b ?c } INSERT { } USING <urn:g> USING NAMED <urn:n> "
            "WHERE { { SELECT * WHERE { ?a ?b ?c } } }",
        ),
        ("INSERT DATA { <urn:WHERE> a 1 }", "INSERT DATA { <urn:WHERE> a 1 }"),
    ],
)
def test_the_graphs_of_the_protocol_are_put_into_the_update(update: str, wanted: str) -> None:
    assert guarded(update, ("urn:g",), ("urn:n",)) == wanted


@pytest.mark.parametrize(
    "update", ["WITH <urn:g> DELETE {} WHERE {}", "INSERT {} USING <urn:g> WHERE {}"]
)
def test_an_update_that_names_graphs_too_is_a_conflict(update: str) -> None:
    with pytest.raises(BadRequest):
        guarded(update, ("urn:g",), None)


def test_the_graphs_of_the_protocol_are_used(writable: Server) -> None:
    for name in ("one", "two"):
        writable.ask(
            f"/store?graph=urn:{name}",
            "PUT",
            f"<urn:{name}> a <urn:Thing> .".encode(),
            Content_Type="text/turtle",
        )
    path = f"/sparql?using-graph-uri={quote('urn:one')}"
    body = b"DELETE { GRAPH <urn:two> { <urn:two> a ?t } } WHERE { ?s a ?t }"
    assert writable.ask(path, "POST", body, Content_Type=UPDATE).status == 204
    assert not holds(writable, "ASK { GRAPH <urn:two> { ?s ?p ?o } }")
    assert holds(writable, "ASK { GRAPH <urn:one> { ?s ?p ?o } }")
