"""Two servers behind nginx, under a prefix, by another name and over TLS: what clients see."""

from __future__ import annotations

import json
import re
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from html import unescape
from http.client import HTTPConnection, HTTPException, IncompleteRead
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
import rdflib

from tests.server.proxy import HOST, NGINX, PREFIX, Proxy, printed, proxying
from tests.server.running import Answer, Server, started, wait_until
from tests.store.engines.servers import free_port

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")

OUTSIDE = f"https://{HOST}{PREFIX}"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PAGES = (
    *("/", "/search?q=Norway", "/queries", "/editor?query=ASK%20%7B%7D", "/network", "/compare"),
    *("/compare?a=JPN&b=KOR&on=2023-07-01", "/lists", "/coverage", "/about", "/ontology"),
    *("/doc/polity/NOR", "/doc/initiative/echri", "/doc/scheme/membership-role/member"),
    *("/queries/members?initiative=echri&on=2023-04-01", "/doc/nothing/here"),
    "/queries/profile?thing=initiative/echri&on=2023-04-01",
)
NEEDS = ["--root-path", PREFIX, "--trusted-proxy", "127.0.0.1"]


def run(data: Path, port: int) -> AbstractContextManager[Server]:
    """Run a server as the documentation says."""
    command = [sys.executable, "-m", "comity", "serve", "--port", str(port), "--store", str(data)]
    return started([*command, *NEEDS, "--max-rows", "40000"], data)


@pytest.fixture(scope="module")
def behind(data: Path) -> Iterator[tuple[Server, Server]]:
    """Run the two servers."""
    with run(data, free_port()) as one, run(data, free_port()) as other:
        yield one, other


@pytest.fixture(scope="module")
def proxy(
    behind: tuple[Server, Server], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """Run nginx before them."""
    folder = tmp_path_factory.mktemp("nginx")
    with proxying(folder, (behind[0].port, behind[1].port)) as running:
        yield running


def links(answer: Answer, at: str) -> set[str]:
    """Return the addresses to which a page leads, in full, those of forms and files too."""
    named = r'(?:href|src|action|formaction|data|poster)="([^"]*)"'
    found = {unescape(one) for one in re.findall(named, answer.text)}
    return {urljoin(at, one).partition("#")[0] for one in found}


def is_ours(address: str) -> bool:
    """Say whether an address is one of this site, or of the machines behind it."""
    parts = urlsplit(address)
    return parts.hostname in (HOST, "127.0.0.1", "localhost", None)


def test_the_options_of_the_documentation_are_those_of_the_test() -> None:
    text = (Path(__file__).parents[3] / "docs" / "server.md").read_text("utf-8")
    assert f"comity serve {' '.join(NEEDS)}\n" in text


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_link_of_a_page_leaves_the_prefix_or_leads_nowhere(proxy: Proxy, language: str) -> None:
    found: set[str] = set()
    for path in PAGES:
        at = f"{PREFIX}{path}{'&' if '?' in path else '?'}lang={language}"
        answer = proxy.ask(at, Accept=BROWSER)
        assert answer.status == (404 if "nothing" in path else 200), path
        assert f'lang="{language}"' in answer.text[:200] or path == "/network"
        found |= {one for one in links(answer, f"https://{HOST}{at}") if is_ours(one)}
    assert len(found) > 300
    assert [one for one in found if not one.startswith(f"{OUTSIDE}/")] == []
    things = sorted(one for one in found if "/doc/" in one)
    asked = sorted(found - set(things)) + things[::4]
    with ThreadPoolExecutor(4) as some:
        statuses = dict(zip(asked, some.map(partial(_status, proxy), asked), strict=True))
    broken = {one: status for one, status in statuses.items() if status != 200}
    assert {one: status for one, status in broken.items() if "nothing/here" not in one} == {}


def _status(proxy: Proxy, address: str) -> int:
    return proxy.ask(address.removeprefix(f"https://{HOST}"), Accept=BROWSER).status


@pytest.mark.parametrize(
    ("path", "accept", "target"),
    [
        ("/id/polity/NOR", "text/turtle", "/data/polity/NOR.ttl"),
        ("/id/polity/NOR", BROWSER, "/doc/polity/NOR"),
        ("/graph/catalog", "application/n-triples", "/data/graph/catalog.nt"),
        ("/query/members", "text/turtle", "/data/query/members.ttl"),
        ("/sparql", BROWSER, "/editor"),
        ("/api", "*/*", "/api/openapi.json"),
    ],
)
def test_a_redirect_stays_below_the_prefix_and_leads_somewhere(
    proxy: Proxy, path: str, accept: str, target: str
) -> None:
    answer = proxy.ask(f"{PREFIX}{path}", Accept=accept)
    assert answer.status == 303
    where = urljoin(f"{OUTSIDE}{path}", answer.headers["location"])
    assert where == f"{OUTSIDE}{target}"
    there = proxy.ask(where.removeprefix(f"https://{HOST}"), Accept=accept)
    assert there.status == 200 or path == "/query/members"


@pytest.mark.parametrize(
    "path", ["/id/polity/NOR", "/doc/polity/NOR", "/data/polity/NOR.ttl", "/api/query/lists"]
)
def test_the_links_of_a_header_lead_somewhere(proxy: Proxy, path: str) -> None:
    answer = proxy.ask(f"{PREFIX}{path}")
    named = re.findall(r"<([^>]*)>; rel=\"(?!describes)", answer.headers.get("link", ""))
    assert named or answer.status == 404
    for one in named:
        where = urljoin(f"{OUTSIDE}{path}", one)
        assert where.startswith(f"{OUTSIDE}/")
        assert proxy.ask(where.removeprefix(f"https://{HOST}")).status == 200


def test_descriptions_name_the_site_as_it_is_seen_outside(proxy: Proxy) -> None:
    told = json.loads(proxy.ask(f"{PREFIX}/api/openapi.json").body)
    assert told["servers"] == [{"url": OUTSIDE}]
    for path in ("/sparql", "/.well-known/void"):
        graph = rdflib.Graph().parse(
            data=proxy.ask(f"{PREFIX}{path}", Accept="text/turtle").body, format="turtle"
        )
        ours = [str(one) for one in graph.all_nodes() if is_ours(str(one)) and "://" in str(one)]
        assert f"{OUTSIDE}/sparql" in ours
        assert all(one.startswith(f"{OUTSIDE}/") for one in ours)
    manifest = json.loads(proxy.ask(f"{PREFIX}/reconcile").body)
    said = json.dumps(manifest)
    assert f"{OUTSIDE}/reconcile" in said
    ours = [one for one in re.findall(r"https?://[^\"]*", said) if is_ours(one)]
    assert ours == re.findall(rf"{OUTSIDE}/[^\"]*", said)


def test_every_door_but_that_of_the_operator_is_open(proxy: Proxy) -> None:
    assert proxy.ask(f"{PREFIX}/metrics").status == 403
    assert proxy.ask(PREFIX).headers["location"].endswith(f"{PREFIX}/")
    query = b"SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    for body, media in (
        (query, "application/sparql-query"),
        (b"query=" + quote(query).encode(), "application/x-www-form-urlencoded"),
    ):
        assert proxy.ask(f"{PREFIX}/sparql", "POST", body, Content_Type=media).status == 200
    graph = quote("https://w3id.org/comity/graph/catalog")
    assert proxy.ask(f"{PREFIX}/store?graph={graph}").status == 200


