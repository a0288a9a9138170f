"""Command ``python -m tests.bench [--quick] [--chart FILE]``: comity beside its peers, in one run.

It prints how many times the peer's time comity takes, so that less than 1 is faster, and writes
bench.json and a chart. What it works on lies in build/bench and is removed at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.bench import chart, contests, links, lists, load
from tests.bench.measure import Row

PLACE = Path("build/bench")
SECONDS = 420  # for the whole run; what is left decides how much larger the large data are
PEERS = ("pyoxigraph", "oxigraph", "rdflib", "pyshacl")


@dataclass
class Stage:
    """A part of the run, and the seconds that it took."""

    seconds: float = 0.0


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Say on stderr what is being measured, and how long that took."""
    begun, now = time.perf_counter(), Stage()
    print(f"  {name} …", end="", file=sys.stderr, flush=True)
    yield now
    now.seconds = time.perf_counter() - begun
    print(f" {now.seconds:.0f} s", file=sys.stderr)


def measure(*, quick: bool) -> list[Row]:
    """Run every comparison, the small data first; the large are a hundred times that at most."""
    rounds, few = (3, 1) if quick else (7, 3)
    loaded, asked = (4, 10) if quick else (20, 100)  # times the shipped graph
    begun = time.perf_counter()
    with stage("compiling the shipped graph"):
        shipped = contests.Shipped.compile(PLACE)
    with stage("first answer"):
        rows = contests.first_answer(shipped, rounds)
    with stage("parse and load"):
        rows += contests.parse_and_load(shipped, PLACE, few)
    with stage("validate"):
        rows += contests.validate(shipped, 1)
    with stage("library queries"):
        found, small = contests.library(shipped.store, "S", rounds, statements=shipped.triples)
        rows += found
    if lists.at_hand():
        with stage("identity links"):
            rows += links.rows()
    with stage("import of an official list"):
        rows += lists.imported(shipped, PLACE, few)
    for fresh, asking in ((False, "server"), (True, "server, no question twice")):
        with stage(asking):
            turns = load.measured(shipped.folder, 3 if quick else 8, few, fresh=fresh)
        rows += load.rows(turns, asking, "S")
    with stage(f"parse and load, {loaded} times as much") as took:
        rows += contests.bulk_load(PLACE, loaded)
    left = SECONDS - (time.perf_counter() - begun)
    asked = max(loaded, min(asked, int(loaded * left / took.seconds)))
    with stage(f"compiling {asked} times as much"):
        store, _ = contests.large_store(PLACE, asked)
    with stage("library queries over it"):
        found, large = contests.library(store, f"{asked} S", few, known=small)
        rows += [*found, contests.growth(small, large, asked)]
    return rows


def table(rows: list[Row]) -> str:
    """Return the ratios as a table."""
    head = ("what", "data", "against", "min", "middle", "max", "wanted", "")
    lines: list[tuple[str, ...]] = [head]
    for row in rows:
        numbers = (min(row.ratios), row.middle, max(row.ratios))
        lines.append(
            (
                row.what,
                row.data,
                row.peer,
                *(f"{number:.3g}" for number in numbers),
                row.goal,
                row.note,
            )
        )
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def main() -> None:
    """Measure, print, and write down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less data and fewer rounds")
    parser.add_argument("--chart", type=Path, metavar="FILE.svg", help="where the chart goes")
    asked = parser.parse_args()
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    rows = measure(quick=asked.quick)
    shutil.rmtree(PLACE)
    print("Time of comity / time of the peer; the middle is the median, over queries the geometric")
    print("mean; S is the shipped graph, 4 S four times as much.\n")
    print(table(rows))
    machine = {"system": platform.platform(), "cores": os.cpu_count(), "python": sys.version}
    made = {
        "quick": asked.quick,
        "machine": machine,
        "versions": {name: version(name) for name in ("comity", *PEERS)},
        "rows": [row.plain() for row in rows],
    }
    Path("bench.json").write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
    drawn = asked.chart or Path("build/bench.svg")
    chart.draw(rows, drawn)
    print(f"\nWritten: bench.json and {drawn}")


if __name__ == "__main__":
    main()
