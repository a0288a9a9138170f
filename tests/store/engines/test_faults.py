"""What comity says of an endpoint that misbehaves: one line on what happened, one on what to do."""

from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from comity.errors import BadParameter, BadQuery, ComityError, EndpointFailed, TimedOut
from comity.graph.load import read_triples
from comity.store.engines.interface import Solutions
from comity.store.engines.login import Credentials
from comity.store.engines.remote import RemoteEngine
from comity.store.engines.sparql_client import Endpoint
from comity.terms import Iri, Literal
from tests.store.engines.misbehaving import (
    EMPTY,
    JSON,
    Behaviour,
    Handler,
    Server,
    answer,
    certificate,
    over_tls,
    raw,
    serving,
)

SELECT = "SELECT ?s WHERE { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
Serve = Callable[[Behaviour], Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as servers:
        yield lambda behaviour: servers.enter_context(serving(Server(behaviour)))


def fault(url: str, query: str = SELECT, seconds: float = 20, most: int = 10**6) -> ComityError:
    """Ask, and return what went wrong: one line each, and nothing that a terminal would obey."""
    engine = RemoteEngine(Endpoint(url, Credentials.from_environment(), seconds, most))
    with pytest.raises(ComityError) as caught:
        (engine.construct if query.startswith("CONSTRUCT") else engine.select)(query)
    error = caught.value
    for line in (error.found, error.remedy):
        assert line
        assert line.isprintable()
        assert len(line) < 400
    return error


def keep_waiting(handler: Handler) -> None:
    handler.over.wait()


def drip(handler: Handler) -> None:
    handler.wfile.write(HEAD + b"Content-Length: 9999\r\n\r\n")
    while not handler.over.wait(0.05):
        handler.wfile.write(b" ")


@pytest.mark.parametrize("behaviour", [keep_waiting, drip])
def test_an_answer_that_takes_too_long_is_given_up(serve: Serve, behaviour: Behaviour) -> None:
    error = fault(serve(behaviour).url, seconds=0.3)
    assert isinstance(error, TimedOut)
    assert "did not answer within 0.3 seconds" in error.found
    assert "COMITY_ENDPOINT_TIMEOUT" in error.remedy


def test_the_environment_says_how_long_to_wait(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(keep_waiting)
    monkeypatch.setenv("COMITY_ENDPOINT_TIMEOUT", "0.25")
    with pytest.raises(TimedOut, match=r"within 0\.25 seconds"):
        RemoteEngine.open(server.url).select(SELECT)
    for said in ("0", "-1", "soon", "nan", "1e99"):
        monkeypatch.setenv("COMITY_ENDPOINT_TIMEOUT", said)
        with pytest.raises(BadParameter, match="no number of seconds"):
            RemoteEngine.open(server.url)


def test_a_port_on_which_nothing_listens_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    error = fault(f"http://127.0.0.1:{port}/query")
    assert isinstance(error, EndpointFailed)
    assert f"127.0.0.1:{port}/query: connection refused" in error.found


def test_a_host_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = fault("http://endpoint.invalid/query")
    assert error.found == "There is no host of the name in http://endpoint.invalid/query."


def test_a_host_name_that_no_host_can_have_is_named() -> None:
    assert "no host of the name" in fault(f"http://{'é' * 70}.invalid/").found


@pytest.mark.parametrize(
    ("status", "body", "told", "remedy"),
    [
        (401, b"", "answers 401 Unauthorized.", "COMITY_ENDPOINT_TOKEN"),
        (403, b"no\nentry", "answers 403 Forbidden: no", "COMITY_ENDPOINT_USER"),
        (404, b"\n\n Not here \n", "answers 404 Not Found: Not here", "takes queries"),
        (405, b"", "answers 405 Method Not Allowed.", "takes queries"),
        (429, b"", "answers 429 Too Many Requests.", "wait"),
        (500, b"Virtuoso 22023 Error SR353: too many\n\nSPARQL query:", "SR353: too many", "later"),
        (502, b"<html><head><title>Bad &amp; broken</title></html>", "Bad & broken", "later"),
        (503, b'{"status": "ERROR", "exception": "Out of memory"}', ": Out of memory", "later"),
        (504, b"x" * 10_000, "x…", "Ask for less"),
        (500, b"\x1b[31mred\x07 \xe2\x80\xaetxt \xff", "red txt �", "later"),
        (500, b"{not JSON", "{not JSON", "later"),
        (599, b"", "answers 599", "later"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_endpoint(
    serve: Serve, status: int, body: bytes, told: str, remedy: str
) -> None:
    error = fault(serve(answer(body, status, "text/html")).url)
    assert isinstance(error, EndpointFailed)
    assert told in error.found
    assert remedy in error.remedy
    assert len(error.found) < 300


def test_a_refusal_may_be_packed_or_cut_off(serve: Serve) -> None:
    packed = answer(gzip.compress(b"Busy"), 503, "text/plain", Content_Encoding="gzip")
    assert fault(serve(packed).url).found.endswith("503 Service Unavailable: Busy")
    cut = answer(b"Bu", 503, "text/plain", Content_Length="99")
    assert fault(serve(cut).url).found.endswith("503 Service Unavailable.")


def test_a_query_that_the_endpoint_cannot_read_is_a_bad_query(serve: Serve) -> None:
    error = fault(serve(answer(b"error at 1:8: expected }\n...", 400, "text/plain")).url)
    assert isinstance(error, BadQuery)
    assert error.found == "The endpoint refuses the query: error at 1:8: expected }"
    silent = fault(serve(answer(b"", 400)).url)
    assert silent.found == "The endpoint refuses the query: it does not say why"


@pytest.mark.parametrize("query", [SELECT, CONSTRUCT, "ASK {}"])
def test_a_page_is_no_answer(serve: Serve, query: str) -> None:
    page = b"<!DOCTYPE html><html><title>Sign\n in</title><form>"
    error = fault(serve(answer(page, media="text/html; charset=utf-8")).url, query)
    assert isinstance(error, EndpointFailed)
    assert "answers with text/html (“Sign in”), not with SPARQL results" in error.found
    assert "COMITY_ENDPOINT_TOKEN" in error.remedy


@pytest.mark.parametrize(
    ("query", "behaviour", "told"),
    [
        (SELECT, answer(media=None), "answers with no content type"),
        (SELECT, answer(b"", 204, None), "answers with no content type"),
        (SELECT, answer(b"", media="application/n-triples"), "with application/n-triples"),
        (CONSTRUCT, answer(), f"with {JSON}"),
        (CONSTRUCT, answer(b"", media="text/turtle"), "with text/turtle"),
        ("ASK {}", answer(), f"with {JSON}"),
        (SELECT, answer(b'{"boolean": true}'), f"with {JSON}"),
    ],
)
def test_an_answer_of_another_kind_is_refused(
    serve: Serve, query: str, behaviour: Behaviour, told: str
) -> None:
    assert f"{told}, not with SPARQL results" in fault(serve(behaviour).url, query).found


@pytest.mark.parametrize(
    "behaviour",
    [
        answer(EMPTY, Content_Length="999"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{"),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"),
        raw(b""),
        answer(gzip.compress(EMPTY)[:-9], Content_Encoding="gzip"),
    ],
)
def test_a_connection_that_ends_too_early_is_noticed(serve: Serve, behaviour: Behaviour) -> None:
    error = fault(serve(behaviour).url)
    assert isinstance(error, EndpointFailed)
    assert error.found.endswith("stopped before its answer was complete.")


@pytest.mark.parametrize("end", range(1, len(EMPTY), 7))
def test_results_that_are_cut_off_are_noticed(serve: Serve, end: int) -> None:
    error = fault(serve(answer(EMPTY[:end])).url)
    assert error.found == "The endpoint's answer is cut off before its end."


def test_a_graph_that_is_cut_off_is_noticed(serve: Serve) -> None:
    body = b'<urn:s> <urn:p> "1" .\n<urn:s> <urn:p> "2'
    error = fault(serve(answer(body, media="application/n-triples")).url, CONSTRUCT)
    assert error.found == "The endpoint's answer is cut off before its end."


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"head": {}}',
        b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": 1}]}}',
        b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri"}}]}}',
        b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "triple", '
        b'"value": ""}}]}}',
        b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "literal", '
        b'"value": "", "datatype": 1}}]}}',
        b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "literal", '
        b'"value": "\\ud800"}}]}}',
        b'{"boolean": "true"}',
        b'{"head": nonsense, "results": {}}',
        b'{"\xff": 1}',
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    ],
)
def test_json_that_is_no_answer_is_refused(serve: Serve, body: bytes) -> None:
    assert "answer cannot be read: " in fault(serve(answer(body)).url).found


@pytest.mark.parametrize(
    "body",
    [
        b"<html>\n<urn:s> <urn:p> <urn:o> .\n",
        b'"literal" <urn:p> <urn:o> .\n',
        b"<urn:s> _:p <urn:o> .\n",
        b'<urn:s> <urn:p> "\\ud800" .\n',
        b'<urn:s> <urn:p> "\\UFFFFFFFF" .\n',
        b'<urn:s> <urn:p> "\xff" .\n',
    ],
)
def test_n_triples_that_are_none_are_refused(serve: Serve, body: bytes) -> None:
    url = serve(answer(body, media="application/n-triples")).url
    assert "answer cannot be read: " in fault(url, CONSTRUCT).found


def test_what_does_not_speak_http_is_told_from_what_does(serve: Serve) -> None:
    assert "does not speak HTTP" in fault(serve(raw(b"SSH-2.0-OpenSSH_9.6\r\n")).url).found


def test_an_answer_that_is_too_large_is_stopped_in_the_middle(serve: Serve) -> None:
    bomb = answer(gzip.compress(b" " * 50_000_000), Content_Encoding="gzip")
    for behaviour in (answer(b" " * 2_000_000), bomb):
        error = fault(serve(behaviour).url, most=2**20)
        assert error.found == "The endpoint's answer is larger than 1 MiB."


def test_packed_answers_are_unpacked_whatever_their_parts(serve: Serve) -> None:
    body = gzip.compress(EMPTY[:20]) + gzip.compress(EMPTY[20:] + b" " * 300_000)
    server = serve(answer(body, Content_Encoding="gzip"))
    assert RemoteEngine.open(server.url).select(SELECT) == Solutions((), ())
    assert server.asked[0].headers["accept-encoding"] == "gzip"


def test_packing_that_was_not_asked_for_or_is_damaged_is_refused(serve: Serve) -> None:
    brotli = fault(serve(answer(EMPTY, Content_Encoding="br")).url)
    assert "did not ask for: br." in brotli.found
    damaged = fault(serve(answer(EMPTY, Content_Encoding="gzip")).url)
    assert "sends gzip that is damaged" in damaged.found


def redirect(target: str, status: int = 302) -> Behaviour:
    """Send on once to ``target`` and answer there."""

    def behave(handler: Handler) -> None:
        there = handler.path == target
        answer()(handler) if there else answer(b"", status, None, Location=target)(handler)

    return behave


@pytest.mark.parametrize(
    ("status", "method"), [(301, "POST"), (302, "POST"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_a_redirect_on_the_same_host_is_followed(serve: Serve, status: int, method: str) -> None:
    server = serve(redirect("/sparql", status))
    RemoteEngine.open(server.url).select(SELECT)
    first, second = server.asked
    assert (second.method, second.path) == (method, "/sparql")
    assert second.form == (first.form if method == "POST" else "")


def test_a_redirect_to_another_host_or_port_is_refused_and_gets_no_login(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMITY_ENDPOINT_TOKEN", "sesame")
    other = serve(answer())
    for target in (other.url, other.url.replace("127.0.0.1", "localhost"), "//example.org/query"):
        error = fault(serve(redirect(target)).url)
        assert "comity follows only to the same host" in error.found
        assert target.rpartition("//")[2] in error.found
    assert other.asked == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://u:sesame@127.0.0.1/", "http://[/"]
)
def test_a_redirect_to_what_is_no_endpoint_is_refused(serve: Serve, target: str) -> None:
    error = fault(serve(redirect(target)).url)
    assert isinstance(error, EndpointFailed)
    assert "sesame" not in error.found


def test_redirects_in_a_circle_end_after_five(serve: Serve) -> None:
    server = serve(answer(b"", 302, None, Location="/query"))
    assert "sent us on more than 5 times" in fault(server.url).found
    assert len(server.asked) == 6


@pytest.fixture(scope="module")
def key_pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, so there is no certificate to try")
    return certificate(tmp_path_factory.mktemp("certificate"))


def test_a_certificate_that_nobody_vouches_for_is_refused(key_pair: tuple[Path, Path]) -> None:
    with serving(over_tls(Server(answer()), key_pair)) as server:
        error = fault(server.url)
    assert "The certificate of https://127.0.0.1:" in error.found
    assert "cannot be trusted: self" in error.found
    assert "SSL_CERT_FILE" in error.remedy
    assert server.asked == []


def test_a_certificate_that_is_vouched_for_is_taken_and_tls_is_never_left(
    key_pair: tuple[Path, Path], serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(key_pair[0]))
    with serving(over_tls(Server(answer()), key_pair)) as secure:
        assert isinstance(RemoteEngine.open(secure.url).select(SELECT), Solutions)
        onto_tls = serve(answer(b"", 301, None, Location=secure.url))
        assert isinstance(RemoteEngine.open(onto_tls.url).select(SELECT), Solutions)
        secure.behave = answer(b"", 301, None, Location=onto_tls.url)
        assert "only to the same host" in fault(secure.url).found


def test_tls_where_there_is_none_is_told(serve: Serve) -> None:
    error = fault(serve(answer()).url.replace("http:", "https:"))
    assert "No secure connection to https://127.0.0.1" in error.found
    assert "http://" in error.remedy


@pytest.mark.parametrize(
    ("environment", "header"),
    [
        ({}, None),
        ({"USER": "ann", "PASSWORD": "pä:ss"}, "Basic YW5uOnDDpDpzcw=="),
        ({"USER": "ann"}, "Basic YW5uOg=="),
        ({"TOKEN": "sesame\n"}, "Bearer sesame"),
    ],
)
def test_the_login_comes_from_the_environment(
    serve: Serve,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    header: str | None,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"COMITY_ENDPOINT_{name}", value)
    server = serve(answer())
    RemoteEngine.open(server.url).select(SELECT)
    assert server.asked[0].headers.get("authorization") == header


@pytest.mark.parametrize(
    "environment",
    [
        {"TOKEN": "ses\name"},
        {"TOKEN": "ses ame"},
        {"TOKEN": "sesamé"},
        {"USER": "a:nn", "PASSWORD": "sesame"},
        {"USER": "ann", "PASSWORD": "ses\r\name"},
        {"PASSWORD": "sesame"},
        {"USER": "ann", "TOKEN": "sesame"},
    ],
)
def test_a_login_that_cannot_be_sent_is_refused_unseen(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"COMITY_ENDPOINT_{name}", value)
    with pytest.raises(BadParameter, match="COMITY_ENDPOINT_") as caught:
        Credentials.from_environment()
    assert "ses" not in caught.value.found + caught.value.remedy


@pytest.mark.parametrize("environment", [{"TOKEN": "sesame"}, {"USER": "a", "PASSWORD": "sesame"}])
def test_an_endpoint_that_repeats_the_login_does_not_make_comity_print_it(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"COMITY_ENDPOINT_{name}", value)

    def echo(handler: Handler) -> None:
        sent = f"not {handler.headers['Authorization']}, nor sesame"
        answer(sent.encode(), 401, "text/plain")(handler)

    error = fault(serve(echo).url + "?apikey=sesame")
    assert "not B" in error.found
    assert "…, nor …" in error.found
    for text in (error.found, error.remedy, repr(Credentials.from_environment())):
        assert "sesame" not in text
        assert "YTpzZXNhbWU" not in text


@pytest.mark.parametrize(
    "url",
    [
        "",
        "endpoint",
        "127.0.0.1:7878/query",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://",
        "http:///query",
        "http://[::1/query",
        "http://127.0.0.1:port/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\x1b[31m",
    ],
)
def test_what_is_no_url_of_an_endpoint_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(BadParameter, match="is not the http or https URL") as caught:
        RemoteEngine.open(url)
    assert caught.value.found.isprintable()
    assert "http://127.0.0.1:7878/query" in caught.value.remedy


def test_a_login_inside_the_url_is_refused_unseen() -> None:
    with pytest.raises(BadParameter, match="holds a user name") as caught:
        RemoteEngine.open("http://ann:sesame@127.0.0.1/query")
    assert "sesame" not in caught.value.found + caught.value.remedy


def test_a_query_is_posted_as_a_form_and_the_dataset_goes_with_it(serve: Serve) -> None:
    server = serve(answer())
    url = f"{server.url}?default-graph-uri=urn:a%20b&infer=false&named-graph-uri=urn:c"
    RemoteEngine.open(url).select(f"# Ω\n{SELECT}")
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/query?infer=false")
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(asked.form) == {
        "query": [f"# Ω\n{SELECT}"],
        "default-graph-uri": ["urn:a b"],
        "named-graph-uri": ["urn:c"],
    }


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (SELECT, "application/sparql-results+json"),
        ("# CONSTRUCT\nBASE <urn:construct>\nprefix ask:<urn:ask#> \r\nask{}", JSON),
        (f"PREFIX select: <urn:select#>\n{CONSTRUCT}", "application/n-triples"),
        ("DESCRIBE <urn:a>", "application/n-triples"),
    ],
)
def test_the_form_of_the_query_says_what_kind_of_answer_is_wanted(
    serve: Serve, query: str, wanted: str
) -> None:
    server = serve(answer(media="text/html"))
    fault(server.url, query)
    assert server.asked[0].headers["accept"].split(",")[0] == wanted


def test_a_form_hidden_behind_escapes_is_answered_all_the_same(serve: Serve) -> None:
    server = serve(answer())
    assert isinstance(RemoteEngine.open(server.url).select("\\u0053ELECT * {}"), Solutions)
    assert "n-triples" in server.asked[0].headers["accept"]


def test_a_graph_in_turtle_is_read_where_there_is_a_reader(serve: Serve) -> None:
    triple = (Iri("urn:s"), Iri("urn:p"), Literal("o"))
    server = serve(answer(b"<urn:s> <urn:p> 'o' .", media="text/turtle; charset=utf-8"))
    engine = RemoteEngine.open(server.url, read_turtle=lambda body: read_triples(body, "turtle"))
    assert list(engine.construct(CONSTRUCT)) == [triple]
    server.behave = answer(b"<urn:s> <urn:p> .", media="text/turtle")
    with pytest.raises(EndpointFailed, match=r"answer cannot be read: .* line 1, column"):
        engine.construct(CONSTRUCT)


ROW = b'{"s": {"type": "uri", "value": "urn:s"}}'


def rows(number: int, most: int | None) -> Behaviour:
    """Answer with so many rows, as an endpoint does whose limit is ``most``."""
    body = b'{"head": {"vars": ["s"]}, "results": {"bindings": [%s]}}' % b",".join([ROW] * number)
    return answer(body, X_SPARQL_MaxRows=str(most)) if most else answer(body)


def test_an_answer_that_the_endpoint_cut_at_its_limit_is_refused(serve: Serve) -> None:
    error = fault(serve(rows(3, most=3)).url)
    assert error.found.endswith("cut its answer at its limit of 3 rows.")
    for behaviour in (rows(2, most=3), rows(3, most=None)):
        assert isinstance(RemoteEngine.open(serve(behaviour).url).select(SELECT), Solutions)
    answer = RemoteEngine.open(serve(rows(3, most=3)).url).select(f"{SELECT} LIMIT 3 OFFSET 1\n")
    assert isinstance(answer, Solutions)


@pytest.mark.parametrize(
    "behaviour", [answer(EMPTY, 206), answer(EMPTY, X_SQL_State="S1TAT", X_SQL_Message="anytime")]
)
def test_an_answer_that_the_endpoint_calls_partial_is_refused(
    serve: Serve, behaviour: Behaviour
) -> None:
    assert fault(serve(behaviour).url).found.endswith("cut its answer before it was complete.")


def test_asking_an_endpoint_loads_no_library() -> None:
    code = "import sys, comity.store.engines.remote; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in ran.stdout.split()}
    assert not loaded & {"rdflib", "pyoxigraph", "click", "requests"}
