"""The lists of the European Union are read whole in each layout, each value where it belongs."""

from __future__ import annotations

import csv
import re
from collections import Counter
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from comity.errors import BadData
from comity.lists.io.input_files import parcels
from comity.lists.model.reader import Reader
from comity.lists.model.record import Date, Edition, Identifier, Item, Name, Note, Record, Refusal
from comity.lists.readers.eu import fsf_csv, fsf_xml, fsf_xml_old, official_journal
from tests.lists.paths_of import unpacked
from tests.official_lists import official

SAMPLES = Path(__file__).parents[3] / "data" / "lists"
CUT = "eu-fsf/2022-03-18_xmlFullSanctionsList_1_1_truncated.xml.gz"
OLD = "eu-fsf/2016-02-11_global_1_0.xml.gz"
SHORT = "eu-fsf/2018_EUSanctionsShort.csv.gz"
ANNEXES = {
    "eu-official-journal/32006R0765.csv.gz": ("eu-belarus-765-2006", 408),
    "eu-official-journal/32013R0401.csv": ("eu-myanmar-401-2013", 127),
    "eu-official-journal/32014R0269.csv.gz": ("eu-ukraine-269-2014", 2802),
    "eu-official-journal/32020R1998.csv": ("eu-ghrsr", 177),
    "eu-official-journal/32024R2642.csv": ("eu-russia-2642-2024", 100),
}


def read(reader: Reader, place: str) -> list[Item]:
    return list(reader.read(parcels([place]), reader.sources[0]))


def records(reader: Reader, place: str) -> list[Record]:
    return [item for item in read(reader, place) if isinstance(item, Record)]


def words(value: str | None) -> str:
    return " ".join(unescape(value or "").split())


def text_of(place: str, encoding: str = "utf-8") -> str:
    with unpacked(place) as stream:
        return stream.read().decode(encoding)


def shown(record: Record) -> str:
    """Return all that a record says, to look for a value in it."""
    return "\n".join(
        [
            record.number,
            record.gender,
            *(name.text for name in record.names),
            *(address.text for address in record.addresses),
            *(tie.country for tie in record.ties),
            *(f"{number.label} {number.value} {number.issuer}" for number in record.identifiers),
            *(birth.text for birth in record.births),
            *record.birth_places,
            *record.positions,
            *record.remarks,
            *(note.text for note in record.notes),
            *(text for entry in record.entries for text in entry.citations + entry.programmes),
        ]
    )


def before_the_cut(place: str) -> tuple[Item, list[Record], BadData]:
    """Return the edition and the records of the cut file, and how it ends."""
    items: list[Item] = []
    stream = fsf_xml.READER.read(parcels([place]), "eu-fsf")
    with pytest.raises(BadData) as caught:
        items.extend(iter(lambda: next(stream), None))
    return items[0], [item for item in items if isinstance(item, Record)], caught.value


def test_the_cut_file_is_refused_after_all_that_stands_before_the_cut() -> None:
    place = official(CUT)
    whole = re.findall(r"</sanctionEntity>", text_of(place))
    edition, found, error = before_the_cut(place)
    assert edition == Edition(published="2022-03-18")
    assert len(found) == len(whole) == 1044
    assert "truncated.xml.gz is not well-formed: unclosed token on line 28198" in error.found
    assert "\n" not in error.found + error.remedy


def test_each_attribute_of_the_xml_of_today_stands_in_its_record() -> None:
    place = official(CUT)
    text = text_of(place)
    kept = text[: text.rindex("</sanctionEntity>")] + "</sanctionEntity></export>"
    root = ElementTree.fromstring(kept)
    _, found, _ = before_the_cut(place)
    assert len(found) == len(root)
    for record, entity in zip(found, root, strict=True):
        told = shown(record)
        assert record.number == entity.get("euReferenceNumber")
        for element in entity.iter():
            name = element.tag.rpartition("}")[2]
            for attribute, value in element.attrib.items():
                path = f"{name}@{attribute}"
                if path in TOLD and words(value) not in ("", "UNKNOWN", "false"):
                    assert words(value) in told, (record.place, path, value)
            if name == "remark":
                assert words(element.text) in told
        languages = {
            (words(alias.get("wholeName")), alias.get("nameLanguage", "").lower())
            for alias in entity.iterfind("{*}nameAlias")
        }
        assert {(name.text, name.language) for name in record.names} == languages


