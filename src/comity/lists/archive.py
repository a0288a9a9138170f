"""Keeps the records of an edition as JSON lines: what an import read, in the list's own words.

One line a record, fields that are empty left out. What is kept is everything the reader gave, so
that the graph can be made anew without the publisher's file, and two editions can be compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from comity.lists.record import (
    Address,
    CountryTie,
    Date,
    Entry,
    Identifier,
    Name,
    Note,
    Ownership,
    Record,
)

Kept = Record | Ownership

_PARTS: dict[str, type[Any]] = {
    "names": Name,
    "ties": CountryTie,
    "addresses": Address,
    "identifiers": Identifier,
    "births": Date,
    "notes": Note,
}
_PLAIN = ("birth_places", "positions", "remarks")
_WORDS = ("number", "gender", "vessel_type")
_ENTRY_DATES = ("listed", "delisted", "announced")
_ENTRY_LISTS = ("programmes", "grounds", "measures", "citations")
_ENTRY_WORDS = ("licence_requirement", "review_policy", "country")
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def line(kept: Kept) -> str:
    """Return a record or an ownership as one line, without its end."""
    if isinstance(kept, Ownership):
        told = {name: getattr(kept, name) for name in Ownership.__dataclass_fields__}
        return _dump({"ownership": {name: value for name, value in told.items() if value}})
    told = {"place": kept.place, "kind": kept.kind, "entries": [*map(_entry, kept.entries)]}
    for name in (*_WORDS, *_PARTS, *_PLAIN):
        value = getattr(kept, name)
        if value:
            told[name] = value
    return _dump(told)


def _entry(entry: Entry) -> dict[str, object]:
    told: dict[str, object] = {"list": entry.list}
    for name in (*_ENTRY_DATES, *_ENTRY_LISTS, *_ENTRY_WORDS):
        value = getattr(entry, name)
        if value:
            told[name] = value
    return told


def kept(text: str) -> Kept:
    """Return the record or ownership that a line keeps."""
    told: dict[str, Any] = json.loads(text)
    if "ownership" in told:
        stake = told["ownership"]
        for name in ("since", "until"):
            if name in stake:
                stake[name] = Date(*stake[name])
        return Ownership(**stake)
    for name, part in _PARTS.items():
        if name in told:
            told[name] = tuple([part(*one) for one in told[name]])
    for name in _PLAIN:
        if name in told:
            told[name] = tuple(told[name])
    told["entries"] = tuple([_read_entry(one) for one in told["entries"]])
    return Record(**told)


def _read_entry(told: dict[str, Any]) -> Entry:
    for name in _ENTRY_DATES:
        if name in told:
            told[name] = Date(*told[name])
    for name in _ENTRY_LISTS:
        if name in told:
            told[name] = tuple(told[name])
    return Entry(**told)


def read(path: str) -> Iterator[Kept]:
    """Give what a file of such lines keeps, in its order."""
    with open(path, encoding="utf-8", newline="\n") as file:
        for text in file:
            yield kept(text)


def records(items: Iterable[Kept]) -> Iterator[Record]:
    """Give the records alone."""
    for item in items:
        if isinstance(item, Record):
            yield item
