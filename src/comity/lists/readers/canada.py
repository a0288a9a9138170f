"""The Consolidated Canadian Autonomous Sanctions List, XML.

Specification: https://www.international.gc.ca/world-monde/international_relations-relations_internationales/sanctions/consolidated-consolide.aspx
The publisher has named the elements of a record in three ways: ``Entity``, ``DateOfBirth``; later
``EntityOrShip`` and ``DateOfBirthOrShipBuildDate``; then both languages, ``Country-Pays``. FIELDS
has the English names of all three; what it has not is kept as a note.
``Country`` is the regulations under which the party is listed, not its nationality. Schedule and
item name a record within them, so country, schedule and item are its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.lists.io.input_files import Parcel
from comity.lists.model.reader import Shape, fields, joined, some
from comity.lists.model.record import (
    Date,
    Edition,
    EntityKind,
    Entry,
    Identifier,
    Item,
    Name,
    Note,
    Record,
    Refusal,
)
from comity.lists.normalise.countries import polity_of
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.documents import identifier

FIELDS = {
    "Country": "programme and, where it is one, country of the entry",
    "LastName": "name of a person",
    "GivenName": "name of a person",
    "Entity": "name of an entity",
    "EntityOrShip": "name of an entity or a ship",
    "Title": "position",
    "TitleOrShip": "position; of a ship, its type",
    "TitleOrShipType": "position; of a ship, its type",
    "Aliases": "names, parted by ';' or ','; note, where they are parted by ','",
    "DateOfBirth": "date of birth",
    "DateOfBirthOrShipBuildDate": "date of birth of a person; else a note",
    "ShipIMONumber": "identifier imo; makes the record a vessel",
    "Schedule": "citation, and part of the number",
    "Item": "citation, and part of the number",
    "DateOfListing": "listed",
}
IGNORED: dict[str, str] = {}

_OPEN = re.compile(r"<data-set\b.*?<record\b", re.DOTALL)
_LEGAL_FORM = re.compile(r"(?:Ltd|Inc|Llc|Limited|Co|Corp|Plc|S\.?A|Gmbh|Jsc)\.?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class CanadaSemaXml:
    """Reads the list of the Special Economic Measures Act in all its layouts."""

    name: str = "canada-sema-xml"
    title: str = "Consolidated Canadian Autonomous Sanctions List, XML"
    specification: str = (
        "https://www.international.gc.ca/world-monde/international_relations-"
        "relations_internationales/sanctions/consolidated-consolide.aspx"
    )
    version: str = "1"
    sources: tuple[str, ...] = ("canada-sema",)
    ignored: dict[str, str] = field(default_factory=lambda: IGNORED)

    def recognises(self, head: str) -> bool:
        """Say whether the file is a data set of records that begin with a country."""
        return bool(_OPEN.search(head)) and re.search(r"<Country(?:-Pays)?\b", head) is not None

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, which the file does not date, and each record."""
        yield Edition()
        for parcel in parcels:
            for element, line in some(parcel, ("record",)):
                for child in element:
                    child.tag = child.tag.partition("-")[0]
                notes = list(_SHAPE.unforeseen(element))
                yield _record(fields(element), f"record on line {line}", notes)


def _record(given: dict[str, str], place: str, notes: list[Note]) -> Record | Refusal:
    """Return one record."""
    person = joined(given.get("GivenName", ""), given.get("LastName", ""), by=" ")
    entity = joined(given.get("Entity", ""), given.get("EntityOrShip", ""))
    if not (person or entity):
        return Refusal(place, "no name")
    kind: EntityKind = "Person" if person else "OtherEntity"
    identifiers: list[Identifier] = []
    if imo := given.get("ShipIMONumber"):
        kind = "Vessel"
        number = identifier("Vessel Registration Identification", imo)
        identifiers.append(number._replace(label="ShipIMONumber"))
    if person and entity:
        notes.append(Note("EntityOrShip", entity))
    title = joined(*(given.get(name, "") for name in ("Title", "TitleOrShip", "TitleOrShipType")))
    born = joined(given.get("DateOfBirth", ""), given.get("DateOfBirthOrShipBuildDate", ""))
    if born and kind != "Person":
        notes.append(Note("DateOfBirthOrShipBuildDate", born))
        born = ""
    aliases = given.get("Aliases", "")
    if "," in aliases:
        notes.append(Note("Aliases", aliases))
    names = [Name(person or entity, "primary"), *(Name(alias) for alias in _aliases(aliases))]
    return Record(
        place=place,
        kind=kind,
        names=tuple(dict.fromkeys(names)),
        entries=(_entry(given),),
        number=_number(given),
        identifiers=tuple(identifiers),
        births=tuple(_births(born)),
        positions=(title,) if title and kind != "Vessel" else (),
        vessel_type=title if kind == "Vessel" else "",
        notes=tuple(dict.fromkeys(notes)),
    )


def _entry(given: dict[str, str]) -> Entry:
    """Return the designation: its regulations, schedule and item, and its day."""
    regulations = given.get("Country", "")
    country = regulations.partition("/")[0].strip()
    listed = given.get("DateOfListing", "")
    cited = joined(*(f"{name} {given[name]}" for name in ("Schedule", "Item") if name in given))
    return Entry(
        list="canada-sema",
        listed=read_date(listed, "ymd") if listed else None,
        programmes=(regulations,) if regulations else (),
        citations=(joined(country, cited),) if cited else (),
        country=country if polity_of(country) else "",
    )


def _number(given: dict[str, str]) -> str:
    """Return what names a record in the list: its country, schedule and item."""
    if not given.get("Item"):
        return ""
    country = given.get("Country", "").partition("/")[0].strip()
    schedule = given.get("Schedule", "")
    return joined(country, f"Schedule {schedule}" if schedule else "", f"Item {given['Item']}")


def _births(words: str) -> list[Date]:
    """Return the dates of birth; two of them stand with ``or`` between them."""
    dates = [read_date(part, "ymd") for part in words.split(" or ") if part]
    return dates if all(date.value for date in dates) else [read_date(words, "ymd")]


def _aliases(words: str) -> list[str]:
    """Return the names in a field: parted by semicolons, or by commas where a name follows."""
    found: list[str] = []
    for part in words.split(";"):
        first = True
        for one in re.split(r",\s+", part.strip()):
            if not first and _LEGAL_FORM.match(one):
                found[-1] = f"{found[-1]}, {one}"
            elif one:
                found.append(one)
            first = False
    return found


_SHAPE = Shape(FIELDS)

READER = CanadaSemaXml()
