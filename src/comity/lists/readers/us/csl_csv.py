"""The Consolidated Screening List as CSV: the layout of 2016, and that of 2022 and later.

Specification: https://www.trade.gov/consolidated-screening-list and the field list of the API,
https://developer.trade.gov/api-details#api=consolidated-screening-list. The layout of 2016 has 27
columns and short codes of the lists; later ones have ``_id`` before and ``ids`` behind them.

| column | kept as |
| --- | --- |
| _id | identifier (csl-id), unless it is the entity number |
| source | list |
| entity_number | number: it is OFAC's uid |
| type | kind |
| programs | programmes |
| name | primary name; with "(a.k.a. …)" or "(f.k.a. …)" in it, also the names apart |
| title | positions |
| addresses | addresses, each with the code of its country; a code alone is a tie (address) |
| federal_register_notice | legal citations, one each |
| start_date, end_date | listed, delisted |
| standard_order, gross_tonnage, gross_registered_tonnage, vessel_owner | note |
| license_requirement, license_policy | licence requirement, review policy |
| call_sign, vessel_type, vessel_flag | identifier (call-sign), vessel type, tie (flag) |
| remarks | remark; Linked To as notes |
| alt_names | alias; "and" before the last one of Commerce is left out, with a note |
| citizenships, nationalities | tie (nationality) |
| dates_of_birth, places_of_birth | date, place of birth |
| ids | identifier, measure, tie, gender or note, by the type |
| source_list_url, source_information_url | ignored |
| any other column | note |

Several values of a field are separated by semicolons, and the parts of an id by commas: until 2022
in the order country, expiry, issue, number, type, since 2023 in the order type, number, country,
issue, expiry, without those that are not known. One date alone may be either and is kept as a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.io.csv import table
from comity.lists.io.input_files import Parcel
from comity.lists.model.record import Edition, Item, Note, Record, Refusal
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.documents import scheme_of
from comity.lists.readers.us.csl_row import IGNORED, SEVERAL, SINGLE, Several, address, record_of
from comity.lists.readers.us.ofac_details import MEASURES, NOTES, TIES, TYPES

_WANTED = (*SINGLE, *SEVERAL)
_KNOWN = frozenset((*_WANTED, "_id", "ids"))
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?\Z")
_TYPES = frozenset(kind.rstrip(":") for kind in TYPES)
_WHOLE = MEASURES | NOTES | {"Gender"}  # types of what is no number: all that follows is the value
_WITH_COMMA = tuple(f", {kind}" for kind in TYPES if ", " in kind)
_HEADER = {"source", "entity_number", "federal_register_notice", "standard_order"}


@dataclass(frozen=True)
class CslCsv:
    """The reader of the CSV."""

    name: str = "csl-csv"
    title: str = "US Consolidated Screening List, CSV"
    specification: str = "https://www.trade.gov/consolidated-screening-list"
    version: str = "1"
    sources: tuple[str, ...] = ("us-csl",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(IGNORED))

    def recognises(self, head: str) -> bool:
        """Say whether a file begins with a header of the list."""
        header = re.split(r"[\r\n]", head.lstrip("\ufeff"), maxsplit=1)[0].replace('"', "")
        return {column.strip().casefold() for column in header.split(",")} >= _HEADER

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Read the rows one by one."""
        if len(parcels) != 1:
            raise BadData(
                f"One file of this format is wanted, found {len(parcels)}.", "Give one at a time."
            )
        yield Edition()
        count = 0
        for row in table(parcels[0], _WANTED):
            if isinstance(row, Refusal):
                yield row
                continue
            line, fields = row
            found = record_of(f"line {line}", fields, _several(fields), fields.get("_id", ""))
            count += isinstance(found, Record)
            yield found
        if not count:
            raise BadData(f"{parcels[0].name} has no row that can be read.", "Get it once more.")


READER = CslCsv()


