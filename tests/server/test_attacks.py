"""Bounded attacks on a real server, each beside another client that has to be answered.

``python -m tests.server.test_attacks N`` runs those on memory with N connections each.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

import comity
from tests.server.running import Server, read_all, serving, wait_until

CONNECTIONS = 1500
MEGABYTE = 2**20
GROWTH = 24 * MEGABYTE
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
        while not stop.is_set():
            for path in ("/healthz", "/sparql?query=ASK%7B%7D"):
                connection = HTTPConnection("127.0.0.1", server.port, 40, ("127.0.0.2", 0))
                connection.request("GET", path)
                status = connection.getresponse().status
                connection.close()
                if status != 200:
                    wrong.append((path, status))
            answered.set()

    def check() -> None:
        answered.clear()
        assert answered.wait(60), "nobody else was answered"
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
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        try:
            for part in parts:
                connection.sendall(part)
        except OSError:
            pass  # whatever was answered before can still be read
        return read_all(connection)


def test_trailers_and_chunk_extensions_without_an_end_take_no_memory(attacked: Server) -> None:
    before = attacked.memory()
    for framing in (b"x: y\r\n", b"Trailer-%d: " % 7 + b"z" * 4000 + b"\r\n"):
        sent(attacked, SPARQL, b"3\r\nASK\r\n0\r\n", *([framing * (65536 // len(framing))] * 600))
    sent(attacked, SPARQL, b"3;", *([b"a=b;" * 16384] * 300))
    sent(attacked, SPARQL, *([b"1;" + b"e" * 60 + b"\r\n \r\n"] * 30_000))
    assert attacked.memory() - before < GROWTH
    assert attacked.query("ASK {}").status == 200


def test_a_body_in_chunks_of_one_byte_is_taken(attacked: Server) -> None:
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in b"ASK {}" + b" " * 20_000)
    answer = sent(attacked, SPARQL, chunks, b"0\r\nDigest: x\r\n\r\n")
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
        (b"GET /healthz HTTP/1.0\r\n\r\n", b"200"),
        (b"GET http://a/healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", b"200"),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", b"400"),
        (
            b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
            b"Content-Length: 4\r\n\r\nASK",
            b"400",
        ),
        (SPARQL.replace(b"\r\n\r\n", b"\r\nContent-Length: 3\r\n\r\n") + b"0\r\n\r\n", b"400"),
    ],
)
def test_what_http_forbids_is_refused(attacked: Server, request_head: bytes, status: bytes) -> None:
    answer = sent(attacked, request_head)
    assert answer.split(b" ", 2)[1:2] == [status], answer[:200]


@pytest.mark.parametrize("kind", ["refused", "cut", "missing", "malformed", "slow chunks"])
def test_connections_leave_no_memory_behind(attacked: Server, kind: str) -> None:
    make_connections(attacked, kind, 200)
    before = attacked.memory()
    make_connections(attacked, kind, CONNECTIONS)
    assert attacked.memory() - before < GROWTH


def make_connections(server: Server, kind: str, number: int) -> None:
    """Open so many connections of a kind, one after the other, and end them."""
    heads = {
        "refused": b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999\r\n\r\n",
        "cut": SPARQL + b"ffff\r\nASK",
        "missing": b"GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "malformed": b"\x00\x01 nonsense\r\n\r\n",
        "slow chunks": SPARQL + b"1\r\nA\r\n",
    }
    for _ in range(number):
        with (
            suppress(OSError),
            socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection,
        ):
            connection.sendall(heads[kind])
            if kind in ("missing", "malformed"):
                read_all(connection)


def test_slow_readers_of_one_answer_share_it(attacked: Server) -> None:
    text = "SELECT * { ?s ?p ?o } LIMIT 30000"
    assert attacked.query(text).status == 200
    assert attacked.query(text).status == 200
    request = b"GET /sparql?query=" + text.replace(" ", "+").replace("?", "%3F").encode()
    before = attacked.memory()
    readers = []
    with somebody_else(attacked) as check:
        for _ in range(100):
            reader = socket.socket()
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.connect(("127.0.0.1", attacked.port))
            reader.sendall(request + b" HTTP/1.1\r\nHost: a\r\n\r\n")
            readers.append(reader)
        check()
        check()
        grown = attacked.memory() - before
        for reader in readers:
            reader.close()
    assert grown < 100 * MEGABYTE, f"{grown / 100 / MEGABYTE:.1f} MB for each reader"


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


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        comity.open(folder).build()
        with serving(Path(folder)) as running:
            for name in ("refused", "cut", "missing", "malformed", "slow chunks"):
                make_connections(running, name, 500)
                start = running.memory()
                make_connections(running, name, int(sys.argv[1]))
                end = running.memory()
                print(f"{name}: {start / MEGABYTE:.0f} MB before, {end / MEGABYTE:.0f} MB after")