def test_an_entry_is_listed_on_the_day_that_the_list_tells() -> None:
    place = official(CUT)
    root = ElementTree.fromstring(text_of(place).rpartition("</sanctionEntity>")[0] + CLOSED)
    _, found, _ = before_the_cut(place)
    told = 0
    for record, entity in zip(found, root, strict=True):
        listed = record.entries[0].listed
        assert listed is not None
        assert listed.value
        said = re.search(
            r"[Dd]ate of listing:? (\d+)\.(\d+)\.(\d{4})", " ".join(record.remarks[:1])
        )
        days = {one.get("publicationDate", "9999") for one in entity.iter()}
        days.add(entity.get("designationDate", "9999"))
        if said:
            told += 1
            assert listed.value == f"{said[3]}-{said[2]:0>2}-{said[1]:0>2}"
        elif "ate of " not in shown(record):
            assert listed.value == min(days)
    assert told > 50


CLOSED = "</sanctionEntity></export>"
TOLD = {
    "sanctionEntity@designationDate", "sanctionEntity@designationDetails",
    "sanctionEntity@unitedNationId", "regulation@numberTitle", "regulation@programme",
    "regulation@entryIntoForceDate", "regulationSummary@numberTitle", "nameAlias@wholeName",
    "nameAlias@function", "nameAlias@title", "nameAlias@gender", "citizenship@countryDescription",
    "citizenship@region", "birthdate@birthdate", "birthdate@year", "birthdate@yearRangeFrom",
    "birthdate@yearRangeTo", "birthdate@city", "birthdate@place", "birthdate@region",
    "birthdate@zipCode", "birthdate@countryDescription", "identification@number",
    "identification@countryDescription", "identification@identificationTypeDescription",
    "identification@issuedBy", "identification@issueDate", "identification@validFrom",
    "identification@validTo", "identification@nameOnDocument", "identification@region",
    "identification@latinNumber", "address@city", "address@street", "address@poBox",
    "address@zipCode", "address@region", "address@place", "address@countryDescription",
    "contactInfo@value", "contactInfo@key",
}  # fmt: skip


def test_each_entity_of_the_old_xml_is_a_record_with_all_its_values() -> None:
    place = official(OLD)
    text = text_of(place)
    found = records(fsf_xml_old.READER, place)
    root = ElementTree.fromstring(text.encode())
    assert len(found) == len(re.findall(r"<ENTITY ", text)) == 595
    names = Counter(name.kind for record in found for name in record.names)
    assert names["primary"] == 595
    for record, entity in zip(found, root, strict=True):
        told = shown(record)
        assert record.number == entity.get("Id")
        assert record.kind == ("Person" if entity.get("Type") == "P" else "OtherEntity")
        for path in (
            "NAME/WHOLENAME", "NAME/FUNCTION", "NAME/TITLE", "NAME/GENDER", "BIRTH/DATE",
            "BIRTH/PLACE", "BIRTH/COUNTRY", "CITIZEN/COUNTRY", "ADDRESS/STREET", "ADDRESS/CITY",
            "ADDRESS/ZIPCODE", "ADDRESS/COUNTRY", "ADDRESS/OTHER", "PASSPORT/COUNTRY",
        ):  # fmt: skip
            for element in entity.iterfind(path):
                assert words(element.text) in told, (record.place, path, element.text)
        for element in entity.iterfind("PASSPORT/NUMBER"):
            for part in re.split(r"\s*\([a-z]+-|\)\s*", words(element.text)):
                assert part.strip("( ") in told
        for element in entity.iter():
            assert words(element.get("legal_basis")) in told
            assert words(element.get("programme")) in told


def test_the_csv_that_a_spreadsheet_saved_again_is_read_as_what_it_was() -> None:
    place = official(SHORT)
    lines = text_of(place, "windows-1252").splitlines()
    plain = [line.strip('"').rstrip("\t").split(";") for line in lines[1:]]
    found = records(fsf_csv.READER, place)
    numbers = list(dict.fromkeys(fields[-1] for fields in plain))
    assert [record.number for record in found] == numbers
    assert len(found) == 93
    assert not [item for item in read(fsf_csv.READER, place) if isinstance(item, Refusal)]
    for record in found:
        rows = [fields for fields in plain if fields[-1] == record.number]
        names = {fields[17].replace("\t", ",") for fields in rows} - {""}
        assert {re.sub(r"\s+", " ", name).strip() for name in names} == {
            name.text for name in record.names
        }
        programmes = {fields[at] for fields in rows for at in (6, 13, 27, 39, 48, 56)} - {""}
        assert set(record.entries[0].programmes) == programmes