def _several(row: dict[str, str]) -> Several:
    """Take the fields apart that hold several values."""
    several = Several(
        programmes=_parts(row["programs"]),
        addresses=[address(line) for line in _addresses(row["addresses"], row["end_date"])],
        alt_names=_parts(row["alt_names"]),
        nationalities=_parts(row["nationalities"]) + _parts(row["citizenships"]),
        births=_parts(row["dates_of_birth"]),
        birth_places=_parts(row["places_of_birth"]),
    )
    for part in _ids(row.get("ids", "")):
        _identification(part, several)
    several.notes += [
        Note(column, value) for column, value in row.items() if value and column not in _KNOWN
    ]
    return several


def _parts(text: str) -> list[str]:
    """Return the values of a field."""
    return [part.strip() for part in text.split(";") if part.strip()] if text else []


def _addresses(text: str, end_date: str) -> list[str]:
    """Return the addresses; one without a country is the beginning of the next.

    An address may have semicolons itself, and a country may stand alone. Denied persons are the
    exception: many of their addresses have no country, and none a semicolon; they alone have an
    end date.
    """
    if ";" not in text or end_date:
        return _parts(text)
    found: list[str] = []
    for part in _parts(text):
        if found and not address(found[-1])[1] and not _COUNTRY.match(part):
            found[-1] = f"{found[-1]}; {part}"
        else:
            found.append(part)
    return found


def _ids(text: str) -> Iterator[str]:
    """Give the ids of a field; a part without a type is the beginning of the next."""
    start = ""
    for part in _parts(text):
        whole = f"{start}; {part}" if start else part
        if ", " in whole:
            yield whole
            whole = ""
        start = whole
    if start:
        yield start


def _identification(text: str, several: Several) -> None:
    """Take an id apart: its type, number, country, days of issue and expiry."""
    if _is_type_first(text):
        _since_2023(text, several)
        return
    end = next((kind for kind in _WITH_COMMA if text.endswith(kind)), None)
    start, _, kind = (text.removesuffix(end), "", end[2:]) if end else text.rpartition(", ")
    parts = start.split(", ")
    country = issued = expires = ""
    if _COUNTRY.match(parts[0]) and (len(parts) > 1 or kind in TIES):
        country = parts.pop(0)
    days = 0
    while days < 2 and days + 1 < len(parts) and _DATE.match(parts[days]):
        days += 1
    number = ", ".join(parts[days:])
    if days == 2:
        expires, issued = parts[:2]
    elif days == 1:
        several.notes.append(Note("issued or expires", f"{kind} {number}: {parts[0]}"))
    several.ids.append((kind, number, country, issued, expires))


def _is_type_first(text: str) -> bool:
    """Return whether an id begins with its type, as since 2023, and does not end with one."""
    first, _, rest = text.partition(", ")
    return _is_type(first) and not _is_type(rest.rpartition(", ")[2])


def _is_type(words: str) -> bool:
    return words.rstrip(":") in _TYPES or scheme_of(words) != "other"


def _since_2023(text: str, several: Several) -> None:
    """Take an id apart that begins with its type: number, country, days of issue and expiry."""
    kind, _, rest = text.partition(", ")
    kind = next((known for known in TYPES if f"{kind}:" == known), kind)
    if kind in _WHOLE:
        several.ids.append((kind, rest, "", "", ""))
        return
    parts = rest.split(", ")
    country = issued = expires = ""
    days: list[str] = []
    while len(parts) > 1 and (value := read_date(parts[-1], "dmy").value):
        days.insert(0, value)
        parts.pop()
    if len(parts) > 1 and _COUNTRY.match(parts[-1]):
        country = parts.pop()
    number = ", ".join(parts)
    if len(days) > 1:
        issued, expires = days[:2]
    elif days:
        several.notes.append(Note("issued or expires", f"{kind} {number}: {days[0]}"))
    several.ids.append((kind, number, country, issued, expires))
