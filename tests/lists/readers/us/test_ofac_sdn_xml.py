"""OFAC's sdnList XML is read whole, tells its lists by the programmes, and agrees with the CSV."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.lists.model.record import (
    Address,
    CountryTie,
    Date,
    Edition,
    Identifier,
    Name,
    Note,
    Record,
)
from tests.lists.reading import SAMPLES, items, numbered, records, refused
from tests.official_lists import official

SAMPLE = SAMPLES / "ofac-sdn-xml"
CONS = "us-ofac-consolidated"


def test_an_entry_is_read_whole() -> None:
    given = items(SAMPLE / "sdn.xml")
    assert given[0] == Edition(published="2014-07-16", stated=5704)
    person = numbered(given, "6982")
    assert person.place == "sdnEntry 6982, line 58"
    assert person.kind == "Person"
    assert person.names[:2] == (
        Name("JIM'ALE, Ahmed Nur Ali", "primary"),
        Name("JUMALI, Ahmed Ali"),
    )
    assert [tie.country for tie in person.ties] == ["Somalia", "Djibouti"]
    assert person.births == (Date("1954-05-20", "20 May 1954"), Date("1954", "circa 1954", True))
    assert person.birth_places == ("Eilbur, Somalia",)
    assert person.identifiers == (Identifier("passport-number", "A0181988", "Somalia", "Passport"),)
    assert Note("expires", "Passport A0181988: 23 Jan 2011") in person.notes
    assert person.addresses[0] == Address(
        "P.O. Box 3312, Dubai, United Arab Emirates", "United Arab Emirates"
    )
    assert [(entry.list, entry.programmes) for entry in person.entries] == [("ofac-sdn", ("SDGT",))]


def test_weak_and_former_names_and_vessels_are_marked() -> None:
    given = items(SAMPLE / "sdn.xml")
    assert Name("BNC", "weak") in numbered(given, "306").names
    vessel = numbered(given, "11043")
    assert vessel.kind == "Vessel"
    assert vessel.vessel_type == "General Cargo"
    assert {name.kind for name in vessel.names[1:]} == {"former"}
    assert vessel.identifiers[0][:3] == ("imo", "9051648", "Iran")
    assert CountryTie("flag", "Iran") in vessel.ties
    assert Note("tonnage", "24065") in vessel.notes
    assert (
        numbered(given, "306").addresses[0].text == "Zweierstrasse 35, Zurich CH-8022, Switzerland"
    )


def test_each_non_sdn_entry_is_on_the_lists_that_ofac_names_for_it() -> None:
    given = items(SAMPLE / "non-sdn.xml")
    lists = {record.number: [entry.list for entry in record.entries] for record in records(given)}
    assert lists == {
        "9639": ["ofac-plc"],
        "9659": ["ofac-plc"],
        "15268": ["ofac-capta"],
        "17018": ["ofac-capta", "ofac-ns-mbs", "ofac-ssi"],
        "17526": ["ofac-fse"],
        "18782": ["ofac-ssi"],
        "18820": ["ofac-ssi"],
        "26182": ["ofac-fse"],
        "27016": ["ofac-ns-mbs"],
        "30902": ["ofac-ns-cmic"],
        "31695": ["ofac-ns-mbs"],
    }
    cmic = numbered(given, "30902")
    assert cmic.kind == "Company"
    assert cmic.entries[0].listed == Date("2021-06-03", "03 Jun 2021")
    sber = {entry.list: entry for entry in numbered(given, "17018").entries}
    assert sber["ofac-capta"].listed == Date("2022-02-24", "24 Feb 2022")
    assert sber["ofac-ssi"].listed is None
    assert sber["ofac-ssi"].programmes == ("UKRAINE-EO13662",)
    assert sber["ofac-capta"].programmes == ("RUSSIA-EO14024",)


def test_an_entry_whose_list_ofac_does_not_say_is_on_the_non_sdn_lists(tmp_path: Path) -> None:
    content = (SAMPLE / "sdn.xml").read_text("utf-8")
    place = tmp_path / "list.xml"
    place.write_text(content, "utf-8")
    found = records(items(place, source="ofac-cons"))
    assert {entry.list for record in found for entry in record.entries} == {"ofac-cons"}


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """Write the sample with some of its text changed."""
    content = (SAMPLE / "sdn.xml").read_text("utf-8")
    for old, new in changes:
        assert old in content
        content = content.replace(old, new, 1)
    place = tmp_path / "sdn.xml"
    place.write_text(content, "utf-8")
    return place


def test_elements_that_the_schema_has_not_are_notes(tmp_path: Path) -> None:
    place = changed(
        tmp_path,
        ("<sdnType>Vessel", "<fate>sunk</fate><sdnType>Vessel"),
        ("<idNumber>IMO", "<idColour>red</idColour><idNumber>IMO"),
        ("<vesselOwner>", "<crew><cook>A</cook></crew><vesselOwner>"),
    )
    notes = numbered(items(place), "11043").notes
    assert {("sdnEntry/fate", "sunk"), ("id/idColour", "red"), ("vesselInfo/crew", "A")} <= set(
        notes
    )


def test_entries_that_cannot_be_used_are_told_with_their_places(tmp_path: Path) -> None:
    place = changed(
        tmp_path,
        ("<uid>6982</uid>", "<uid>306</uid>"),
        ("<uid>11043</uid>", "<uid/>"),
        ("<lastName>CHAO</lastName>", "<lastName>  </lastName>"),
    )
    assert refused(items(place)) == [
        ("sdnEntry 306, line 58", "uid 306 is in the file already"),
        ("line 192", "an sdnEntry whose uid is ''"),
        ("sdnEntry 521, line 235", "an sdnEntry without a lastName"),
    ]


def test_a_list_without_entries_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "empty.xml"
    place.write_text('<sdnList xmlns="http://tempuri.org/sdnList.xsd"/>')
    with pytest.raises(BadData, match="no sdnEntry"):
        items(place)


# Against the files of the publisher.


@pytest.mark.parametrize("day", ["2018-04-06", "2022-03-24"])
def test_counts_are_those_of_the_official_file(day: str) -> None:
    path = official(f"{CONS}/{day}_consolidated.xml.gz")
    raw = gzip.decompress(Path(path).read_bytes()).decode()
    given = items(path)
    found = records(given)
    edition = given[0]
    assert isinstance(edition, Edition)
    assert edition.published == day
    assert len(found) == edition.stated == raw.count("<sdnEntry>")
    assert refused(given) == []
    assert sum(len(one.births) for one in found) == raw.count("<dateOfBirthItem>")
    assert sum(len(one.birth_places) for one in found) == raw.count("<placeOfBirthItem>")
    assert sum(one.kind == "Person" for one in found) == raw.count("<sdnType>Individual")
    assert sum(len(one.remarks) for one in found) == raw.count("<remarks>")
    assert sum(one.names[0].kind == "primary" for one in found) == len(found)
    weak = re.compile(r"<category>weak</category>\s*(<lastName>.*?)</aka>", re.S)
    assert sum(name.kind == "weak" for one in found for name in one.names) == sum(
        len(set(weak.findall(entry))) for entry in raw.split("<sdnEntry>")
    )
    assert sum(tie.kind == "nationality" for one in found for tie in one.ties) == len(
        re.findall("<(?:nationality|citizenship)>", raw)
    )
    passports = re.findall(r"<idType>Passport</idType>", raw)
    assert sum(i.label == "Passport" for one in found for i in one.identifiers) == len(passports)


def test_the_lists_of_the_non_sdn_file_have_as_many_entries_as_ofac_counted() -> None:
    path = official(f"{CONS}/2022-03-24_consolidated.xml.gz")
    raw = gzip.decompress(Path(path).read_bytes()).decode()
    found = records(items(path))
    counts = Counter(entry.list for record in found for entry in record.entries)
    assert counts["ofac-ssi"] == raw.count("<program>UKRAINE-EO13662")
    assert counts["ofac-plc"] == raw.count("<program>NS-PLC")
    assert counts["ofac-ns-cmic"] == raw.count("<program>CMIC-EO13959")
    assert counts["ofac-fse"] == len(re.findall("<program>FSE-(?:IR|SY)", raw))


def test_xml_and_csv_of_the_same_day_say_the_same() -> None:
    names = ("prim", "alt", "add")
    csv = records(items(*(official(f"{CONS}/2018-04_cons_{name}.csv") for name in names)))
    xml = records(items(official(f"{CONS}/2018-04-06_consolidated.xml.gz")))
    by_number = {record.number: record for record in csv}
    assert by_number.keys() == {record.number for record in xml}
    differing = {record.number for record in xml if told(record) != told(by_number[record.number])}
    # Quotation marks in a name and an address are apostrophes in the CSV, and one number has its
    # country in it in the XML.
    assert differing == {"11625", "17064", "22391"}


def told(record: Record) -> tuple[object, ...]:
    """Return what both formats can say, in no order."""
    lists = tuple((entry.list, frozenset(entry.programmes)) for entry in record.entries)
    parts = (record.names, record.ties, record.addresses, record.identifiers, record.births)
    return (
        record.kind,
        lists,
        *map(frozenset, parts),
        record.birth_places,
        record.gender,
        record.positions,
        record.vessel_type,
    )
