"""Command ``python -m tests.bench.load``: comity serve beside Oxigraph's own server, under load.

Sixty-four connections ask mixed questions of the library, each drawn by chance (seeded) from some
hundred; first one server, then the other, over the same store. With ``--runaway`` another client,
at an address of its own, sends queries without an end all the while.
"""

from __future__ import annotations

import argparse
import json
import random
import selectors
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import comity
from comity.errors import ComityError
from comity.query.bind import bind
from comity.query.library import Library
from comity.query.resolve import legal_values
from comity.store.engine import Engine
from tests.engines.servers import oxigraph
from tests.server.running import RUNAWAY, started

VARIANTS = 20
JSON = "application/sparql-results+json"


@dataclass
class Tally:
    """What one server did."""

    seconds: float
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    broken: int = 0

    @property
    def rate(self) -> float:
        """Whole answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Return a percentile of the seconds that answers took."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def questions(engine: Engine, seed: int = 1) -> list[str]:
    """Return questions of the library with parameters drawn by chance."""
    chance = random.Random(seed)
    found: list[str] = []
    for query in Library.shipped():
        if query.header is None or not query.header.columns:
            continue
        for _ in range(VARIANTS if query.header.parameters else 1):
            given = {one.name: one.example for one in query.header.parameters}
            for one in query.header.parameters:
                legal = legal_values(engine, one.kind)
                if legal and not one.many:
                    given[one.name] = chance.choice(legal)
            try:
                found.append(bind(engine, query, given).text)
            except ComityError:
                found.append(bind(engine, query, {}).text if not given else query.text)
    return sorted(set(found))


def requests(texts: list[str], path: str) -> list[bytes]:
    """Return the requests for some questions as bytes."""
    found = []
    for text in texts:
        body = text.encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {JSON}\r\n"
            f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        found.append(head.encode() + body)
    return found


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


def load(port: int, asked: list[bytes], seconds: float, connections: int) -> Tally:
    """Ask a server for some seconds over many connections at once."""
    chance, tally = random.Random(2), Tally(seconds)
    watched = selectors.DefaultSelector()
    for _ in range(connections):
        client = Client(port)
        watched.register(client.socket, selectors.EVENT_READ, client)
        client.ask(chance.choice(asked))
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        for key, _ in watched.select(0.2):
            client = key.data
            try:
                status = client.read()
            except ConnectionResetError:
                status = -1
            if status == 0:
                continue
            if status == -1:
                tally.broken += 1
                watched.unregister(client.socket)
                client = Client(port)
                watched.register(client.socket, selectors.EVENT_READ, client)
            else:
                tally.statuses[status] = tally.statuses.get(status, 0) + 1
                tally.latencies.append(time.perf_counter() - client.began)
            client.ask(chance.choice(asked))
    for key in list(watched.get_map().values()):
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
    """Return the bytes that a process and its children hold."""
    total = 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            status = (place / "stat").read_text().rpartition(")")[2].split()
            if int(place.name) == process or int(status[1]) == process:
                total += int((place / "statm").read_text().split()[1]) * 4096
        except (OSError, ValueError):
            continue
    return total


def told(name: str, tally: Tally) -> None:
    """Print what a server did."""
    print(
        f"{name}: {tally.rate:,.0f} answers/s, p50 {tally.percentile(0.5) * 1000:.1f} ms, "
        f"p99 {tally.percentile(0.99) * 1000:.1f} ms, statuses {tally.statuses}, "
        f"broken {tally.broken}"
    )


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--runaway", action="store_true")
    parser.add_argument("--only", choices=["comity", "oxigraph"])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        graph = comity.open(str(folder))
        graph.build()
        texts = questions(graph.engine)
        snapshot = folder / "snapshots" / graph.digest()
        print(f"{len(texts)} questions, {chosen.connections} connections", file=sys.stderr)
        results: dict[str, Tally] = {}
        if chosen.only != "oxigraph":
            command = [sys.executable, "-m", "comity", "serve", "--port", "0", "--timeout", "10"]
            with started([*command, "--store", str(folder)], folder) as server:
                before = memory(server.process.pid)
                asked = requests(texts, "/sparql")
                results["comity"] = _one(server.port, asked, "/sparql", chosen)
                time.sleep(12)
                after = memory(server.process.pid)
                print(f"comity's memory: {before / 2**20:.0f} MB, then {after / 2**20:.0f} MB")
        if chosen.only != "comity":
            with oxigraph(snapshot) as url:
                port = int(url.split(":")[2].split("/")[0])
                asked = requests(texts, "/query")
                results["oxigraph"] = _one(port, asked, "/query", chosen)
    if len(results) == 2:
        ours, theirs = results["comity"], results["oxigraph"]
        print(
            json.dumps(
                {
                    "rate": round(ours.rate / max(theirs.rate, 1e-9), 2),
                    "p99": round(ours.percentile(0.99) / max(theirs.percentile(0.99), 1e-9), 3),
                }
            )
        )


def _one(port: int, asked: list[bytes], path: str, chosen: argparse.Namespace) -> Tally:
    name = "comity" if path == "/sparql" else "oxigraph"
    if chosen.runaway:
        with runaway(port, path) as seen:
            tally = load(port, asked, chosen.seconds, chosen.connections)
            told(name, tally)
            print(f"  the runaway client: {seen}")
    else:
        tally = load(port, asked, chosen.seconds, chosen.connections)
        told(name, tally)
    return tally


if __name__ == "__main__":
    main()
