"""Australia's consolidated list as a workbook: the rows of one reference become one record.

Specification: https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list
A name a row; ``3`` is a target, ``3a``, ``3b`` … are its other names, with all its other columns
once more.

============================  ====================================================================
Column                        Becomes
============================  ====================================================================
Reference                     number: its digits
Name of Individual or Entity  name
Name Type                     kind of the name: primary, aka, original script, formerly known as
Type                          kind: Individual is a person, Vessel a vessel
Date of Birth                 births, one a letter, ``>>``, ``;``, "or" or "alt DOB"
Place of Birth                birth places, one a letter
Citizenship                   tie ``nationality``, one a country
Address                       addresses, one a letter
Additional Information        remark
Listing Information           legal citation; the day that follows "listed on" or "designated … on"
                              in it is the day of listing, as is a cell that is a day
Committees                    programme
Control Date                  note
any other column              note
============================  ====================================================================
``NA`` and ``na`` in a cell mean that there is nothing to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.bounds import REFUSED
from comity.lists.io.csv import distinct, is_header_again
from comity.lists.io.encoding import MAX_FIELD, clean
from comity.lists.io.group_by_key import Shelf
from comity.lists.io.input_files import Parcel
from comity.lists.io.workbook import sheets
from comity.lists.model.reader import Reader
from comity.lists.model.record import (
    Address,
    CountryTie,
    Date,
    Edition,
    EntityKind,
    Entry,
    Identifier,
    Item,
    Name,
    NameKind,
    Record,
    Refusal,
)
from comity.lists.normalise.countries import several
from comity.lists.normalise.date_words import read_date, read_dates
from comity.lists.normalise.multi_values import notes, parts, says_something, unlike

LIST = "australia-dfat"
_NAME = "Name of Individual or Entity"
WANTED = ("Reference", _NAME, "Type", "Name Type", "Date of Birth", "Committees", "Control Date")
_MAPPED = {
    *("Reference", _NAME, "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship"),
    *("Address", "Additional Information", "Listing Information", "Committees"),
}
_KINDS: dict[str, EntityKind] = {
    "individual": "Person",
    "entity": "OtherEntity",
    "vessel": "Vessel",
    "ship": "Vessel",
}
_IMO = re.compile(r"\bIMO\b", re.I)
_REFERENCE = re.compile(r"(\d+)\s*[a-z]*\d*\Z", re.I)
_LISTED = re.compile(
    r"\b(?:listed|designated)(?:(?!amended|relisted|formerly)[^.;]){0,90}?\bon:?\s+"
    r"(\d{1,2}(?:st|nd|rd|th)?\s*[A-Z][a-z]{2,8}\.?,?\s*\d{4}|\d{1,2}/\d{1,2}/\d{4})",
    re.I,
)
_DAYS = re.compile(r"\s*(?:>>|;|\balt(?:ernative)? DOB:?|,?\s+or\s+|(?<=\d{4}),(?=\s*\d))\s*", re.I)


@dataclass
class AustralianWorkbook:
    """Reads regulation8_consolidated.xls and .xlsx."""

    name: str = "australia-dfat"
    title: str = "Australian sanctions consolidated list (DFAT), workbook"
    specification: str = (
        "https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list"
    )
    version: str = "1"
    sources: tuple[str, ...] = ("australia-dfat",)
    ignored: dict[str, str] = field(default_factory=dict)

    def recognises(self, head: str) -> bool:
        """Know the list by the header of a sheet."""
        return any(_is_header(line.split("\t")) for line in head.splitlines()[:5])

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, then the record of each reference."""
        with Shelf() as shelf:
            refused: list[Refusal] = []
            latest = ""
            for parcel in parcels:
                latest = max(latest, _shelve(parcel, shelf, refused))
            # The control date of the newest row is the day of the edition or the last before it.
            yield Edition(latest)
            yield from refused
            for group in shelf.groups():
                found = _record([row.fields for row in group])
                yield Refusal(group[0].place, found) if isinstance(found, str) else found


