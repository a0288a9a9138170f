"""Single connections, byte by byte: how requests begin, how answers end, and who makes room."""

from __future__ import annotations

import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.server.running import Server, read_all, serving, wait_until

CLOSE = b"Host: here\r\nConnection: close\r\n"
QUERY = b"Content-Type: application/sparql-query\r\n"
LARGE = f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 50000')}".encode()
NEW = f"/sparql?query={quote('SELECT * { ?s ?p ?o BIND (RAND() AS ?n) } LIMIT 50000')}".encode()
MANY = 10_000
KEPT = 8192  # the connections that a server keeps unless it is told otherwise


def offer(*lines: bytes, body: bytes = b"") -> bytes:
    """Return a request that offers to go on in HTTP/2, as Java's own client does each time."""
    offered = (b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAEAA")
    return b"\r\n".join((*lines, b"Host: here", *offered)) + b"\r\n\r\n" + body


def test_an_offer_of_another_protocol_is_passed_over_and_the_body_read(server: Server) -> None:
    ask = (b"POST /sparql HTTP/1.1", b"Content-Type: application/sparql-query")
    one = offer(*ask, b"Content-Length: 6", body=b"ASK {}")
    other = offer(b"GET /healthz HTTP/1.1")
    last = b"GET /nothing HTTP/1.1\r\n" + CLOSE + b"\r\n"
    for sent in ([one + other + last], [one, other, last], [one[:-3], one[-3:], other + last]):
        found = b"".join(exchange(server, sent))
        assert found.count(b"HTTP/1.1 200") == 2
        assert b'"boolean":true' in found
        assert found.count(b"HTTP/1.1 404") == 1


def exchange(server: Server, parts: list[bytes]) -> Iterator[bytes]:
    """Send some bytes, a moment apart; give what comes until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as one:
        for part in parts:
            one.sendall(part)
            time.sleep(0.1)
        yield read_all(one)


def test_a_tunnel_is_refused(server: Server) -> None:
    for target in (b"example.org:443", b"/healthz", b"http://["):
        found = server.raw(b"CONNECT " + target + b" HTTP/1.1\r\n" + CLOSE + b"\r\nhello")
        assert found.startswith((b"HTTP/1.1 405", b"HTTP/1.1 400"))
        assert b'"remedy"' in found


def test_http_1_0_gets_no_chunks_and_the_whole_answer(server: Server) -> None:
    found = server.raw(b"GET " + LARGE + b" HTTP/1.0\r\n\r\n")
    head, _, body = found.partition(b"\r\n\r\n")
    assert b"transfer-encoding" not in head.lower()
    assert b"connection: close" in head.lower()
    assert body == server.ask(LARGE.decode()).body


def test_a_cut_answer_does_not_look_whole_to_http_1_0(data: Path) -> None:
    with (
        serving(data, limits={"rows": 20_000}) as running,
        socket.create_connection(("127.0.0.1", running.port), timeout=20) as one,
    ):
        one.sendall(b"GET " + LARGE + b" HTTP/1.0\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            any(one.recv(65536) == b"" for _ in range(10_000))


@pytest.mark.parametrize("close", [b"", b"Connection: close\r\n"])
@pytest.mark.parametrize(
    ("path", "status"), [(b"/sparql", b"413"), (b"/nothing", b"404"), (b"/store?default", b"403")]
)
def test_who_sends_too_much_is_still_told_why_it_is_refused(
    server: Server, close: bytes, path: bytes, status: bytes
) -> None:
    size = 8 * 2**20
    head = b"POST %s HTTP/1.1\r\nHost: here\r\n%s%sContent-Length: %d\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as one:
        one.sendall(head % (path, close, QUERY, size))
        one.sendall(b"#" * size)
        found = one.recv(65536)
        assert found.startswith(b"HTTP/1.1 " + status)
        if close:
            assert read_all(one) == b""
        else:
            one.sendall(b"GET /healthz HTTP/1.1\r\n" + CLOSE + b"\r\n")
            assert read_all(one).startswith(b"HTTP/1.1 200")


def test_a_body_is_asked_for_only_if_it_is_wanted(server: Server) -> None:
    head = b"POST /sparql HTTP/1.1\r\n" + CLOSE + QUERY + b"Expect: 100-continue\r\n"
    refused = server.raw(head + b"Content-Length: 999999999\r\n\r\n")
    assert refused.startswith(b"HTTP/1.1 413")
    taken = b"".join(exchange(server, [head + b"Content-Length: 6\r\n\r\n", b"ASK {}"]))
    assert taken.startswith(b"HTTP/1.1 100")
    assert b"HTTP/1.1 200" in taken


def test_requests_in_a_row_are_answered_in_their_order(server: Server) -> None:
    paths = [b"/healthz", LARGE, b"/nothing", b"/healthz"]
    asked = b"".join(b"GET " + path + b" HTTP/1.1\r\nHost: here\r\n\r\n" for path in paths)
    body = b"POST /sparql HTTP/1.1\r\n" + CLOSE + QUERY + b"Content-Length: 100006\r\n\r\n"
    found = server.raw(asked + body + b"#" * 99_999 + b"\nASK {}")
    statuses = [part[:3] for part in found.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"200", b"404", b"200", b"200"]


def test_what_follows_an_answer_never_gets_into_it(server: Server) -> None:
    asked = b"GET " + NEW + b" HTTP/1.1\r\nHost: here\r\n\r\n"
    for follows in (b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"a" * 700_000):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as one:
            one.sendall(asked)
            found = one.recv(4096)
            with suppress(OSError):
                one.sendall(follows)
            found += read_all(one)
        assert found.startswith(b"HTTP/1.1 200")
        assert found.count(b"HTTP/1.1 ") == 1
        assert not found.endswith(b"0\r\n\r\n")
    assert server.query("ASK {}").status == 200


def test_parts_are_not_given_so_the_whole_is(server: Server) -> None:
    whole = server.ask("/static/explorer.css")
    assert whole.headers["accept-ranges"] == "none"
    for said in ("bytes=0-1", "bytes=0-1,3-4", "bytes=999999-", "bytes=a", "rows=1"):
        part = server.ask("/static/explorer.css", Range=said)
        assert (part.status, part.body) == (200, whole.body)


def test_two_names_of_a_host_are_one_too_many(server: Server) -> None:
    asked = b"GET /api/openapi.json HTTP/1.1\r\nHost: evil.example\r\n" + CLOSE + b"\r\n"
    assert server.raw(asked).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "begun",
    [
        b"GET /healthz HTTP/1.1\r\nX-Slow: ",
        b"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n" + QUERY + b"\r\nASK",
        b"POST /nothing HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\n",
    ],
    ids=["headers", "body", "unwanted body"],
)
def test_who_dawdles_makes_room_for_who_does_not(data: Path, begun: bytes) -> None:
    limits = {"slow": 60, "idle": 60, "connections": 40}
    with serving(data, limits=limits) as running, ExitStack() as held:
        for _ in range(60):
            one = socket.create_connection(("127.0.0.1", running.port), timeout=10)
            held.enter_context(one).sendall(begun)
        for number in range(20):
            assert running.query(f"ASK {{}} # {number}").status == 200
        assert running.metric('comity_closed_connections_total{why="made room"}') >= 20
        assert running.metric('comity_closed_connections_total{why="no room"}') == 0


def test_who_does_not_read_makes_room_too(data: Path) -> None:
    limits = {"stalled": 60, "connections": 40, "each": 1000}
    with serving(data, limits=limits) as running, ExitStack() as held:
        running.ask("/api/openapi.json")
        for _ in range(60):
            one = held.enter_context(socket.socket())
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.settimeout(10)
            one.connect(("127.0.0.1", running.port))
            one.sendall(b"GET /api/openapi.json HTTP/1.1\r\nHost: here\r\n\r\n" * 40)
        for number in range(20):
            assert running.query(f"ASK {{}} # {number}").status == 200
        # Sixty times forty are 360 MB; the system holds little of what nobody reads.
        assert running.metric("comity_sent_bytes_total") < 100 * 2**20


def test_a_request_that_is_being_answered_never_makes_room(data: Path) -> None:
    slow = "SELECT (COUNT(DISTINCT CONCAT(STR(?s),STR(?o))) AS ?n) { ?s ?p ?o . ?o ?q ?r }"
    begun = f"GET /sparql?query={quote(slow)} HTTP/1.1\r\nHost: here\r\n\r\n".encode()
    with (
        serving(data, limits={"connections": 16, "slow": 60, "idle": 60}) as running,
        ExitStack() as held,
        socket.create_connection(("127.0.0.1", running.port), timeout=60) as asking,
    ):
        asking.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n" + begun)
        assert wait_until(lambda: running.metric("comity_running_queries") == 1)
        for _ in range(40):
            one = socket.create_connection(("127.0.0.1", running.port), timeout=10)
            held.enter_context(one)
        found = b""
        while b'"results"' not in found:
            part = asking.recv(65536)
            assert part
            found += part
        assert found.count(b"HTTP/1.1 200") == 2


def test_bodies_together_have_a_limit(data: Path) -> None:
    limits = {"bodies": 4 * 2**20, "body": 2**20, "slow": 5}
    head = b"POST /sparql HTTP/1.1\r\nHost: here\r\n" + QUERY + b"Content-Length: 1000000\r\n\r\n"
    with serving(data, limits=limits) as running, ExitStack() as held:
        connections = []
        for _ in range(8):
            one = socket.create_connection(("127.0.0.1", running.port), timeout=20)
            connections.append(held.enter_context(one))
            one.sendall(head + b"#" * 999_000)
        found = [one.recv(65536)[9:12] for one in connections]
        assert set(found) == {b"503", b"408"}
        assert 2 <= found.count(b"503") <= 5
        body = b"ASK {} #" + b"#" * 900_000
        media = "application/sparql-query"
        assert running.ask("/sparql", "POST", body, Content_Type=media).status == 200


@contextmanager
def many_files(number: int) -> Iterator[None]:
    """Let this process, and those that it starts, open so many files; skip where they may not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, number), max(hard, number)))
    except (OSError, ValueError) as fault:
        pytest.skip(f"the system lets no process open {number} files: {fault}")
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, max(hard, number)))


