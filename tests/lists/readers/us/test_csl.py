"""The Consolidated Screening List is read in each of its layouts, rows of OFAC by their uid."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.lists.model.record import Address, CountryTie, Date, Identifier, Name, Note
from comity.lists.readers.us.csl_row import LISTS, list_of
from tests.lists.reading import SAMPLES, called, items, numbered, records, refused
from tests.official_lists import official

CSV = SAMPLES / "csl-csv"
JSON = SAMPLES / "csl-json"
HEADER = (CSV / "2022-04.csv").read_text("utf-8").splitlines()[0].split(",")


def made(path: Path, *rows: dict[str, str], columns: list[str] = HEADER) -> Path:
    """Write rows in the layout of 2022."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_row_of_the_treasury_has_the_number_of_ofac_and_its_details() -> None:
    given = items(CSV / "2022-04.csv")
    bank = numbered(given, "31695")
    assert bank.kind == "GovernmentBody"
    assert bank.names[0] == Name("CENTRAL BANK OF THE RUSSIAN FEDERATION", "primary")
    assert Name("BANK OF RUSSIA") in bank.names
    assert bank.addresses == (
        Address("Neglinnaya St 12, Moscow, 107016, RU", "RU"),
        Address("Moscow, RU", "RU"),
    )
    assert Identifier("tax-number", "7702235133", "RU", "Tax ID No.") in bank.identifiers
    assert Identifier("swift-bic", "CBRFRUMM", "", "SWIFT/BIC") in bank.identifiers
    [entry] = bank.entries
    assert entry.list == "ofac-ns-mbs"
    assert entry.listed == Date("2022-02-22", "22 Feb 2022")
    assert any("Subject to Directive 4" in measure for measure in entry.measures)


def test_a_row_of_commerce_has_citations_licence_and_policy_and_no_number() -> None:
    plant = called(items(CSV / "2022-04.csv"), "140 Repair Plant JSC")
    assert plant.number == ""
    assert [identifier.scheme for identifier in plant.identifiers] == ["csl-id"]
    assert plant.names[1:] == (
        Name("Open Joint Stock Company 140 Repair Plant"),
        Name("JSC 140 Repair Plant"),
    )
    assert Note("alt_names", "and JSC 140 Repair Plant") in plant.notes
    [entry] = plant.entries
    assert entry.list == "bis-entity-list"
    assert entry.listed == Date("2022-04-07", "2022-04-07")
    assert entry.citations == ("87 FR 20299",)
    assert entry.licence_requirement.startswith("For all items subject to the EAR.")
    assert entry.review_policy == "Policy of denial."


def test_a_denied_person_has_the_end_of_the_order_and_each_notice() -> None:
    person = called(items(CSV / "2022-04.csv"), "I. ASH")
    [entry] = person.entries
    assert entry.list == "bis-denied-persons"
    assert entry.listed == Date("2003-06-19", "2003-06-19")
    assert entry.delisted == Date("2056-06-29", "2056-06-29")
    assert entry.citations == (
        "68 F.R. 38290 6/27/03",
        "71 F.R. 38843 7/10/06",
        "72 F.R. 4236 1/30/07",
    )
    assert Note("standard_order", "Y") in person.notes


def test_a_country_alone_is_a_tie_and_no_address(tmp_path: Path) -> None:
    row = {"source": "SDN", "entity_number": "1", "name": "A", "addresses": "SY; Homs, SY"}
    [record] = records(items(made(tmp_path / "csl", row)))
    assert record.ties == (CountryTie("address", "SY"),)
    assert record.addresses == (Address("Homs, SY", "SY"),)


@pytest.mark.parametrize(
    ("source", "addresses", "wanted"),
    [
        ("SDN", "Hamra Street, 11th Floor; P.O. Box 1, Beirut, LB", ["LB"]),
        ("SDN", "A, Moscow, RU; B, Minsk, BY", ["RU", "BY"]),
        ("DPL", "1 A ST, MORRISVILLE, PA, 19067; 2 B ST, ERIE, PA, 16501", ["", ""]),
    ],
)
def test_addresses_are_parted_where_one_ends(
    source: str, addresses: str, wanted: list[str], tmp_path: Path
) -> None:
    row = {"source": source, "name": "A", "addresses": addresses}
    row |= {"end_date": "2030-01-01"} if source == "DPL" else {}
    [record] = records(items(made(tmp_path / "csl", row)))
    assert [address.country for address in record.addresses] == wanted


@pytest.mark.parametrize(
    ("text", "identifier", "notes"),
    [
        ("K754050, Passport", ("passport-number", "K754050", "", "Passport"), []),
        ("PK, 2013-09-09, 2008-09-09, 41, Passport", ("passport-number", "41", "PK", "Passport"),
         [("issued", "Passport 41: 2008-09-09"), ("expires", "Passport 41: 2013-09-09")]),
        ("SD, 1998-10-28, 562605, Passport", ("passport-number", "562605", "SD", "Passport"),
         [("issued or expires", "Passport 562605: 1998-10-28")]),
        ("IR, IMO 9187629, Vessel Registration Identification",
         ("imo", "9187629", "IR", "Vessel Registration Identification"), []),
        ("CN, 91, 2, Unheard-of Number", ("other", "91, 2", "CN", "Unheard-of Number"), []),
    ],
)  # fmt: skip
def test_an_id_is_taken_apart(
    text: str, identifier: tuple[str, ...], notes: list[tuple[str, str]], tmp_path: Path
) -> None:
    row = {"source": "SDN", "entity_number": "1", "name": "A", "ids": text}
    [record] = records(items(made(tmp_path / "csl", row)))
    assert record.identifiers == (identifier,)
    assert list(record.notes) == notes


