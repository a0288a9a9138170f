"""Imports one edition of an official list into a data folder: all of it, or nothing.

The file is read once, as a stream. What is written is checked, then moved to its folder by one
rename; what a run that is killed leaves behind is removed by the next one.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from comity.errors import BadData, ComityError, StoreFailed
from comity.files import move_whole, sync
from comity.graph.build import Builder, Fault
from comity.graph.identity.cards import card, write_card
from comity.lists.io.input_files import Parcel
from comity.lists.model import record
from comity.lists.model.reader import Reader
from comity.lists.model.record import Deletion, Edition, Item, Ownership, Refusal
from comity.lists.model.sources import Source
from comity.store.imports.folders import STATEMENTS, Import, damage, imports_folder, place_of_import
from comity.store.imports.registry import holdings, imports, note_import, withdraw
from comity.store.imports.statements import applied, base_of, write_block, write_stake
from comity.store.locks import TAKING, exclusive, temporary_folder
from comity.store.snapshot.fingerprint import is_day

SHRUNKEN = 0.8  # an edition of fewer records than this part of the last one is refused
_STEP = 1000  # records between two words on progress
_PIECE = 1 << 18  # bytes that are read at once
_FIRST_DAWN = timedelta(hours=14)  # by which a day begins earlier somewhere than in Greenwich

Progress = Callable[[int], None]


def nothing(_records: int) -> None:
    """Hear of progress and tell nobody."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user says about an edition beside the files."""

    published: str = ""  # where the file does not say, and to overrule it
    guessed: str = ""  # the date to take where neither says: of the file's name, or its own
    retrieved: str = ""
    accept_shrunken: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it."""

    edition: Import
    refusals: tuple[Refusal, ...]
    faults: tuple[Fault, ...]
    new: bool  # false where that very edition was there already
    kept: bool  # false for a dry run


def take(
    data: str,
    source: Source,
    reader: Reader,
    parcels: list[Parcel],
    wish: Wish,
    progress: Progress = nothing,
) -> Taken:
    """Read files as one edition of a source and keep it as an import.

    Raises BadData where the files are not what the reader wants, hold nothing, or fewer records
    than an edition should; StoreFailed where the data folder cannot be written. In each case what
    was there before is untouched.
    """
    _refuse_repeated(parcels)
    items = reader.read(parcels, source.key)
    edition = next(items, None)
    if not isinstance(edition, Edition):
        raise BadData(_empty(parcels), "Give the publisher's file as it was downloaded.")
    published = _day_of(edition, wish, parcels)
    folder = imports_folder(data)
    try:
        with temporary_folder(data, "imports", TAKING) as beside:
            start = Import(
                source=source.key,
                published=published,
                retrieved=wish.retrieved or published,
                title=edition.title or source.title,
                files=tuple(os.path.basename(parcel.name) for parcel in parcels),
                sha256=tuple(parcel.digest() for parcel in parcels),
                reader=f"{reader.name} {reader.version}",
                records=0,
                refused=0,
                faults={},
                entries={},
                whole=(),
                spaces=(),
                digest="",
                statements=STATEMENTS,
                folder=beside,
            )
            there = holdings(data)
            if edition.changes:
                items = applied(base_of(there, source.key, published), items)
            found, refusals, faults = _write(start, items, progress)
            _check(found, edition, source, there.whole, parcels, wish)
            if source.fewest <= found.records <= source.most and not _lacking(found, edition):
                found = replace(found, whole=tuple(sorted(set(source.lists) & set(found.entries))))
            found = found.sealed()
            found.write()
            new, place = True, place_of_import(data, source.key, published)
            if not wish.dry_run:
                with exclusive(data):
                    new = _settle(data, found, place)
            settled = replace(found, folder="" if wish.dry_run else place)
            return Taken(settled, tuple(refusals), tuple(faults), new, not wish.dry_run)
    except OSError as error:
        raise _cannot_write(folder, error) from None


def _day_of(edition: Edition, wish: Wish, parcels: list[Parcel]) -> str:
    """Return the day of an edition. Raises BadData where nothing states it, or it is to come."""
    name = parcels[0].name
    published = wish.published or edition.published or wish.guessed
    if not is_day(published):
        raise BadData(f"{name} does not say of what day it is.", "Say it with --date YYYY-MM-DD.")
    if published > last_day():
        where = "in the file" if published == edition.published else "of its name or time stamp"
        raise BadData(
            f"{name}: the date {where}, {published}, lies in the future.",
            "Give the publisher's date with --date YYYY-MM-DD.",
        )
    if wish.retrieved > last_day():
        raise BadData(
            f"{name}: the time stamp of the file, {wish.retrieved}, lies in the future.",
            "Say with --retrieved YYYY-MM-DD when it was got.",
        )
    return published


def last_day() -> str:
    """Return the last day that has begun anywhere."""
    return (datetime.now(UTC) + _FIRST_DAWN).date().isoformat()


def _refuse_repeated(parcels: list[Parcel]) -> None:
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


def _write(
    start: Import, items: Iterable[Item], progress: Progress
) -> tuple[Import, list[Refusal], list[Fault]]:
    """Write records and statements as they come; return the import with its counts."""
    builder = Builder(start.source, start.published)
    refusals: list[Refusal] = []
    entries: Counter[str] = Counter()
    spaces: set[str] = set()
    total, count = hashlib.sha256(), 0
    with (
        open(start.records_file, "w", encoding="utf-8", newline="\n") as records,
        open(start.statements_file, "w", encoding="utf-8", newline="\n") as statements,
        open(start.cards_file, "w", encoding="utf-8", newline="\n") as cards,
    ):
        for item in items:
            if isinstance(item, Refusal):
                refusals.append(item)
                record.check_refused(refusals)
                continue
            if isinstance(item, Deletion):
                refusals.append(Refusal(item.place, _removed(item)))
                continue
            if isinstance(item, Edition):
                raise BadData("The files are of several editions.", "Import one at a time.")
            text = record.line(item) + "\n"
            total.update(text.encode())
            records.write(text)
            if isinstance(item, Ownership):
                builder.stake(item)
                continue
            count += 1
            entries.update(entry.list for entry in item.entries)
            block = builder.block(item)
            spaces.add(block.space)
            write_block(block, statements)
            write_card(card(block.entity, block.space, item), cards)
            if count % _STEP == 0:
                progress(count)
        for stake in builder.stakes():
            write_stake(stake, statements)
    progress(count)
    kinds = Counter(fault.kind for fault in builder.faults)
    found = replace(
        start,
        records=count,
        refused=len(refusals),
        faults=dict(sorted(kinds.items())),
        entries=dict(sorted(entries.items())),
        spaces=tuple(sorted(spaces)),
        digest=total.hexdigest(),
    )
    return found, refusals, builder.faults


def _removed(item: Deletion) -> str:
    """Say why an entry is not taken that a whole list keeps to say that it is gone."""
    on = f" on {item.delisted.value or item.delisted.text}" if item.delisted else ""
    words = f": {item.words}" if item.words else ""
    return f"the list itself says that it was removed{on}{words}"


def _check(
    found: Import,
    edition: Edition,
    source: Source,
    held: Sequence[Import],
    parcels: list[Parcel],
    wish: Wish,
) -> None:
    """Refuse an edition that is empty, or not of the size to be expected."""
    if not found.records:
        raise BadData(_empty(parcels), "Give the publisher's file as it was downloaded.")
    if wish.accept_shrunken:
        return
    remedy = "Download it again; if it is right as it is, say --accept-shrunken."
    if _lacking(found, edition):
        raise BadData(
            f"{parcels[0].name} says that it holds {edition.stated:,} records; "
            f"{found.records:,} came.",
            remedy,
        )
    earlier = [one for one in held if one.source == source.key and one.published <= found.published]
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


def _lacking(found: Import, edition: Edition) -> bool:
    """Say whether a file states that it holds more records than came out of it."""
    return edition.stated is not None and edition.stated > found.records + found.refused


def _settle(data: str, found: Import, place: str) -> bool:
    """Move an import to its place; return whether it was not there before.

    One that is set aside there is replaced. The caller holds the data folder's lock.
    """
    there = next((one for one in imports(data) if one.name == found.name), None)
    if there is not None and not damage(there):
        if there.digest == found.digest:
            return False
        raise BadData(
            f"An edition {found.name} is there with other records.",
            f"Remove it first with comity forget {found.name}, or give this one its own --date.",
        )
    os.makedirs(os.path.dirname(place), exist_ok=True)
    withdraw(data, place)
    move_whole(found.folder, place)
    sync(imports_folder(data))
    with suppress(ComityError):  # a full disk: the next command that looks at the imports notes it
        note_import(data, found)
    return True


def _empty(parcels: list[Parcel]) -> str:
    return f"{', '.join(parcel.name for parcel in parcels)} holds no record."


def _cannot_write(folder: str, error: OSError) -> StoreFailed:
    return StoreFailed(
        f"The folder {folder} cannot be written: {error.strerror or error}.",
        "Choose another with --store DIR or COMITY_STORE, or free space there.",
    )
