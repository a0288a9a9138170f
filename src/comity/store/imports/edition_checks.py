"""Checks what is given as an edition: its date, its files, and whether it has the size expected."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from comity.errors import BadData
from comity.graph.dates import first_day, is_date
from comity.lists.io.input_files import Parcel
from comity.lists.model.record import Edition, Record
from comity.lists.model.sources import Source
from comity.store.imports.folders import Import

FEWEST = 5  # entries of a list from which a bound is reckoned
SHRUNKEN = 0.8  # an edition of fewer records than this part of the last one is refused
_PIECE = 1 << 18  # bytes that are read at once
_FIRST_DAWN = timedelta(hours=14)  # by which a day begins earlier somewhere than in Greenwich


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user says about an edition beside the files."""

    published: str = ""  # where the file does not say, and to overrule it
    named: str = ""  # the day that stands in the file's name, where neither says
    modified: str = ""  # the day that the publisher's server gave with a fetched file
    retrieved: str = ""
    accept_shrunken: bool = False
    dry_run: bool = False


def latest_day() -> str:
    """Return the last day that has begun anywhere."""
    return (datetime.now(UTC) + _FIRST_DAWN).date().isoformat()


def date_of(edition: Edition, wish: Wish, parcels: list[Parcel]) -> tuple[str, str]:
    """Return the date of an edition, and what states it: never a file's time stamp.

    Raises BadData where nothing states it, or it is to come.
    """
    name = parcels[0].name
    stated = (
        (wish.published, "--date"),
        (edition.published, "the file"),
        (wish.named, "the file's name"),
        (wish.modified, "the publisher's Last-Modified"),
    )
    published, by = next(((day, by) for day, by in stated if day), ("", ""))
    if not is_date(published):
        raise BadData(
            f"{name} does not say of what day it is.",
            "Give the publisher's date with --date YYYY-MM-DD, or as much of it as is known.",
        )
    if first_day(published) > latest_day():
        raise BadData(
            f"{name}: the date of {by}, {published}, lies in the future.",
            "Give the publisher's date with --date YYYY-MM-DD.",
        )
    if wish.retrieved > latest_day():
        raise BadData(
            f"{name}: the day of retrieval, {wish.retrieved}, lies in the future.",
            "Give the day on which the file was retrieved with --retrieved YYYY-MM-DD.",
        )
    return published, by


def refuse_repeated(parcels: list[Parcel]) -> None:
    """Refuse files of one edition of which two say the same, so that no record counts twice."""
    names: dict[str, str] = {}
    for parcel in parcels if len(parcels) > 1 else ():
        with parcel.open() as stream:
            digest = hashlib.sha256()
            while piece := stream.read(_PIECE):
                digest.update(piece)
        other = names.setdefault(digest.hexdigest(), parcel.name)
        if other is not parcel.name:
            raise BadData(
                f"{parcel.name} has the same content as {other}.", "Give each file of a list once."
            )


def check_size(
    found: Import,
    edition: Edition,
    source: Source,
    held: Sequence[Import],
    parcels: list[Parcel],
    wish: Wish,
) -> None:
    """Refuse an edition that is empty, or not of the size to be expected."""
    if not found.records:
        raise BadData(no_records(parcels), "Give the publisher's file as it was downloaded.")
    own = sum(found.entries.get(key, 0) for key in source.lists)
    others = {key: count for key, count in found.entries.items() if key not in source.lists}
    if source.lists and own < sum(others.values()):
        raise BadData(
            f"{parcels[0].name} has {own:,} entries of {source.key} and "
            f"{sum(others.values()):,} of other lists: {', '.join(others)[:120]}.",
            "Import it under the source that it is of; see comity import --list.",
        )
    if wish.accept_shrunken:
        return
    remedy = "Download it again; if it is right as it is, say --accept-shrunken."
    if lacks_records(found, edition):
        raise BadData(
            f"{parcels[0].name} says that it holds {edition.stated:,} records; "
            f"{found.records:,} came.",
            remedy,
        )
    earlier = [one for one in held if one.source == source.key and one.published <= found.published]
    if earlier and earlier[-1].reader == found.reader and len(earlier[-1].files) > len(parcels):
        last = earlier[-1]
        raise BadData(
            f"{', '.join(found.files)} is given, and the edition of {last.published} had "
            f"{len(last.files)} files: {', '.join(last.files)}.",
            "Give all files of an edition at once, or say --accept-shrunken to lose what they add.",
        )
    if earlier and found.records < SHRUNKEN * earlier[-1].records:
        last = earlier[-1]
        raise BadData(
            f"{parcels[0].name} holds {found.records:,} records, the edition of {last.published} "
            f"{last.records:,}: it has shrunk by more than {1 - SHRUNKEN:.0%}.",
            remedy,
        )
    if not source.fewest <= found.records <= source.most:
        raise BadData(
            f"{parcels[0].name} holds {found.records:,} records; an edition of {source.key} is "
            f"expected to hold {source.fewest:,} to {source.most:,}.",
            remedy,
        )


def lacks_records(found: Import, edition: Edition) -> bool:
    """Say whether a file states that it holds more records than came out of it."""
    return edition.stated is not None and edition.stated > found.records + found.refused


def no_records(parcels: list[Parcel]) -> str:
    return f"{', '.join(parcel.name for parcel in parcels)} holds no record."


def vanished(found: Import, held: Sequence[Import]) -> dict[str, tuple[int, int]]:
    """Return the lists of a collection that have dropped out or shrunk: entries before and now.

    They count as incomplete, because that is a fault of the collection, not a removal of entries.
    """
    earlier = [
        edition
        for edition in held
        if edition.source == found.source and edition.published < found.published
    ]
    if not earlier:
        return {}
    before, now = earlier[-1].entries, found.entries
    return {
        key: (before[key], now.get(key, 0))
        for key in earlier[-1].whole
        if len(earlier[-1].whole) > 1
        and before[key] >= FEWEST
        and now.get(key, 0) < SHRUNKEN * before[key]
    }


_FIELDS = (
    *("number", "ties", "addresses", "identifiers", "births", "birth_places", "gender"),
    *("positions", "vessel_type", "remarks"),
)
_USUAL = 0.05  # the part of records that has a field from which its loss is noticed


def fields_of(record: Record) -> set[str]:
    """Return the fields that a record has: those of every list, and "note: X" for its own."""
    fields = {name for name in _FIELDS if getattr(record, name)}
    if len(record.names) > 1:
        fields.add("aliases")
    if any(entry.listed for entry in record.entries):
        fields.add("dates of listing")
    return fields | {f"note: {note.field}" for note in record.notes}


def drift(found: Import, held: Sequence[Import]) -> tuple[str, ...]:
    """Return, in words, fields that an edition has no more, or as the first one of its source.

    A field is lost where the share of records that have it has fallen by half or more.
    """
    earlier = [
        edition
        for edition in held
        if edition.source == found.source
        and edition.reader == found.reader
        and edition.published < found.published
        and edition.fields
    ]
    if not earlier or not found.records:
        return ()
    last = earlier[-1]
    lines = [
        f"{name}: {found.fields.get(name, 0) / found.records:.0%} of the records have it, "
        f"{count / last.records:.0%} in the edition of {last.published}"
        for name, count in last.fields.items()
        if count >= _USUAL * last.records
        and found.fields.get(name, 0) / found.records <= count / last.records / 2
    ]
    lines += [
        f"{name}: {count:,} records have it, and none in the edition of {last.published}"
        for name, count in found.fields.items()
        if name.startswith("note: ") and name not in last.fields
    ]
    return tuple(lines)