def test_names_in_brackets_after_a_name_are_names_of_their_own(tmp_path: Path) -> None:
    rows = [
        {"source": "EL", "name": "Gazprom Telekom, OOO (f.k.a. Gaztelekom)"},
        {"source": "DTC", "name": "Mexpar, Inc. (a.k.a. Pasadena; Aviation Supply)"},
        {"source": "EL", "name": "Chitron (Shenzhen)"},
    ]
    first, second, third = records(items(made(tmp_path / "csl", *rows)))
    assert first.names[1:] == (Name("Gazprom Telekom, OOO"), Name("Gaztelekom", "former"))
    assert second.names[1:] == (Name("Mexpar, Inc."), Name("Pasadena"), Name("Aviation Supply"))
    assert third.names == (Name("Chitron (Shenzhen)", "primary"),)


def test_a_list_that_nobody_knows_yet_is_of_the_csl_and_noted(tmp_path: Path) -> None:
    row = {"source": "Naughty List (NL) - Ministry of Toys", "name": "A", "_id": "f00"}
    [record] = records(items(made(tmp_path / "csl", row)))
    assert record.entries[0].list == "us-csl"
    assert Note("source", row["source"]) in record.notes


def test_a_column_that_nobody_knows_yet_is_a_note(tmp_path: Path) -> None:
    row = {"source": "EL", "name": "A", "colour": "red"}
    [record] = records(items(made(tmp_path / "csl", row, columns=[*HEADER, "colour"])))
    assert Note("colour", "red") in record.notes


def test_rows_that_cannot_be_used_are_told_and_a_file_without_its_columns_refused(
    tmp_path: Path,
) -> None:
    rows = [{"source": "EL"}, {"name": "A"}, {"source": "EL", "name": "B"}]
    given = items(made(tmp_path / "csl", *rows))
    assert refused(given) == [
        ("line 2", "a row without a name"),
        ("line 3", "a row of no list: 'A'"),
    ]
    assert len(records(given)) == 1
    fewer = [column for column in HEADER if column != "programs"]
    with pytest.raises(BadData, match="programs missing"):
        items(made(tmp_path / "csl", {"name": "A"}, columns=fewer))


def test_json_says_the_same_in_every_envelope() -> None:
    rows, answer = (items(JSON / name) for name in ("rows.json", "answer.json"))
    bare = [record.names for record in records(rows)]
    assert bare == [record.names for record in records(answer)]
    vessel = numbered(rows, "11043")
    assert vessel.kind == "Vessel"
    assert vessel.identifiers[0][:2] == ("imo", "9051648")
    assert CountryTie("flag", "Iran") in vessel.ties
    person = numbered(rows, "521")
    assert Note("issued", "Passport ABC123: 2001-12-25") in person.notes
    assert [tie.country for tie in person.ties] == ["DE", "FR"]


def test_json_keeps_what_it_does_not_know_and_tells_what_is_no_row(tmp_path: Path) -> None:
    row = {
        "source": "EL", "name": "A", "colour": ["red", {"shade": "dark"}], "score": 1,
        "source_information_url": "", "addresses": [{"city": "Homs", "planet": "Earth"}],
    }  # fmt: skip
    place = tmp_path / "csl.json"
    place.write_text(json.dumps([row, 7, {"source": "EL", "name": "x" * 200_000}]))
    given = items(place)
    [record] = records(given)
    assert set(record.notes) == {Note("colour", "red; dark"), Note("addresses: planet", "Earth")}
    assert refused(given) == [
        ("line 1", "no object with the fields of a row"),
        ("line 1", "a field of more than 100,000 characters"),
    ]


# Against the files of the publisher.


@pytest.mark.parametrize(
    "path", ["us-csl/consolidated_2022-04.csv.gz", "us-csl/consolidated_2016-02_sample.csv"]
)
def test_every_row_of_the_official_file_is_a_record_of_its_list(path: str) -> None:
    content = Path(official(path)).read_bytes()
    content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    raw = list(csv.DictReader(content.decode("utf-8").splitlines(keepends=True)))
    given = items(official(path))
    assert refused(given) == []
    assert len(records(given)) == len(raw)
    counted = Counter(row["source"] for row in raw)
    found = Counter(entry.list for record in records(given) for entry in record.entries)
    assert sum(found[key] for key in set(LISTS.values())) == len(raw)
    for name, count in counted.items():
        assert found[list_of(name)] == count
    days = [set(row["dates_of_birth"].split("; ")) - {""} for row in raw]
    births = sum(map(len, days))
    assert sum(len(record.births) for record in records(given)) == births
    assert all(date.value for record in records(given) for date in record.births)
    assert sum(len(record.remarks) for record in records(given)) == sum(
        bool(row["remarks"]) for row in raw
    )


def test_the_fixtures_of_the_api_are_read_to_the_last_row() -> None:
    for name in ("dpl", "el_2018", "sdn"):
        path = official(f"us-csl/{name}_expected.json")
        rows = json.loads(Path(path).read_text("utf-8"))
        found = records(items(path))
        assert [record.names[0].text for record in found] == [row["name"] for row in rows]
        assert sum(len(record.addresses) for record in found) == sum(
            len(row["addresses"]) for row in rows
        )
