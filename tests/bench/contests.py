"""The comparisons that can be made today: what each measures, on which data, against whom."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from comity.paths import room
from comity.query.library.catalogue import Library
from comity.query.library.run import bind
from comity.store.engines.oxigraph import OxigraphEngine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.snapshot.compile import fill
from comity.store.snapshot.fingerprint import Inputs
from tests.bench import scripts
from tests.bench.generate import generate
from tests.bench.measure import Row, Task, Worker, compare, in_turn, ratios, took

_TOOLS = Path(sys.executable).parent  # comity and oxigraph lie beside Python
COMITY, OXIGRAPH = str(_TOOLS / "comity"), str(_TOOLS / "oxigraph")
LIMIT = 10.0  # seconds for one answer; what takes longer counts as that long
BUDGET = 60.0  # seconds for all answers of one engine; it is asked no further then


def _python(script: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", script, *arguments]


@dataclass(frozen=True, slots=True)
class Shipped:
    """The shipped graph, compiled: comity's data folder, the store in it, and two dumps of that."""

    folder: Path
    store: Path
    quads: Path
    triples: Path

    @classmethod
    def compile(cls, place: Path) -> Shipped:
        """Compile the shipped graph below an empty folder."""
        folder = place / "shipped"
        took([COMITY, "build", "--store", str(folder)])
        (store,) = (folder / "snapshots").iterdir()
        shipped = cls(folder, store, place / "shipped.nq", place / "shipped.nt")
        dump = [OXIGRAPH, "dump", "--location", str(store), "--file"]
        took([*dump, str(shipped.quads)])
        took([*dump, str(shipped.triples), "--graph", "default"])
        return shipped


def first_answer(shipped: Shipped, rounds: int) -> list[Row]:
    """One question to a fresh process, the store being there."""
    asked = ["query", "members", "-p", "initiative=echri", "-p", "on=2023-01-01"]
    commands = {
        "comity": [COMITY, *asked, "--format", "csv", "--store", str(shipped.folder)],
        "the imports alone": _python(scripts.IMPORTS_ALONE),
        "rdflib": _python(scripts.RDFLIB_ANSWER, room("graphs")),
    }
    times = in_turn({name: partial(took, command) for name, command in commands.items()}, rounds)
    return compare("first answer", "S", times, {"the imports alone": "≤ 2", "rdflib": "≤ 0.25"})


def parse_and_load(shipped: Shipped, place: Path, rounds: int) -> list[Row]:
    """From Turtle to a store that answers; ``oxigraph load`` gets the statements ready-made."""
    runs = {
        "comity": partial(took, [COMITY, "build", "--anew", "--store", str(place / "anew")]),
        "rdflib": partial(took, _python(scripts.RDFLIB_PARSE, room("ontology"), room("graphs"))),
        "oxigraph load": partial(_load, shipped.quads, place / "peer"),
    }
    times = in_turn(runs, rounds, warm=False)
    return compare("parse and load", "S", times, {"rdflib": "", "oxigraph load": ""})


def bulk_load(place: Path, times: int) -> list[Row]:
    """The same with many copies of the graph, and without the start of a process."""
    store, ours = large_store(place, times)
    quads = place / "copies.nq"
    took([OXIGRAPH, "dump", "--location", str(store), "--file", str(quads)])
    seconds = {"comity": [ours], "oxigraph load": [_load(quads, place / "peer")]}
    quads.unlink()
    shutil.rmtree(store)
    return compare("parse and load", f"{times} S", seconds, {"oxigraph load": "≤ 1.2"})


def large_store(place: Path, times: int) -> tuple[Path, float]:
    """Compile many copies of the shipped graph; return the store and the seconds that it took."""
    graphs, store = place / "copies", place / f"store-{times}"
    generate(Path(room("graphs")), graphs, times)
    begun = time.perf_counter()
    writer = OxigraphWriter(str(store))
    fill(writer, Inputs(room("ontology"), str(graphs)))
    del writer  # closes the store for those who read it
    seconds = time.perf_counter() - begun
    shutil.rmtree(graphs)
    return store, seconds


def _load(quads: Path, place: Path) -> float:
    seconds = took([OXIGRAPH, "load", "--location", str(place), "--file", str(quads)])
    shutil.rmtree(place)
    return seconds


