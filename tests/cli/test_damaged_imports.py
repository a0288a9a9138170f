"""What the command line says of imports that are damaged, repeated or of days to come."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import comity
from tests.cli.conftest import Command
from tests.editions import ANNA, BEN, edition, taken

NAME = "un-sc/2021-12-09"


@pytest.fixture
def data(tmp_path: Path, store: Path) -> Path:
    """Return a data folder in which the store without imports is built already."""
    shutil.copytree(store, tmp_path / "data")
    return tmp_path / "data"


def file(folder: Path, text: str, name: str = "list.xml") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def options(data: Path) -> tuple[str, ...]:
    return ("--accept-shrunken", "--store", str(data))


def test_a_cut_import_is_named_by_every_command_until_it_is_forgotten(
    comity_command: Command, tmp_path: Path, data: Path
) -> None:
    path = file(tmp_path, edition("2021-12-09", ANNA, BEN))
    comity_command("import", "un-sc", path, *options(data))
    statements = data / "imports" / NAME / "statements.nt"
    os.truncate(statements, statements.stat().st_size // 2)
    for verb in ("build", "info", "queries", "search"):
        more = ("anna",) if verb == "search" else ()
        told = comity_command(verb, *more, "--store", str(data))
        named = f"The import {NAME} is set aside" in told.err and "statements.nt" in told.err
        assert named == (verb != "queries"), "queries asks no store"
        assert "ZZi" not in told.out
    told = comity_command("info", "--format", "json", "--store", str(data))
    (line,) = json.loads(told.out)["set_aside"]
    assert line in told.err
    assert line in comity_command("info", "--store", str(data)).out
    told = comity_command("forget", NAME, "--store", str(data))
    assert (told.code, told.err) == (0, "")
    assert told.out == f"{NAME} is forgotten: 2 records.\n"
    assert comity_command("info", "--store", str(data)).err == ""


def test_a_description_that_cannot_be_read_stops_no_command(
    comity_command: Command, tmp_path: Path, data: Path
) -> None:
    path = file(tmp_path, edition("2021-12-09", ANNA, BEN))
    comity_command("import", "un-sc", path, *options(data))
    (data / "imports" / NAME / "import.json").write_text("nonsense")
    told = comity_command("search", "japan", "--store", str(data))
    assert told.code == 0
    assert "import.json cannot be read" in told.err
    told = comity_command("forget", NAME, "--store", str(data))
    assert told.out == f"{NAME} is forgotten: it was set aside.\n"
    assert comity_command("info", "--store", str(data)).err == ""


def test_a_store_without_an_import_that_is_set_aside_violates_no_rule(
    comity_command: Command, data: Path
) -> None:
    for day in ("2021-12-09", "2021-12-10"):
        one = taken(data, edition(day, ANNA, BEN)).edition
        replace(one, whole=("un-sc",)).write()
    (data / "imports" / NAME / "records.jsonl").unlink()
    told = comity_command("validate", "--format", "json", "--store", str(data))
    assert "records.jsonl is missing" in told.err
    assert json.loads(told.out)["counts"]["violation"] == 0


def test_python_is_warned_of_an_import_that_is_set_aside(
    comity_command: Command, tmp_path: Path, data: Path
) -> None:
    path = file(tmp_path, edition("2021-12-09", ANNA, BEN))
    comity_command("import", "un-sc", path, *options(data))
    (data / "imports" / NAME / "cards.tsv").unlink()
    graph = comity.open(str(data))
    with pytest.warns(UserWarning, match=rf"{NAME} is set aside.*cards\.tsv is missing"):
        assert graph.search("ANNA ALPHA").hits == ()
    assert ["cards.tsv" in line for line in graph.set_aside] == [True]


@pytest.mark.parametrize("second", ["list.xml", "copy.xml"])
def test_a_file_that_is_given_twice_is_refused(
    comity_command: Command, tmp_path: Path, data: Path, second: str
) -> None:
    text = edition("2021-12-09", ANNA, BEN)
    paths = (file(tmp_path, text), file(tmp_path, text, second))
    told = comity_command.fails("import", "un-sc", *paths, *options(data))
    assert f"{second} has the same content as" in told.err
    assert "Give each file of a list once." in told.err


def test_a_day_to_come_in_a_file_is_refused(
    comity_command: Command, tmp_path: Path, data: Path
) -> None:
    path = file(tmp_path, edition("2999-01-01", ANNA))
    told = comity_command.fails("import", "un-sc", path, *options(data))
    assert "the date of the file, 2999-01-01, lies in the future" in told.err
    assert "--date" in told.err
    told = comity_command("import", "un-sc", path, "--date", "2021-12-09", *options(data))
    assert told.code == 0


def test_a_day_is_never_guessed(comity_command: Command, tmp_path: Path, data: Path) -> None:
    undated = edition("2021-12-09", ANNA).replace(' dateGenerated="2021-12-09T00:00:00.000Z"', "")
    path = file(tmp_path, undated, "list-2099-01-01.xml")
    told = comity_command.fails("import", "un-sc", path, *options(data))
    assert "the date of the file's name, 2099-01-01, lies in the future" in told.err
    (tmp_path / "2021-01-01").mkdir()
    path = file(tmp_path / "2021-01-01", undated)
    os.utime(path, (1e9, 1e9))
    told = comity_command.fails("import", "un-sc", path, *options(data))
    assert "does not say of what day it is" in told.err
    path = file(tmp_path, undated, "list-20211209.xml")
    told = comity_command("import", "un-sc", path, *options(data))
    assert told.code == 0
    assert "un-sc/2021-12-09 imported" in told.out
    assert "dated by the file's name" in told.out


@pytest.mark.parametrize(("text", "last"), [("2021-11", "2021-11-30"), ("2020", "2020-12-31")])
def test_a_month_or_year_is_accepted_and_stays_one(
    comity_command: Command, tmp_path: Path, data: Path, text: str, last: str
) -> None:
    path = file(tmp_path, edition("2021-12-09", ANNA))
    told = comity_command("import", "un-sc", path, "--date", text, *options(data))
    assert f"un-sc/{text} imported" in told.out
    folder = ("--store", str(data))
    asked = ("query", "listed", "-p", "list=un-sc", "--format", "csv", *folder)
    assert len(comity_command(*asked, "--on", last).out.splitlines()) == 2
    answer = comity_command(
        "query", question(tmp_path), "--format", "csv", *folder
    ).out.splitlines()[1]
    assert answer == text


def test_a_decision_on_an_entity_that_is_not_there_is_refused_with_its_line(
    comity_command: Command, tmp_path: Path, data: Path
) -> None:
    path = file(
        tmp_path,
        "a,b,verdict,by\n"
        "myanma-gems-enterprise,myanma-timber-enterprise,different,me\n"
        "myanma-gems-enterprise,myanma-timber-enterprize,different,me\n",
        "mine.csv",
    )
    told = comity_command.fails("identities", "--decide", path, "--store", str(data))
    assert "mine.csv, line 3" in told.err
    assert "myanma-timber-enterprize" in told.err
    assert "myanma-timber-enterprise" in told.err
    assert not (data / "identities.csv").exists()


LIMITED = """
import resource, sys
from comity.cli import run
size = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.exit(run(sys.argv[2:]))
"""


@pytest.mark.parametrize("kilobytes", [0, 1, 200])
@pytest.mark.parametrize("verb", ["import", "build"])
def test_where_the_disk_is_full_the_old_store_stays(
    comity_command: Command, tmp_path: Path, data: Path, verb: str, kilobytes: int
) -> None:
    path = file(tmp_path, edition("2021-12-09", ANNA))
    comity_command("import", "un-sc", path, *options(data))
    people = [(f"ZZi.{number:03}", f"PERSON NUMBER {number}", "Japan") for number in range(900)]
    path = file(tmp_path, edition("2021-12-10", *people))
    command: tuple[str, ...] = ("import", "un-sc", path, *options(data))
    if verb == "build":
        comity_command(*command, "--no-build")
        command = ("build", "--store", str(data))
    limited = subprocess.run(
        [sys.executable, "-c", LIMITED, str(kilobytes * 1000), *command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert limited.returncode == 2, limited.stderr
    assert "Traceback" not in limited.stderr
    assert "cannot be" in limited.stderr
    rooms = (data, data / "imports", data / "snapshots")
    left = [name for room in rooms for name in os.listdir(room) if name.startswith(".")]
    assert left == [".lock"]
    told = comity_command("info", "--format", "json", "--store", str(data))
    assert told.code == 0
    assert json.loads(told.out)["set_aside"] == []
    names = [one["name"] for one in json.loads(told.out)["imports"]]
    assert names == [NAME, "un-sc/2021-12-10"][: 2 if verb == "build" else 1]


def question(folder: Path) -> str:
    """Write a question for the dates of imports."""
    path = folder / "issued.rq"
    text = "SELECT ?day WHERE { ?import a comity:Import ; dcterms:issued ?day }"
    path.write_text(f"PREFIX dcterms: <http://purl.org/dc/terms/>\n{text}", "utf-8")
    return str(path)
