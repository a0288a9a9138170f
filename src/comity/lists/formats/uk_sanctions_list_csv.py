"""UK Sanctions List as CSV: a line with the day of the report, a header, a row a name or address.

What each column becomes stands in :mod:`comity.lists.formats.uk_sanctions_list`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.lists.dates import read_date
from comity.lists.formats import uk_sanctions_list
from comity.lists.formats.uk_sanctions_list import column
from comity.lists.parcel import Parcel
from comity.lists.reader import Reader
from comity.lists.record import Edition, Item, Refusal
from comity.lists.shelf import Shelf
from comity.lists.tables import rows, table

WANTED = ("Unique ID", "Name 6", "Name 1", "Name type", "Regime Name", "Date Designated")


@dataclass
class SanctionsListCsv:
    """Reads UK-Sanctions-List.csv as the Foreign, Commonwealth and Development Office has it."""

    name: str = "uk-sanctions-list-csv"
    title: str = "UK Sanctions List (FCDO), CSV"
    specification: str = uk_sanctions_list.SPECIFICATION
    version: str = "1"
    sources: tuple[str, ...] = ("uk-sanctions-list",)
    ignored: dict[str, str] = field(default_factory=dict)

    def recognises(self, head: str) -> bool:
        """Know the list by its header."""
        header = "\n".join(head.splitlines()[:2]).casefold()
        return all(name.casefold() in header for name in WANTED)

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, each row that cannot be read, and the record of each Unique ID."""
        yield Edition(_published(parcels[0]))
        with Shelf() as shelf:
            for parcel in parcels:
                for row in table(parcel, WANTED, strict=False, header_within=2):
                    if isinstance(row, Refusal):
                        yield row
                        continue
                    line, fields = row
                    told = {column(name): text for name, text in fields.items() if text}
                    if told.get("Unique ID"):
                        shelf.put(told["Unique ID"], f"line {line}", told)
                    else:
                        yield Refusal(f"line {line}", "no Unique ID")
            for group in shelf.groups():
                found = uk_sanctions_list.record([row.fields for row in group])
                yield Refusal(group[0].place, found) if isinstance(found, str) else found


def _published(parcel: Parcel) -> str:
    """Return the day that the first line gives after "Report Date:"; empty where it gives none."""
    for row in rows(parcel, strict=False):
        if not isinstance(row, Refusal) and row[1][0].startswith("Report Date:"):
            return read_date(row[1][0].removeprefix("Report Date:")).value
        break
    return ""


READER: Reader = SanctionsListCsv()
