"""Small lists that went wrong once, each taken in by the command line as a user would."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Command

_HEADER = """
_id source entity_number type programs name title addresses federal_register_notice start_date
end_date standard_order license_requirement license_policy call_sign vessel_type gross_tonnage
gross_registered_tonnage vessel_flag vessel_owner remarks source_list_url alt_names citizenships
dates_of_birth nationalities places_of_birth source_information_url ids
"""
CSL = tuple(_HEADER.split())
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
MEU = "Military End User (MEU) List - Bureau of Industry and Security"


def csl(*rows: dict[str, str], again: int = 0) -> str:
    """Return a Consolidated Screening List, with the header once more after so many rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, CSL, restval="")
    writer.writeheader()
    for number, row in enumerate(rows, 1):
        writer.writerow({"source": SDN, "type": "Entity", **row})
        if number == again:
            writer.writeheader()
    return text.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "store")


def take(
    command: Command, store: str, source: str, text: str, day: str, name: str = "list.csv"
) -> str:
    path = Path(store).with_name(name)
    path.write_text(text, "utf-8")
    arguments = ("import", "--accept-shrunken", source, str(path), "--date", day, "--store", store)
    told = command(*arguments)
    assert told.code == 0, told.err
    return told.out + told.err


def rows(command: Command, store: str, *arguments: str) -> list[dict[str, str]]:
    told = command(*arguments, "--format", "csv", "--store", store)
    return list(csv.DictReader(io.StringIO(told.out)))


def test_identifiers_that_begin_with_their_type_are_read(
    comity_command: Command, store: str
) -> None:
    person = {
        "entity_number": "1",
        "type": "Individual",
        "name": "DOE, Jo",
        "ids": "Passport, L550681, KP, 23 Sep 1997, 22 Sep 2002; Gender, Female",
    }
    ship = {
        "entity_number": "2",
        "type": "Vessel",
        "name": "GULL",
        "ids": "Vessel Registration Identification, IMO 9187629; MMSI, 572469210",
    }
    take(comity_command, store, "us-csl", csl(person, ship, again=1), "2025-06-25")
    assert [row["key"] for row in rows(comity_command, store, "search", "L550681")] == [
        "ofac-sdn-1"
    ]
    for text in ("9187629", "IMO 9187629", "imo9187629", "572469210"):
        assert [row["key"] for row in rows(comity_command, store, "search", text)] == ["ofac-sdn-2"]
    listed = rows(
        comity_command, store, "query", "listed", "-p", "list=ofac-sdn", "--on", "2025-06-25"
    )
    keys = {row["entity"].rpartition("/")[2] for row in listed}
    assert {"ofac-sdn-1", "ofac-sdn-2"} <= keys
    assert not any("entity_number" in key for key in keys)  # the repeated header


def test_a_list_that_drops_out_of_a_collection_has_lost_nobody(
    comity_command: Command, store: str
) -> None:
    users = [{"source": MEU, "name": f"USER {letter}"} for letter in "ABCDEFGH"]
    parties = [{"entity_number": str(number), "name": f"PARTY {number}"} for number in range(1, 9)]
    first, second = csl(*users, *parties), csl(*parties)
    path = Path(store).with_name("list.csv")
    for day, text in (("2022-01-01", first), ("2022-01-02", second)):
        path.write_text(text, "utf-8")
        comity_command(
            "import", "us-csl", str(path), "--date", day, "--store", store, "--accept-shrunken"
        )
    asked = ("query", "listed", "-p", "list=bis-meu", "--on", "2022-01-02")
    names = {row["name"] for row in rows(comity_command, store, *asked)}
    assert {user["name"] for user in users} <= names
    changes = (
        "query",
        "changes",
        "-p",
        "list=bis-meu",
        "--from",
        "2022-01-01",
        "--to",
        "2022-02-01",
    )
    assert rows(comity_command, store, *changes) == []


def test_the_same_entity_on_two_lists_is_one(comity_command: Command, store: str) -> None:
    twice = (
        {"entity_number": "7", "name": "ZZ UNHEARD OF TRADING", "addresses": "Street 1, Oslo, NO"},
        {"source": MEU, "name": "ZZ Unheard of Trading", "addresses": "Oslo, NO"},
    )
    take(comity_command, store, "us-csl", csl(*twice), "2025-06-25")
    (row,) = rows(comity_command, store, "search", "unheard of trading")
    assert row["lists"] == "bis-meu ofac-sdn"
    assert row["country"] == "NOR"
    entry = ({"ofac-sdn-7", "bis-meu-zz-unheard-of-trading"} - {row["key"]}).pop()
    told = comity_command("show", entry, "--store", store)
    assert f"The entry {entry} is shown as {row['key']}." in told.err
    assert entry in told.out
    assert "Why they are the same" in told.out
    decided = Path(store).with_name("decided.csv")
    decided.write_text(f"a,b,verdict,by,reason\n{row['key']},{entry},different,me,two firms\n")
    comity_command("identities", "--decide", str(decided), "--store", store)
    assert len(rows(comity_command, store, "search", "unheard of trading")) == 2
    (Path(store) / "identities.csv").unlink()
    assert len(rows(comity_command, store, "search", "unheard of trading")) == 1


def test_a_file_of_no_format_is_compared_with_the_nearest(
    comity_command: Command, store: str
) -> None:
    path = Path(store).with_name("x.csv")
    path.write_text("source,entity_number,federal_register_notice\n1,2,3\n", "utf-8")
    told = comity_command.fails("import", str(path), "--store", store)
    assert "The nearest are csl-csv, but for standard_order and" in told.err


def test_a_part_of_a_set_of_files_says_what_it_lacks(comity_command: Command, store: str) -> None:
    path = Path(store).with_name("ALT.CSV")
    path.write_text('36,12,"aka","AERO-CARIBBEAN",-0- \n', "utf-8")
    told = comity_command.fails("import", "ofac-sdn", str(path), "--store", store)
    assert "Give it with SDN.CSV" in told.err