IDLE = {"slow": 300, "idle": 300, "connections_each": 16_384}


@pytest.mark.slow
def test_ten_thousand_idle_connections_hurt_nobody(data: Path) -> None:
    with many_files(16_384), serving(data, limits=IDLE) as running:
        peaks, rests = [], [running.memory()]
        for turn in range(2):
            with ExitStack() as held:
                connections = [held.enter_context(_idle(running, n)) for n in range(MANY)]
                asking = threading.Thread(target=_ask_on, args=(running, turn))
                asking.start()
                asking.join()
                closed = [number for number, one in enumerate(connections) if _is_closed(one)]
                peaks.append(running.memory())
                assert len(closed) >= MANY - KEPT
                assert closed == list(range(len(closed)))  # those that were idle the longest
                connections[-1].setblocking(True)
                connections[-1].sendall(b"GET /healthz HTTP/1.1\r\n" + CLOSE + b"\r\n")
                assert read_all(connections[-1]).startswith(b"HTTP/1.1 200")
            assert running.query(f"ASK {{}} # at rest {turn}").status == 200
            rests.append(running.memory())
        assert peaks[0] - rests[0] < KEPT * 16_384
        assert peaks[1] < peaks[0] * 1.1  # what the first ones took serves the next
        assert running.metric('comity_closed_connections_total{why="no room"}') == 0


def _idle(server: Server, number: int) -> socket.socket:
    """Connect, from one of several addresses so that no address runs out of ports."""
    here = (f"127.0.0.{2 + number // 1000}", 0)
    return socket.create_connection(("127.0.0.1", server.port), 10, source_address=here)


def _is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(100) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def _ask_on(server: Server, turn: int) -> None:
    """Ask ordinary questions while the others idle; each is answered."""
    for number in range(40):
        answer = server.query(f"SELECT * {{ ?s ?p ?o }} LIMIT 10 # {turn} {number}")
        assert answer.status == 200
