"""Attacks of one client on a server, bounded in number, for tests and for measuring by hand.

``python -m tests.server.front.attacks --count 100000`` starts a server over a store that it builds
and prints, for each attack, the memory before and after and how often another client was answered.
"""

from __future__ import annotations

import argparse
import socket
import struct
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from tests.server.running import Server, started, wait_until

SECONDS = 10
ATTACKER = "127.0.0.2"  # where whoever else asks is 127.0.0.1
REMEMBERED = f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 50000')}"
HOST = b"Host: here\r\n"
POST = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
FLOOD = 16 * 2**20  # bytes that an attack without an end sends at most
_RESET = struct.pack("ii", 1, 0)


class Outcome(NamedTuple):
    """What an attack cost: resident bytes before, at most and after; answers to another client."""

    before: int
    peak: int
    after: int
    answered: int

    @property
    def grown(self) -> int:
        """The bytes that were not given back."""
        return self.after - self.before


def connect(server: Server, number: int = 0) -> socket.socket:
    """Open a connection, from one of many loopback addresses so that no ports run out."""
    here = (f"127.0.{1 + number % 100}.{1 + number // 100 % 200}", 0)
    return socket.create_connection(("127.0.0.1", server.port), SECONDS, source_address=here)


def exchange(server: Server, number: int, sent: bytes, *, read: bool = True) -> bytes:
    """Send bytes over a new connection, read one part of the answer, and reset it."""
    with suppress(ConnectionError, TimeoutError), connect(server, number) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        connection.sendall(sent)
        return connection.recv(65536) if read else b""
    return b""


def flood(server: Server, begun: bytes, repeated: bytes, size: int = FLOOD) -> bytes:
    """Begin a message and send the same bytes again and again until the server ends it."""
    part = repeated * max(1, 65536 // len(repeated))
    with connect(server) as connection:
        try:
            connection.sendall(begun)
            for _ in range(size // len(part)):
                connection.sendall(part)
        except ConnectionError:
            pass
        with suppress(ConnectionError, TimeoutError):
            connection.settimeout(1)
            return connection.recv(65536)
    return b""


def each(sent: bytes, *, read: bool = True) -> Callable[[Server, int], None]:
    """Return an attack that sends the same bytes over one connection after another."""

    def attack(server: Server, count: int) -> None:
        for number in range(count):
            exchange(server, number, sent, read=read)

    return attack


def endless(begun: bytes, repeated: bytes) -> Callable[[Server, int], None]:
    """Return an attack that never ends a message, over a few connections."""

    def attack(server: Server, count: int) -> None:
        for _ in range(max(1, min(count // 500, 20))):
            flood(server, begun, repeated)

    return attack


def keep_alive(server: Server, count: int) -> None:
    """Send many requests over one connection, one after the other."""
    connection = HTTPConnection(
        "127.0.0.1", server.port, timeout=SECONDS, source_address=(ATTACKER, 0)
    )
    for number in range(count):
        connection.request("GET", f"/nothing/{number}")
        connection.getresponse().read()
    connection.close()


def pipelined(server: Server, count: int) -> None:
    """Send many requests at once without reading an answer, over a few connections."""
    with ExitStack() as stack:
        for number in range(max(1, min(count // 100, 50))):
            connection = stack.enter_context(connect(server, number * 100))
            connection.setblocking(False)
            for _ in range(20):
                with suppress(OSError):
                    connection.send(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" * 2000)


def slow_readers(server: Server, count: int) -> None:
    """Ask for a large answer that is remembered, again and again, and read nothing of it."""
    server.ask(REMEMBERED)
    _ask_and_do_not_read(server, REMEMBERED, min(count, 300))


def slow_readers_of_streams(server: Server, count: int) -> None:
    """Ask for large answers that have to be made first, and read nothing of them."""
    _ask_and_do_not_read(server, f"{REMEMBERED}%20%23{count}", min(count, 100))


def _ask_and_do_not_read(server: Server, path: str, count: int) -> None:
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
    with ExitStack() as stack:
        for _ in range(count):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(SECONDS)
            connection.bind((ATTACKER, 0))
            connection.connect(("127.0.0.1", server.port))
            with suppress(ConnectionError):
                connection.sendall(asked * 4)
        begun = server.metric("comity_request_seconds_count")
        wait_until(lambda: server.metric("comity_request_seconds_count") > begun + 40, 5)


ATTACKS: Mapping[str, Callable[[Server, int], None]] = {
    "refused": each(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
    "malformed": each(b"\x00\x01\x02\r\n\r\n"),
    "not found": each(b"GET /nothing HTTP/1.1\r\n" + HOST + b"\r\n"),
    "cut head": each(b"GET /healthz HTTP/1.1\r\nX: ", read=False),
    "cut body": each(POST + b"Content-Length: 100\r\n\r\nASK", read=False),
    "cut chunks": each(CHUNKED + b"3\r\nASK\r\n", read=False),
    "trailers": each(CHUNKED + b"6\r\nASK {}\r\n0\r\nX: 1\r\nY: 2\r\n\r\n"),
    "keep-alive": keep_alive,
    "pipelined": pipelined,
    "endless headers": endless(b"GET / HTTP/1.1\r\n" + HOST, b"a:\r\n"),
    "endless trailers": endless(CHUNKED + b"6\r\nASK {}\r\n0\r\n", b"X-Name: value\r\n"),
    "endless extension": endless(CHUNKED + b"6;", b"name=value;"),
    "endless chunk size": endless(CHUNKED, b"0"),
    "endless chunks": endless(CHUNKED, b"1\r\n#\r\n"),
    "slow readers": slow_readers,
    "slow streams": slow_readers_of_streams,
}


def attacked(server: Server, name: str, count: int) -> Outcome:
    """Run an attack while another client asks; raise AssertionError where that one is refused.

    The other client is answered at least ten times before the attack may count as over.
    """
    server.ask("/healthz")
    before = peak = server.memory()
    attack = threading.Thread(target=ATTACKS[name], args=(server, count))
    attack.start()
    answered = 0
    while attack.is_alive() or answered < 10:
        for path in ("/healthz", f"/sparql?query=ASK%7B%7D%23{answered % 100}"):
            try:
                answer = server.ask(path)
            except (OSError, HTTPException) as error:
                raise AssertionError(f"another client got no answer during: {name}") from error
            assert answer.status == 200, (name, answer)
        answered += 1
        attack.join(0.02)  # lest the system run out of ports
        peak = max(peak, server.memory())
    attack.join()
    return Outcome(before, peak, server.memory(), answered)


def main() -> None:
    """Print what each attack costs a server."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--only", choices=ATTACKS, action="append")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, "-m", "comity", "serve", "--port", "0", "--store", name]
        with started(command, folder) as server:
            for attack in given.only or ATTACKS:
                attacked(server, attack, max(10, given.count // 20))  # fills pools and caches
                cost = attacked(server, attack, given.count)
                print(
                    f"{attack:20} {given.count:7} {cost.before / 1e6:8.1f} MB"
                    f" {cost.peak / 1e6:8.1f} MB {cost.after / 1e6:8.1f} MB"
                    f"  other client answered {cost.answered}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