def validate(shipped: Shipped, rounds: int) -> list[Row]:
    """All shapes over all statements, with the same findings; pySHACL by itself parses Turtle."""
    ours = [COMITY, "validate", "--store", str(shipped.folder)]
    theirs = [*ours, "--engine", "pyshacl"]
    told = [
        subprocess.run(
            [*command, "--severity", "info", "--format", "json"], capture_output=True, check=False
        ).stdout
        for command in (ours, theirs)
    ]
    assert told[0], "there is no report"
    assert told[0] == told[1], "the findings differ"
    commands = {
        "comity": ours,
        "comity with pySHACL": theirs,
        "pySHACL": _python(scripts.PYSHACL, room("ontology"), room("graphs")),
    }
    runs = {name: partial(took, command) for name, command in commands.items()}
    goals = {"comity with pySHACL": "≤ 0.07", "pySHACL": "≤ 0.07"}
    return compare("validate", "S", in_turn(runs, rounds, warm=False), goals)


def library(
    store: Path,
    data: str,
    rounds: int,
    *,
    statements: Path | None = None,
    known: Mapping[str, float] | None = None,
) -> tuple[list[Row], Mapping[str, float]]:
    """Every library query, warm; with a file of all statements, rdflib answers as well.

    Returns our own times too, so that growth can be told. The quickest queries by ``known`` times
    come first, so that what the budget cuts off is the slowest.
    """
    goals = {"pyoxigraph": "≤ 1.1", "oxigraph server": "≤ 1"}
    goals |= {"rdflib": "≤ 0.01"} if statements else {}
    times: dict[str, dict[str, float]] = {name: {} for name in ("comity", *goals)}
    with ExitStack() as stack:
        address = stack.enter_context(_serving(store))
        workers = {
            "comity": Worker("comity", str(store)),
            "pyoxigraph": Worker("pyoxigraph", str(store)),
            "oxigraph server": Worker("http", address),
        }
        if statements:
            workers["rdflib"] = Worker("rdflib", str(statements))
        for worker in workers.values():
            stack.enter_context(worker)
        for task in sorted(_tasks(store), key=lambda task: (known or {}).get(task["name"], 0.0)):
            _take_turns(task, workers, times, rounds)
    rows = [
        ratios("library queries, warm", data, peer, goal, times["comity"], times[peer], LIMIT)
        for peer, goal in goals.items()
    ]
    for name, worker in workers.items():
        _same_rows(workers["comity"], worker, name)
    return rows, times["comity"]


def _take_turns(
    task: Task, workers: Mapping[str, Worker], times: dict[str, dict[str, float]], rounds: int
) -> None:
    """Ask every engine once a round and keep its best time; rdflib, and who is slow, only once."""
    question = task["name"]
    for turn in range(rounds):
        for name, worker in workers.items():
            before = times[name].get(question, LIMIT)
            slow = name == "rdflib" or before * rounds > LIMIT
            if worker.spent < BUDGET and not (turn and slow):
                times[name][question] = min(before, worker.best(task, 1, LIMIT))


def _same_rows(ours: Worker, theirs: Worker, peer: str) -> None:
    """Refuse to compare engines that do not say the same."""
    for name in ours.rows.keys() & theirs.rows.keys():
        if ours.rows[name] != theirs.rows[name]:
            raise RuntimeError(
                f"{name}: {ours.rows[name]} rows here, {theirs.rows[name]} from {peer}"
            )


def growth(small: Mapping[str, float], large: Mapping[str, float], times: int) -> Row:
    """How many times longer the same question takes on the larger graph."""
    return ratios(
        "library queries, growth", f"{times} S", "itself on S", f"≤ {times}", large, small, LIMIT
    )


def _tasks(store: Path) -> list[Task]:
    """Return every library query with the examples of its header as parameters."""
    engine = OxigraphEngine.open(str(store))
    tasks: list[Task] = []
    for query in Library.shipped():
        assert query.header is not None, "a test holds every library query to its header"
        given = {one.name: one.example for one in query.header.parameters}
        text = bind(engine, query, given).text
        tasks.append({"name": query.name, "given": given, "text": text})
    return tasks


@contextmanager
def _serving(store: Path) -> Iterator[str]:
    """Serve a store by Oxigraph's own server on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    command = [OXIGRAPH, "serve-read-only", "--location", str(store), "--bind", host]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(host, server)
        yield f"http://{host}"
    finally:
        server.terminate()
        server.wait()


def _await(host: str, server: subprocess.Popen[bytes]) -> None:
    name, port = host.split(":")
    for _ in range(300):
        try:
            socket.create_connection((name, int(port)), timeout=1).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("oxigraph serve-read-only did not start")
