"""Processes on one data folder never harm one another, and what killed ones leave is removed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.store.engines.interface import Engine
from comity.store.imports.registry import checked_holdings, forget
from comity.store.locks import TAKING, exclusive, sweep, temporary_folder
from comity.store.snapshot.fingerprint import Inputs
from comity.store.snapshot.snapshots import Snapshots
from tests.editions import ANNA, BEN, edition, taken

RUNNING = """
import sys
from comity.store.locks import TAKING, temporary_folder
with temporary_folder(sys.argv[1], "imports", TAKING) as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def left_in(data: Path) -> list[str]:
    """Return the names of what unfinished work has left."""
    return [
        name
        for room in (data, data / "imports", data / "snapshots")
        if room.is_dir()
        for name in os.listdir(room)
        if name.startswith(".") and name != ".lock"
    ]


@pytest.fixture
def running(data: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Give a process that works in a temporary folder, and the folder."""
    command = [sys.executable, "-c", RUNNING, str(data)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def test_the_folder_of_a_running_process_stays_whatever_its_number(
    data: Path, running: tuple[subprocess.Popen[str], Path]
) -> None:
    process, folder = running
    (folder / "statements.nt").write_text("")
    taken(data, edition("2021-12-09", ANNA))
    forget(str(data), "un-sc/2021-12-09")
    assert (folder / "statements.nt").exists()
    process.kill()
    process.wait()
    with exclusive(str(data)):
        sweep(str(data))
    assert left_in(data) == []


def test_a_folder_without_a_lock_was_left_behind(data: Path) -> None:
    (data / "imports" / f"{TAKING}{os.getpid()}-abc").mkdir(parents=True)
    (data / "imports" / f"{TAKING}1-abc.lock").write_text("")
    with temporary_folder(str(data), "imports", TAKING) as folder:
        names = sorted(os.listdir(data / "imports"))
        assert names == [Path(folder).name, f"{Path(folder).name}.lock"]
    assert left_in(data) == []


def test_a_second_process_waits_until_the_first_has_changed_the_folder(data: Path) -> None:
    script = (
        "import sys; from comity.store.locks import exclusive\n"
        "print('starts', flush=True)\n"
        "with exclusive(sys.argv[1]): print(open(sys.argv[1] + '/said').read())\n"
    )
    with exclusive(str(data)):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(data)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "starts\n"
        (data / "said").write_text("changed")
    assert process.communicate(timeout=60)[0] == "changed\n"


KILLED = """
import os, signal, sys
from pathlib import Path
job, data, fatal = sys.argv[1], sys.argv[2], int(sys.argv[3])
from comity.lists.readers import un
from comity.lists.io.input_files import parcels
from comity.lists.model.sources import find_source
from comity.store.imports.registry import forget
from comity.store.snapshot.fingerprint import Inputs
from comity.store.snapshot.snapshots import Snapshots
from comity.store.imports.edition_checks import Wish
from comity.store.imports.import_edition import take
CHANGES = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.chmod"}
count = 0
def hook(event, arguments):
    global count
    path = str(arguments[0]) if arguments else ""
    if event in CHANGES and (path.startswith(data) or "/" not in path):
        count += 1
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
if job == "import":
    given = parcels([sys.argv[4]])
    take(data, find_source("un-sc"), un.READER, given, Wish(accept_shrunken=True))
elif job == "forget":
    forget(data, "un-sc/2021-12-10")
else:
    Snapshots(data, Inputs(sys.argv[4], sys.argv[5], data + "/imports")).open(check=True)
"""
MOMENTS = range(1, 21)  # of the changes of files in the data folder, the one that is the last


def killed(job: str, data: Path, moment: int, *more: str) -> bool:
    """Run a job that is killed before its change of that number; say whether it came so far."""
    command = [sys.executable, "-c", KILLED, job, str(data), str(moment), *more]
    process = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert process.returncode in (0, -signal.SIGKILL), process.stderr
    return process.returncode != 0


def names(data: Path) -> list[str]:
    holdings = checked_holdings(str(data))
    assert holdings.aside == ()
    assert holdings.remarks == ()
    assert left_in(data) == []
    return [one.name for one in holdings.whole]


@pytest.mark.slow
def test_imports_that_are_killed_at_any_moment_harm_nothing_and_leave_nothing(
    data: Path, tmp_path: Path
) -> None:
    taken(data, edition("2021-12-09", ANNA))
    file = tmp_path / "second.xml"
    file.write_text(edition("2021-12-10", ANNA, BEN), "utf-8")
    kills = 0
    for moment in MOMENTS:
        kills += killed("import", data, moment, str(file))
        held = names(data)
        assert held in (["un-sc/2021-12-09"], ["un-sc/2021-12-09", "un-sc/2021-12-10"])
        if len(held) == 2:
            forget(str(data), "un-sc/2021-12-10")
    assert kills >= 10


@pytest.mark.slow
def test_a_forgetting_that_is_killed_at_any_moment_harms_nothing_and_leaves_nothing(
    data: Path,
) -> None:
    taken(data, edition("2021-12-09", ANNA))
    kills = 0
    for moment in MOMENTS:
        taken(data, edition("2021-12-10", ANNA, BEN))
        kills += killed("forget", data, moment)
        assert names(data)[:1] == ["un-sc/2021-12-09"]
    assert kills >= 10


@pytest.mark.slow
def test_builds_that_are_killed_at_any_moment_harm_nothing_and_leave_nothing(
    data: Path, tmp_path: Path
) -> None:
    ontology, graphs = tmp_path / "ontology", tmp_path / "graphs"
    (ontology / "rules").mkdir(parents=True)
    (ontology / "rules" / "bounds.rq").write_text(
        "#+ summary: Nothing follows.\nCONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c FILTER (false) }\n"
    )
    graphs.mkdir()
    taken(data, edition("2021-12-09", ANNA))
    inputs = Inputs(str(ontology), str(graphs), str(data / "imports"))
    kills = 0
    for moment in MOMENTS:
        (graphs / "more.ttl").write_text(f"<urn:{moment}> <urn:p> <urn:o> .")
        kills += killed("build", data, moment, str(ontology), str(graphs))
        assert names(data) == ["un-sc/2021-12-09"]
        engine = Snapshots(str(data), inputs).open()
        assert subjects(engine) == [f"urn:{moment}"]
    assert kills >= 10


def subjects(engine: Engine) -> list[str]:
    """Return the subjects of the statements that the tests have made up."""
    return [s.value for s, p, _, _ in engine.quads() if p.value == "urn:p"]
