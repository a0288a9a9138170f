"""The Consolidated List of the Security Council is read whole, each value where it belongs."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from comity.lists.io.input_files import parcels
from comity.lists.model.record import Date, Edition, Item, Name, Record
from comity.lists.readers.un import READER
from tests.lists.paths_of import unpacked
from tests.official_lists import official

SAMPLE = Path(__file__).parents[2] / "data" / "lists" / "un-xml" / "excerpt.xml"
EDITIONS = [
    ("un-sc/2020-11-30_consolidated.xml.gz", "2020-11-30", 713, 305),
    ("un-sc/2020-12-01_consolidated.xml.gz", "2020-12-01", 712, 294),
    ("un-sc/2026-02-27_consolidated.xml.gz", "2026-02-27", 730, 273),
]


def read(place: str) -> list[Item]:
    return list(READER.read(parcels([place]), "un-sc"))


def records(items: list[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]


def raw(place: str) -> list[Element]:
    """Return the individuals and entities of a file by a parser of its own."""
    with unpacked(place) as stream:
        root = ElementTree.parse(stream).getroot()
    return [*root.iter("INDIVIDUAL"), *root.iter("ENTITY")]


def told(element: Element, path: str) -> list[str]:
    """Return the texts at a path, with single blanks and without empty ones."""
    found = (" ".join((part.text or "").split()) for part in element.iterfind(path))
    return [text for text in found if text]


@pytest.mark.parametrize(("path", "day", "individuals", "entities"), EDITIONS)
def test_each_individual_and_entity_of_an_official_file_is_a_record(
    path: str, day: str, individuals: int, entities: int
) -> None:
    items = read(official(path))
    assert items[0] == Edition(published=day)
    kinds = [record.kind for record in records(items)]
    assert (kinds.count("Person"), kinds.count("OtherEntity")) == (individuals, entities)
    assert len(items) == 1 + individuals + entities


@pytest.mark.parametrize("path", [path for path, *_ in EDITIONS])
def test_each_value_of_an_official_file_stands_in_its_record(path: str) -> None:
    place = official(path)
    found = records(read(place))
    given = raw(place)
    assert [record.number for record in found] == [
        told(element, "REFERENCE_NUMBER")[0] for element in given
    ]
    for record, element in zip(found, given, strict=True):
        tag = element.tag
        shown = "\n".join(
            [
                *(name.text for name in record.names),
                *(address.text for address in record.addresses),
                *(tie.country for tie in record.ties),
                *(f"{number.label} {number.value}" for number in record.identifiers),
                *(number.issuer for number in record.identifiers),
                *(birth.text for birth in record.births),
                *record.birth_places,
                *record.positions,
                *record.remarks,
                *(note.text for note in record.notes),
            ]
        )
        for part in ("ALIAS", "ADDRESS", "PLACE_OF_BIRTH", "DOCUMENT", "DATE_OF_BIRTH"):
            for inner in element.iterfind(f"{tag}_{part}/*"):
                words = " ".join((inner.text or "").split())
                if inner.tag not in ("QUALITY", "TYPE_OF_DATE") and ";" not in words:
                    assert words in shown, (record.place, inner.tag, words)
        for path in ("NATIONALITY/VALUE", "DESIGNATION/VALUE", "TITLE/VALUE", "COMMENTS1"):
            assert all(words in shown for words in told(element, path))
        assert told(element, "LAST_DAY_UPDATED/VALUE") == [
            note.text for note in record.notes if note.field == "LAST_DAY_UPDATED"
        ] or len(set(told(element, "LAST_DAY_UPDATED/VALUE"))) < len(
            told(element, "LAST_DAY_UPDATED/VALUE")
        )
        entry = record.entries[0]
        assert entry.list == "un-sc"
        assert entry.listed is not None
        assert entry.listed.value == told(element, "LISTED_ON")[0][:10]
        assert entry.programmes == tuple(told(element, "UN_LIST_TYPE"))


@pytest.mark.parametrize("path", [path for path, *_ in EDITIONS])
def test_low_aliases_are_weak_and_old_names_are_former(path: str) -> None:
    place = official(path)
    weak = former = 0
    for element in raw(place):
        aliases = {
            (quality[0] if quality else "", one.strip(), told(alias, "NOTE")[:1] == ["x"])
            for alias in element.iterfind(f"{element.tag}_ALIAS")
            for quality in [told(alias, "QUALITY")]
            for name in told(alias, "ALIAS_NAME")
            for one in re.split(r";(?![^()]*\))", name)
        }
        weak += sum(quality == "Low" for quality, _, _ in aliases)
        former += len({name for quality, name, _ in aliases if quality == "f.k.a."})
    names = [name for record in records(read(place)) for name in record.names]
    assert sum(name.kind == "weak" for name in names) == weak > 600
    listed_as = sum(
        (note.text.casefold().endswith(("formerly listed as", "previously listed as")))
        for record in records(read(place))
        for note in record.notes
        if note.field.endswith("_ALIAS/NOTE")
    )
    assert former <= sum(name.kind == "former" for name in names) <= former + listed_as


def test_the_pair_of_2020_differs_by_its_delistings() -> None:
    before, after = (
        {record.number for record in records(read(official(path)))} for path, *_ in EDITIONS[:2]
    )
    assert (len(before - after), len(after - before)) == (12, 0)


def test_dates_of_birth_are_as_exact_as_they_are_given() -> None:
    births = {birth.text: birth for record in records(read(str(SAMPLE))) for birth in record.births}
    ranges = [birth for birth in births.values() if birth.until]
    assert ranges
    assert all(birth.text.startswith(("between", "circa between")) for birth in ranges)
    assert births["24/06/1402 (Hijri Calendar)"].value == ""
    assert births["Nov. 1973"] == Date("1973-11", "Nov. 1973")
    assert any(birth.circa and birth.text.startswith("circa") for birth in births.values())


def test_names_that_share_an_alias_are_taken_apart() -> None:
    names = {name for record in records(read(str(SAMPLE))) for name in record.names}
    assert {Name("Azim Adhajani"), Name("Azim Agha-Jani")} <= names


def test_a_record_without_a_name_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    place = tmp_path / "list.xml"
    place.write_text(
        '<CONSOLIDATED_LIST dateGenerated="2020-01-02T03:04:05Z"><INDIVIDUALS>'
        "<INDIVIDUAL><DATAID>1</DATAID></INDIVIDUAL>"
        "<INDIVIDUAL><DATAID>2</DATAID><FIRST_NAME>NEMO</FIRST_NAME></INDIVIDUAL>"
        "</INDIVIDUALS></CONSOLIDATED_LIST>",
        "utf-8",
    )
    edition, refusal, record = read(str(place))
    assert edition == Edition(published="2020-01-02")
    assert repr(refusal) == "Refusal(place='INDIVIDUAL 1', reason='no name')"
    assert isinstance(record, Record)
    assert record.names == (Name("NEMO", "primary"),)
