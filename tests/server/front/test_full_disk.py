"""A disk without room: who asks is answered, who changes is told so, and nothing is half done."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.server.running import Server, serving, wait_until

UPDATE = "application/sparql-update"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }"
LARGE = " ".join(f"<urn:{n}> <urn:p> 'long enough to need some room {n}' ." for n in range(9000))
REPLACED = f"PREFIX : <urn:> INSERT DATA {{ {LARGE} }} ; DELETE WHERE {{ <urn:first> ?p ?o }}"


@dataclass(frozen=True)
class Disk:
    """A place that can be filled up and emptied again."""

    folder: Path
    fill: Callable[[Server], None]
    free: Callable[[Server], None]


@pytest.fixture(params=["file system", "limit"])
def disk(request: pytest.FixtureRequest, data: Path, tmp_path: Path) -> Iterator[Disk]:
    """Give a small file system, which takes root to mount, and a limit on files for anybody."""
    if request.param == "limit":
        shutil.copytree(data / "snapshots", tmp_path / "snapshots")
        yield Disk(tmp_path, lambda server: _limit(server, 0), lambda server: _limit(server, -1))
        return
    with _small_file_system(tmp_path / "disk", 96) as folder:
        shutil.copytree(data / "snapshots", folder / "snapshots")
        yield Disk(folder, lambda _: _fill(folder), lambda _: (folder / "filler").unlink())


@contextmanager
def _small_file_system(folder: Path, megabytes: int) -> Iterator[Path]:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"no small file system can be mounted: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _fill(folder: Path) -> None:
    """Write until nothing more can be written, not a byte."""
    file = os.open(folder / "filler", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for size in (2**16, 1):
        written = size
        while written == size:
            try:
                written = os.write(file, b"x" * size)
            except OSError:
                break
    os.close(file)


def _limit(server: Server, size: int) -> None:
    """Let the server and its query processes write no file to more than a size, -1 for any."""
    for process in (server.process.pid, *server.workers()):
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def count(server: Server) -> int:
    """Return how many statements of the tests there are."""
    return int(server.query(COUNT, "text/csv").text.split()[1])


def test_a_change_without_room_changes_nothing_and_queries_go_on(disk: Disk) -> None:
    first = b"INSERT DATA { <urn:first> <urn:p> 1 }"
    turtle = {"Content_Type": "text/turtle"}
    with serving(disk.folder, allow_update=True) as running:
        assert running.ask("/sparql", "POST", first, Content_Type=UPDATE).status == 204
        disk.fill(running)
        for _ in range(2):
            refused = running.ask("/sparql", "POST", REPLACED.encode(), Content_Type=UPDATE)
            assert refused.status == 507
            assert refused.media == "application/problem+json"
            assert str(disk.folder) not in refused.text
            assert count(running) == 1
        written = running.ask("/store?graph=urn:g", "PUT", LARGE.encode(), **turtle)
        assert written.status == 507
        assert running.ask("/store?graph=urn:g").status == 404
        assert running.ask("/healthz").status == 200
        disk.free(running)
        assert wait_until(
            lambda: running.ask("/store?graph=urn:g", "PUT", LARGE.encode(), **turtle).status == 201
        )
        again = running.ask("/sparql", "POST", REPLACED.encode(), Content_Type=UPDATE)
        assert again.status == 204
        assert count(running) == 9000
    with serving(disk.folder, allow_update=True) as running:
        assert count(running) == 9000


def test_lines_of_the_log_without_room_are_lost_and_nothing_else(disk: Disk) -> None:
    with serving(disk.folder) as running:
        disk.fill(running)
        answers = [running.ask(f"/healthz?{number}").status for number in range(100)]
        assert set(answers) == {200}
        assert wait_until(lambda: running.metric("comity_lost_log_lines") > 0)
        disk.free(running)
        for number in range(3):
            assert running.query(f"ASK {{}} # {number}").status == 200
        running.ask("/nothing/more")
        assert running.logged('"path": "/nothing/more"')
        said = [line for line in running.log.read_text().splitlines() if "path" in line]
        whole = [line for line in said if line.endswith("}")]
        assert len(said) - len(whole) <= 1  # the line in which the room ran out
        assert all(json.loads(line)["what"] == "request" for line in whole)


def test_a_store_for_which_there_is_no_room_leaves_the_old_one_in_service(disk: Disk) -> None:
    listed = Path(__file__).parents[2] / "data" / "lists" / "bis-dpl" / "dpl.txt"
    options = ["--accept-shrunken", "--store", str(disk.folder)]
    command = ["-m", "comity", "import", "bis-denied-persons", str(listed), *options]
    command += ["--date", "2019-06-29"]
    with serving(disk.folder) as running:
        old = running.ask("/healthz").json()["store"]
        python = str(running.process.args[0])  # type: ignore[index]  # it was started with a list
        subprocess.run([python, *command], check=True, capture_output=True, timeout=120)
        for built in (disk.folder / "snapshots").glob("[0-9a-f]*"):
            if built.name != old:
                shutil.rmtree(built)
        disk.fill(running)
        assert wait_until(lambda: running.metric("comity_failed_swaps_total") > 0, 60)
        assert running.ask("/healthz").json() == {"status": "pass", "store": old}
        assert running.query("ASK {}").status == 200
        left = [one.name for one in (disk.folder / "snapshots").iterdir()]
        assert left == [old]
        disk.free(running)
        assert wait_until(lambda: running.ask("/healthz").json()["store"] != old, 60)
        assert running.query("ASK {}").status == 200
