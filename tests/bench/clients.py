"""Many connections that ask a server at once, what came of it, and a client that runs away."""

from __future__ import annotations

import random
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.server.running import RUNAWAY

Next = Callable[[random.Random], bytes]


@dataclass
class Tally:
    """What a server did: the seconds that right answers took, and everything else by its kind."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Right answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Return a percentile of the seconds that right answers took."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    def wrong(self, kind: str) -> None:
        """Count what was no right answer."""
        self.errors[kind] = self.errors.get(kind, 0) + 1

    def add(self, other: Tally) -> None:
        """Take in what the same server did in another round."""
        self.seconds += other.seconds
        self.latencies += other.latencies
        for kind, number in other.errors.items():
            self.errors[kind] = self.errors.get(kind, 0) + number


class Client:
    """One connection that asks, waits for the whole answer, and asks again."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setblocking(False)
        self.began = 0.0
        self._got = bytearray()

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self._got.clear()
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> int:
        """Read what is there; return the status once the answer is whole, else 0, -1 if broken."""
        part = self.socket.recv(2**18)
        if not part:
            return -1
        self._got += part
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            return 0
        head = bytes(self._got[:end]).lower()
        place = head.find(b"content-length:")
        if place >= 0:
            length = int(head[place + 15 :].split(b"\r\n", 1)[0])
            whole = len(self._got) >= end + 4 + length
        else:
            whole = self._got.endswith(b"0\r\n\r\n")
        return int(head[9:12]) if whole else 0


def load(port: int, draw: Next, seconds: float, connections: int, seed: int) -> Tally:
    """Ask a server for some seconds over many connections at once.

    What is under way when the time is up counts as an answer that took until then, so that a
    server that leaves requests lying does not look quick.
    """
    chance, tally = random.Random(seed), Tally(seconds)
    watched = selectors.DefaultSelector()

    def begin() -> None:
        client = Client(port)
        watched.register(client.socket, selectors.EVENT_READ, client)
        client.ask(draw(chance))

    for _ in range(connections):
        begin()
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        for key, _ in watched.select(0.2):
            client = key.data
            try:
                status = client.read()
            except OSError:
                status = -1
            if status == 0:
                continue
            if status == -1:
                tally.wrong("broken off")
                watched.unregister(client.socket)
                client.socket.close()
                begin()
                continue
            if status == 200:
                tally.latencies.append(time.perf_counter() - client.began)
            else:
                tally.wrong(str(status))
            client.ask(draw(chance))
    for key in list(watched.get_map().values()):
        waited = time.perf_counter() - key.data.began
        if waited > 1:
            tally.latencies.append(waited)
        key.data.socket.close()
    return tally


@contextmanager
def runaway(port: int, path: str, connections: int = 8) -> Iterator[dict[str, int]]:
    """Send queries without an end from 127.0.0.2, over and over; count what came of them."""
    stop, seen = threading.Event(), {"asked": 0}

    def go() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            text = f"{RUNAWAY} # {number} {threading.get_ident()}"
            request = f"GET {path}?query={quote(text, safe='')} HTTP/1.1\r\nHost: a\r\n\r\n"
            try:
                with socket.create_connection(
                    ("127.0.0.1", port), 5, source_address=("127.0.0.2", 0)
                ) as one:
                    one.settimeout(1)
                    one.sendall(request.encode())
                    seen["asked"] += 1
                    while not stop.is_set():
                        try:
                            got = one.recv(4096)
                        except TimeoutError:
                            continue
                        status = got[9:12].decode() if got else "closed"
                        seen[status] = seen.get(status, 0) + 1
                        break
            except OSError:
                seen["refused"] = seen.get("refused", 0) + 1
            stop.wait(0.05)

    threads = [threading.Thread(target=go, daemon=True) for _ in range(connections)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join(5)


def memory(process: int) -> int:
    """Return the bytes that a process and its children hold, without the store's mapped files."""
    total = 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            status = (place / "stat").read_text().rpartition(")")[2].split()
            if int(place.name) == process or int(status[1]) == process:
                told = dict(
                    line.split(":", 1) for line in (place / "status").read_text().splitlines()
                )
                total += int(told.get("RssAnon", "0").split()[0]) * 1024
        except (OSError, ValueError):
            continue
    return total
