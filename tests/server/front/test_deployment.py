"""What the documentation prints for operators holds: the systemd unit and the container file.

No container engine is needed: the file is read, its options are parsed by the verb, its health
check runs against a real server, and a server runs over a folder that nobody can write to.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.cli import VERBS
from comity.cli.serve import serve
from tests.server.proxy import printed
from tests.server.running import Server, serving

TOP = Path(__file__).parents[3]
SYSTEMD = shutil.which("systemd-analyze")
NO_SYSTEMD = "systemd-analyze is not installed"
EXPOSURE = 25  # tenths, of a hundred; a service that is not confined has 96


def options_of(command: list[str]) -> dict[str, object]:
    """Return what the verb reads from a command line; it fails for an option that it has not."""
    place = command.index("serve")
    context = serve.make_context("serve", command[place + 1 :], resilient_parsing=False)
    return context.params


def unit() -> dict[str, list[str]]:
    """Return the settings of the unit, each with its values."""
    found: dict[str, list[str]] = {}
    for line in printed("ini").splitlines():
        if "=" in line:
            name, _, said = line.partition("=")
            found.setdefault(name, []).append(said)
    return found


def test_the_unit_starts_the_server_with_options_that_it_has() -> None:
    (command,) = unit()["ExecStart"]
    said = options_of(shlex.split(command.replace("%i", "8001")))
    assert (said["port"], said["timeout"], said["proxies"]) == (8001, 30.0, ("127.0.0.1",))
    assert unit()["StateDirectory"] == [unit()["Environment"][0].rpartition("/")[2]]
    assert int(unit()["LimitNOFILE"][0]) > 8192 + 2048 + 256  # as the server asks for
    assert int(unit()["TimeoutStopSec"][0]) > 20  # what it lets running requests have


@pytest.mark.skipif(SYSTEMD is None, reason=NO_SYSTEMD)
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    assert SYSTEMD is not None
    file = tmp_path / "comity@8001.service"
    program = shutil.which("true")
    assert program is not None
    file.write_text(printed("ini").replace("/opt/comity/bin/comity", program))
    checked = subprocess.run(
        [SYSTEMD, "verify", "--man=no", str(file)], capture_output=True, text=True
    )
    about = [line for line in checked.stderr.splitlines() if "comity" in line]
    assert about == []
    rated = subprocess.run(
        [SYSTEMD, "security", "--offline=yes", f"--threshold={EXPOSURE}", str(file)],
        capture_output=True,
        text=True,
    )
    assert rated.returncode == 0, rated.stdout + rated.stderr


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the container file: the word, and what follows it."""
    whole = printed("dockerfile").replace("\\\n", " ")
    return [(word, said) for word, _, said in (line.partition(" ") for line in whole.splitlines())]


def test_the_container_file_says_what_there_is() -> None:
    told = instructions()
    words = [word for word, _ in told]
    known = {"FROM", "RUN", "USER", "ENV", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT"}
    assert set(words) <= known
    assert words[0] == "FROM"
    assert re.fullmatch(r"python:3\.\d+-slim", told[0][1])
    commands = [one.strip() for word, said in told if word == "RUN" for one in said.split("&&")]
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"pip install --no-cache-dir {project['name']}" in commands
    assert "build" in VERBS
    assert "comity build" in commands
    assert words.index("USER") < [said for _, said in told].index("comity build")
    entry = json.loads(next(said for word, said in told if word == "ENTRYPOINT"))
    assert entry[0] in project["scripts"]
    assert options_of(entry)["host"] == "0.0.0.0"
    exposed = next(said for word, said in told if word == "EXPOSE")
    assert options_of(entry)["port"] == int(exposed)


def test_the_health_check_of_the_container_tells_well_from_unwell(server: Server) -> None:
    (said,) = [said for word, said in instructions() if word == "HEALTHCHECK"]
    command = json.loads(said.partition(" CMD ")[2])
    assert command[0] == "python"
    for port, well in ((server.port, True), (1, False)):
        there = [sys.executable, *(one.replace(":8000/", f":{port}/") for one in command[1:])]
        assert (subprocess.run(there, capture_output=True, timeout=30).returncode == 0) is well


@pytest.fixture
def locked(data: Path, tmp_path: Path) -> Iterator[Path]:
    """Give the data in a folder that cannot be written to, as in a container with --read-only."""
    folder = tmp_path / "locked"
    folder.mkdir()
    bound = subprocess.run(["mount", "--bind", data, folder], capture_output=True, text=True)
    if bound.returncode:
        pytest.skip(f"no folder can be mounted: {bound.stderr.strip()}")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_server_needs_to_write_nothing(locked: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="Read-only"):
        (locked / "file").touch()
    (tmp_path / "log").mkdir()
    with serving(tmp_path / "log", store=locked) as running:
        assert running.query("SELECT * { ?s ?p ?o } LIMIT 3").status == 200
        assert running.ask("/doc/polity/JPN", Accept="text/html").status == 200
