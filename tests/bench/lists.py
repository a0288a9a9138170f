"""An official list from its file to a store that answers, beside a load of what it became."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import comity
from tests.bench import scripts
from tests.bench.contests import COMITY, OXIGRAPH, Shipped
from tests.bench.measure import Row, compare, took
from tests.official_lists import CHECKOUT

FILE = "us-csl/consolidated_2022-04.csv.gz"
MEMORY = 300  # megabytes, the most that an import may take


def _folder() -> Path:
    return Path(os.environ.get("COMITY_LISTS") or CHECKOUT.parent / "shared" / "lists")


def at_hand() -> bool:
    """Return whether the official lists are there to be read."""
    return (_folder() / FILE).is_file()


def imported(shipped: Shipped, place: Path, rounds: int) -> list[Row]:
    """The US Consolidated Screening List into the shipped graph; no row where its file is not."""
    if not at_hand():
        print(f"there is no {_folder() / FILE}: imports are not measured", file=sys.stderr)
        return []
    lists = _folder()
    times: dict[str, list[float]] = {"comity": [], "oxigraph load": []}
    most = 0
    for _ in range(rounds):
        folder = place / "importing"
        shutil.copytree(shipped.folder, folder)
        seconds, held = _import(str(lists / FILE), str(folder))
        times["comity"].append(seconds)
        most = max(most, held)
        quads = place / "imported.nq"
        quads.write_text("".join(_became(shipped, folder, place)), "utf-8")
        load = [OXIGRAPH, "load", "--location", str(place / "peer"), "--file", str(quads)]
        times["oxigraph load"].append(took(load))
        for made in (folder, place / "peer"):
            shutil.rmtree(made)
    memory: dict[str, list[float]] = {"comity": [most / 2**20], "300 MB": [MEMORY]}
    return [
        *compare("import", "US list", times, {"oxigraph load": "≤ 2.5"}),
        *compare("import, memory", "US list", memory, {"300 MB": "≤ 1"}),
    ]


def _import(file: str, folder: str) -> tuple[float, int]:
    """Import a file; return the seconds that it took, and the most bytes that it held."""
    command = [COMITY, "import", "us-csl", file, "--date", "2022-04-28", "--store", folder]
    begun = perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", scripts.MEMORY, *command], capture_output=True, text=True, check=True
    )
    return perf_counter() - begun, int(told.stdout) * 1024


def _became(shipped: Shipped, folder: Path, place: Path) -> Iterator[str]:
    """Give the statements that the import added to the shipped graph, one a line."""
    after = place / "after.nq"
    store = folder / "snapshots" / comity.open(str(folder)).digest()
    took([OXIGRAPH, "dump", "--location", str(store), "--file", str(after)])
    with shipped.quads.open(encoding="utf-8") as lines:
        known = set(lines)
    with after.open(encoding="utf-8") as lines:
        yield from (line for line in lines if line not in known)
    after.unlink()
