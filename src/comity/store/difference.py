"""Finds what changed between two editions: of two imports, two files, or two days of a source."""

from __future__ import annotations

import os
from collections.abc import Iterator

from comity.errors import BadParameter
from comity.graph.keys import Keys
from comity.lists.archive import read, records
from comity.lists.compare import Change, compare
from comity.lists.formats import recognise
from comity.lists.parcel import parcels
from comity.lists.record import Record, joined
from comity.lists.sources import own_numbering
from comity.store.holdings import Holdings, find_import, holdings, last_edition
from comity.store.imports import Import
from comity.store.inputs import is_day


def difference(data: str, old: str, new: str, source: str | None = None) -> list[Change]:
    """Return what changed from one edition to the other.

    Each is the name of an import (``ofac-sdn/2021-12-09``), a file of a list, or a day: of several
    editions of ``source`` that is the last one up to the day. Raises ComityError where it is none
    of these, or where the two are of different sources.
    """
    before, after = _edition(data, old, source), _edition(data, new, source)
    if isinstance(before, Import) and isinstance(after, Import) and before.source != after.source:
        raise BadParameter(
            f"{before.name} and {after.name} are editions of different lists.",
            "Compare two editions of one; see comity query only-on for two lists on a day.",
        )
    return list(compare(keyed(before, source), keyed(after, source)))


def keyed(edition: Import | str, source: str | None = None) -> Iterator[tuple[str, Record]]:
    """Give the records of an import or of a file, each with the key of its entity.

    What a file says of one entity in several records is joined.
    """
    if isinstance(edition, Import):
        source = edition.source
    keys = Keys(own_numbering(source or ""))
    found: dict[str, Record] = {}
    for record in _records(edition, source):
        key = keys.key(record)
        found[key] = joined(found[key], record) if key in found else record
    yield from found.items()


def _records(edition: Import | str, source: str | None) -> Iterator[Record]:
    if isinstance(edition, Import):
        yield from records(read(edition.records_file))
        return
    given = parcels(edition.split(os.pathsep))
    reader = recognise(given)
    for item in reader.read(given, source or ""):
        if isinstance(item, Record):
            yield item


def _edition(data: str, text: str, source: str | None) -> Import | str:
    """Return the import that text means, or the text where it is the name of a file."""
    if os.path.isfile(text.split(os.pathsep)[0]):
        return text
    if is_day(text):
        return find_import(data, _of_day(holdings(data), text, source))
    return find_import(data, text)


def _of_day(described: Holdings, day: str, source: str | None) -> str:
    """Return the name of the last edition of a source up to a day, also one that is set aside."""
    names = sorted({name.partition("/")[0] for name in described.names})
    if source is None and len(names) != 1:
        raise BadParameter(
            f"{day} is a day, and there are imports of {len(names)} sources.",
            f"Say which with --source: {', '.join(names)}." if names else "Import a list first.",
        )
    wanted = source or names[0]
    chosen = last_edition(described, wanted, f"{day}~")  # the day itself is still before that
    if not chosen:
        days = ", ".join(
            day
            for name, _, day in (one.partition("/") for one in described.names)
            if name == wanted
        )
        raise BadParameter(
            f"There is no edition of {wanted} up to {day}.",
            f"Its editions are of {days}." if days else "Import one; see comity import --list",
        )
    return chosen
