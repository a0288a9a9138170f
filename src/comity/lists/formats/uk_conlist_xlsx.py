"""OFSI consolidated list as a workbook: the same lines and columns as the CSV of 2022.

What each column becomes stands in :mod:`comity.lists.formats.uk_conlist`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.dates import read_date
from comity.lists.formats import uk_conlist
from comity.lists.parcel import Parcel
from comity.lists.reader import Reader
from comity.lists.record import Edition, Item, Refusal
from comity.lists.shelf import Shelf
from comity.lists.text import clean
from comity.lists.workbook import sheets


@dataclass
class ConListWorkbook:
    """Reads ConList.xlsx: one sheet with the day in its first row and the header in the next."""

    name: str = "uk-conlist-xlsx"
    title: str = "UK consolidated list of financial sanctions targets (OFSI), XLSX"
    specification: str = uk_conlist.SPECIFICATION
    version: str = "1"
    sources: tuple[str, ...] = ("uk-conlist",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(uk_conlist.IGNORED))

    def recognises(self, head: str) -> bool:
        """Know the list by the header of its sheet."""
        lines = head.splitlines()[:3]
        return (
            lines[:1] != []
            and lines[0].startswith("[")
            and _is_header([cell for line in lines[1:] for cell in line.split("\t")])
        )

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, each row that cannot be read, and the record of each Group ID."""
        with Shelf() as shelf:
            for parcel in parcels:
                yield from self._shelve(parcel, shelf)
            for group in shelf.groups():
                found = uk_conlist.record(group)
                yield Refusal(group[0].place, found) if isinstance(found, str) else found

    def _shelve(self, parcel: Parcel, shelf: Shelf) -> Iterator[Item]:
        """Put the rows of the sheet on the shelf; give the edition and the rows that are none."""
        header: list[str] = []
        for sheet in sheets(parcel):
            for number, cells in sheet.rows:
                row = [clean(cell) for cell in cells]
                if header:
                    fields = dict(zip(header, row, strict=False))
                    if fields.get("Group ID"):
                        shelf.put(fields["Group ID"], f"row {number}", fields)
                    else:
                        yield Refusal(f"row {number}", "no Group ID")
                elif _is_header(row):
                    header = row
                elif row[0] == "Last Updated":
                    yield Edition(read_date(row[1]).value if row[1:] else "")
                else:
                    break
        if not header:
            raise BadData(
                f"{parcel.name} has no sheet with the columns of the consolidated list.",
                f"Give the file as OFSI has it, with {', '.join(uk_conlist.WANTED)}.",
            )


def _is_header(cells: list[str]) -> bool:
    """Say whether a row is the header."""
    return set(uk_conlist.WANTED) <= set(cells)


READER: Reader = ConListWorkbook()
