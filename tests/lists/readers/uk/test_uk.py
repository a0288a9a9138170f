"""The lists of the United Kingdom: OFSI's in both layouts, the FCDO's in both formats."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from comity.errors import BadData
from comity.lists.io.input_files import parcels
from comity.lists.io.workbook import sheets
from comity.lists.model.record import Address, CountryTie, Edition, Identifier, Name, Note, Record
from tests.lists.reading import called, read, records, refusals, sample
from tests.official_lists import official

OF_2018 = "uk-ofsi/2018-04-13_sanctionsconlist.csv.gz"
OF_2022 = "uk-ofsi/2022-05-04_ConList.xlsx"


def rows_of_2018() -> list[dict[str, str]]:
    with gzip.open(official(OF_2018)) as stream:
        text = stream.read().decode("windows-1252")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    return [dict(zip(lines[1], line, strict=True)) for line in lines[2:]]


def rows_of_2022() -> list[dict[str, str]]:
    workbook = parcels([official(OF_2022)])[0]
    (rows,) = [[cells for _, cells in sheet.rows] for sheet in sheets(workbook)]
    return [dict(zip(rows[1], cells, strict=True)) for cells in rows[2:]]


@pytest.mark.parametrize(
    ("name", "path", "day", "count"),
    [
        ("uk-conlist-csv", OF_2018, "2018-04-13", 2106),
        ("uk-conlist-xlsx", OF_2022, "2022-05-04", 3430),
    ],
)
def test_each_group_of_an_official_consolidated_list_is_one_record(
    name: str, path: str, day: str, count: int
) -> None:
    rows = rows_of_2018() if path == OF_2018 else rows_of_2022()
    items = read(name, official(path))
    assert items[0] == Edition(published=day)
    numbers = [record.number for record in records(items)]
    assert numbers == list(dict.fromkeys(row["Group ID"] for row in rows))
    assert len(numbers) == count
    assert refusals(items) == []
    kinds = Counter(record.kind for record in records(items))
    types = Counter({row["Group ID"]: row["Group Type"] for row in rows}.values())
    assert kinds["Person"] == types["Individual"]
    assert kinds["Vessel"] == types["Ship"]
    assert kinds["OtherEntity"] + kinds["Company"] == types["Entity"]


def test_names_of_an_official_list_are_as_many_as_its_rows_tell() -> None:
    rows = rows_of_2022()
    parts = [f"Name {number}" for number in (1, 2, 3, 4, 5, 6)]
    wanted = {
        (row["Group ID"], " ".join(" ".join(row[part] for part in parts).split())) for row in rows
    } | {
        (row["Group ID"], " ".join(row["Name Non-Latin Script"].split()))
        for row in rows
        if row["Name Non-Latin Script"]
    }
    found = {
        (record.number, name.text)
        for record in records(read("uk-conlist-xlsx", official(OF_2022)))
        for name in record.names
    }
    assert len(found) == len(wanted)
    weak = {row["Group ID"] for row in rows if row["Alias Quality"] == "Low quality"}
    assert {
        record.number
        for record in records(read("uk-conlist-xlsx", official(OF_2022)))
        if any(name.kind == "weak" for name in record.names)
    } == weak


def test_labelled_parts_of_other_information_become_what_they_are() -> None:
    vessel = called(read("uk-conlist-xlsx"), "SAM MA 2")
    assert vessel.kind == "Vessel"
    assert vessel.vessel_type == "Oil tanker"
    assert Identifier("imo", "8106496", "", "IMO number") in vessel.identifiers
    assert Identifier("uk-reference", "DPR0101", "", "UK Sanctions List Ref") in vessel.identifiers
    assert CountryTie("flag", "North Korea") in vessel.ties
    assert Note("Current owners", "Korea Samma Shipping") in vessel.notes


def test_a_weak_alias_and_a_name_with_its_script_are_marked() -> None:
    items = read("uk-conlist-xlsx")
    names = [name for record in records(items) for name in record.names]
    assert Name("Umar SHISHANI", "weak") in names
    assert any(name.language == "bs-Cyrl" for name in names)
    assert all(record.names[0].kind == "primary" for record in records(items))
    assert all(name.kind != "primary" for record in records(items) for name in record.names[1:])


def test_a_group_under_two_regimes_has_an_entry_for_each() -> None:
    (president,) = (
        record for record in records(read("uk-conlist-xlsx")) if len(record.entries) > 1
    )
    assert any(name.text.endswith("LUKASHENKO") for name in president.names)
    assert {entry.programmes for entry in president.entries} == {
        ("Belarus",),
        ("Global Human Rights",),
    }


def test_the_layout_of_2018_gives_partial_days_and_the_numbers_that_are_plain() -> None:
    items = read("uk-conlist-csv")
    person = called(items, "Cho Il U")
    assert person.births[0].value == "1945-05-10"
    assert Identifier("un-reference", "KPi.040", "", "UN Ref") in person.identifiers
    assert Note("Passport Details", "Passport number 736410010") in person.notes
    daughter = called(items, "Hala Saddam Hussein AL-TIKRITI")
    assert (daughter.births[0].value, daughter.births[0].text) == ("1972", "00/00/1972")


def test_an_unknown_column_of_the_consolidated_list_becomes_a_note(tmp_path: Path) -> None:
    text = Path(sample("uk-conlist-csv")).read_text("windows-1252")
    lines = text.splitlines()
    grown = [lines[0], lines[1] + ",Colour", *(f"{line},blue" for line in lines[2:])]
    place = tmp_path / "grown.csv"
    place.write_text("\r\n".join(grown), "windows-1252")
    assert all(
        Note("Colour", "blue") in record.notes for record in records(read("uk-conlist-csv", place))
    )


def test_a_row_without_a_group_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    text = Path(sample("uk-conlist-csv")).read_text("windows-1252")
    place = tmp_path / "list.csv"
    place.write_text(text + "LOST,,,\r\n" + "LOST" + "," * 28 + "\r\n", "windows-1252")
    items = read("uk-conlist-csv", place)
    assert [refusal.reason for refusal in refusals(items)] == [
        "4 fields, 29 wanted",
        "no Group ID",
    ]
    assert len(records(items)) == 8


def test_a_sheet_without_the_columns_is_bad_data(tmp_path: Path) -> None:
    from comity.lists.readers.uk.conlist_files import WORKBOOK_READER

    with pytest.raises(BadData, match="no sheet with the columns"):
        list(WORKBOOK_READER.read(parcels([sample("australia-dfat")]), "uk-conlist"))


def without_notes(record: Record) -> tuple[object, ...]:
    return (
        record.number,
        record.kind,
        set(record.names),
        record.entries,
        set(record.ties),
        set(record.addresses),
        set(record.identifiers),
        set(record.births),
        record.birth_places,
        record.gender,
        record.positions,
        record.vessel_type,
        record.remarks,
    )


def test_the_sanctions_list_is_the_same_in_csv_and_xml() -> None:
    from_csv, from_xml = read("uk-sanctions-list-csv"), read("uk-sanctions-list-xml")
    assert from_csv[0] == from_xml[0] == Edition(published="2026-09-02")
    assert list(map(without_notes, records(from_csv))) == list(
        map(without_notes, records(from_xml))
    )


def test_the_sanctions_list_gives_each_designation_whole() -> None:
    items = read("uk-sanctions-list-xml")
    root = ElementTree.parse(sample("uk-sanctions-list-xml")).getroot()
    assert len(records(items)) == len(root.findall("Designation")) == 3
    person = called(items, "Aurel Fictus EXEMPLUM")
    assert person.kind == "Person"
    assert [(day.value, day.text) for day in person.births] == [
        ("1945", "dd/mm/1945"),
        ("1946-03", "dd/03/1946"),
        ("1958-03-01", "01/03/1958"),
    ]
    (entry,) = person.entries
    assert entry.listed is not None
    assert entry.listed.value == "2001-01-25"
    assert entry.measures == ("Asset freeze", "Travel Ban")
    assert entry.grounds == ("Made up for a test & nothing else.",)
    assert Name("The Sample", "weak") in person.names
    assert Name("Аурел Ексемплум", "alias", "uk-Cyrl") in person.names
    assert person.addresses == (
        Address(
            "1 Example Street, Second Floor, Third Quarter, Fourth Ward, Fifth District, Kabul,"
            " 1001, Afghanistan",
            "Afghanistan",
        ),
    )
    assert CountryTie("address", "Pakistan") in person.ties
    assert called(items, "FICTITIOUS EXCHANGE").kind == "Company"
    vessel = called(items, "Example Trader 8")
    assert Identifier("imo", "9000001", "", "IMO number") in vessel.identifiers


def test_each_column_and_element_of_the_sanctions_list_stands_in_its_record() -> None:
    from tests.lists.said import said, words

    with Path(sample("uk-sanctions-list-csv")).open(encoding="utf-8-sig", newline="") as stream:
        next(stream)
        rows = list(csv.DictReader(stream))
    from_csv = {record.number: said(record) for record in records(read("uk-sanctions-list-csv"))}
    filled = set()
    kinds_and_languages = {"Designation Type", "Name type", "Alias strength"}
    kinds_and_languages |= {"Non-latin script type", "Non-latin script language"}
    for row in rows:
        for column, text in row.items():
            lost = words([text.removeprefix("IMO")]) - from_csv[row["Unique ID"]]
            assert column in kinds_and_languages or not lost, (column, lost)
            if text:
                filled.add(column)
    assert filled == set(rows[0]), "each column of the layout has a value in the sample"
    root = ElementTree.parse(sample("uk-sanctions-list-xml")).getroot()
    kinds = {"IndividualEntityShip", "NameType", "AliasStrength"}
    kinds |= {"NonLatinScriptType", "NonLatinScriptLanguage"}
    for designation, record in zip(
        root.findall("Designation"), records(read("uk-sanctions-list-xml")), strict=True
    ):
        for element in designation.iter():
            if element.text and element.tag not in kinds:
                assert not words([element.text.removeprefix("IMO")]) - said(record), element.tag


def test_an_unknown_element_of_the_sanctions_list_becomes_a_note(tmp_path: Path) -> None:
    text = Path(sample("uk-sanctions-list-xml")).read_text("utf-8")
    place = tmp_path / "list.xml"
    place.write_text(text.replace("<UniqueID>", "<Colour>blue</Colour><UniqueID>"), "utf-8")
    assert all(
        Note("Colour", "blue") in record.notes
        for record in records(read("uk-sanctions-list-xml", place))
    )
