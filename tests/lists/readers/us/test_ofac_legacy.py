"""OFAC's legacy files are read with what stands beside them, and their remarks become fields."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.lists.model.record import CountryTie, Date, Edition, Identifier, Name, Note
from tests.lists.reading import SAMPLES, called, items, numbered, records, refused
from tests.official_lists import official

SAMPLE = SAMPLES / "ofac-legacy"
SDN = SAMPLE / "SDN.CSV"
BESIDE = (SAMPLE / "beside" / "ALT.CSV", SAMPLE / "beside" / "ADD.CSV")
NULLS = ("-0- ",) * 12


def made(path: Path, *rows: str, end: str = "\r\n") -> Path:
    """Write a file of rows as OFAC ends them."""
    path.write_text(end.join(rows) + end + "\x1a", encoding="utf-8", newline="")
    return path


def row(number: str, name: str, kind: str = "-0- ", remarks: str = "-0- ") -> str:
    """Return a row of the main file."""
    quoted = f'"{remarks}"' if remarks != "-0- " else remarks
    return ",".join((number, f'"{name}"', kind, '"CUBA"', *NULLS[4:11], quoted))


def test_the_main_file_and_those_beside_it_make_whole_records() -> None:
    given = items(SDN, *BESIDE)
    bank = numbered(given, "306")
    assert bank.kind == "OtherEntity"
    assert bank.names == (
        Name("BANCO NACIONAL DE CUBA", "primary"),
        Name("NATIONAL BANK OF CUBA", "alias"),
        Name("BNC", "weak"),
    )
    assert bank.addresses[0].text == "Zweierstrasse 35, Zurich CH-8022, Switzerland"
    assert bank.addresses[0].country == "Switzerland"
    assert [entry.list for entry in bank.entries] == ["ofac-sdn"]
    assert bank.entries[0].programmes == ("CUBA",)
    assert bank.remarks == ("a.k.a. 'BNC'.",)


def test_the_files_are_known_by_their_rows_in_any_order_and_from_one_zip(tmp_path: Path) -> None:
    place = tmp_path / "files"
    with zipfile.ZipFile(place, "w") as archive:
        for number, path in enumerate((*BESIDE, SDN)):
            archive.writestr(f"{number}.txt", path.read_bytes())
    assert items(place) == items(SDN, *BESIDE)


def test_several_programmes_are_taken_apart_and_the_remarks_of_an_aircraft_kept() -> None:
    aircraft = numbered(items(SDN), "15472")
    assert aircraft.kind == "Aircraft"
    assert aircraft.entries[0].programmes == ("SDGT", "NPWMD", "IFSR")
    assert aircraft.entries[0].measures == (
        "Additional Sanctions Information - Subject to Secondary Sanctions",
    )
    assert Note("Aircraft Operator", "MAHAN AIR") in aircraft.notes
    assert Note("Linked To", "MAHAN AIR") in aircraft.notes
    assert Identifier("other", "3216", "", "Aircraft Manufacturer's Serial Number (MSN)") in (
        aircraft.identifiers
    )


REMARKS = {
    "DOB 05 Oct 1960": ("births", Date("1960-10-05", "05 Oct 1960")),
    "alt. DOB circa 1951": ("births", Date("1951", "circa 1951", circa=True)),
    "DOB 1960 to 1965": ("births", Date("1960", "1960 to 1965", until="1965")),
    "alt. POB Yemen": ("birth_places", "Yemen"),
    "nationality Korea, North": ("ties", CountryTie("nationality", "Korea, North")),
    "alt. citizen Kenya": ("ties", CountryTie("nationality", "Kenya")),
    "Nationality of Registration Russia": ("ties", CountryTie("incorporation", "Russia")),
    "a.k.a. 'THE GHOST'": ("names", Name("THE GHOST", "weak")),
    "f.k.a. 'ANA I'": ("names", Name("ANA I", "weak")),
    "Passport 1084010 (Egypt)": (
        "identifiers",
        Identifier("passport-number", "1084010", "Egypt", "Passport"),
    ),
    "alt. Passport K754050 issued 26 May 1999 expires 25 May 2004": (
        "identifiers",
        Identifier("passport-number", "K754050", "", "Passport"),
    ),
    "Vessel Registration Identification IMO 7406784": (
        "identifiers",
        Identifier("imo", "7406784", "", "Vessel Registration Identification"),
    ),
    "V.A.T. Number BE 454,419,759": (
        "identifiers",
        Identifier("tax-number", "BE 454,419,759", "", "V.A.T. Number"),
    ),
    "Folio Mercantil No. 343997 (Mexico) issued 14 Dec 2005": (
        "identifiers",
        Identifier("registration-number", "343997", "Mexico", "Folio Mercantil No."),
    ),
    "alt. Digital Currency Address - XBT 1Kuf2Rd8": (
        "identifiers",
        Identifier("crypto-address", "1Kuf2Rd8", "", "Digital Currency Address - XBT"),
    ),
    "Website www.hib.uk.com": ("notes", Note("Website", "www.hib.uk.com")),
    "Linked To: BIN LADIN, Usama": ("notes", Note("Linked To", "BIN LADIN, Usama")),
}


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_that_begins_like_a_field_becomes_it_and_is_kept(
    remark: str, tmp_path: Path
) -> None:
    text = f"Minister of Dreams; {remark}; (Jo'burg)."
    given = items(made(tmp_path / "SDN.CSV", row("1", "A", "individual", text)))
    [record] = records(given)
    part, value = REMARKS[remark]
    assert value in getattr(record, part)
    assert record.remarks == (text,)


def test_gender_and_days_of_issue_and_expiry_come_from_remarks(tmp_path: Path) -> None:
    text = "Gender Female; Passport K754050 (Syria) issued 26 May 1999 expires 25 May 2004."
    [record] = records(items(made(tmp_path / "S", row("1", "A", "individual", text))))
    assert record.gender == "Female"
    assert record.notes == (
        Note("issued", "Passport K754050: 26 May 1999"),
        Note("expires", "Passport K754050: 25 May 2004"),
    )


def test_a_remark_that_is_no_field_is_a_remark_and_nothing_else(tmp_path: Path) -> None:
    text = "Passport control officer of the DOB ministry, nationality unknown to him."
    [record] = records(items(made(tmp_path / "S", row("1", "A", "individual", "The " + text))))
    assert record.remarks == ("The " + text,)
    assert (record.identifiers, record.births, record.ties, record.notes) == ((), (), (), ())


def test_remarks_that_are_cut_go_on_in_the_comments_and_are_not_read_half(tmp_path: Path) -> None:
    cut = ("DOB 1960; " + "x" * 1000)[: 1000 - len("; Passport 12")] + "; Passport 12"
    main = made(tmp_path / "SDN.CSV", row("7", "A", "individual", cut))
    [alone] = records(items(main))
    assert alone.identifiers == ()
    assert Note("Remarks", "cut after 1000 characters by the publisher") in alone.notes
    comments = made(tmp_path / "SDN_COMMENTS.CSV", '7,"345 (Cuba); POB Havana."')
    [whole] = records(items(main, comments))
    assert whole.identifiers == (Identifier("passport-number", "12345", "Cuba", "Passport"),)
    assert whole.birth_places == ("Havana",)
    assert whole.remarks == (cut + "345 (Cuba); POB Havana.",)


def test_rows_that_cannot_be_used_are_told_with_their_places(tmp_path: Path) -> None:
    rows = (row("1", "A"), "2,short", row("x", "B"), row("1", "C"), row("4", "-0-"), row("5", "D"))
    main = made(tmp_path / "SDN.CSV", *rows)
    alt = made(tmp_path / "ALT.CSV", '9,3,"aka","NOBODY",-0- ', '1,4,"nka","NEW",-0- ')
    given = items(main, alt)
    assert [record.number for record in records(given)] == ["1", "5"]
    assert refused(given) == [
        ("line 2", "2 fields, 12 wanted"),
        ("line 3", "'x' is no number of an entity"),
        ("line 4", "entity 1 is in the file already"),
        ("line 5", "entity 4 has no name"),
        ("alternate names, line 1", "there is no entity 9 in the main file"),
    ]
    first = numbered(given, "1")
    assert first.names[1] == Name("NEW", "alias")
    assert first.notes == (Note("type of alias", "nka: NEW"),)


def test_two_main_files_and_files_beside_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"One main file .* found 2"):
        items(SDN, SAMPLE / "CONS_PRIM.DEL")
    other = tmp_path / "other"
    other.write_text("one,two,three\n")
    with pytest.raises(BadData, match="none of OFAC's legacy files"):
        items(SDN, other)


@pytest.mark.parametrize("source", ["", "ofac-cons"])
def test_the_non_sdn_files_are_told_by_their_programmes(source: str) -> None:
    found = [records(items(SAMPLE / f"CONS_PRIM.{end}", source=source)) for end in ("DEL", "PIP")]
    assert found[0] == found[1]
    assert {entry.list for record in found[0] for entry in record.entries} == {
        "ofac-cons",
        "ofac-ssi",
    }


# Against the files of the publisher.


def rows_of(path: str) -> list[list[str]]:
    """Return the rows of an official file as the csv module has them."""
    content = Path(path).read_bytes()
    content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    text = io.StringIO(content.decode("windows-1252"), newline="")
    delimiter = {"del": "@", "pip": "|"}.get(path[-3:], ",")
    return [row for row in csv.reader(text, delimiter=delimiter) if len(row) > 1]


@pytest.mark.parametrize(
    "path",
    [
        *(f"us-ofac-sdn/2021-12-{day}/SDN.CSV.gz" for day in ("06", "09", "10")),
        "us-ofac-sdn/2022-01/SDN.CSV.gz",
        *(f"us-ofac-consolidated/2018-04_cons_prim.{end}" for end in ("csv", "del", "pip")),
    ],
)
def test_every_row_of_an_official_file_is_a_record_or_told(path: str) -> None:
    raw = rows_of(official(path))
    given = items(official(path))
    assert given[0] == Edition()
    assert len(records(given)) + len(refused(given)) == len(raw)
    assert len(records(given)) == len({row[0] for row in raw})
    kinds = Counter(record.kind for record in records(given))
    assert kinds["Person"] == sum(row[2] == "individual" for row in raw)
    births = sum(len(re.findall(r"(?:^|; )(?:alt\. )?DOB ", row[11])) for row in raw)
    assert births * 0.99 <= sum(len(record.births) for record in records(given)) <= births


def test_the_files_beside_an_official_one_are_used_to_the_last_row() -> None:
    paths = [official(f"us-ofac-sdn/2022-01/{name}.CSV.gz") for name in ("SDN", "ALT", "ADD")]
    given = items(*paths)
    main, alternates, addresses = map(rows_of, paths)
    numbers = {row[0] for row in main}
    assert len({(row[0], row[3].strip()) for row in alternates if row[0] in numbers}) <= sum(
        len(record.names) for record in records(given)
    )
    orphans = [row for row in (*alternates, *addresses) if row[0] not in numbers]
    assert len(refused(given)) == len(orphans) + len(main) - len(numbers)
    nothing = {"-0- ", "undetermined"}
    named_addresses = {
        row[0] for row in addresses if row[0] in numbers and not set(row[2:5]) <= nothing
    }
    told = {
        record.number
        for record in records(given)
        if record.addresses or any(tie.kind == "address" for tie in record.ties)
    }
    assert named_addresses == told


def test_the_day_of_the_summit_added_15_persons_and_10_entities_and_removed_none() -> None:
    before, after = (
        {record.number: record for record in records(items(official(path)))}
        for path in (f"us-ofac-sdn/2021-12-{day}/SDN.CSV.gz" for day in ("09", "10"))
    )
    assert before.keys() - after.keys() == set()
    added = [after[number] for number in after.keys() - before.keys()]
    assert len(added) == 25
    assert Counter(record.kind == "Person" for record in added) == {True: 15, False: 10}


def test_a_name_of_the_official_file_has_its_details() -> None:
    person = called(items(official("us-ofac-sdn/2022-01/SDN.CSV.gz")), "AL-SASI, Jumanah")
    assert person.births == (Date("1960-10-05", "05 Oct 1960"),)
    assert person.ties == (CountryTie("nationality", "Syria"),)
    assert person.positions == ("Scientific Studies and Research Center Employee",)
