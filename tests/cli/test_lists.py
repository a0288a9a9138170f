"""Official lists at the command line: import, info, diff, identities, forget; and what fails."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.editions import ANNA, BEN, CLEO, edition


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "data")


def file(tmp_path: Path, name: str, text: str) -> str:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return str(path)


def two(comity_command: Command, tmp_path: Path, store: str) -> None:
    for day, people in (("2021-12-09", (ANNA, BEN)), ("2021-12-10", (ANNA, CLEO))):
        path = file(tmp_path, f"{day}.xml", edition(day, *people))
        comity_command("import", "un-sc", path, "--accept-shrunken", "--store", store)


def test_a_list_is_imported_told_compared_and_forgotten(
    comity_command: Command, tmp_path: Path, store: str
) -> None:
    two(comity_command, tmp_path, store)
    told = comity_command("info", "--store", store).out
    assert "un-sc/2021-12-09" in told
    assert "un-sc/2021-12-10" in told
    asked = ("query", "listed", "-p", "list=un-sc", "--on", "2021-12-10", "--format", "csv")
    names = comity_command(*asked, "--store", store).out
    assert {"ANNA ALPHA", "CLEO GAMMA"} <= set(names.replace("\n", ",").split(","))
    changes = comity_command("diff", "un-sc/2021-12-09", "un-sc/2021-12-10", "--store", store).out
    assert changes.splitlines() == [
        "1 added, 1 removed, 0 changed",
        "added: CLEO GAMMA (un-sc-ZZi.003) on un-sc",
        "removed: BEN BETA (un-sc-ZZi.002) on un-sc",
    ]
    comity_command("forget", "un-sc/2021-12-10", "--store", store)
    names = comity_command(*asked, "--store", store).out
    assert "BEN BETA" in names
    assert "CLEO GAMMA" not in names


def test_a_second_import_of_one_file_says_so(
    comity_command: Command, tmp_path: Path, store: str
) -> None:
    path = file(tmp_path, "list.xml", edition("2021-12-09", ANNA))
    arguments = ("import", "un-sc", path, "--accept-shrunken", "--store", store)
    comity_command(*arguments)
    assert "imported already, with the same records" in comity_command(*arguments).err


def test_an_import_may_leave_the_store_to_the_next_question(
    comity_command: Command, tmp_path: Path, store: str
) -> None:
    path = file(tmp_path, "list.xml", edition("2021-12-09", ANNA))
    comity_command("import", "un-sc", path, "--accept-shrunken", "--no-build", "--store", store)
    assert not (Path(store) / "snapshots").exists()
    asked = ("query", "listed", "-p", "list=un-sc", "--on", "2021-12-10", "--format", "csv")
    assert "ANNA ALPHA" in comity_command(*asked, "--store", store).out


def test_an_import_tells_programs_everything(
    comity_command: Command, tmp_path: Path, store: str
) -> None:
    people = (ANNA, ("ZZi.009", "NOBODY NOWHERE", "Atlantis"))
    path = file(tmp_path, "list.xml", edition("2021-12-09", *people))
    arguments = ("import", "un-sc", path, "--accept-shrunken", "--dry-run", "--format", "json")
    told = json.loads(comity_command(*arguments, "--store", store).out)
    assert told["import"] == "un-sc/2021-12-09"
    assert told["graph"] == "https://w3id.org/comity/graph/import/un-sc/2021-12-09"
    assert (told["records"], told["refused"], told["kept"]) == (2, 0, False)
    assert told["entries"] == {"un-sc": 2}
    assert [fault["text"] for fault in told["publisher_faults"]] == ["Atlantis"]
    assert not (Path(store) / "imports" / "un-sc").exists()


def test_a_fault_of_the_publisher_is_a_warning_with_its_count_and_no_violation(
    comity_command: Command, tmp_path: Path, store: str
) -> None:
    people = (ANNA, ("ZZi.008", "NO ONE", "Atlantis"), ("ZZi.009", "NOBODY NOWHERE", "Atlantis"))
    path = file(tmp_path, "list.xml", edition("2021-12-09", *people))
    comity_command("import", "un-sc", path, "--accept-shrunken", "--store", store)
    told = json.loads(comity_command("validate", "--format", "json", "--store", store).out)
    graph = "https://w3id.org/comity/graph/import/un-sc/2021-12-09"
    ours = [one for one in told["findings"] if one["thing"] == graph]
    assert [(one["rule"], one["severity"]) for one in ours] == [("FileHasNoFault", "warning")]
    assert "(country not known: 2)" in ours[0]["message"]
    assert told["counts"]["violation"] == 0


def test_a_list_comes_through_a_pipe(store: str) -> None:
    command = [sys.executable, "-m", "comity", "import", "un-sc", "-", "--accept-shrunken"]
    told = subprocess.run(
        [*command, "--store", store],
        input=edition("2021-12-09", ANNA),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "un-sc/2021-12-09 imported: 1 records" in told.stdout


def test_two_files_are_compared_without_being_imported(
    comity_command: Command, tmp_path: Path, store: str
) -> None:
    old = file(tmp_path, "old.xml", edition("2021-12-09", ANNA, BEN))
    new = file(tmp_path, "new.xml", edition("2021-12-10", (ANNA[0], "ANNA OMEGA", "Japan"), BEN))
    told = json.loads(comity_command("diff", old, new, "--format", "json", "--store", store).out)
    assert told["added"] == told["removed"] == []
    (changed,) = told["changed"]
    assert changed["entity"] == "https://w3id.org/comity/id/entity/un-sc-ZZi.001"
    assert changed["changes"] == [
        {"field": "name", "removed": ["ANNA ALPHA"], "added": ["ANNA OMEGA"]}
    ]
    table = comity_command("diff", old, new, "--format", "csv", "--store", store).out
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["change"], row["field"], row["removed"], row["added"]) == (
        "changed",
        "name",
        "ANNA ALPHA",
        "ANNA OMEGA",
    )


def test_two_days_of_a_source_are_compared(
    comity_command: Command, tmp_path: Path, store: str
) -> None:
    two(comity_command, tmp_path, store)
    told = comity_command("diff", "2021-12-09", "2022-01-01", "--store", store).out
    assert told.startswith("1 added, 1 removed, 0 changed")


def test_identities_are_told_and_decided(
    comity_command: Command, tmp_path: Path, store: str
) -> None:
    curated = ("ZZi.007", "MYANMA GEMS ENTERPRISE", "Myanmar")
    text = edition("2021-12-09", curated)
    for old, new in (
        ("<INDIVIDUALS><INDIVIDUAL>", "<INDIVIDUALS></INDIVIDUALS><ENTITIES><ENTITY>"),
        ("</INDIVIDUAL></INDIVIDUALS><ENTITIES></ENTITIES>", "</ENTITY></ENTITIES>"),
        ("<NATIONALITY><VALUE>", "<ENTITY_ADDRESS><COUNTRY>"),
        ("</VALUE></NATIONALITY>", "</COUNTRY></ENTITY_ADDRESS>"),
    ):
        assert old in text
        text = text.replace(old, new)
    path = file(tmp_path, "list.xml", text)
    comity_command("import", "un-sc", path, "--accept-shrunken", "--store", store)
    told = comity_command("identities", "--format", "csv", "--store", store).out
    (row,) = csv.DictReader(io.StringIO(told))
    assert (row["a"], row["b"], row["linked"]) == (
        "myanma-gems-enterprise",
        "un-sc-ZZi.007",
        "yes",
    )
    decided = file(
        tmp_path, "mine.csv", f"a,b,verdict,by,reason\n{row['a']},{row['b']},different,me,other\n"
    )
    comity_command("identities", "--decide", decided, "--store", store)
    told = comity_command("identities", "--format", "csv", "--store", store).out
    (row,) = csv.DictReader(io.StringIO(told))
    assert row["linked"] == "no"
    assert row["reason"].endswith("decided by me: different (other)")
    entity = "https://w3id.org/comity/id/entity/un-sc-ZZi.007"
    question = file(tmp_path, "q.rq", f"SELECT ?l WHERE {{ ?l comity:linksEntity <{entity}> }}")
    links = comity_command("query", question, "--format", "csv", "--store", store).out
    assert len(links.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import",), "A source is wanted"),
        (("import", "un-cs", "x"), "There is no source 'un-cs'"),
        (("import", "un-sc"), "none is named, and none was downloaded"),
        (("import", "un-sc", "nowhere.xml"), "nowhere.xml"),
        (("import", "us-csl", "LIST"), "which is no file of us-csl"),
        (("import", "un-sc", "LIST", "--date", "soon"), "'soon' is not a date"),
        (("import", "un-sc", "LIST", "--date", "9999-01-01"), "9999-01-01 lies in the future"),
        (("import", "LIST"), "an edition of un-sc is expected to hold"),
        (("import", "un-sc", "LIST"), "is expected to hold"),
        (("import", "un-sc", "README.md"), "no known format"),
        (("forget", "un-sc/2021-12-09"), "There is no import"),
        (("diff", "un-sc/1", "un-sc/2"), "There is no import"),
        (("diff", "2021-12-09", "2021-12-10"), "is a day"),
        (("identities", "--decide", "LIST"), "has no column"),
        (("fetch", "china"), "has no address"),
        (("import", "un-sc", "LIST", "--endpoint", "http://127.0.0.1:9"), "not into an endpoint"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_said_in_one_line(
    comity_command: Command, tmp_path: Path, store: str, arguments: tuple[str, ...], said: str
) -> None:
    path = file(tmp_path, "consolidated.xml", edition("2021-12-09", ANNA))
    given = [path if one == "LIST" else one for one in arguments]
    store_option = () if "--endpoint" in given else ("--store", store)
    told = comity_command.fails(*given, *store_option)
    assert said in told.err
    assert len(told.err.strip().splitlines()) == 2


def test_every_source_is_told_with_its_formats(comity_command: Command) -> None:
    told = comity_command("import", "--list").out
    assert "ofac-sdn" in told
    assert "none yet" not in told