def _shelve(parcel: Parcel, shelf: Shelf, refused: list[Refusal]) -> str:
    """Put the rows on the shelf; return the latest control date."""
    header: list[str] = []
    latest = ""
    for sheet in sheets(parcel):
        header = []
        for number, cells in sheet.rows:
            row = [clean(cell) for cell in cells]
            if not header:
                header = distinct(row) if _is_header(row) else header
                continue
            if is_header_again(row, header):
                continue
            fields = dict(zip(header, row, strict=False))
            place = f"row {number}"
            reference = _REFERENCE.match(fields["Reference"])
            if len(refused) > REFUSED:
                continue  # the import ends at so many
            if max(map(len, row), default=0) > MAX_FIELD:
                refused.append(Refusal(place, f"a cell of more than {MAX_FIELD:,} characters"))
            elif reference:
                latest = max(latest, read_date(fields["Control Date"], "ymd").value)
                shelf.put(reference[1], place, fields)
            else:
                refused.append(Refusal(place, f"'{fields['Reference'][:40]}' is no reference"))
        if header:
            return latest
    raise BadData(
        f"{parcel.name} has no sheet with the columns of the Australian list.",
        f"Give the file as DFAT has it, with {', '.join(WANTED)}.",
    )


def _is_header(cells: Sequence[str]) -> bool:
    """Say whether a row is the header."""
    return set(WANTED) <= set(cells)


def _record(rows: Sequence[dict[str, str]]) -> Record | str:
    """Return the record of the rows of one reference, or why there is none."""
    names = _names(rows)
    if not names:
        return "no name"
    number = _REFERENCE.match(rows[0]["Reference"])
    kind = _KINDS.get(rows[0]["Type"].lower())
    if number is None or kind is None:
        return f"'{rows[0]['Type'][:40]}' is no type that is known"
    return Record(
        place=f"Reference {number[1]}",
        kind=kind,
        names=names,
        entries=_entries(rows),
        number=number[1],
        ties=tuple(
            dict.fromkeys(
                CountryTie("nationality", country)
                for part in _all(rows, "Citizenship")
                for country in several(part)
            )
        ),
        addresses=tuple(Address(text) for text in _all(rows, "Address")),
        identifiers=tuple(
            dict.fromkeys(
                Identifier("imo", text, label=column)
                for column in rows[0]
                if _IMO.search(column)
                for text in _all(rows, column)
                if says_something(text)
            )
        ),
        births=tuple(dict.fromkeys(_births(rows))),
        birth_places=_all(rows, "Place of Birth"),
        remarks=unlike(filter(says_something, (row["Additional Information"] for row in rows))),
        notes=notes(
            *((name, row[name]) for row in rows for name in row if name and name not in _MAPPED)
        ),
    )


def _all(rows: Sequence[dict[str, str]], column: str) -> tuple[str, ...]:
    """Return the parts of a column over all rows, each once."""
    return unlike(
        part for text in unlike(row.get(column, "") for row in rows) for part in parts(text)
    )


def _names(rows: Sequence[dict[str, str]]) -> tuple[Name, ...]:
    """Return the names, the primary first; a target without a primary one has its first."""
    found: dict[str, NameKind] = {}
    for row in rows:
        kind = row["Name Type"].lower()
        strength = next((row[name].casefold() for name in row if "strength" in name.casefold()), "")
        alias: NameKind = "former" if kind.startswith(("formerly", "previously")) else "alias"
        alias = "weak" if strength in ("weak", "low", "low quality") else alias
        found.setdefault(row[_NAME], "primary" if kind == "primary name" else alias)
    found.pop("", None)
    first = next((text for text, kind in found.items() if kind == "primary"), next(iter(found), ""))
    if not first:
        return ()
    del found[first]
    return (
        Name(first, "primary"),
        *(Name(text, "alias" if kind == "primary" else kind) for text, kind in found.items()),
    )


def _entries(rows: Sequence[dict[str, str]]) -> tuple[Entry, ...]:
    """Return an entry for each committee; the day is the first that any of its rows tells."""
    entries = []
    for committee in unlike(row["Committees"] for row in rows) or ("",):
        told = unlike(
            row.get("Listing Information", "") for row in rows if row["Committees"] == committee
        )
        days = [day for text in told if (day := _listed(text)).value]
        entries.append(
            Entry(
                LIST,
                listed=min(days, key=lambda day: day.value) if days else None,
                programmes=(committee,) if committee else (),
                citations=told,
            )
        )
    return tuple(entries)


def _listed(text: str) -> Date:
    """Return the day on which somebody was listed, from what the list says of it."""
    if match := _LISTED.search(text.replace("Listedon", "Listed on")):
        return read_date(re.sub(r"(?<=\d)(?=[A-Z])|\.(?=\s*\d)", " ", match[1]))._replace(text=text)
    return read_date(text, "ymd")


def _births(rows: Sequence[dict[str, str]]) -> Iterator[Date]:
    """Give the days of birth; a cell may hold several, in more than one way."""
    for part in _all(rows, "Date of Birth"):
        for text in _DAYS.split(part):
            yield from read_dates(text.strip(" ,;"))


READER: Reader = AustralianWorkbook()