def test_a_client_cannot_say_that_it_is_another(proxy: Proxy, behind: tuple[Server, ...]) -> None:
    connection = proxy.connect("127.0.0.77")
    said = {"Host": HOST, "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "gopher"}
    for _ in range(4):
        connection.request("GET", f"{PREFIX}/api/openapi.json", headers=said)
        assert json.loads(connection.getresponse().read())["servers"] == [{"url": OUTSIDE}]
    connection.close()
    assert any(server.logged('"client": "127.0.0.77"') for server in behind)
    assert not any("203.0.113.9" in server.log.read_text() for server in behind)


def test_who_is_no_trusted_proxy_is_not_believed(behind: tuple[Server, ...]) -> None:
    server = behind[0]
    connection = HTTPConnection(
        "127.0.0.1", server.port, timeout=20, source_address=("127.0.0.78", 0)
    )
    said = {"X-Forwarded-For": "203.0.113.8", "X-Forwarded-Proto": "https", "Host": "elsewhere"}
    connection.request("GET", "/api/openapi.json", headers=said)
    told = json.loads(connection.getresponse().read())
    connection.close()
    assert told["servers"] == [{"url": f"http://elsewhere{PREFIX}"}]
    assert server.logged('"client": "127.0.0.78"')
    assert "203.0.113.8" not in server.log.read_text()


def test_a_cut_answer_is_cut_behind_the_proxy_too(proxy: Proxy) -> None:
    for _ in range(4):
        connection = proxy.connect()
        asked = f"{PREFIX}/sparql?query={quote('SELECT * { ?s ?p ?o }')}"
        connection.request("GET", asked, headers={"Host": HOST})
        reply = connection.getresponse()
        assert reply.status == 200
        with pytest.raises((IncompleteRead, ConnectionResetError, ssl.SSLError)):
            reply.read()
        connection.close()
    assert proxy.ask(f"{PREFIX}/healthz").status == 200


@pytest.mark.slow
def test_one_after_the_other_restarts_under_load_without_a_failed_request(
    data: Path, tmp_path: Path
) -> None:
    ports = free_port(), free_port()
    statuses: list[int | str] = []
    stop = threading.Event()
    with ExitStack() as first, ExitStack() as second:
        servers = [
            stack.enter_context(run(data, port))
            for stack, port in zip((first, second), ports, strict=True)
        ]
        with proxying(tmp_path, ports) as proxy:
            threads = [
                threading.Thread(target=_ask_on, args=(proxy, n, stop, statuses)) for n in range(4)
            ]
            for thread in threads:
                thread.start()
            try:
                for stack, server in zip((first, second), servers, strict=True):
                    assert wait_until(lambda: len(statuses) > 30, 60)
                    assert server.stop() in (0, -15)
                    time.sleep(0.3)
                    stack.enter_context(run(data, server.port))
                    statuses_before = len(statuses)
                    assert wait_until(lambda n=statuses_before: len(statuses) > n + 30, 60)
            finally:
                stop.set()
                for thread in threads:
                    thread.join(60)
    assert set(statuses) == {200}


def _ask_on(proxy: Proxy, number: int, stop: threading.Event, statuses: list[int | str]) -> None:
    """Ask by GET and by POST in turn, each time something new."""
    while not stop.is_set():
        number += 10
        text = f"SELECT * {{ ?s ?p ?o }} LIMIT 30 # {number}"
        try:
            if number % 20 < 10:
                answer = proxy.ask(f"{PREFIX}/sparql?query={quote(text)}")
            else:
                media = "application/sparql-query"
                answer = proxy.ask(f"{PREFIX}/sparql", "POST", text.encode(), Content_Type=media)
        except (OSError, HTTPException) as fault:
            statuses.append(repr(fault))
        else:
            statuses.append(answer.status)


def test_the_documented_configuration_is_whole() -> None:
    assert printed("nginx").count("{") == printed("nginx").count("}")
