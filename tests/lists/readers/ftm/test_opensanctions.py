"""FollowTheMoney entities, deltas and simple targets, joined however the file is ordered."""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.lists.io.input_files import parcels
from comity.lists.model.record import (
    Address,
    CountryTie,
    Deletion,
    Edition,
    Entry,
    Identifier,
    Name,
    Note,
    Ownership,
    Record,
    Refusal,
)
from comity.lists.readers.ftm.json_lines import READER
from comity.lists.readers.ftm.targets_simple import several
from tests.lists.reading import called, read, records, refusals, sample
from tests.lists.said import said, words
from tests.official_lists import official

DELTA = "opensanctions/2024-05-30_entities.delta.json.gz"
ASSEMBLY = "opensanctions/ve_asamblea_nacional_entities.ftm.json"
TARGETS = "opensanctions/2026-03-13_targets.simple.csv.gz"
THINGS = {"Person", "Company", "Organization", "LegalEntity", "PublicBody", "Vessel", "Airplane"}


def of_delta() -> list[dict[str, object]]:
    with gzip.open(official(DELTA), "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def test_an_official_delta_gives_records_and_deletions_and_says_that_it_is_one() -> None:
    lines = of_delta()
    items = read("ftm", official(DELTA))
    assert items[0] == Edition(published="2024-05-30", changes=True)
    schemas = Counter(line["entity"].get("schema") for line in lines if line["op"] != "DEL")  # type: ignore[attr-defined]  # as the file has it
    assert len(records(items)) == sum(schemas[schema] for schema in THINGS) == 576
    deleted = [line["entity"]["id"] for line in lines if line["op"] == "DEL"]  # type: ignore[index]  # as the file has it
    assert [item.number for item in items if isinstance(item, Deletion)] == deleted
    assert len(deleted) == 571


def test_what_a_delta_tells_of_entities_that_did_not_change_is_refused_by_its_line() -> None:
    lines = of_delta()
    here = {line["entity"]["id"] for line in lines if line["op"] != "DEL"}  # type: ignore[index]  # as the file has it
    adrift = set()
    for number, line in enumerate(lines, start=1):
        entity = line["entity"]
        assert isinstance(entity, dict)
        names = {"Sanction": ("entity",), "Ownership": ("owner", "asset")}
        for name in names.get(str(entity.get("schema")), ()) if line["op"] != "DEL" else ():
            if any(one not in here for one in entity["properties"].get(name, [])):
                adrift.add(f"line {number}")
    items = read("ftm", official(DELTA))
    assert {refusal.place for refusal in refusals(items)} == adrift
    assert all("the file does not have" in refusal.reason for refusal in refusals(items))


def test_a_dataset_of_members_of_parliament_lists_nobody() -> None:
    with Path(official(ASSEMBLY)).open(encoding="utf-8") as stream:
        schemas = Counter(json.loads(line)["schema"] for line in stream)
    items = read("ftm", official(ASSEMBLY))
    assert items[0] == Edition(published="2025-11-18")
    assert len(records(items)) == schemas["Person"] == 274
    assert not any(record.entries for record in records(items))
    assert all(
        record.positions == ("Member of the National Assembly of Venezuela",)
        for record in records(items)
    )
    assert refusals(items) == []


@pytest.mark.parametrize("path", [DELTA, ASSEMBLY])
def test_each_value_of_an_official_file_stands_in_its_record(path: str) -> None:
    found = {record.number: said(record) for record in records(read("ftm", official(path)))}
    place = official(path)
    data = Path(place).read_bytes()
    text = (gzip.decompress(data) if place.endswith(".gz") else data).decode("utf-8")
    for line in filter(None, text.split("\n")):
        entity = json.loads(line)
        entity = entity.get("entity", entity)
        owners = entity.get("properties", {}).get("entity", [])
        for owner in [entity["id"]] if entity.get("schema") in THINGS else owners:
            if owner in found:
                for name, values in entity["properties"].items():
                    if name not in ("addressEntity", "entity", "country"):
                        assert not words(values) - found[owner], (owner, name)


def test_a_person_is_read_with_all_that_belongs_to_it() -> None:
    person = called(read("ftm"), "Aurel Exemplum")
    assert person.kind == "Person"
    assert person.names == (
        Name("Aurel Exemplum", "primary"),
        Name("Аурел Ексемплум"),
        Name("A. Exemplum"),
        Name("The Sample", "weak"),
        Name("Aurel Anterior", "former"),
    )
    sdn, un = person.entries
    assert (sdn.list, sdn.programmes, sdn.measures) == (
        "ofac-sdn",
        ("FICTION", "US-FICTION"),
        ("Block",),
    )
    assert sdn.listed is not None
    assert sdn.delisted is not None
    assert (sdn.listed.value, sdn.delisted.value) == ("2020-05-05", "2024")
    assert un == Entry("un-sc"), (
        "listed by its topic and a sanctions dataset; wd_categories lists nobody"
    )
    assert {tie for tie in person.ties if tie.kind == "nationality"} == {
        CountryTie("nationality", "af"),
        CountryTie("nationality", "pk"),
    }
    assert person.addresses == (Address("1 Example Street, Kabul", "af"), Address("2 Other Road"))
    assert {(one.scheme, one.value) for one in person.identifiers} == {
        ("passport-number", "X0000001"),
        ("passport-number", "X0000002"),
        ("national-id-number", "12345"),
        ("crypto-address", "0x00fiction"),
        ("un-reference", "FCi.001"),
        ("wikidata", "Q1"),
        ("ftm", "ofac-99001"),
        ("ftm", "NK-older"),
        ("ofac-uid", "99001"),
    }
    assert Identifier("passport-number", "X0000002", "pk", "Diplomatic") in person.identifiers
    assert Note("addressEntity", "addr-missing") in person.notes
    assert Note("Family", "Nobody In Particular; relationship: brother") in person.notes


def test_the_order_of_the_lines_changes_no_record(tmp_path: Path) -> None:
    lines = Path(sample("ftm")).read_text("utf-8").splitlines(keepends=True)
    random.Random(7).shuffle(lines)
    place = tmp_path / "entities.ftm.json"
    place.write_text("".join(lines), "utf-8")
    wanted = {record.number: record for record in records(read("ftm"))}
    for record in records(read("ftm", place)):
        other = wanted.pop(record.number)
        assert set(record.notes) == set(other.notes)
        assert set(record.identifiers) == set(other.identifiers)
        assert (record.names, set(record.entries)) == (other.names, set(other.entries))
    assert wanted == {}


def test_an_ownership_names_both_records_and_the_share() -> None:
    (stake,) = (item for item in read("ftm") if isinstance(item, Ownership))
    assert (stake.owner, stake.owned, stake.share) == ("NK-person", "NK-company", "51")
    assert stake.since is not None
    assert stake.since.value == "2019"
    assert stake.words == "shareholder; sharesCount: 100"


def test_vessels_aircraft_and_public_bodies_are_what_they_are() -> None:
    items = read("ftm")
    vessel = called(items, "Example Trader 8")
    assert (vessel.kind, vessel.vessel_type) == ("Vessel", "Bulk Carrier")
    assert {("imo", "9000001"), ("mmsi", "123456789"), ("call-sign", "D6AB1")} == {
        (one.scheme, one.value) for one in vessel.identifiers
    }
    assert [entry.list for entry in vessel.entries] == ["ofac-sdn", "uk-sanctions-list"]
    assert called(items, "EX-001").identifiers[0].scheme == "aircraft-registration"
    assert called(items, "Ministry of Samples").kind == "GovernmentBody"
    company = called(items, "Fictitious Exchange LLC")
    assert CountryTie("incorporation", "ru") in company.ties
    assert ("isin", "XX0000000001") in {(one.scheme, one.value) for one in company.identifiers}
    owner = called(items, "Nobody In Particular")
    assert owner.entries == ()
    assert Note("Directorship", "Fictitious Exchange LLC; role: chairman") in owner.notes


def test_a_delta_by_hand_gives_each_change_its_item(tmp_path: Path) -> None:
    place = tmp_path / "entities.delta.json"
    lines = [
        {"op": "ADD", "entity": {"id": "a", "schema": "Person", "properties": {"name": ["A"]}}},
        {"op": "DEL", "entity": {"id": "b"}},
        {"op": "MOD", "entity": {"id": "c", "schema": "Teapot", "properties": {}}},
        {"op": "POP", "entity": {"id": "d"}},
    ]
    place.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    edition, added, deleted, teapot, unknown = read("ftm", place)
    assert edition == Edition(changes=True)
    assert isinstance(added, Record)
    assert deleted == Deletion("line 2", "b")
    assert teapot == Refusal("line 3", "'Teapot' is no schema that is read")
    assert unknown == Refusal("line 4", "'POP' is no change with an entity (ADD, MOD, DEL)")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "x", "schema": "Person", "properties": {"name": [', "not JSON"),
        ("[" * 100_000, "nested too deep"),
        ("[1]", "not an object"),
        ('{"schema": "Person", "properties": {}}', "no id"),
        ('{"id": "x", "properties": {}}', "no schema"),
        ('{"id": "x", "schema": "Person", "properties": 7}', "properties that are no object"),
        ('{"id": "x", "schema": "Sanction", "properties": {}}', "belongs to nobody"),
        (
            '{"id": "x", "schema": "Person", "properties": {"sanctions": [{"id": "y"}]}}',
            "entities in entities",
        ),
        (
            '{"id": "x", "schema": "Person", "properties": {"name": ["' + "x" * 100_001 + '"]}}',
            "a value of more than 100,000 characters",
        ),
    ],
)
def test_a_line_that_is_no_entity_is_refused_and_the_next_is_read(
    tmp_path: Path, line: str, reason: str
) -> None:
    good = '{"id": "ok", "schema": "Person", "properties": {"name": ["Still Here"]}}'
    place = tmp_path / "entities.ftm.json"
    place.write_text(f"{line}\n{good}\n", "utf-8")
    items = list(READER.read(parcels([str(place)]), "ftm"))
    (refused,) = refusals(items)
    assert reason in refused.reason
    assert refused.place == "line 1"
    assert called(items, "Still Here").number == "ok"


def test_a_file_without_any_entity_is_bad_data(tmp_path: Path) -> None:
    place = tmp_path / "entities.ftm.json"
    place.write_text('{"id": 7}\n', "utf-8")
    with pytest.raises(BadData, match="no entity with an id"):
        list(READER.read(parcels([str(place)]), "ftm"))


def test_an_unknown_property_and_an_unknown_member_become_notes(tmp_path: Path) -> None:
    place = tmp_path / "entities.ftm.json"
    place.write_text(
        '{"id": "x", "schema": "Person", "properties": {"name": ["X"], "colour": ["blue"]},'
        ' "flavour": {"of": "tea"}}',
        "utf-8",
    )
    (record,) = records(read("ftm", place))
    assert Note("colour", "blue") in record.notes
    assert Note("flavour", '{"of": "tea"}') in record.notes


def test_each_row_of_the_official_simple_targets_is_a_record() -> None:
    with gzip.open(official(TARGETS), "rt", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    items = read("targets-simple-csv", official(TARGETS))
    assert items[0] == Edition(published="2026-03-13")
    assert [record.number for record in records(items)] == [row["id"] for row in rows]
    assert len(rows) == 5600
    assert {entry.list for record in records(items) for entry in record.entries} == {
        "ua-war-sanctions"
    }
    vessels = [row for row in rows if row["schema"] == "Vessel"]
    assert sum(record.kind == "Vessel" for record in records(items)) == len(vessels) == 1340


def test_simple_targets_are_read_with_values_that_hold_the_separator() -> None:
    items = read("targets-simple-csv")
    person = called(items, "EXEMPLUM Aurel")
    assert [name.text for name in person.names[1:]] == [
        "ЕКСЕМПЛУМ Аурел",
        'Aurel "the Sample" E; Junior',
    ]
    assert person.remarks == ("Made up; for a test",)
    assert person.entries == (Entry("ua-war-sanctions", programmes=("UA-WS-FICTION",)),)
    assert Note("phones", "+93 000") in person.notes
    vessel = called(items, "EXAMPLE TRADER 8")
    assert [(one.scheme, one.value) for one in vessel.identifiers] == [
        ("wikidata", "Q1"),
        ("imo", "9000001"),
        ("other", "123456789"),
    ]
    assert vessel.entries[0].list == "ua-war-sanctions", '"" is a sanction without words'
    company = called(items, "Fictitious Shipping")
    assert [entry.list for entry in company.entries] == ["ofac-sdn"]
    assert Note("dataset", "Some Company Register") in company.notes
    nobody = called(items, "Nobody In Particular")
    assert nobody.entries == ()
    assert several("") == ()
