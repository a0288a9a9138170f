"""What a list says, before it becomes a graph: one record an entity, also kept as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, NamedTuple

from comity.errors import BadData
from comity.lists import bounds

EntityKind = Literal[
    "Person",
    "Company",
    "GovernmentBody",
    "MilitaryUnit",
    "ResearchBody",
    "Vessel",
    "Aircraft",
    "OtherEntity",
]
NameKind = Literal["primary", "alias", "weak", "former"]
TieKind = Literal["linked", "headquarters", "incorporation", "address", "nationality", "flag"]


class Name(NamedTuple):
    """A name as listed; ``weak`` marks an alias that the publisher itself calls weak or poor.

    ``language`` is a BCP 47 tag where the list states language or script (``ru``, ``zh-Hant``), and
    empty where it does not.
    """

    text: str
    kind: NameKind = "alias"
    language: str = ""


class Date(NamedTuple):
    """A date as precise as it is given, and the words in which it is.

    ``value`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; empty where the text cannot be read as a
    date. ``until`` is the end of a range (``1960 to 1965``), else empty. ``circa`` marks what the
    publisher calls approximate.
    """

    value: str
    text: str
    circa: bool = False
    until: str = ""


class Address(NamedTuple):
    """An address on one line, as given, and its country in the publisher's words or code."""

    text: str
    country: str = ""


class CountryTie(NamedTuple):
    """A tie of an entity to a country, which is given in the publisher's words or code."""

    kind: TieKind
    country: str


class Identifier(NamedTuple):
    """A number that names an entity: key of its identifier scheme, value, country or body of issue.

    A type that no scheme fits has the scheme ``other``; ``label`` is the type in the list's words.
    """

    scheme: str
    value: str
    issuer: str = ""
    label: str = ""


class Note(NamedTuple):
    """A field that is kept as it stands: the publisher's name of the field, and its text."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One designation of a record: on which list, since when, why, with what effect."""

    list: str  # key of the list: ofac-sdn, bis-entity-list
    listed: Date | None = None
    delisted: Date | None = None
    announced: Date | None = None
    programmes: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()  # texts that say why
    measures: tuple[str, ...] = ()  # texts that say with what effect
    citations: tuple[str, ...] = ()  # legal acts, one text each
    licence_requirement: str = ""
    review_policy: str = ""
    country: str = ""  # the country under which the list files the entry


@dataclass(frozen=True, slots=True)
class Record:
    """One entity of a list with its designations; ``place`` is where in the file it stands."""

    place: str  # "row 12", "sdnEntry 306": what a reader of the file would look for
    kind: EntityKind
    names: tuple[Name, ...]  # exactly one is primary; it comes first
    entries: tuple[Entry, ...]
    number: str = ""  # the list's own number, where it has one
    ties: tuple[CountryTie, ...] = ()
    addresses: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    births: tuple[Date, ...] = ()
    birth_places: tuple[str, ...] = ()
    gender: str = ""
    positions: tuple[str, ...] = ()
    vessel_type: str = ""
    remarks: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Ownership:
    """A stake of one record in another, each by its number in the same file; shares in per cent."""

    place: str
    owner: str
    owned: str
    share: str = ""  # as given: "51", "51 %", "between 25 and 50 %"
    since: Date | None = None
    until: Date | None = None
    words: str = ""  # the publisher's words for the relation


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was not taken: where it stands, and why."""

    place: str
    reason: str


def check_refused(refusals: Sequence[Refusal]) -> None:
    """Raise BadData where more records were refused than in any file of the right format."""
    if len(refusals) > bounds.REFUSED:
        first = refusals[0]
        raise BadData(
            f"More than {bounds.REFUSED:,} records cannot be read, the first of them "
            f"{first.place}: {first.reason}.",
            "Look whether this is the file that its publisher gives.",
        )


@dataclass(frozen=True, slots=True)
class Edition:
    """What a file says of itself: the day of its publication and how many records it holds."""

    published: str = ""  # YYYY-MM-DD; empty where the file does not say
    title: str = ""  # empty where the file does not say
    stated: int | None = None  # number of records that the file itself claims to hold
    changes: bool = False  # the file holds only what changed since an earlier edition


@dataclass(frozen=True, slots=True)
class Deletion:
    """What a file says is no longer listed: by the number it had, where the file gives that."""

    place: str
    number: str = ""
    delisted: Date | None = None
    words: str = ""  # what else the file says of it


Item = Edition | Record | Ownership | Deletion | Refusal


def aliased(record: Record, label: Name) -> Record:
    """Return a further record of one entity under the name of its first; its own is an alias."""
    others = [
        name._replace(kind="alias") if name.kind == "primary" else name for name in record.names
    ]
    return replace(record, names=(label, *(name for name in others if name.text != label.text)))


def joined(first: Record, further: Record) -> Record:
    """Return two records of one entity as one, with the entries and all else that either has."""
    further = aliased(further, first.names[0])
    told = {
        field.name: (*getattr(first, field.name), *getattr(further, field.name))
        for field in fields(Record)
        if isinstance(getattr(first, field.name), tuple)
    }
    both: dict[str, Any] = {name: tuple(dict.fromkeys(parts)) for name, parts in told.items()}
    return replace(first, **both)


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
