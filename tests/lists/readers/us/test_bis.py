"""The lists of the Bureau of Industry and Security are read in the Bureau's own files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from comity.lists.model.record import Address, Date, Name, Note
from tests.lists.reading import SAMPLES, called, items, records, refused
from tests.official_lists import official

DPL = SAMPLES / "bis-dpl" / "dpl.txt"
EL = SAMPLES / "bis-el-csv" / "el.csv"


def test_the_rows_of_one_order_are_one_record_with_each_address() -> None:
    person = called(items(DPL), "ABDULAH AL NASSER")
    assert len(person.addresses) == 2
    assert person.addresses[0] == Address("605 TRAIL LAKE DRIVE, RICHARDSON, TX, 75081, US", "US")
    [entry] = person.entries
    assert entry.list == "bis-denied-persons"
    assert entry.listed == Date("2002-03-04", "03/04/2002")
    assert entry.delisted == Date("2056-06-29", "06/29/2056")
    assert entry.citations == (
        "67 F.R. 56530 9/4/02",
        "67 F.R. 10890 3/11/02",
        "71 F.R. 38843 7/10/06",
    )
    assert person.remarks == ("50 YEAR DENIAL",)
    assert person.notes == (Note("Last_Update", "2006-07-11"), Note("standard_order", "Y"))


def test_a_country_that_the_list_leaves_out_is_not_made_up() -> None:
    person = called(items(DPL), "ADRIAN MANUEL HERNANDEZ")
    assert person.addresses == (Address("3037 S. 69TH DRIVE, PHONEIX, AZ, 85043", ""),)


def test_a_column_that_nobody_knows_yet_is_a_note(tmp_path: Path) -> None:
    header, *rows = DPL.read_text("utf-8").splitlines()
    place = tmp_path / "dpl.txt"
    place.write_text("\n".join([f'{header}\t"Colour"', *(f'{row}\t"red"' for row in rows)]))
    assert all(Note("Colour", "red") in record.notes for record in records(items(place)))


def test_a_row_that_is_cut_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    lines = DPL.read_text("utf-8").splitlines()
    lines[1] = lines[1][: len(lines[1]) // 2].rpartition("\t")[0]
    place = tmp_path / "dpl.txt"
    place.write_text("\n".join(lines))
    given = items(place)
    assert len(records(given)) == len(records(items(DPL))) - 1
    [(where, why)] = refused(given)
    assert where == "line 2"
    assert "12 wanted" in why


def test_every_order_of_the_official_list_is_a_record_with_all_its_addresses() -> None:
    path = official("us-bis-dpl/dpl_2019.txt")
    raw = list(csv.DictReader(Path(path).read_text("utf-8").splitlines(), delimiter="\t"))
    given = items(path)
    assert refused(given) == []
    orders = {(row["Name"].strip(), row["Effective_Date"], row["Expiration_Date"]) for row in raw}
    assert len(records(given)) == len(orders)
    parts = ("Street_Address", "City", "State", "Country", "Postal_Code")
    lines = {
        (row["Name"].strip(), row["Effective_Date"], *(row[part] for part in parts)) for row in raw
    }
    found = sum(len(record.addresses) + len(record.ties) for record in records(given))
    assert len(lines) * 0.99 <= found <= len(lines)


def test_the_entity_list_is_one_record_an_entity_as_the_importer_made_it() -> None:
    path = official("us-csl/el_2018_expected.json")
    wanted = json.loads(Path(path).read_text("utf-8"))
    found = records(items(EL))
    assert sorted(
        (record.names[0].text, len(record.addresses), len(record.names) - 1) for record in found
    ) == sorted((row["name"], len(row["addresses"]), len(row["alt_names"])) for row in wanted)


def test_an_entity_has_its_names_addresses_and_terms() -> None:
    [entity] = [record for record in records(items(EL)) if record.place == "lines 2 to 7"]
    assert entity.names == (
        Name("Fazal Rahim Farid", "primary"),
        Name("Fazel Rahim Farid"),
        Name("Farid"),
        Name("Engineer Idris"),
    )
    assert [address.country for address in entity.addresses] == ["Afghanistan"] * 2
    [entry] = entity.entries
    assert entry.list == "bis-entity-list"
    assert entry.listed == Date("2011-11-21", "11/21/2011")
    assert entry.citations == ("76 FR 71867",)
    assert entry.review_policy == "Presumption of denial."


def test_a_former_name_and_remarks_on_names_and_addresses_are_kept(tmp_path: Path) -> None:
    lines = EL.read_text("utf-8").splitlines()
    header = lines[0].rstrip(",").split(",")
    row = dict.fromkeys(header, "") | {
        "Source List": "EL", "Name": "A", "Alternate Name": "B", "Alternate Type": "f.k.a.",
        "Alternate Remarks": "till 2001", "Address Remarks": "closed", "City": "Homs",
    }  # fmt: skip
    place = tmp_path / "el.csv"
    with place.open("w", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        writer.writerow(row)
    [record] = records(items(place))
    assert record.names[1] == Name("B", "former")
    assert record.notes == (
        Note("Address Remarks", "Homs: closed"),
        Note("Alternate Remarks", "B: till 2001"),
    )
