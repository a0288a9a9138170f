"""OFAC's legacy files: SDN.CSV, .DEL and .PIP, with ALT, ADD and SDN_COMMENTS beside them.

Specification: https://ofac.treasury.gov/media/29976/download (dat_spec.txt). The files have no
header; ``-0-`` is null; several programmes are parted by ``] [``; DOS ends them with ``^Z``. The
non-SDN lists have the same files (CONS_PRIM, CONS_ALT, CONS_ADD, CONS_COMMENTS). Which file is
which, the fields of its first row say.

| field | kept as |
| --- | --- |
| SDN: ent_num | number |
| SDN_Name | primary name |
| SDN_Type | kind |
| Program | programmes; in the non-SDN files also the list |
| Title | position |
| Call_Sign | identifier (call-sign) |
| Vess_type | vessel type |
| Tonnage, GRT, Vess_owner | note |
| Vess_flag | tie (flag) |
| Remarks, with SDN_COMMENTS after its 1,000 characters | remark, and by its phrases: dates and \
places of birth, nationality, citizenship (as nationality), gender, weak aliases, identifiers, \
measures; Linked To, web sites and the like as notes |
| ALT: alt_type, alt_name | name: aka alias, fka former, nka alias with a note |
| alt_remarks | note |
| ADD: Address, City/State/Postal Code, Country | address |
| Add_remarks | note |
| ALT: alt_num, ADD: Add_num | ignored |
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.io.csv import rows
from comity.lists.io.encoding import clean
from comity.lists.io.input_files import Parcel
from comity.lists.model.record import CountryTie, Edition, Identifier, Item, Name, Note, Refusal
from comity.lists.readers.us.ofac_details import KINDS, Details, add_alias, source_of
from comity.lists.readers.us.ofac_remarks import LONGEST, read_remarks

NULL = "-0-"
_PROGRAMMES = re.compile(r"\] ?\[")
_FILES = {"prim": 12, "alt": 5, "add": 6, "comments": 2}  # each with its number of fields
_PLACES = {
    "prim": "",
    "alt": "alternate names, ",
    "add": "addresses, ",
    "comments": "comments, ",
}
_WIDEST = 20_000  # characters of a first row that is looked at


@dataclass(frozen=True)
class Part:
    """One of the files that were given: which of the four it is, and what parts its fields."""

    parcel: Parcel
    kind: str
    delimiter: str


def kind_of(head: str) -> tuple[str, str] | None:
    """Return which of the four files begins so, and its delimiter; None for any other file."""
    line = re.split(r"[\r\n]", head.lstrip("\ufeff"), maxsplit=1)[0][:_WIDEST]
    for delimiter in (",", "@", "|"):
        try:
            fields = [clean(one) for one in next(csv.reader([line], delimiter=delimiter), [])]
        except csv.Error:
            continue
        if not fields or not fields[0].isdecimal():
            continue
        second = len(fields) > 2 and fields[1].isdecimal()
        if len(fields) == 12 and fields[2] in (NULL, "individual", "vessel", "aircraft"):
            return "prim", delimiter
        if len(fields) == 5 and second and fields[2] in ("aka", "fka", "nka"):
            return "alt", delimiter
        if len(fields) == 6 and second:
            return "add", delimiter
        if len(fields) == 2:
            return "comments", delimiter
    return None


@dataclass
class Beside:
    """The rows of the files beside the main one, by the number of the entity they are about."""

    rows: dict[str, dict[str, list[tuple[str, list[str]]]]] = field(
        default_factory=lambda: {kind: defaultdict(list) for kind in _FILES if kind != "prim"}
    )
    faults: list[Refusal] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Keep every row of one file."""
        for place, fields in _rows(part, self.faults):
            self.rows[part.kind][fields[0]].append((place, fields))

    def take(self, kind: str, number: str) -> list[list[str]]:
        """Return the rows about one entity, which nobody else gets."""
        return [fields for _, fields in self.rows[kind].pop(number, [])]

    def rest(self) -> Iterator[Refusal]:
        """Give what cannot be used: rows with a fault, and those about nobody."""
        yield from self.faults
        for kept in self.rows.values():
            for number, found in kept.items():
                for place, _ in found:
                    yield Refusal(place, f"there is no entity {number} in the main file")


