"""The OFSI consolidated list as CSV and as a workbook: an edition's day, a header, its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.io.csv import distinct, is_header_again, rows, table
from comity.lists.io.encoding import clean
from comity.lists.io.group_by_key import Shelf
from comity.lists.io.input_files import Parcel
from comity.lists.io.workbook import sheets
from comity.lists.model.reader import Reader
from comity.lists.model.record import Edition, Item, Refusal
from comity.lists.normalise.date_words import read_date
from comity.lists.readers.uk import conlist


@dataclass
class ConListCsv:
    """Reads ConList.csv in the layouts of 2018 (29 columns) and of 2022 (36 columns)."""

    name: str = "uk-conlist-csv"
    title: str = "UK consolidated list of financial sanctions targets (OFSI), CSV"
    specification: str = conlist.SPECIFICATION
    version: str = "1"
    sources: tuple[str, ...] = ("uk-conlist",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(conlist.IGNORED))

    def recognises(self, head: str) -> bool:
        """Know the list by its header, which has a Group ID and names in six columns."""
        header = "\n".join(head.splitlines()[:2])
        return "," in header and all(column in header for column in conlist.WANTED)

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, each row that cannot be read, and the record of each Group ID."""
        yield Edition(published(parcels[0]))
        with Shelf() as shelf:
            for parcel in parcels:
                for row in table(parcel, conlist.WANTED, strict=False, header_within=2):
                    if isinstance(row, Refusal):
                        yield row
                        continue
                    line, fields = row
                    if fields["Group ID"]:
                        shelf.put(fields["Group ID"], f"line {line}", fields)
                    else:
                        yield Refusal(f"line {line}", "no Group ID")
            for group in shelf.groups():
                found = conlist.record(group)
                yield Refusal(group[0].place, found) if isinstance(found, str) else found


def published(parcel: Parcel) -> str:
    """Return the day that the first line gives after "Last Updated"; empty where it gives none."""
    for row in rows(parcel, strict=False):
        if not isinstance(row, Refusal) and row[1][0].strip() == "Last Updated" and row[1][1:]:
            return read_date(row[1][1]).value
        break
    return ""


CSV_READER: Reader = ConListCsv()


@dataclass
class ConListWorkbook:
    """Reads ConList.xlsx: one sheet with the day in its first row and the header in the next."""

    name: str = "uk-conlist-xlsx"
    title: str = "UK consolidated list of financial sanctions targets (OFSI), XLSX"
    specification: str = conlist.SPECIFICATION
    version: str = "1"
    sources: tuple[str, ...] = ("uk-conlist",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(conlist.IGNORED))

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
                found = conlist.record(group)
                yield Refusal(group[0].place, found) if isinstance(found, str) else found

    def _shelve(self, parcel: Parcel, shelf: Shelf) -> Iterator[Item]:
        """Put the rows of the sheet on the shelf; give the edition and the rows that are none."""
        header: list[str] = []
        for sheet in sheets(parcel):
            for number, cells in sheet.rows:
                row = [clean(cell) for cell in cells]
                if header:
                    fields = dict(zip(header, row, strict=False))
                    if is_header_again(row, header):
                        continue
                    if fields.get("Group ID"):
                        shelf.put(fields["Group ID"], f"row {number}", fields)
                    else:
                        yield Refusal(f"row {number}", "no Group ID")
                elif _is_header(row):
                    header = distinct(row)
                elif row[0] == "Last Updated":
                    yield Edition(read_date(row[1]).value if row[1:] else "")
                else:
                    break
        if not header:
            raise BadData(
                f"{parcel.name} has no sheet with the columns of the consolidated list.",
                f"Give the file as OFSI has it, with {', '.join(conlist.WANTED)}.",
            )


def _is_header(cells: list[str]) -> bool:
    """Say whether a row is the header."""
    return set(conlist.WANTED) <= set(cells)


WORKBOOK_READER: Reader = ConListWorkbook()
