"""What goes wrong around a server: processes die, stores change, clients are slow or hostile."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.server.running import RUNAWAY, Answer, Server, read_all, serving, wait_until

GET = b"GET /healthz HTTP/1.1\r\nHost: here\r\n"


def test_a_process_that_is_killed_in_the_middle_of_a_query_is_replaced(data: Path) -> None:
    with serving(data, limits={"timeout": 20, "brief": 10}) as running:
        answers: list[Answer] = []
        asking = threading.Thread(target=lambda: answers.append(running.query(RUNAWAY)))
        asking.start()
        assert wait_until(lambda: running.metric("comity_running_queries") == 1)
        for process in running.workers():
            os.kill(process, signal.SIGKILL)
        asking.join(20)
        assert answers[0].status == 503
        assert running.query("ASK {}").status == 200
        assert running.query("SELECT * { ?s ?p ?o } LIMIT 1").status == 200


@pytest.mark.parametrize("deep", ["(" * 200_000, "{" * 200_000, "!" * 300_000, "[" * 9_000])
def test_a_query_without_a_bottom_ends_at_most_its_own_process(server: Server, deep: str) -> None:
    body = f"SELECT * {{ ?s ?p ?o FILTER({deep} 1".encode()
    answer = server.ask("/sparql", "POST", body, Content_Type="application/sparql-query")
    assert answer.status in (400, 503)
    assert wait_until(lambda: server.query("ASK {}").status == 200)


def test_long_queries_are_looked_at_beside_the_others(server: Server) -> None:
    body = b"SELECT * { ?s ?p ?o FILTER(?s IN (" + b"1, " * 120_000 + b"1)) } LIMIT 1"
    thread = threading.Thread(
        target=server.ask,
        args=("/sparql", "POST", body),
        kwargs={"Content_Type": "application/sparql-query"},
    )
    thread.start()
    began = time.monotonic()
    assert server.ask("/healthz").status == 200
    assert time.monotonic() - began < 1.5
    thread.join()


def test_a_new_store_takes_over_under_load_without_a_failed_request(
    data: Path, tmp_path: Path
) -> None:
    first = next((data / "snapshots").glob("[0-9a-f]*"))
    (tmp_path / "snapshots").mkdir()
    for name in ("aaaa", "bbbb"):
        shutil.copytree(first, tmp_path / "snapshots" / name)
    digest = tmp_path / "digest"
    digest.write_text("aaaa")
    with serving(tmp_path, digest=digest) as running:
        stop, statuses = threading.Event(), []

        def ask(number: int) -> None:
            while not stop.is_set():
                number += 10
                text = f"SELECT * {{ ?s ?p ?o }} LIMIT 20 # {number}"
                statuses.append(running.query(text).status)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        old_tag = running.query("ASK {}").headers["etag"]
        digest.write_text("bbbb")
        swapped = wait_until(lambda: running.ask("/healthz").json()["store"] == "bbbb", 15)
        time.sleep(0.5)
        stop.set()
        for thread in threads:
            thread.join()
        assert swapped
        assert len(statuses) > 20
        assert set(statuses) == {200}
        assert running.query("ASK {}").headers["etag"] != old_tag
        assert wait_until(lambda: len(running.workers()) == 2)


def test_a_process_that_dies_while_it_is_idle_costs_nobody_an_answer(data: Path) -> None:
    with serving(data) as running:
        for process in running.workers():
            os.kill(process, signal.SIGKILL)
        time.sleep(0.3)
        assert [running.query(f"ASK {{}} # {n}").status for n in range(4)] == [200] * 4
        assert wait_until(lambda: len(running.workers()) == 2)


@pytest.mark.parametrize("host", ["a b", "[", "x:y:z", "<script>", "é"])
def test_an_odd_host_name_hurts_nobody(server: Server, host: str) -> None:
    workers = set(server.workers())
    raw = f"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    assert server.raw(raw.encode()).startswith(b"HTTP/1.1 400")
    assert server.query("ASK {}").status == 200
    assert workers == set(server.workers())


def test_an_import_shows_without_a_restart(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data / "snapshots", tmp_path / "snapshots")
    listed = Path(__file__).parents[2] / "data" / "lists" / "bis-dpl" / "dpl.txt"
    command = [sys.executable, "-m", "comity", "import", "bis-denied-persons", str(listed)]
    command += ["--date", "2019-06-29"]
    asked = "/reconcile/suggest/entity?prefix=ABDULAH"
    with serving(tmp_path) as running:
        before = running.ask("/healthz").json()["store"]
        assert "entity/bis-denied-persons" not in running.ask(asked).text
        options = ["--accept-shrunken", "--store", str(tmp_path)]
        subprocess.run([*command, *options], check=True, capture_output=True, timeout=120)
        assert wait_until(lambda: running.ask("/healthz").json()["store"] != before, 30)
        assert "entity/bis-denied-persons" in running.ask(asked).text


def test_a_store_that_cannot_be_built_leaves_the_old_one_in_service(
    data: Path, tmp_path: Path
) -> None:
    first = next((data / "snapshots").glob("[0-9a-f]*"))
    (tmp_path / "snapshots").mkdir()
    shutil.copytree(first, tmp_path / "snapshots" / "aaaa")
    digest = tmp_path / "digest"
    digest.write_text("aaaa")
    with serving(tmp_path, digest=digest) as running:
        (tmp_path / "snapshots" / "cccc").mkdir()  # no store in it
        digest.write_text("cccc")
        assert wait_until(lambda: "No query process comes up" in running.log.read_text(), 20)
        assert running.ask("/healthz").json() == {"status": "pass", "store": "aaaa"}
        assert running.query("ASK {}").status == 200


def test_whatever_cannot_be_had_is_tried_again_and_less_often(data: Path, tmp_path: Path) -> None:
    first = next((data / "snapshots").glob("[0-9a-f]*"))
    (tmp_path / "snapshots").mkdir()
    for name in ("aaaa", "bbbb"):
        shutil.copytree(first, tmp_path / "snapshots" / name)
    digest = tmp_path / "digest"
    digest.write_text("aaaa")
    with serving(tmp_path, digest=digest) as running:
        digest.write_bytes(b"\xff\xfe")  # the reader of the tests raises UnicodeDecodeError
        assert wait_until(lambda: running.metric("comity_failed_swaps_total") >= 2, 20)
        assert running.log.read_text("utf-8").count('"what": "swap"') == 1  # told once
        digest.write_text("bbbb")
        assert wait_until(lambda: running.ask("/healthz").json()["store"] == "bbbb", 20)


def test_a_server_that_is_told_to_stop_finishes_what_it_has_begun(data: Path) -> None:
    with serving(data, limits={"timeout": 20}) as running:
        slow = "SELECT (COUNT(DISTINCT CONCAT(STR(?s),STR(?o))) AS ?n) { ?s ?p ?o . ?o ?q ?r }"
        answers: list[Answer] = []
        asking = threading.Thread(target=lambda: answers.append(running.query(slow)))
        asking.start()
        wait_until(lambda: running.metric("comity_running_queries") == 1, 2)
        workers = running.workers()
        running.process.send_signal(signal.SIGTERM)
        asking.join(20)
        assert [answer.status for answer in answers] == [200]
        running.process.wait(20)
        assert wait_until(lambda: not any(Path(f"/proc/{one}").exists() for one in workers))


def test_a_query_that_does_not_end_is_cut_when_the_server_stops(data: Path) -> None:
    with serving(data, limits={"timeout": 60, "grace": 1.0}) as running:
        asking = threading.Thread(target=lambda: _quietly(running, RUNAWAY))
        asking.start()
        assert wait_until(lambda: running.metric("comity_running_queries") == 1)
        workers = running.workers()
        began = time.monotonic()
        running.process.send_signal(signal.SIGINT)
        running.process.wait(20)
        assert time.monotonic() - began < 10
        asking.join(20)
        assert wait_until(lambda: not any(Path(f"/proc/{one}").exists() for one in workers))


def _quietly(server: Server, text: str) -> None:
    with suppress(OSError, HTTPException):
        server.query(text)


def test_processes_of_a_server_that_is_killed_end_too(data: Path) -> None:
    with serving(data) as running:
        workers = running.workers()
        assert len(workers) == 2
        running.process.kill()
        running.process.wait()
        assert wait_until(lambda: not any(_runs(one) for one in workers))


def _runs(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def test_two_thousand_idle_connections_hurt_nobody(data: Path) -> None:
    limits = {"slow": 60, "idle": 60, "connections": 1000, "connections_each": 1000}
    with serving(data, limits=limits) as running:
        with ExitStack() as held:
            connections = []
            for _ in range(2200):
                one = socket.create_connection(("127.0.0.1", running.port), timeout=10)
                connections.append(held.enter_context(one))
            began = time.monotonic()
            assert running.query("ASK {}").status == 200
            assert time.monotonic() - began < 2
            connections[0].settimeout(5)
            assert read_all(connections[0]) == b""  # the oldest has made room
            connections[-1].sendall(GET + b"Connection: close\r\n\r\n")
            assert read_all(connections[-1]).startswith(b"HTTP/1.1 200")
        assert running.query("ASK {}").status == 200


def test_a_connection_that_says_nothing_is_closed(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as one:
        began = time.monotonic()
        assert one.recv(100) == b""
        assert 1 < time.monotonic() - began < 6


def test_headers_that_come_too_slowly_end_the_connection(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as one:
        one.sendall(b"GET /healthz HTTP/1.1\r\n")
        began, found = time.monotonic(), b""
        one.settimeout(0.3)
        while time.monotonic() - began < 10:
            try:
                one.sendall(b"X-Slow: 1\r\n")
                found += (part := one.recv(1000))
                if not part:
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        assert time.monotonic() - began < 6
        assert found.startswith(b"HTTP/1.1 408")


def test_headers_without_an_end_are_refused(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as one:
        try:
            one.sendall(GET)
            for _ in range(200):
                one.sendall(b"X-Long: " + b"a" * 1000 + b"\r\n")
            found = read_all(one)
        except OSError:
            found = b"HTTP/1.1 431"  # it was closed while we were still sending
        assert found.startswith(b"HTTP/1.1 431")


def test_a_body_that_comes_too_slowly_is_given_up(server: Server) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 100\r\n\r\nASK"
    )
    began = time.monotonic()
    answer = server.raw(head, seconds=15)
    assert b" 408 " in answer.split(b"\r\n", 1)[0]
    assert time.monotonic() - began < 8


def test_a_body_that_is_cut_off_changes_nothing(writable: Server) -> None:
    body = b"INSERT DATA { <urn:cut> <urn:off> <urn:here> } ; CLEAR ALL"
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/sparql-update\r\nContent-Length: 100\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", writable.port), timeout=5) as one:
        one.sendall(head + body)
    time.sleep(0.3)
    assert writable.query("ASK { <urn:cut> ?p ?o }").json()["boolean"] is False


def test_a_client_that_does_not_read_is_cut_off(data: Path) -> None:
    with serving(data, limits={"stalled": 1.0, "timeout": 30}) as running:
        with socket.create_connection(("127.0.0.1", running.port), timeout=20) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            text = quote("SELECT * { ?s ?p ?o . ?o ?q ?r }")
            one.sendall(f"GET /sparql?query={text} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
            assert wait_until(lambda: running.metric("comity_running_queries") == 1, 5)
            assert wait_until(lambda: running.metric("comity_running_queries") == 0, 10)
        assert running.query("ASK {}").status == 200


def test_a_slow_reader_gets_the_whole_answer(data: Path) -> None:
    with serving(data, limits={"stalled": 5.0, "timeout": 30}) as running:
        connection = HTTPConnection("127.0.0.1", running.port, timeout=20)
        connection.request("GET", f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 20000')}")
        reply = connection.getresponse()
        found = b""
        while part := reply.read(200_000):
            found += part
            time.sleep(0.05)
        assert found.endswith(b"]}}")
        connection.close()
        assert found == running.query("SELECT * { ?s ?p ?o } LIMIT 20000").body


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /sparql?query=\xff\xfe HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_and_hurts_nobody(server: Server, raw: bytes) -> None:
    answer = server.raw(raw)
    assert answer == b"" or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))
    assert server.query("ASK {}").status == 200
