"""Applies the changes that a file holds to the edition before, so that an import is whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.errors import BadData
from comity.lists.archive import read
from comity.lists.record import Deletion, Edition, Item, Ownership, Record, Refusal
from comity.store.holdings import Holdings, last_edition
from comity.store.imports import Import, damage


def base_of(described: Holdings, source: str, published: str) -> Import:
    """Return the edition to which changes of that day apply: the last one before it.

    Raises BadData where there is none, or where it is damaged.
    """
    name = last_edition(described, source, published)
    if not name:
        raise BadData(
            f"The file holds changes of {published}, and no earlier edition of {source} is there.",
            "Import a whole edition first.",
        )
    base = next((one for one in described.whole if one.name == name), None)
    if base is None or damage(base):
        raise BadData(
            f"The edition {name}, to which the changes apply, is damaged.",
            f"Import {name} again first.",
        )
    return base


def applied(base: Import, changes: Iterable[Item]) -> Iterator[Item]:
    """Give the records of an edition with changes made to them: added, replaced and removed.

    The changes are held in memory, the edition is streamed. A removal of what is not there is
    refused in its place, so that it is told.
    """
    records: dict[str, Record] = {}
    removals: dict[str, Deletion] = {}
    stakes: list[Ownership] = []
    for item in changes:
        if isinstance(item, Record):
            records[item.number] = item
        elif isinstance(item, Deletion):
            removals[item.number] = item
        elif isinstance(item, Ownership):
            stakes.append(item)
        elif isinstance(item, Refusal):
            yield item
        else:
            assert isinstance(item, Edition)
    gone = set(removals)
    for kept in read(base.records_file):
        if isinstance(kept, Ownership):
            if not {kept.owner, kept.owned} & gone:
                yield kept
        elif kept.number in removals:
            del removals[kept.number]
        else:
            yield records.pop(kept.number, kept)
    yield from records.values()
    yield from stakes
    for number, removal in removals.items():
        yield Refusal(removal.place, f"{number or removal.words} is to be removed and is not there")
