"""Whatever bytes are sent: a right status in time, one shape of errors, nothing else disturbed."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.running import Server, read_all, serving

QUICK = {"slow": 0.3, "idle": 0.3, "stalled": 5.0, "timeout": 30.0}
SECONDS = 60  # a server that has said nothing and closed nothing by then hangs

METHODS = st.sampled_from(
    [
        *("GET", "GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"),
        *("PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "NONE", ""),
    ]
)
PATHS = st.sampled_from(
    [
        *("/sparql", "/sparql", "/sparql/", "/store", "/store/some/graph", "/.well-known/void"),
        *("/reconcile", "/reconcile/suggest/entity", "/reconcile/suggest/type"),
        *("/reconcile/suggest/property", "/reconcile/preview", "/reconcile/nothing"),
        *("/api", "/api/openapi.json", "/api/query/members", "/api/query/profile", "/api/query/x"),
        *("/id/polity/JPN", "/doc/polity/JPN", "/data/polity/JPN.ttl", "/data/polity/JPN"),
        *("/scheme/membership-role/member", "/graph/catalog", "/query/members", "/ontology"),
        *("/", "/search", "/queries", "/queries/members", "/editor", "/editor/results.csv"),
        *("/compare", "/lists", "/coverage", "/about", "/shapes", "/static/explorer.css"),
        *("/network", "/healthz", "/metrics", "/nothing", "*", "", "//evil.example/x", "http://["),
        *("http://evil.example/sparql", "/id/", "/doc//", "/data/.ttl", "/store//", "/a/../b"),
    ]
)
TEXTS = st.sampled_from(
    [
        *("ASK {}", "SELECT * { ?s ?p ?o } LIMIT 2", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2", ""),
        *("DESCRIBE <urn:x>", "SELECT", "ASK { SERVICE <urn:x> {} }", "INSERT DATA { <a> <b> 1 }"),
        *("CLEAR ALL", "LOAD <urn:x>", "WITH <urn:g> DELETE {} WHERE {}", "\ufeffASK {}", "{" * 99),
        *("urn:x", "relative", "https://w3id.org/comity/graph/catalog", "<urn:x>", "urn:\x00"),
        *("echri", "JPN", "polity/JPN", "polity", "日本", "a\u202eb", "../../etc/passwd", "%", "'"),
        *("2023-04-01", "2023-02-30", "0000-00-00", "-1", "1e9", "9" * 400, "all", "yes", "ja"),
        *(
            "json",
            "csv",
            "xml",
            "ttl",
            '{"q":{"query":"Japan"}}',
            '{"\\ud800":{"query":"\\ud800"}}',
        ),
        *(
            '{"q":{"query":"Japan","type":"polity","limit":1e999}}',
            "[[[[",
            "null",
            "NaN",
            '{"q":1}',
        ),
    ]
)
VALUES = (TEXTS | st.text(max_size=20)).map(lambda said: quote(said.encode("utf-8", "replace")))
RAW = st.binary(max_size=12).map(quote_from_bytes) | st.sampled_from(
    ["%", "%zz", "+", "%ff", "%00"]
)
NAMES = st.sampled_from(
    [
        *("query", "query", "update", "default-graph-uri", "named-graph-uri", "using-graph-uri"),
        *("graph", "default", "queries", "extend", "prefix", "id", "format", "on", "initiative"),
        *("thing", "lang", "q", "kind", "page", "a", "b", "tie", "form", "least", "group", "from"),
        *("to", "run", "callback", "cursor", "list", "view", ""),
    ]
)
FIELDS = st.lists(st.tuples(NAMES, VALUES | RAW), max_size=4).map(
    lambda pairs: "&".join(f"{name}={said}" for name, said in pairs)
)
MEDIA = st.sampled_from(
    [
        *("application/sparql-query", "application/sparql-update", "text/turtle", "text/plain"),
        *("application/x-www-form-urlencoded", "application/n-triples", "application/ld+json"),
        *("application/rdf+xml", "multipart/form-data; boundary=x", "multipart/form-data", "*/*"),
        *("text/html", "application/json", "text/csv", "text/turtle;charset=utf-16", ";", "a/b/c"),
        *("application/sparql-results+json;q=0.1, text/csv;q=2", "text/html,*/*;q=0.1", ""),
    ]
)
HEADERS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["Accept", "Content-Type"]), MEDIA),
        st.tuples(
            st.sampled_from(
                [
                    *("Host", "Origin", "If-None-Match", "Range", "Expect", "Content-Encoding"),
                    *("Accept-Language", "Connection", "Upgrade", "Transfer-Encoding", "X-Any"),
                    *("Content-Length", "X-Forwarded-For", "X-Forwarded-Proto", "Authorization"),
                    *("Access-Control-Request-Method", "Sec-Fetch-Site", "Cookie", "TE", "Via"),
                ]
            ),
            st.sampled_from(
                [
                    *("here", "a b", "*", "close", "keep-alive", "Upgrade", "h2c", "websocket"),
                    *("chunked", "gzip", "100-continue", "bytes=0-1,3-", "0", "-1", "1e3", "99"),
                    *("ja;q=x, en;q=9", "Bearer x", "Basic eA==", "cross-site", "[::1]:80", "é"),
                ]
            ),
        ),
        st.tuples(st.just("X-Odd"), st.text(st.characters(max_codepoint=255), max_size=20)),
    ),
    max_size=5,
)
BODIES = st.one_of(
    FIELDS.map(str.encode),
    TEXTS.map(lambda said: said.encode("utf-8", "replace")),
    st.binary(max_size=40),
    st.sampled_from(
        [
            *(b"<urn:a> <urn:b> <urn:c> .", b"<urn:a> <urn:b", b"[", b"<rdf:RDF/>", b"\xff\xfe"),
            *(b"--x\r\n\r\n<urn:a> a <urn:b> .\r\n--x--", b"--x", b"--x\r\n\r\n", b"--x--"),
            *(
                b"3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n",
                b"zz\r\n",
                b"ffffffffffffffffff\r\n",
                b"5\r\na",
            ),
        ]
    ),
)


@st.composite
def requests(draw: st.DrawFn) -> bytes:
    """Return a request that may be right, or wrong in any place."""
    target, fields = draw(PATHS), draw(FIELDS)
    version = draw(st.sampled_from(["1.1", "1.1", "1.1", "1.0", "2.0", "9.9", ""]))
    lines = [f"{draw(METHODS)} {target}{'?' + fields if fields else ''} HTTP/{version}"]
    headers, body = draw(HEADERS), draw(BODIES | st.just(b""))
    if draw(st.integers(0, 9)):
        lines += ["Host: 127.0.0.1", "Connection: close"]
    if body and draw(st.integers(0, 9)):
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name}: {said}" for name, said in headers]
    raw = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 3]))):
        place = draw(st.integers(0, len(raw)))
        gone, new = draw(st.integers(0, 4)), draw(st.binary(max_size=4))
        raw = raw[:place] + new + raw[place + gone :]
    return raw


@pytest.fixture(scope="module", params=["reading", "changing"])
def fuzzed(
    request: pytest.FixtureRequest, data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Serve for reading, and a working copy that may be changed."""
    folder = tmp_path_factory.mktemp("fuzzed")
    (folder / "snapshots").symlink_to(data / "snapshots")
    with serving(folder, limits=QUICK, allow_update=request.param == "changing") as running:
        yield running
        assert '"status": 500' not in running.log.read_text("utf-8")
        assert "Traceback" not in running.log.read_text("utf-8")


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=requests())
def test_whatever_is_sent_is_answered_rightly_or_refused(fuzzed: Server, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", fuzzed.port), timeout=SECONDS) as one:
        with suppress(OSError):  # it may be refused while we are still sending
            one.sendall(raw)
        found = read_all(one)
    check(found, b"HEAD" not in raw)
    assert fuzzed.query("ASK {}").status == 200


def check(found: bytes, has_body: bool) -> None:
    """Fail for an answer with a status that is not documented, or an error of another shape."""
    if found.startswith(b"HTTP/1.1 100"):
        found = found.partition(b"\r\n\r\n")[2]
    if not found:
        return  # closed without a word: there was no request
    head, _, body = found.partition(b"\r\n\r\n")
    status = int(head[9:12])
    assert head.startswith(b"HTTP/1.1 ")
    assert status < 500 or status in (501, 503, 505), found
    if status < 400 or not has_body:
        return
    headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    assert headers[b"x-content-type-options"] == b"nosniff"
    body = body[: int(headers[b"content-length"])]
    media = headers[b"content-type"].partition(b";")[0]
    if media == b"text/html":
        assert b'role="alert"' in body
    elif media == b"text/plain":
        assert len(body.decode().splitlines()) >= 2
    else:
        assert media in (b"application/problem+json", b"application/json", b"text/json")
        told = json.loads(body)
        assert told["status"] == status
        assert told["detail"]
        assert told["remedy"]
