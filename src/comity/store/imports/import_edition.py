"""Imports one edition of an official list into a data folder: all of it, or nothing.

The file is read once, as a stream. What is written is checked, then moved to its folder by one
rename; what a run that is killed leaves behind is removed by the next one.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from comity.errors import BadData, ComityError, StoreFailed
from comity.files import move_whole, sync
from comity.graph.build import Builder, Fault
from comity.graph.identity.cards import card, write_card
from comity.lists.io.input_files import Parcel
from comity.lists.model import record
from comity.lists.model.reader import Reader
from comity.lists.model.record import Deletion, Edition, Item, Ownership, Refusal
from comity.lists.model.sources import Source
from comity.lists.normalise.checked import checked
from comity.store.imports.edition_checks import (
    Wish,
    check_size,
    date_of,
    drift,
    fields_of,
    lacks_records,
    no_records,
    refuse_repeated,
    vanished,
)
from comity.store.imports.folders import STATEMENTS, Import, damage, imports_folder, place_of_import
from comity.store.imports.registry import holdings, imports, note_import, withdraw
from comity.store.imports.statements import applied, base_of, write_block, write_stake
from comity.store.locks import TAKING, exclusive, temporary_folder

_STEP = 1000  # records between two words on progress

Progress = Callable[[int], None]


def nothing(_records: int) -> None:
    """Hear of progress and tell nobody."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it."""

    edition: Import
    refusals: tuple[Refusal, ...]
    faults: tuple[Fault, ...]
    new: bool  # false where that very edition was there already
    kept: bool  # false for a dry run
    dated_by: str  # what says of what day the edition is
    vanished: dict[str, tuple[int, int]]  # lists that dropped out or shrank: entries before, now
    drift: tuple[str, ...]  # what the fields of this edition have that those before had not


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
    refuse_repeated(parcels)
    items = reader.read(parcels, source.key)
    edition = next(items, None)
    if not isinstance(edition, Edition):
        raise BadData(no_records(parcels), "Give the publisher's file as it was downloaded.")
    published, dated_by = date_of(edition, wish, parcels)
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
            check_size(found, edition, source, there.whole, parcels, wish)
            changes = drift(found, there.whole)
            lost = {} if wish.accept_shrunken else vanished(found, there.whole)
            if source.fewest <= found.records <= source.most and not lacks_records(found, edition):
                whole = set(source.lists) & set(found.entries) - set(lost)
                found = replace(found, whole=tuple(sorted(whole)))
            found = found.sealed()
            found.write()
            new, place = True, place_of_import(data, source.key, published)
            if not wish.dry_run:
                with exclusive(data):
                    new = _settle(data, found, place)
            settled = replace(found, folder="" if wish.dry_run else place)
            kept = not wish.dry_run
            return Taken(
                settled, tuple(refusals), tuple(faults), new, kept, dated_by, lost, changes
            )
    except OSError as error:
        raise _cannot_write(folder, error) from None


def _write(
    start: Import, items: Iterable[Item], progress: Progress
) -> tuple[Import, list[Refusal], list[Fault]]:
    """Write records and statements as they come; return the import with its counts."""
    builder = Builder(start.source, start.published)
    refusals: list[Refusal] = []
    entries: Counter[str] = Counter()
    spaces: set[str] = set()
    fields: Counter[str] = Counter()
    claims: set[str] = set()  # a party that stands twice on a list with one date is one entry
    total, count = hashlib.sha256(), 0
    with (
        open(start.records_file, "w", encoding="utf-8", newline="\n") as records,
        open(start.statements_file, "w", encoding="utf-8", newline="\n") as statements,
        open(start.cards_file, "w", encoding="utf-8", newline="\n") as cards,
    ):
        for item in checked(items):
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
            block = builder.block(item)
            new = [claim for claim in block.claims if claim.key not in claims]
            entries.update(claim.list for claim in new)
            claims.update(claim.key for claim in new)
            spaces.add(block.space)
            fields.update(fields_of(item))
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
        fields=dict(sorted(fields.items())),
        digest=total.hexdigest(),
    )
    return found, refusals, builder.faults


def _removed(item: Deletion) -> str:
    """Say why an entry is not taken that a whole list keeps to say that it is gone."""
    on = f" on {item.delisted.value or item.delisted.text}" if item.delisted else ""
    words = f": {item.words}" if item.words else ""
    return f"the list itself says that it was removed{on}{words}"


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


def _cannot_write(folder: str, error: OSError) -> StoreFailed:
    return StoreFailed(
        f"The folder {folder} cannot be written: {error.strerror or error}.",
        "Choose another with --store DIR or COMITY_STORE, or free space there.",
    )
