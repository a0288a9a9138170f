"""Bounded attacks on a real server, each beside another client that has to be answered.

``python -m tests.server.front.attacks --count N`` runs those on memory at any size.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

import comity
from tests.server.front.attacks import ATTACKS
from tests.server.front.attacks import attacked as attacked_by
from tests.server.running import Server, read_all, serving, started, wait_until

PATIENCE = 120  # seconds, for machines with more to do
CONNECTIONS = 2000
MEGABYTE = 2**20
GROWTH = 20 * MEGABYTE
PEAK = 100 * MEGABYTE
CHUNKED = b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
SPARQL = CHUNKED + b"Content-Type: application/sparql-query\r\n\r\n"


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("attacked"), store=data) as server:
        yield server


@contextmanager
def somebody_else(server: Server) -> Iterator[Callable[[], None]]:
    """Ask small things as another client; the function given fails if that is not answered."""
    answered = threading.Event()
    stop = threading.Event()
    wrong: list[tuple[str, int]] = []

    def ask() -> None:
        connection = HTTPConnection("127.0.0.1", server.port, PATIENCE, ("127.0.0.2", 0))
        while not stop.wait(0.01):  # one connection, lest the system run out of ports
            for path in ("/healthz", "/sparql?query=ASK%7B%7D"):
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    wrong.append((path, answer.status))
            answered.set()
        connection.close()

    def check() -> None:
        answered.clear()
        assert answered.wait(PATIENCE), "nobody else was answered"
        assert wrong == []

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    try:
        yield check
    finally:
        stop.set()
        thread.join(60)


def sent(server: Server, *parts: bytes) -> bytes:
    """Send bytes on a connection of their own, as far as they are taken; return what comes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        try:
            for part in parts:
                connection.sendall(part)
        except OSError:
            pass  # whatever was answered before can still be read
        return read_all(connection)


