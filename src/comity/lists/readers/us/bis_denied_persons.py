"""The Denied Persons List of the Bureau of Industry and Security, tab-separated (dpl.txt).

Specification: https://www.bis.gov/licensing/end-user-guidance/denied-persons-list-dpl; the header
names the columns. A person with several addresses has a row for each. Rows that follow one another
with the same name and the same days of one order are one record.

| column | kept as |
| --- | --- |
| Name | primary name |
| Street_Address, City, State, Postal_Code, Country | address; the country is empty in many rows |
| Effective_Date, Expiration_Date | listed, delisted: the order ends on that day, if on any |
| Standard_Order, Last_Update | note |
| Action | remark: what was done last, as the Consolidated Screening List has it |
| FR_Citation | legal citations, one each |
| any other column | note |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.io.csv import runs, table
from comity.lists.io.input_files import Parcel
from comity.lists.model.record import Edition, Item, Note, Record, Refusal
from comity.lists.readers.us.csl_row import SINGLE, Several, record_of

_LINE = ("Street_Address", "City", "State", "Postal_Code")
_ORDER = ("Name", "Effective_Date", "Expiration_Date", "Standard_Order")
_WANTED = (*_ORDER, *_LINE, "Country", "Last_Update", "Action", "FR_Citation")


@dataclass(frozen=True)
class DeniedPersons:
    """The reader of dpl.txt."""

    name: str = "bis-dpl"
    title: str = "BIS Denied Persons List, tab-separated"
    specification: str = "https://www.bis.gov/licensing/end-user-guidance/denied-persons-list-dpl"
    version: str = "1"
    sources: tuple[str, ...] = ("bis-denied-persons",)
    ignored: dict[str, str] = field(default_factory=dict)

    def recognises(self, head: str) -> bool:
        """Say whether a file begins with the header of the list."""
        header = re.split(r"[\r\n]", head.lstrip("\ufeff"), maxsplit=1)[0].replace('"', "")
        columns = {column.strip().casefold() for column in header.split("\t")}
        return {"name", "effective_date", "standard_order", "fr_citation"} <= columns

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Read the rows, those of one order together."""
        if len(parcels) != 1:
            raise BadData(
                f"One file of this format is wanted, found {len(parcels)}.", "Give one at a time."
            )
        yield Edition()
        count = 0
        for run in runs(table(parcels[0], _WANTED, delimiter="\t"), _ORDER):
            if isinstance(run, Refusal):
                yield run
                continue
            found = _record(*run)
            count += isinstance(found, Record)
            yield found
        if not count:
            raise BadData(f"{parcels[0].name} has no row that can be read.", "Get it once more.")


READER = DeniedPersons()


def _record(place: str, rows: list[dict[str, str]]) -> Record | Refusal:
    """Return the record of the rows of one order."""
    fields = dict.fromkeys(SINGLE, "")
    fields |= {
        "source": "DPL",
        "name": rows[0]["Name"],
        "start_date": rows[0]["Effective_Date"],
        "end_date": rows[0]["Expiration_Date"],
        "standard_order": rows[0]["Standard_Order"],
        "federal_register_notice": "; ".join(_distinct(rows, "FR_Citation")),
        "remarks": "; ".join(_distinct(rows, "Action")),
    }
    several = Several()
    for row in rows:
        line = ", ".join(row[part] for part in _LINE if row[part])
        several.addresses.append((line, row["Country"]))
    several.notes += [Note("Last_Update", day) for day in _distinct(rows, "Last_Update")]
    for column in rows[0]:
        if column not in _WANTED:
            several.notes += [Note(column, value) for value in _distinct(rows, column)]
    return record_of(place, fields, several, order="mdy")


def _distinct(rows: list[dict[str, str]], column: str) -> list[str]:
    """Return the values of a column, each once, without empty ones."""
    return [value for value in dict.fromkeys(row[column] for row in rows) if value]
