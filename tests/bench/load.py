"""Command ``python -m tests.bench.load``: comity serve beside Oxigraph's own server, under load.

Sixty-four connections ask mixed questions of the library, each drawn by chance (seeded) from some
hundreds; first one server, then the other, over the same store, in several rounds. With
``--runaway`` another client, at an address of its own, sends queries without an end all the while.
With ``--fresh`` no two questions are written alike, so that no answer is remembered.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import comity
from comity.errors import ComityError
from comity.query.library.catalogue import Library
from comity.query.library.run import bind
from comity.query.names.resolve import legal_values
from comity.store.engines.interface import Engine
from tests.bench.clients import Next, Tally, load, memory, runaway
from tests.bench.measure import Row, compare
from tests.server.running import started
from tests.store.engines.servers import oxigraph

VARIANTS = 20  # of each question, with other parameters
LIMIT = 10  # seconds for one answer, where queries without an end are asked
JSON = "application/sparql-results+json"
SERVERS = ("comity", "oxigraph")
_PATHS = {"comity": "/sparql", "oxigraph": "/query"}


def questions(engine: Engine, seed: int = 1) -> list[str]:
    """Return questions of the library with parameters drawn by chance."""
    chance = random.Random(seed)
    found: list[str] = []
    for query in Library.shipped():
        if query.header is None or not query.header.columns:
            continue
        legal = {
            one.name: () if one.many else legal_values(engine, one.kind)
            for one in query.header.parameters
        }
        for _ in range(VARIANTS if query.header.parameters else 1):
            given = {one.name: one.example for one in query.header.parameters}
            given |= {name: chance.choice(known) for name, known in legal.items() if known}
            try:
                found.append(bind(engine, query, given).text)
            except ComityError:
                continue  # parameters that do not go together
    return sorted(set(found))


def drawn(texts: list[str], server: str, *, fresh: bool) -> Next:
    """Return what draws a request by chance; a fresh one has a number in a comment."""
    path = _PATHS[server]

    def draw(chance: random.Random) -> bytes:
        text = chance.choice(texts)
        body = (f"{text}\n# {chance.getrandbits(64)}" if fresh else text).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {JSON}\r\n"
            f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    return draw


@contextmanager
def serving(
    server: str, folder: Path, log: Path, *, timeout: int | None
) -> Iterator[tuple[int, int]]:
    """Serve the store of a data folder; give the port and the process."""
    if server == "comity":
        command = [sys.executable, "-m", "comity", "serve", "--port", "0", "--store", str(folder)]
        if timeout is not None:
            command += ["--timeout", str(timeout)]
        with started(command, log) as running:
            yield running.port, running.process.pid
    else:
        snapshot = folder / "snapshots" / comity.open(str(folder)).digest()
        with oxigraph(snapshot.resolve()) as url:
            yield int(url.split(":")[2].split("/")[0]), 0


def measured(
    folder: Path,
    seconds: float,
    rounds: int = 1,
    *,
    connections: int = 64,
    fresh: bool = False,
    hurt: int | None = None,
) -> Mapping[str, list[Tally]]:
    """Ask both servers in turn.

    With ``hurt`` a runaway client asks them as well; ours stops a query after so many seconds.
    """
    texts = questions(comity.open(str(folder)).engine)
    tallies: dict[str, list[Tally]] = {server: [] for server in SERVERS}
    for turn in range(rounds):
        for server in SERVERS:
            with tempfile.TemporaryDirectory() as log, ExitStack() as stack:
                port, process = stack.enter_context(
                    serving(server, folder, Path(log), timeout=hurt)
                )
                draw = drawn(texts, server, fresh=fresh)
                if hurt:  # warm, so that the memory before is that of a server at work
                    load(port, draw, min(seconds, hurt), connections, seed=turn)
                before = memory(process) if process else 0
                seen: dict[str, int] = {}
                with ExitStack() as hurting:
                    if hurt:
                        seen = hurting.enter_context(runaway(port, _PATHS[server]))
                    tally = load(port, draw, seconds, connections, seed=turn)
                tallies[server].append(tally)
                _tell(server, tally, seen)
                if process and hurt:
                    time.sleep(hurt + 2)
                    mega = [f"{one / 2**20:.0f} MB" for one in (before, memory(process))]
                    print(f"  memory before and after: {', '.join(mega)}", file=sys.stderr)
    return tallies


def rows(tallies: Mapping[str, list[Tally]], what: str, data: str) -> list[Row]:
    """Return what the bench tells: seconds for one answer, and for the slowest of a hundred."""
    each = {name: [1 / max(one.rate, 1e-9) for one in found] for name, found in tallies.items()}
    slow = {name: [one.percentile(0.99) for one in found] for name, found in tallies.items()}
    return [
        *compare(f"{what}, each answer", data, each, {"oxigraph": "≤ 1"}),
        *compare(f"{what}, 99th percentile", data, slow, {"oxigraph": "≤ 2"}),
    ]


def _tell(server: str, tally: Tally, seen: Mapping[str, int]) -> None:
    p50, p99 = (tally.percentile(share) * 1000 for share in (0.5, 0.99))
    print(
        f"{server}: {tally.rate:,.0f} answers/s, p50 {p50:.1f} ms, p99 {p99:.1f} ms, "
        f"wrong {tally.errors or 'none'}{f'; the runaway client: {dict(seen)}' if seen else ''}",
        file=sys.stderr,
    )


def main() -> None:
    """Run the comparison and print its ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--store", type=Path, help="data folder; without, the shipped graph")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--fresh", action="store_true", help="no question twice")
    parser.add_argument("--runaway", action="store_true", help="and a client that runs away")
    parser.add_argument("--timeout", type=int, default=LIMIT, help="where a client runs away")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.store or Path(place)
        comity.open(str(folder)).build()
        tallies = measured(
            folder,
            chosen.seconds,
            chosen.rounds,
            connections=chosen.connections,
            fresh=chosen.fresh,
            hurt=chosen.timeout if chosen.runaway else None,
        )
    for row in rows(tallies, "server", str(chosen.store or "S")):
        print(f"{row.what}: {row.middle:.3g} of oxigraph's ({row.goal})")


if __name__ == "__main__":
    main()
