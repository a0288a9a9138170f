"""Tables and arrays that others keep of lists whose publishers give no data: China, 1260H, 1286."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.lists.io.encoding import clean
from comity.lists.io.input_files import parcels
from comity.lists.model.record import CountryTie, Date, Identifier, Name, Note
from comity.lists.readers.asia import registry_json
from tests.lists.reading import called, read, records, refusals, sample
from tests.lists.said import said, words
from tests.official_lists import official

TABLES = {
    "china-csv": ("china/2026-08_cn_sanctions.csv", "Name", 610, 463),
    "us-1260h-csv": ("us-dod-1260h/sanctions.csv", "Clean Name", 397, 234),
    "us-1286-csv": ("us-special-leg/section_1286.csv", "name", 443, 194),
}
KEYS = ("Type", "Body", "List")  # of the Chinese table: kind and list


@pytest.mark.parametrize("name", TABLES)
def test_each_entity_of_a_curated_table_is_one_record_with_all_its_rows(name: str) -> None:
    path, column, count, entities = TABLES[name]
    with Path(official(path)).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == count
    items = read(name, official(path))
    found = {record.names[0].text: record for record in records(items)}
    assert len(found) == len(records(items)) == entities
    refused = {refusal.place for refusal in refusals(items)}
    for number, row in enumerate(rows, start=2):
        if row[column] == "Alliance of Democracies Foundation":
            assert refused == {f"line {number}"}, "no body is said to have listed it"
            continue
        words_found = said(found[clean(row[column])])
        for heading, text in row.items():
            assert heading in KEYS or not words([text]) - words_found, (number, heading)


def test_rows_of_the_chinese_table_are_on_the_lists_they_name() -> None:
    items = read("china-csv")
    company = called(items, "Fictitious Aerospace")
    assert company.names[1:] == (
        Name("虚构航天公司", "alias", "zh"),
        Name("虚构航空公司", "alias", "zh"),
        Name("FA"),
        Name("Fiction Air"),
    )
    unreliable, controlled = company.entries
    assert (unreliable.list, controlled.list) == ("cn-uel", "cn-export-control-list")
    assert controlled.delisted == Date("2026-04-24", "24.04.2026")
    assert company.identifiers == (Identifier("wikidata", "Q1", "", "QID"),)
    person = called(items, "Aurel Exemplum")
    assert person.entries[0].list == "cn-mfa-countermeasures"
    assert person.entries[0].programmes == ("AFSL",)
    assert person.entries[0].listed == Date("2022-08-03", "03.08.22")
    others = {
        "Sample Foundation": "cn-tao-taiwan-independence",
        "Watched Fiction": "cn-export-control-watch-list",
        "Countered Fiction": "cn-mofcom-countermeasures",
    }
    for name, key in others.items():
        assert [entry.list for entry in called(items, name).entries] == [key]
    assert [refusal.reason for refusal in refusals(items)] == ["no body that has listed it"]


def test_a_company_of_1260h_has_an_entry_for_each_list_it_was_on() -> None:
    drones = called(read("us-1260h-csv"), "Fictitious Drones Co., Ltd.")
    assert drones.kind == "Company"
    first, second = drones.entries
    assert (first.listed, first.delisted) == (
        Date("2021-06-03", "2021-06-03"),
        Date("2024-01-31", "2024-01-31"),
    )
    assert second.grounds == ("FD is made up.",)
    assert Name("Older Drones", "former") in drones.names
    assert Note("Name", "Fictitious Drones Co., Ltd. (FD)*") in drones.notes
    assert Note("Parent Name", "Fictitious Group") in drones.notes


def test_an_institution_of_1286_has_one_entry_that_its_latest_report_ends() -> None:
    items = read("us-1286-csv")
    university = called(items, "University of Fiction")
    (entry,) = university.entries
    assert entry.listed is None, "the year of a report is not the day of a listing"
    assert entry.delisted == Date("2026-07-23", "2026-07-23")
    assert university.kind == "OtherEntity"
    assert university.ties == (CountryTie("linked", "China"),)
    assert Note("report-date", "2022") in university.notes
    assert "not of section 1286" in refusals(items)[0].reason


def test_each_object_of_the_derived_chinese_lists_is_a_record() -> None:
    path = "china/2026-07_cn.json"
    given = json.loads(Path(official(path)).read_text("utf-8"))
    items = read("china-json", official(path))
    assert len(records(items)) == len(given) == 240
    for record, one in zip(records(items), given, strict=True):
        texts = [one["entity_name"], *one["aliases"], *one["addresses"], one["id"]]
        assert not words([*texts, one["source_url"], one["reason"]]) - said(record)
        assert record.ties == (), "cn is the state whose list it is"


def test_chinese_names_have_their_language_and_lists_their_keys() -> None:
    items = read("china-json")
    company = called(items, "Fictitious Aerospace")
    assert company.names[1] == Name("虚构航天公司", "alias", "zh")
    assert company.entries[0].list == "cn-export-control-list"
    assert called(items, "虚构公司").names == (Name("虚构公司", "primary", "zh"),)
    assert called(items, "Watched Fiction").entries[0].list == "cn-export-control-watch-list"
    assert [refusal.reason for refusal in refusals(items)] == [
        "'cn-no-such-list' is no list that is known"
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("[" * 100_000, "nested too deep"), ("[{", "is not JSON"), ("[]", "no array of entities")],
)
def test_what_is_no_array_of_entities_is_bad_data(tmp_path: Path, text: str, reason: str) -> None:
    place = tmp_path / "cn.json"
    place.write_text(text, "utf-8")
    with pytest.raises(BadData, match=reason):
        list(registry_json.CHINA_READER.read(parcels([str(place)]), "china"))


@pytest.mark.parametrize("name", TABLES)
def test_an_unknown_column_of_a_curated_table_becomes_a_note(tmp_path: Path, name: str) -> None:
    with Path(sample(name)).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    place = tmp_path / "table.csv"
    with place.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*rows[0], "Colour"])
        writer.writerows([*row, "blue"] for row in rows[1:])
    assert all(Note("Colour", "blue") in record.notes for record in records(read(name, place)))
