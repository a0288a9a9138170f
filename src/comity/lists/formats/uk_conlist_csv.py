"""OFSI consolidated list as CSV: a line with the day of the edition, a header, a row a name.

What each column becomes stands in :mod:`comity.lists.formats.uk_conlist`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.lists.dates import read_date
from comity.lists.formats import uk_conlist
from comity.lists.parcel import Parcel
from comity.lists.reader import Reader
from comity.lists.record import Edition, Item, Refusal
from comity.lists.shelf import Shelf
from comity.lists.tables import rows, table


@dataclass
class ConListCsv:
    """Reads ConList.csv in the layouts of 2018 (29 columns) and of 2022 (36 columns)."""

    name: str = "uk-conlist-csv"
    title: str = "UK consolidated list of financial sanctions targets (OFSI), CSV"
    specification: str = uk_conlist.SPECIFICATION
    version: str = "1"
    sources: tuple[str, ...] = ("uk-conlist",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(uk_conlist.IGNORED))

    def recognises(self, head: str) -> bool:
        """Know the list by its header, which has a Group ID and names in six columns."""
        header = "\n".join(head.splitlines()[:2])
        return "," in header and all(column in header for column in uk_conlist.WANTED)

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, each row that cannot be read, and the record of each Group ID."""
        yield Edition(published(parcels[0]))
        with Shelf() as shelf:
            for parcel in parcels:
                for row in table(parcel, uk_conlist.WANTED, strict=False, header_within=2):
                    if isinstance(row, Refusal):
                        yield row
                        continue
                    line, fields = row
                    if fields["Group ID"]:
                        shelf.put(fields["Group ID"], f"line {line}", fields)
                    else:
                        yield Refusal(f"line {line}", "no Group ID")
            for group in shelf.groups():
                found = uk_conlist.record(group)
                yield Refusal(group[0].place, found) if isinstance(found, str) else found


def published(parcel: Parcel) -> str:
    """Return the day that the first line gives after "Last Updated"; empty where it gives none."""
    for row in rows(parcel, strict=False):
        if not isinstance(row, Refusal) and row[1][0].strip() == "Last Updated" and row[1][1:]:
            return read_date(row[1][1]).value
        break
    return ""


READER: Reader = ConListCsv()
