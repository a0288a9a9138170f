"""OpenSanctions targets.simple.csv: one target a row, several values of a column between ``;``.

Specification: https://www.opensanctions.org/docs/bulk/csv/

===========  ======================================================================================
Column       Becomes
===========  ======================================================================================
id           number; identifier ``wikidata`` too where it is one
schema       kind
name         primary name
aliases      names, alias
birth_date   births
countries    ties ``linked``: the table does not say of what sort
addresses    addresses
identifiers  identifiers ``other``, for the table does not say of what type; of a vessel those that
             are an IMO number are ``imo``
sanctions    remark; that it is not empty (``""`` is not) says that the datasets list the target
program_ids  programmes of the entries
dataset      an entry on the list of each that is known to be one (``TITLES``), or of the only one;
             any other is a note, for a collection has datasets that list nobody
phones,      notes
emails, any
other column
===========  ======================================================================================
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.lists.io.csv import rows, table
from comity.lists.io.input_files import Parcel
from comity.lists.model.reader import Reader
from comity.lists.model.record import (
    Address,
    CountryTie,
    Edition,
    Entry,
    Identifier,
    Item,
    Name,
    Record,
    Refusal,
)
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.multi_values import notes, unlike
from comity.lists.readers.ftm import entity

WANTED = ("id", "schema", "name", "aliases", "countries", "identifiers", "sanctions", "dataset")
IGNORED = {
    "first_seen": "when OpenSanctions first saw the target; the list says when it listed it",
    "last_seen": "when OpenSanctions last saw the target; the latest is the day of the edition",
    "last_change": "when OpenSanctions last changed the target; a comparison of editions shows it",
}
_MAPPED = {*WANTED, "birth_date", "addresses", "program_ids", *IGNORED}
_IMO = re.compile(r"(?:IMO ?)?(\d{7})")
_WIKIDATA = re.compile(r"Q[1-9]\d*\Z")


@dataclass
class SimpleTargets:
    """Reads targets.simple.csv of any dataset or collection."""

    name: str = "targets-simple-csv"
    title: str = "OpenSanctions simplified targets, CSV"
    specification: str = "https://www.opensanctions.org/docs/bulk/csv/"
    version: str = "1"
    sources: tuple[str, ...] = ("ftm",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(IGNORED))

    def recognises(self, head: str) -> bool:
        """Know the table by its header."""
        columns = {name.strip('"') for name in head.lstrip("\ufeff").partition("\n")[0].split(",")}
        return {"id", "schema", "name", "aliases", "sanctions", "identifiers"} <= columns

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, then each target as a record."""
        yield Edition(_published(parcels))
        for parcel in parcels:
            for row in table(parcel, WANTED):
                if isinstance(row, Refusal):
                    yield row
                    continue
                line, fields = row
                reason = _wrong(fields)
                yield Refusal(f"line {line}", reason) if reason else _record(fields)


def _published(parcels: list[Parcel]) -> str:
    """Return the latest day on which a target was seen: that on which the table was made."""
    latest = ""
    for parcel in parcels:
        place = -1
        for row in rows(parcel):
            if isinstance(row, Refusal):
                continue
            if place < 0:
                place = row[1].index("last_seen") if "last_seen" in row[1] else len(row[1])
            elif place < len(row[1]):
                latest = max(latest, row[1][place][:10])
    return read_date(latest, "ymd").value if latest else ""


def _wrong(fields: dict[str, str]) -> str:
    """Return why a row cannot be a record; empty where it can."""
    if not fields["id"]:
        return "no id"
    if fields["schema"] not in entity.KINDS:
        return f"'{fields['schema'][:40]}' is no schema that is read"
    return "" if fields["name"] or fields["aliases"] else "no name"


def _record(fields: dict[str, str]) -> Record:
    """Return the record of a target."""
    names = unlike((fields["name"], *several(fields["aliases"])))
    sanctions = several(fields["sanctions"])
    listed = bool(fields["sanctions"])
    entries = _entries(fields) if listed else ()
    programmes = fields.get("program_ids", "")
    return Record(
        place=f"{fields['schema']} {fields['id']}",
        kind=entity.KINDS[fields["schema"]],
        names=tuple(
            Name(text, "alias" if place else "primary") for place, text in enumerate(names)
        ),
        entries=entries,
        number=fields["id"],
        ties=tuple(CountryTie("linked", country) for country in several(fields["countries"])),
        addresses=tuple(Address(text) for text in several(fields.get("addresses", ""))),
        identifiers=tuple(_identifiers(fields)),
        births=tuple(read_date(day, "ymd") for day in several(fields.get("birth_date", ""))),
        remarks=sanctions,
        notes=notes(
            *(
                (name, text)
                for name in fields
                if name not in _MAPPED
                for text in several(fields[name])
            ),
            *(
                ("dataset", title)
                for title in several(fields["dataset"])
                if entity.key_of_title(title) not in {entry.list for entry in entries}
            ),
            *(("program_ids", "" if entries else text) for text in several(programmes)),
        ),
    )


def _entries(fields: dict[str, str]) -> tuple[Entry, ...]:
    """Return an entry for each dataset that is known to be a list; else for the only one."""
    titles = several(fields["dataset"])
    known = [title for title in titles if title in entity.TITLES]
    programmes = several(fields.get("program_ids", ""))
    listing = known or (titles if len(titles) == 1 else ())
    keys = unlike(map(entity.key_of_title, listing))
    return tuple(Entry(key, programmes=programmes) for key in keys)


def _identifiers(fields: dict[str, str]) -> Iterator[Identifier]:
    """Give the identifiers of a target."""
    if _WIKIDATA.match(fields["id"]):
        yield Identifier("wikidata", fields["id"], "", "id")
    for value in several(fields["identifiers"]):
        number = _IMO.fullmatch(value)
        if fields["schema"] == "Vessel" and number and value.startswith("IMO"):
            yield Identifier("imo", number[1], "", "identifiers")
        else:
            yield Identifier("other", value, "", "identifiers")


def several(text: str) -> tuple[str, ...]:
    """Return the values of a field, between ``;``, quoted where one has that in it."""
    if ";" not in text and '"' not in text:
        return (text,) if text else ()
    try:
        values = next(csv.reader([text], delimiter=";"), [])
    except csv.Error:
        return (text,)
    return unlike(value.strip() for value in values)


READER: Reader = SimpleTargets()
