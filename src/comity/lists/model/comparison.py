"""Compares two editions of a list, record by record, in the words of those who read lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from comity.lists.model.record import Date, Record

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field lost and what it gained; a field may hold several texts."""

    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one entity between two editions."""

    kind: Kind
    entity: str  # its key
    name: str
    lists: tuple[str, ...]
    fields: tuple[FieldChange, ...] = ()


def fields(record: Record) -> dict[str, tuple[str, ...]]:
    """Return what a record says as texts by the name of the field; where it stands is left out."""
    told: dict[str, list[str]] = {"kind": [record.kind]}

    def tell(field: str, *texts: str) -> None:
        told.setdefault(field, []).extend(text for text in texts if text)

    for name in record.names:
        tell({"primary": "name", "alias": "alias"}.get(name.kind, f"{name.kind} name"), name.text)
    for tie in record.ties:
        tell("country" if tie.kind == "linked" else tie.kind, tie.country)
    for address in record.addresses:
        tell("address", ", ".join(part for part in (address.text, address.country) if part))
    for one in record.identifiers:
        scheme = one.label or one.scheme
        tell("identifier", " ".join(part for part in (scheme, one.value, one.issuer) if part))
    tell("date of birth", *(date.text for date in record.births))
    tell("place of birth", *record.birth_places)
    tell("gender", record.gender)
    tell("occupation", *record.positions)
    tell("vessel type", record.vessel_type)
    tell("remark", *record.remarks)
    for note in record.notes:
        tell(note.field, note.text)
    for entry in record.entries:
        tell("list", entry.list)
        for field, date in (
            ("listed on", entry.listed),
            ("delisted on", entry.delisted),
            ("announced on", entry.announced),
        ):
            tell(field, _date(date))
        tell("programme", *entry.programmes)
        tell("ground", *entry.grounds)
        tell("measure", *entry.measures)
        tell("legal citation", *entry.citations)
        tell("licence requirement", entry.licence_requirement)
        tell("review policy", entry.review_policy)
        tell("country of entry", entry.country)
    return {field: tuple(sorted(set(texts))) for field, texts in told.items() if texts}


def field_changes(old: Record, new: Record) -> tuple[FieldChange, ...]:
    """Return the fields in which two records of one entity differ, sorted by name."""
    before, after = fields(old), fields(new)
    found: list[FieldChange] = []
    for field in sorted({*before, *after}):
        was, is_now = before.get(field, ()), after.get(field, ())
        if was != is_now:
            removed = tuple(text for text in was if text not in is_now)
            added = tuple(text for text in is_now if text not in was)
            found.append(FieldChange(field, removed, added))
    return tuple(found)


def compare(
    old: Iterable[tuple[str, Record]], new: Iterable[tuple[str, Record]]
) -> Iterator[Change]:
    """Compare two editions, each as keys and records; changes come sorted by kind, then key."""
    before = dict(old)
    added: list[Change] = []
    changed: list[Change] = []
    for key, record in new:
        earlier = before.pop(key, None)
        if earlier is None:
            added.append(_change("added", key, record))
        elif differences := field_changes(earlier, record):
            changed.append(_change("changed", key, record, differences))
    removed = [_change("removed", key, record) for key, record in before.items()]
    for kind in (added, removed, changed):
        yield from sorted(kind, key=lambda change: change.entity)


def _change(
    kind: Kind, key: str, record: Record, differences: tuple[FieldChange, ...] = ()
) -> Change:
    lists = tuple(sorted({entry.list for entry in record.entries}))
    return Change(kind, key, record.names[0].text, lists, differences)


def _date(date: Date | None) -> str:
    return (date.value or date.text) if date else ""
