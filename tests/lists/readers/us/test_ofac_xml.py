"""OFAC's advanced and enhanced XML are read whole, each value where it belongs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from comity.lists.io.input_files import parcels
from comity.lists.model.reader import Reader
from comity.lists.model.record import (
    CountryTie,
    Date,
    Edition,
    Identifier,
    Item,
    Name,
    Note,
    Ownership,
    Record,
)
from comity.lists.readers.us import ofac_advanced_xml, ofac_enhanced_xml
from comity.lists.readers.us.ofac_party import period
from tests.lists.paths_of import unpacked
from tests.official_lists import official

SAMPLES = Path(__file__).parents[3] / "data" / "lists"
ADVANCED = "us-ofac-consolidated/2020-03-17_cons_advanced.xml.gz"
ENHANCED = "us-ofac-consolidated/2025-01-10_CONS_ENHANCED.ZIP"


def read(reader: Reader, place: str) -> list[Item]:
    return list(reader.read(parcels([place]), "ofac-cons"))


def records(items: list[Item]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]


def root_of(place: str) -> Element:
    """Return the root of a file by a parser of its own, without namespaces."""
    with unpacked(place) as stream:
        root = ElementTree.parse(stream).getroot()
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def words(text: str | None) -> str:
    return " ".join((text or "").split())


def shown(record: Record) -> str:
    """Return all that a record says, to look for a value in it."""
    return "\n".join(
        [
            *(name.text for name in record.names),
            *(address.text for address in record.addresses),
            *(tie.country for tie in record.ties),
            *(f"{number.label} {number.value} {number.issuer}" for number in record.identifiers),
            *(birth.text for birth in record.births),
            *record.birth_places,
            record.gender,
            *record.remarks,
            *(f"{note.field} {note.text}" for note in record.notes),
            *(text for entry in record.entries for text in entry.citations + entry.programmes),
            *(text for entry in record.entries for text in entry.measures),
        ]
    )


def test_each_party_of_the_advanced_xml_is_a_record_with_its_entries() -> None:
    place = official(ADVANCED)
    with unpacked(place) as stream:
        text = stream.read().decode()
    items = read(ofac_advanced_xml.READER, place)
    found = records(items)
    assert items[0] == Edition(published="2020-03-17")
    parties = re.findall(r'<DistinctParty FixedRef="(\d+)"', text)
    assert [record.number for record in found] == parties
    assert len(parties) == 375
    entries = Counter(re.findall(r'<SanctionsEntry [^>]*ListID="(\d+)"', text))
    kept = Counter(entry.list for record in found for entry in record.entries)
    assert sum(entries.values()) == 759
    assert kept == {
        "ofac-sdn": entries["1550"],
        "ofac-plc": entries["91243"],
        "ofac-fse": entries["91469"],
        "ofac-ssi": entries["91507"],
        "ofac-capta": entries["91763"],
    }
    collective = [note for record in found for note in record.notes if note.field.startswith("Con")]
    assert len(collective) == entries["91512"]
    low = {
        (party.get("FixedRef"), tuple(words(part.text) for part in alias.iter("NamePartValue")))
        for party in root_of(place).iter("DistinctParty")
        for alias in party.iter("Alias")
        if alias.get("LowQuality") == "true"
    }
    assert sum(name.kind == "weak" for record in found for name in record.names) == len(low) > 20


def test_each_word_of_the_advanced_xml_stands_in_its_record() -> None:
    place = official(ADVANCED)
    root = root_of(place)
    value = {
        (one.tag, one.get("ID", "")): words(one.text)
        for group in root.iterfind("ReferenceValueSets/*")
        for one in group
    }
    places = {one.get("ID", ""): one for one in root.iterfind("Locations/Location")}
    documents: dict[str, list[Element]] = {}
    for one in root.iterfind("IDRegDocuments/IDRegDocument"):
        documents.setdefault(one.get("IdentityID", ""), []).append(one)
    found = {record.number: record for record in records(read(ofac_advanced_xml.READER, place))}
    for party in root.iterfind("DistinctParties/DistinctParty"):
        record = found[party.get("FixedRef", "")]
        told = shown(record)
        assert words(party.findtext("Comment")) in told
        for part in party.iter("NamePartValue"):
            assert words(part.text) in told
        for detail in party.iter("VersionDetail"):
            assert words(detail.text) in told
            if reference := detail.get("DetailReferenceID"):
                assert value["DetailReference", reference] in told
        for location in party.iter("VersionLocation"):
            one = places[location.get("LocationID", "")]
            for piece in one.iter("Value"):
                assert words(piece.text) in told
            for country in one.iter("LocationCountry"):
                assert value["Country", country.get("CountryID", "")] in told
        for identity in party.iter("Identity"):
            for document in documents.get(identity.get("ID", ""), []):
                kind = value["IDRegDocType", document.get("IDRegDocTypeID", "")]
                issuer = document.get("IssuedBy-CountryID")
                by = value["Country", issuer] if issuer else ""
                by = by or words(document.findtext("IssuingAuthority"))
                number = words(document.findtext("IDRegistrationNo"))
                assert f"{kind} {number} {by}" in told


def test_ownerships_are_the_relations_that_say_so_between_parties_of_the_file() -> None:
    place = official(ADVANCED)
    root = root_of(place)
    found = read(ofac_advanced_xml.READER, place)
    numbers = {record.number for record in records(found)}
    relations = {
        (one.get("To-ProfileID"), one.get("From-ProfileID"))
        for one in root.iterfind("ProfileRelationships/ProfileRelationship")
    }
    stakes = {(item.owner, item.owned) for item in found if isinstance(item, Ownership)}
    assert stakes == {pair for pair in relations if set(pair) <= numbers}
    assert len(stakes) == 276
    noted = [
        note
        for record in records(found)
        for note in record.notes
        if note.field.startswith("Owned or Controlled By")
    ]
    assert len(noted) == len(relations) == 276


def test_each_entity_of_the_enhanced_xml_is_a_record_with_all_its_words() -> None:
    place = official(ENHANCED)
    root = root_of(place)
    items = read(ofac_enhanced_xml.READER, place)
    found = records(items)
    assert items[0] == Edition("2025-01-10", "Consolidated List")
    entities = list(root.iterfind("entities/entity"))
    assert [record.number for record in found] == [one.get("id") for one in entities]
    assert len(entities) == 443
    for record, entity in zip(found, entities, strict=True):
        told = shown(record)
        for path in (
            "generalInfo/remarks", "sanctionsPrograms/sanctionsProgram", "legalAuthorities/*",
            "sanctionsTypes/sanctionsType", "names//formattedFullName", "addresses//value",
            "addresses//country", "features/feature/comments", "identityDocuments//documentNumber",
            "identityDocuments//type", "identityDocuments//issuingCountry",
            "identityDocuments//issuingAuthority", "identityDocuments//issuingLocation",
            "relationships//type", "relationships//relatedEntity", "relationships//quality",
        ):  # fmt: skip
            for element in entity.iterfind(path.replace("//", "/.//")):
                assert words(element.text) in told, (record.place, path, element.text)
        for feature in entity.iterfind("features/feature"):
            assert words(feature.findtext("value")) in told
        lists = Counter(words(one.text) for one in entity.iterfind("sanctionsLists/sanctionsList"))
        assert len(record.entries) == sum(lists.values()) - lists["Consolidated List"]
        dates = {one.get("datePublished") for one in entity.iterfind("sanctionsLists/*")}
        assert {entry.listed.value for entry in record.entries if entry.listed} <= dates


def test_names_in_other_scripts_bear_the_script_that_the_list_states() -> None:
    root = root_of(official(ENHANCED))
    scripts = Counter(words(one.text) for one in root.iterfind(".//names//script"))
    found = records(read(ofac_enhanced_xml.READER, official(ENHANCED)))
    languages = Counter(name.language for record in found for name in record.names)
    assert languages["und-Cyrl"] == scripts["Cyrillic"] > 0
    assert languages["zh-Hans"] == scripts["Chinese Simplified"] > 0
    assert languages["zh-Hant"] == scripts["Chinese Traditional"] > 0
    primary = [name for record in found for name in record.names if name.kind == "primary"]
    assert not [name for name in primary if name.language]


def test_both_schemas_name_a_person_as_ofac_does() -> None:
    advanced = records(read(ofac_advanced_xml.READER, official(ADVANCED)))
    enhanced = records(read(ofac_enhanced_xml.READER, official(ENHANCED)))
    by_number = {record.number: record.names[0].text for record in enhanced}
    people = [one for one in advanced if one.kind == "Person" and one.number in by_number]
    assert len(people) > 70
    assert [one.names[0].text for one in people] == [by_number[one.number] for one in people]
    assert advanced[0].names[0] == Name("HANIYA, Ismail Abdul Salah", "primary")
    assert advanced[0].births == (Date("1962", "1962"),)


def test_an_owner_that_is_not_in_the_file_is_a_note_alone(tmp_path: Path) -> None:
    text = (SAMPLES / "ofac-enhanced-xml" / "excerpt.xml").read_text("utf-8-sig")
    items = read(ofac_enhanced_xml.READER, str(SAMPLES / "ofac-enhanced-xml" / "excerpt.xml"))
    numbers = {record.number for record in records(items)}
    related = set(re.findall(r'relatedEntity entityId="(\d+)"', text))
    assert related - numbers
    for item in items:
        if isinstance(item, Ownership):
            assert {item.owner, item.owned} <= numbers
    noted = " ".join(note.text for record in records(items) for note in record.notes)
    assert all(number in noted for number in related)


VESSEL = """<sanctionsData xmlns="https://sanctionslistservice.ofac.treas.gov/x/ENHANCED_XML">
<publicationInfo><dataAsOf>2025-01-10T00:00:00</dataAsOf></publicationInfo><entities>
<entity id="1"><generalInfo><entityType>Vessel</entityType><title>Invented</title></generalInfo>
<sanctionsLists><sanctionsList datePublished="2024-02-03">SDN List</sanctionsList>
<sanctionsList datePublished="2024-02-03">Invented List</sanctionsList></sanctionsLists>
<names><name><isPrimary>true</isPrimary><translations><translation><isPrimary>true</isPrimary>
<script>Latin</script><formattedFullName>FIGMENT</formattedFullName></translation></translations>
</name></names><features>
<feature><type>VESSEL TYPE</type><value>Bulk Carrier</value></feature>
<feature><type>Vessel Flag</type><value>Panama</value></feature>
<feature><type>Vessel Call Sign</type><value>3FAB</value></feature>
<feature><type>MMSI</type><value>352000001</value></feature>
<feature><type>Digital Currency Address - XBT</type><value>1Figment</value></feature>
<feature><type>Invented type</type><value>told</value></feature></features>
<identityDocuments><identityDocument><type>Vessel Registration Identification</type>
<documentNumber>IMO 9074729</documentNumber></identityDocument></identityDocuments></entity>
</entities></sanctionsData>"""


def test_a_vessel_has_its_flag_its_type_and_its_numbers(tmp_path: Path) -> None:
    place = tmp_path / "sdn.xml"
    place.write_text(VESSEL, "utf-8")
    (vessel,) = records(read(ofac_enhanced_xml.READER, str(place)))
    assert (vessel.kind, vessel.vessel_type) == ("Vessel", "Bulk Carrier")
    assert vessel.ties == (CountryTie("flag", "Panama"),)
    assert set(vessel.identifiers) == {
        Identifier("call-sign", "3FAB", "", "Vessel Call Sign"),
        Identifier("mmsi", "352000001", "", "MMSI"),
        Identifier("crypto-address", "1Figment", "", "Digital Currency Address - XBT"),
        Identifier("imo", "9074729", "", "Vessel Registration Identification"),
    }
    assert [entry.list for entry in vessel.entries] == ["ofac-sdn"]
    assert {Note("Invented type", "told"), Note("List", "Invented List")} <= set(vessel.notes)


@pytest.mark.parametrize(
    ("start", "end", "date"),
    [
        ("1962-01-01", "1962-12-31", Date("1962", "1962")),
        ("1962-01-01", "1964-12-31", Date("1962", "1962 to 1964", until="1964")),
        ("1962-02-01", "1962-02-28", Date("1962-02", "1962-02")),
        ("1964-02-01", "1964-02-28", Date("1964-02-01", "1964-02-01 to 1964-02-28", False,
                                          "1964-02-28")),
        ("1962-02-03", "1962-02-03", Date("1962-02-03", "1962-02-03")),
        ("1962-02-03", "", Date("1962-02-03", "1962-02-03")),
    ],
)  # fmt: skip
def test_a_period_is_told_as_the_year_or_month_that_it_is(start: str, end: str, date: Date) -> None:
    assert period(start, end) == date