@dataclass(frozen=True)
class Legacy:
    """The reader of the legacy files."""

    name: str = "ofac-legacy"
    title: str = "OFAC SDN and non-SDN lists, legacy delimited files (.csv, .del, .pip)"
    specification: str = "https://ofac.treasury.gov/media/29976/download"
    version: str = "1"
    sources: tuple[str, ...] = ("ofac-sdn", "ofac-cons")
    ignored: dict[str, str] = field(
        default_factory=lambda: {
            "alt_num": "a number for linking, which OFAC calls no reference to anything",
            "Add_num": "a number for linking, which OFAC calls no reference to anything",
        }
    )

    def recognises(self, head: str) -> bool:
        """Say whether a file begins like the main one; the others are nothing by themselves."""
        found = kind_of(head)
        return found is not None and found[0] == "prim"

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Read the main file, with what the files beside it say of each of its entities."""
        main, beside = _sorted(parcels)
        faults: list[Refusal] = []
        tags = (_programmes(fields[3]) for _, fields in _rows(main, []))
        source = source_of(source if source in self.sources else "", tags, main.parcel.name)
        lists = ("ofac-sdn",) if source == "ofac-sdn" else None
        yield Edition()
        count, seen = 0, set()
        for place, fields in _rows(main, faults):
            while faults:
                yield faults.pop(0)
            number = fields[0]
            if number in seen:
                yield Refusal(place, f"entity {number} is in the file already")
            elif not _text(fields[1]):
                yield Refusal(place, f"entity {number} has no name")
            else:
                seen.add(number)
                count += 1
                details = _details(fields, beside)
                kind = KINDS.get(_text(fields[2]), "OtherEntity")
                yield details.record(place, kind, number, lists)
        yield from faults
        if not count:
            raise BadData(f"{main.parcel.name} has no entity.", "Get the file once more.")
        yield from beside.rest()


READER = Legacy()


def _sorted(parcels: list[Parcel]) -> tuple[Part, Beside]:
    """Return the main file, and the rows of the others."""
    main: list[Part] = []
    beside = Beside()
    for parcel in parcels:
        found = kind_of(parcel.head())
        if found is None:
            raise BadData(
                f"{parcel.name} is none of OFAC's legacy files.",
                "Give SDN (or CONS_PRIM), and with it ALT, ADD and SDN_COMMENTS if you have them.",
            )
        part = Part(parcel, *found)
        if part.kind == "prim":
            main.append(part)
        else:
            beside.add(part)
    if len(main) != 1:
        names = ", ".join(part.parcel.name for part in main) or "none"
        raise BadData(
            f"One main file (SDN or CONS_PRIM) is wanted, found {len(main)}: {names}.",
            "Give the files of one list at a time, in one of their formats.",
        )
    return main[0], beside


def _rows(part: Part, faults: list[Refusal]) -> Iterator[tuple[str, list[str]]]:
    """Give the rows of a file with their places; what is no row goes to the faults."""
    width = _FILES[part.kind]
    for row in rows(part.parcel, part.delimiter):
        if isinstance(row, Refusal):
            faults.append(Refusal(_PLACES[part.kind] + row.place, row.reason))
            continue
        line, fields = row
        place = f"{_PLACES[part.kind]}line {line}"
        fields[0] = fields[0].strip()
        if len(fields) != width:
            faults.append(Refusal(place, f"{len(fields)} fields, {width} wanted"))
        elif not fields[0].isdecimal():
            faults.append(Refusal(place, f"'{clean(fields[0])[:40]}' is no number of an entity"))
        else:
            yield place, fields


def _text(value: str) -> str:
    """Return a field cleaned; null is empty."""
    if value == "-0- ":  # most fields by far
        return ""
    text = clean(value)
    return "" if text == NULL else text


def _programmes(value: str) -> list[str]:
    """Return the programmes of an entity, without the brackets between them."""
    return [one for part in _PROGRAMMES.split(_text(value).strip("[] ")) if (one := part.strip())]


def _details(fields: list[str], beside: Beside) -> Details:
    """Return what one row and the rows beside it say of an entity."""
    number, name, _, programmes, title, call_sign, vessel, tonnage, grt, flag, owner, _ = fields
    details = Details(names=[Name(_text(name), "primary")], programmes=_programmes(programmes))
    if call_sign := _text(call_sign):
        details.identifiers.append(Identifier("call-sign", call_sign, "", "Vessel Call Sign"))
    if flag := _text(flag):
        details.ties.append(CountryTie("flag", flag))
    if title := _text(title):
        details.positions.append(title)
    details.vessel_type = _text(vessel)
    for column, value in (("Tonnage", tonnage), ("GRT", grt), ("Vess_owner", owner)):
        if value := _text(value):
            details.notes.append(Note(column, value))
    for _, _, kind, alias, remarks in beside.take("alt", number):
        if alias := _text(alias):
            add_alias(details, _text(kind), alias, weak=False)
        if remarks := _text(remarks):
            details.notes.append(Note("alt_remarks", f"{alias}: {remarks}"))
    for _, _, street, city, country, remarks in beside.take("add", number):
        line = ", ".join(filter(None, (_text(street), _text(city))))
        details.address(line, _text(country))
        if remarks := _text(remarks):
            details.notes.append(Note("Add_remarks", f"{line}: {remarks}"))
    rest = "".join(found[1] for found in beside.take("comments", number))
    if remark := _text(fields[11] + rest):
        read_remarks(details, remark, is_cut=len(fields[11]) >= LONGEST and not rest)
    return details