@pytest.fixture(scope="module")
def commanded(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve as the command line does, which turns the collection of garbage off at first."""
    command = [sys.executable, "-m", "comity", "serve", "--port", "0", "--store", str(data)]
    with started(command, tmp_path_factory.mktemp("commanded")) as server:
        yield server


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_leaves_no_memory_behind_and_others_are_answered(
    commanded: Server, name: str
) -> None:
    attacked_by(commanded, name, 300)
    outcome = attacked_by(commanded, name, CONNECTIONS)
    assert outcome.grown < GROWTH, outcome
    assert outcome.peak - outcome.before < PEAK, outcome
    assert outcome.answered >= 10
    assert "Traceback" not in commanded.log.read_text("utf-8")


def test_requests_sent_before_their_turn_are_all_answered_in_order(attacked: Server) -> None:
    asked = [b"GET /nothing/%d HTTP/1.1\r\nHost: a\r\n\r\n" % number for number in range(3000)]
    last = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    before = attacked.memory()
    answer = b""
    with socket.create_connection(("127.0.0.1", attacked.port), timeout=PATIENCE) as connection:
        sending = threading.Thread(target=connection.sendall, args=(b"".join([*asked, last]),))
        sending.start()
        answer = read_all(connection)
        sending.join()
    statuses = [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"404"] * 3000 + [b"200"]
    assert attacked.memory() - before < GROWTH


def test_a_body_behind_requests_that_wait_arrives_whole(attacked: Server) -> None:
    head = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" * 200
    query = b"ASK {} #" + b"x" * 900_000
    body = b"POST /sparql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n"
    media = b"Content-Type: application/sparql-query\r\n\r\n"
    answer = sent(attacked, head + body % len(query) + media + query)
    assert [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]] == [b"200"] * 201
    assert b'"boolean":true' in answer


def test_a_body_in_chunks_of_one_byte_is_taken(attacked: Server) -> None:
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in b"ASK {}" + b" " * 20_000)
    closing = SPARQL.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    answer = sent(attacked, closing, chunks, b"0\r\nDigest: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_too_many_headers_are_refused(attacked: Server) -> None:
    head = b"GET /healthz HTTP/1.1\r\nHost: a\r\n"
    assert b" 431 " in sent(attacked, head + b"a: b\r\n" * 1000 + b"\r\n")[:40]
    enough = sent(attacked, head + b"a: b\r\n" * 100 + b"Connection: close\r\n\r\n")
    assert enough.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (b"GET /healthz HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
        (b"GET /healthz\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/0.9\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/1.1\r\nHost: user@a\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/1.1\r\nHost:\r\n\r\n", b"400"),
        (b"GET healthz HTTP/1.1\r\nHost: a\r\n\r\n", b"400"),
        (b"GET * HTTP/1.1\r\nHost: a\r\n\r\n", b"400"),
        (b"GET ftp://a/healthz HTTP/1.1\r\nHost: a\r\n\r\n", b"400"),
        (b"GET http://user@a/healthz HTTP/1.1\r\nHost: a\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n", b"505"),
        (b"GET /healthz HTTP/1.1\nHost: a\n\n", b"400"),
        (b"GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/1.0\r\n\r\n", b"200"),
        (b"GET http://a/healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", b"200"),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", b"400"),
        (
            b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
            b"Content-Length: 4\r\n\r\nASK",
            b"400",
        ),
        (
            b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
            b"Content-Length: 3\r\n\r\nASK",
            b"400",
        ),
        (b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nASK", b"400"),
        (b"POST /sparql HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
        (
            b"POST /sparql HTTP/1.1\r\nHost: a\r\n"
            b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            b"501",
        ),
        (SPARQL.replace(b"\r\n\r\n", b"\r\nContent-Length: 3\r\n\r\n") + b"0\r\n\r\n", b"400"),
    ],
)
def test_what_http_forbids_is_refused(attacked: Server, request_head: bytes, status: bytes) -> None:
    answer = sent(attacked, request_head)
    assert answer.split(b" ", 2)[1:2] == [status], answer[:200]


def test_a_client_has_so_many_connections_and_no_more(tmp_path: Path, data: Path) -> None:
    with serving(tmp_path, limits={"connections_each": 20}, store=data) as server:
        mine = [socket.create_connection(("127.0.0.1", server.port), 30) for _ in range(60)]
        assert server.ask("/healthz").status == 200
        gone = 0
        for connection in mine:
            connection.settimeout(0.2)
            with suppress(TimeoutError):
                try:
                    gone += not connection.recv(1)
                except ConnectionResetError:
                    gone += 1
            connection.close()
        assert gone >= 40


def test_a_snapshot_that_vanishes_is_built_again(tmp_path: Path) -> None:
    comity.open(str(tmp_path)).build()
    with serving(tmp_path, limits={"starts": 8}) as server:
        shutil.rmtree(tmp_path / "snapshots")
        for worker in server.workers():
            os.kill(worker, signal.SIGKILL)
        assert wait_until(lambda: server.query("ASK { ?s ?p ?o }").status == 200, 60)
        assert server.query("ASK { ?s ?p ?o }").json()["boolean"] is True
        assert server.metric("comity_started_processes_total") <= 2 + 8 + 2


def test_a_store_that_does_not_open_is_told_at_once_and_tried_less_and_less(
    tmp_path: Path, data: Path
) -> None:
    shutil.copytree(data / "snapshots", tmp_path / "snapshots")
    digest = next((tmp_path / "snapshots").glob("[0-9a-f]*")).name
    (tmp_path / "digest").write_text(digest)
    with serving(tmp_path, digest=tmp_path / "digest") as server:
        for file in (tmp_path / "snapshots" / digest).rglob("*"):
            if file.is_file():
                file.write_bytes(b"x" * file.stat().st_size)
        for worker in server.workers():
            os.kill(worker, signal.SIGKILL)
        assert wait_until(lambda: server.query("ASK { ?a ?b ?c }").status == 503, 30)
        assert wait_until(lambda: server.ask("/healthz").status == 503, 30)
        assert server.ask("/healthz").json()["output"]
        assert server.query("ASK { ?a ?b ?c }").json()["detail"] == (
            "The store does not open, so no query can be answered."
        )
        assert server.metric("comity_started_processes_total") < 20


def test_imports_that_vanish_are_never_answered_as_if_they_had_not_been(
    tmp_path: Path, data: Path
) -> None:
    shutil.copytree(data / "snapshots", tmp_path / "snapshots")
    listed = Path(__file__).parents[2] / "data" / "lists" / "bis-dpl" / "dpl.txt"
    command = [sys.executable, "-m", "comity", "import", "bis-denied-persons", str(listed)]
    command += ["--date", "2019-06-29"]
    options = ["--accept-shrunken", "--store", str(tmp_path)]
    subprocess.run([*command, *options], check=True, capture_output=True, timeout=120)
    asked = "/reconcile/suggest/entity?prefix=ABDULAH"
    command = [sys.executable, "-m", "comity", "serve", "--port", "0", "--store", str(tmp_path)]
    with started(command, tmp_path.parent) as server:
        assert "entity/bis-denied-persons" in server.ask(asked).text
        shutil.rmtree(tmp_path)
        answers = []
        for killing in (False, True):
            if killing:
                for worker in server.workers():
                    os.kill(worker, signal.SIGKILL)
            assert wait_until(lambda: server.logged('"what": "swap"'), 20)
            answers += [server.ask(f"{asked}&again={number}") for number in range(3)]
        for answer in answers:
            assert answer.status == 503 or "entity/bis-denied-persons" in answer.text


DEEP = "SELECT * { ?s ?p ?o FILTER(" + "(" * 60_000 + "1" + ")" * 60_000 + ") }"


def test_a_client_whose_queries_end_their_processes_has_to_wait(tmp_path: Path, data: Path) -> None:
    with serving(tmp_path, limits={"crashes": 3, "starts": 12}, store=data) as server:
        with somebody_else(server) as check:
            statuses = [post(server, DEEP) for _ in range(12)]
            check()
        assert set(statuses) <= {400, 429, 503}
        if 503 in statuses:  # else the engine has refused it by itself
            assert statuses.count(503) <= 3
            assert statuses[-1] == 429


def post(server: Server, text: str) -> int:
    body = text.encode()
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Forwarded-For: 192.0.2.7\r\n"
    )
    head += b"Content-Type: application/sparql-query\r\nContent-Length: %d\r\n\r\n" % len(body)
    return int(sent(server, head + body).split(b" ", 2)[1])


def test_the_host_of_a_whole_url_counts_and_not_the_header(attacked: Server) -> None:
    asked = b"GET http://b.example:81/api/openapi.json HTTP/1.1\r\nHost: a\r\n"
    answer = sent(attacked, asked + b"Connection: close\r\n\r\n")
    assert b'"http://b.example:81' in answer
    assert b'"http://a' not in answer


def test_trailers_without_an_end_are_refused_by_name(attacked: Server) -> None:
    refused = sent(attacked, SPARQL, b"6\r\nASK {}\r\n0\r\n", b"X: y\r\n" * 20_000)
    assert b"trailers are too large" in refused


LOOKS = ["\u00e9", "a.", "_:a.", '"', "'\\'", "<", "(", "a:", "@a-", "\\u"]


@pytest.mark.parametrize("piece", LOOKS)
def test_a_megabyte_of_nonsense_keeps_nobody_waiting(attacked: Server, piece: str) -> None:
    with somebody_else(attacked) as check:
        assert post(attacked, piece * (1_000_000 // len(piece.encode()))) in (400, 413, 429, 503)
        query = piece.encode().hex("%")
        address = b"/editor/results.csv?query=%" + b"%".join([query.encode()] * 6000)
        sent(attacked, b"GET " + address + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        check()


def test_a_long_accept_header_costs_no_more_than_its_length(attacked: Server) -> None:
    accept = "a/b" + " " * 8000 + "x, " + "q=;" * 2000
    for _ in range(40):
        assert attacked.ask("/sparql", Accept=accept).status in (200, 406)
