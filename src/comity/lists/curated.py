"""Reads tables kept by hand from a publisher's notices, where several rows may be one entity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from comity.lists.parcel import Parcel
from comity.lists.record import Edition, Item, Record, Refusal
from comity.lists.shelf import Shelf
from comity.lists.tables import table


@dataclass(frozen=True)
class CuratedTable:
    """A format of such tables: how it is known, which rows belong together, what they become.

    ``key`` returns what the rows of one entity share, ``wrong`` why a row cannot be taken, empty
    where it can, and ``record`` the record of rows that share a key, with the place of the first.
    """

    name: str
    title: str
    specification: str
    version: str
    sources: tuple[str, ...]
    wanted: tuple[str, ...]  # columns by which the table is known
    key: Callable[[dict[str, str]], str]
    wrong: Callable[[dict[str, str]], str]
    record: Callable[[Sequence[dict[str, str]], str], Record]
    words: str = ""  # stand in the first rows of this table, and in no other with these columns
    ignored: dict[str, str] = field(default_factory=dict)

    def recognises(self, head: str) -> bool:
        """Know the table by its header, and by the words in its rows."""
        columns = set(head.lstrip("\ufeff").splitlines()[0].split(",")) if head else set()
        return set(self.wanted) <= columns and self.words in head

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give an edition, of which the table does not say the day, then each entity."""
        yield Edition()
        with Shelf() as shelf:
            for parcel in parcels:
                for row in table(parcel, self.wanted):
                    if isinstance(row, Refusal):
                        yield row
                        continue
                    line, fields = row
                    reason = self.wrong(fields)
                    if reason:
                        yield Refusal(f"line {line}", reason)
                    else:
                        shelf.put(self.key(fields), f"line {line}", fields)
            for group in shelf.groups():
                yield self.record([row.fields for row in group], group[0].place)
