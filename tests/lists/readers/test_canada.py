"""Canada's autonomous list is read whole in each of its layouts."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from comity.lists.io.input_files import parcels
from comity.lists.model.record import Date, Identifier, Name, Note, Record
from comity.lists.readers.canada import READER
from tests.lists.paths_of import unpacked
from tests.official_lists import official

SAMPLES = Path(__file__).parents[2] / "data" / "lists" / "canada-sema-xml"
EDITIONS = [
    ("canada-sema/2020-10_sema-lmes.xml", 1369, 384),
    ("canada-sema/2022-05_sema-lmes.xml.gz", 2606, 537),
]


def read(place: str) -> list[Record]:
    items = list(READER.read(parcels([place]), "canada-sema"))
    assert all(isinstance(item, Record) for item in items[1:])
    return [item for item in items if isinstance(item, Record)]


@pytest.mark.parametrize(("path", "count", "entities"), EDITIONS)
def test_each_record_of_an_official_file_is_read_with_all_its_values(
    path: str, count: int, entities: int
) -> None:
    place = official(path)
    with unpacked(place) as stream:
        given = list(ElementTree.parse(stream).getroot())
    found = read(place)
    assert len(found) == len(given) == count
    assert sum(record.kind == "OtherEntity" for record in found) == entities
    for record, element in zip(found, given, strict=True):
        told = "\n".join(
            [
                *(name.text for name in record.names),
                *(birth.text for birth in record.births),
                *record.positions,
                *record.entries[0].programmes,
                *record.entries[0].citations,
                *(note.text for note in record.notes),
            ]
        )
        for field in element:
            words = " ".join((field.text or "").split())
            parts = words.split(";") if field.tag == "Aliases" else words.split(" or ")
            assert all(part.strip() in told for part in parts), (record.place, field.tag, words)


@pytest.mark.parametrize(("path", "count", "_entities"), EDITIONS)
def test_country_schedule_and_item_are_the_number_of_one_record(
    path: str, count: int, _entities: int
) -> None:
    numbers = [record.number for record in read(official(path)) if record.number]
    assert len(numbers) == len(set(numbers)) >= count - 2


def test_records_of_two_editions_have_the_same_numbers() -> None:
    before, after = ({one.number for one in read(official(path))} for path, *_ in EDITIONS)
    assert len(before & after) == 1359


def test_names_parted_by_semicolons_or_commas_are_several() -> None:
    person, company, other = read(str(SAMPLES / "2022.xml"))
    assert person.names[1:] == (Name("Иван Примеров"), Name("Ivan Prymerau"))
    assert [name.text for name in company.names[1:]] == [
        "Invented Wood", "Invented Trading Co., Ltd.", "IWC",
    ]  # fmt: skip
    assert Note("Aliases", "Invented Wood, Invented Trading Co., Ltd., IWC") in company.notes
    assert other.births == (Date("1972-08-10", "1972-08-10"), Date("1972-08-11", "1972-08-11"))
    assert (person.entries[0].country, other.entries[0].country) == ("Belarus", "")
    assert person.number == "Belarus, Schedule 1, Part 1, Item 7"


def test_a_ship_has_its_imo_number_and_its_type() -> None:
    (ship,) = read(str(SAMPLES / "2024.xml"))
    assert (ship.kind, ship.vessel_type) == ("Vessel", "Crude Oil Tanker")
    assert ship.identifiers == (Identifier("imo", "9074729", "", "ShipIMONumber"),)
    assert ship.entries[0].listed == Date("2025-02-24", "2025-02-24")
    assert ship.births == ()


def test_the_layout_in_two_languages_is_read_by_its_english_names() -> None:
    (person,) = read(str(SAMPLES / "2026.xml"))
    assert person.names == (Name("Pesar Nemovy", "primary"), Name("Pesar Namovi"))
    assert person.births == (Date("1960-01-02", "1960-01-02"),)
    assert person.number == "Iran, Schedule 1, Part 2, Item 12"
