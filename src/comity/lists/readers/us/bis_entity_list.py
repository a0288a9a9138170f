"""The Entity List as the CSV from which the Consolidated Screening List was made.

Specification: the importer of the International Trade Administration, which is public:
https://github.com/GovWizely/webservices (app/importers/screening_list). An entity has a row for
each of its addresses with each of its other names; rows that follow one another and are the same
in all else are one record. Other lists of the same screening data have the same columns.

| column | kept as |
| --- | --- |
| Source List | list |
| Entity Number | number |
| SDN Type | kind |
| Programs, Name, Title | programmes, primary name, positions |
| Address, City, State/Province, Postal Code, Country | address |
| Federal Register Notice | legal citations, one each |
| Effective Date, Date Lifted/Waived/Expired | listed, delisted |
| License Requirement, License Policy | licence requirement, review policy |
| Call Sign, Vessel Type, Vessel Flag | identifier (call-sign), vessel type, tie (flag) |
| Remarks/Notes | remark |
| Standard Order, Gross Tonnage, Gross Register Tonnage, Vessel Owner | note |
| Alternate Name | alias; former if the Alternate Type is f.k.a. |
| Alternate Type (any other), Alternate Remarks, Address Remarks | note |
| Address Number, Alternate Number, Web Link | ignored |
| any other column | note |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from comity.errors import BadData
from comity.lists.io.csv import runs, table
from comity.lists.io.input_files import Parcel
from comity.lists.model.record import Edition, Item, Name, Note, Record, Refusal
from comity.lists.readers.us.csl_row import Several, record_of

_SINGLE = {
    "source": "Source List",
    "entity_number": "Entity Number",
    "type": "SDN Type",
    "name": "Name",
    "title": "Title",
    "federal_register_notice": "Federal Register Notice",
    "start_date": "Effective Date",
    "end_date": "Date Lifted/Waived/Expired",
    "standard_order": "Standard Order",
    "license_requirement": "License Requirement",
    "license_policy": "License Policy",
    "call_sign": "Call Sign",
    "vessel_type": "Vessel Type",
    "gross_tonnage": "Gross Tonnage",
    "gross_registered_tonnage": "Gross Register Tonnage",
    "vessel_flag": "Vessel Flag",
    "vessel_owner": "Vessel Owner",
    "remarks": "Remarks/Notes",
}
_LINE = ("Address", "City", "State/Province", "Postal Code")
_ALTERNATE = ("Alternate Type", "Alternate Name", "Alternate Remarks")
_IGNORED = ("Address Number", "Alternate Number", "Web Link")
_SAME = (*_SINGLE.values(), "Programs")
_WANTED = (*_SAME, *_LINE, "Country", "Address Remarks", *_ALTERNATE, *_IGNORED)


@dataclass(frozen=True)
class EntityListCsv:
    """The reader of the importer's CSV."""

    name: str = "bis-el-csv"
    title: str = "BIS Entity List, CSV of the screening data"
    specification: str = "https://github.com/GovWizely/webservices"
    version: str = "1"
    sources: tuple[str, ...] = ("bis-entity-list",)
    ignored: dict[str, str] = field(
        default_factory=lambda: {
            "Address Number, Alternate Number": "number rows of one entity; nothing refers to them",
            "Web Link": "the web page of the whole list, the same in all its rows",
        }
    )

    def recognises(self, head: str) -> bool:
        """Say whether a file begins with the header of the screening data."""
        header = re.split(r"[\r\n]", head.lstrip("\ufeff"), maxsplit=1)[0].replace('"', "")
        columns = {column.strip() for column in header.split(",")}
        return {"Source List", "Federal Register Notice", "Alternate Name"} <= columns

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Read the rows, those of one entry together."""
        if len(parcels) != 1:
            raise BadData(
                f"One file of this format is wanted, found {len(parcels)}.", "Give one at a time."
            )
        yield Edition()
        count = 0
        for run in runs(table(parcels[0], _WANTED), _SAME):
            if isinstance(run, Refusal):
                yield run
                continue
            found = _record(*run)
            count += isinstance(found, Record)
            yield found
        if not count:
            raise BadData(f"{parcels[0].name} has no row that can be read.", "Get it once more.")


READER = EntityListCsv()


def _record(place: str, rows: list[dict[str, str]]) -> Record | Refusal:
    """Return the record of the rows of one entry."""
    first = rows[0]
    fields = {"source_list_url": "", "source_information_url": ""}
    fields |= {name: first[column] for name, column in _SINGLE.items()}
    several = Several(programmes=[one for one in first["Programs"].split("; ") if one])
    former = set()
    for row in rows:
        line = ", ".join(row[part] for part in _LINE if row[part])
        several.addresses.append((line, row["Country"]))
        if row["Address Remarks"]:
            several.notes.append(Note("Address Remarks", f"{line}: {row['Address Remarks']}"))
        if name := row["Alternate Name"]:
            several.alt_names.append(name)
            kind = row["Alternate Type"].replace(".", "").casefold()
            if kind == "fka":
                former.add(name)
            elif kind not in ("", "aka"):
                several.notes.append(Note("Alternate Type", f"{name}: {row['Alternate Type']}"))
        if row["Alternate Remarks"]:
            several.notes.append(
                Note("Alternate Remarks", f"{row['Alternate Name']}: {row['Alternate Remarks']}")
            )
        several.notes += [
            Note(column, value) for column, value in row.items() if value and column not in _WANTED
        ]
    found = record_of(place, fields, several, order="mdy")
    if isinstance(found, Refusal) or not former:
        return found
    names = (
        Name(name.text, "former") if name.kind == "alias" and name.text in former else name
        for name in found.names
    )
    return replace(found, names=tuple(names))