def test_the_csv_of_today_gives_what_the_xml_of_today_gives() -> None:
    place = str(SAMPLES / "eu-fsf-csv" / "layout-1.1.csv")
    edition, person, company = read(fsf_csv.READER, place)
    assert edition == Edition(published="2026-09-01")
    assert isinstance(person, Record)
    assert isinstance(company, Record)
    assert (person.number, person.kind) == ("EU.90001.1", "Person")
    assert person.names == (Name("Ima Figment", "primary"), Name("Има Фигмент", "weak", "ru"))
    assert person.entries[0].listed is not None
    assert person.entries[0].listed == Date("2024-01-02", "2024-01-02, designationDate")
    assert person.births[0].circa
    assert Identifier("un-reference", "XXi.001", "", "unitedNationId") in person.identifiers
    assert Note("identification/knownExpired", "AB 12345: true") in person.notes
    assert company.names == (Name('Invented "Works"; and others', "primary"),)


def test_a_row_of_the_csv_that_comes_late_or_has_other_fields_is_refused(tmp_path: Path) -> None:
    text = (SAMPLES / "eu-fsf-csv" / "layout-1.1.csv").read_text("utf-8-sig")
    header, first, *rest = text.splitlines()
    place = tmp_path / "list.csv"
    place.write_text("\n".join([header, first, *rest, first, "90003;x"]), "utf-8")
    refusals = [item for item in read(fsf_csv.READER, str(place)) if isinstance(item, Refusal)]
    assert [refusal.place for refusal in refusals] == ["line 9", "line 10"]
    assert "90001 once more" in refusals[0].reason
    assert refusals[1].reason == "2 fields, 118 wanted"


def test_a_column_that_nobody_foresaw_becomes_a_note(tmp_path: Path) -> None:
    text = (SAMPLES / "eu-fsf-csv" / "layout-1.1.csv").read_text("utf-8-sig")
    header, first, *_ = text.splitlines()
    place = tmp_path / "list.csv"
    place.write_text(f"{header};Entity_Surprise\n{first};told\n", "utf-8")
    assert Note("@Entity_Surprise", "told") in records(fsf_csv.READER, str(place))[0].notes
    annex = (SAMPLES / "eu-oj-csv" / "annex.csv").read_text("utf-8").splitlines()
    place.write_text(f"{annex[0]},surprise\n{annex[1]},told\n", "utf-8")
    assert Note("surprise", "told") in records(official_journal.READER, str(place))[0].notes


@pytest.mark.parametrize("path", ANNEXES)
def test_each_row_of_an_annex_is_a_record_of_the_list_of_its_regulation(path: str) -> None:
    key, count = ANNEXES[path]
    place = official(path)
    rows = list(csv.DictReader(text_of(place, "utf-8-sig").splitlines(keepends=True)))
    found = records(official_journal.READER, place)
    assert len(found) == len(rows) == count
    for record, row in zip(found, rows, strict=True):
        told = shown(record) + "\n".join(record.entries[0].grounds + record.entries[0].measures)
        assert record.entries[0].list == key
        for column, value in row.items():
            if column in ("schema", "startDate", "recordId", "celex", "annex"):
                continue
            for part in value.split(";"):
                bare = words(part)
                if column.endswith(("Number", "Code")):
                    bare = bare.partition("(")[0].strip()
                if column == "birthDate":
                    bare = re.split(r" or |, ", bare)[0]
                if column == "nationality":
                    bare = bare.partition(",")[0].partition(" (")[0]
                    bare = re.split(r" and (?!/)|(?<!and)/", bare)[0].strip()
                assert bare in told, (record.place, column, part)
        assert bool(row["startDate"]) == (record.entries[0].listed is not None)
        if row["startDate"]:
            assert record.entries[0].listed is not None
            assert record.entries[0].listed.value, row["startDate"]
    numbers = [record.number for record in found if record.number]
    assert len(numbers) == len(set(numbers)) == sum(bool(row["recordId"]) for row in rows)


def test_a_company_with_an_imo_number_is_no_ship() -> None:
    company = records(official_journal.READER, str(SAMPLES / "eu-oj-csv" / "annex.csv"))[1]
    assert Identifier("other", "9000001", "", "imoNumber") in company.identifiers
    assert Identifier("lei", "253400V1H6ART1UQ0N98", "", "leiCode") in company.identifiers
    assert company.kind == "Company"
