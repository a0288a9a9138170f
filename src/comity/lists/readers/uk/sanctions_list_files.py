"""The UK Sanctions List as CSV and as XML, with the same fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from comity.lists.io.csv import rows, table
from comity.lists.io.group_by_key import Shelf
from comity.lists.io.input_files import Parcel
from comity.lists.io.xml import elements
from comity.lists.io.xml import text as text_of
from comity.lists.model.reader import Reader
from comity.lists.model.record import Edition, Item, Refusal
from comity.lists.normalise.date_words import read_date
from comity.lists.readers.uk import sanctions_list
from comity.lists.readers.uk.sanctions_list import column

WANTED = ("Unique ID", "Name 6", "Name 1", "Name type", "Regime Name", "Date Designated")


@dataclass
class SanctionsListCsv:
    """Reads UK-Sanctions-List.csv as the Foreign, Commonwealth and Development Office has it."""

    name: str = "uk-sanctions-list-csv"
    title: str = "UK Sanctions List (FCDO), CSV"
    specification: str = sanctions_list.SPECIFICATION
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
                found = sanctions_list.record([row.fields for row in group])
                yield Refusal(group[0].place, found) if isinstance(found, str) else found


def _published(parcel: Parcel) -> str:
    """Return the day that the first line gives after "Report Date:"; empty where it gives none."""
    for row in rows(parcel, strict=False):
        if not isinstance(row, Refusal) and row[1][0].startswith("Report Date:"):
            return read_date(row[1][0].removeprefix("Report Date:")).value
        break
    return ""


CSV_READER: Reader = SanctionsListCsv()


COLUMNS = {
    "LastUpdated": "Last Updated",
    "DateDesignated": "Date Designated",
    "UniqueID": "Unique ID",
    "OFSIGroupID": "OFSI Group ID",
    "UNReferenceNumber": "UN Reference Number",
    **{f"Name{number}": f"Name {number}" for number in range(1, 7)},
    "NameType": "Name type",
    "AliasStrength": "Alias strength",
    "NameNonLatinScript": "Name non-latin script",
    "NonLatinScriptType": "Non-latin script type",
    "NonLatinScriptLanguage": "Non-latin script language",
    "Title": "Title",
    "RegimeName": "Regime Name",
    "IndividualEntityShip": "Designation Type",
    "DesignationSource": "Designation source",
    "SanctionsImposed": "Sanctions Imposed",
    "OtherInformation": "Other Information",
    "UKStatementofReasons": "UK Statement of Reasons",
    **{f"AddressLine{number}": f"Address Line {number}" for number in range(1, 7)},
    "AddressPostalCode": "Address Postal Code",
    "AddressCountry": "Address Country",
    "PhoneNumber": "Phone number",
    "EmailAddress": "Email address",
    "DOB": "D.O.B",
    "TownOfBirth": "Town of birth",
    "CountryOfBirth": "Country of birth",
    "Nationality": "Nationality(/ies)",
    "PassportNumber": "Passport number",
    "PassportAdditionalInformation": "Passport additional information",
    "NationalIdentifierNumber": "National Identifier number",
    "NationalIdentifierAdditionalInformation": "National Identifier additional information",
    "TypeOfEntity": "Type of entity",
    "Subsidiary": "Subsidiaries",
    "ParentCompany": "Parent company",
    "BusinessRegistrationNumber": "Business registration number (s)",
    "IMONumber": "IMO number",
    "CurrentOwnerOperator": "Current owner/operator (s)",
    "PreviousOwnerOperator": "Previous owner/operator (s)",
    "CurrentBelievedFlagOfShip": "Current believed flag of ship",
    "PreviousFlag": "Previous flags",
    "TypeOfShip": "Type of ship",
    "TonnageOfShip": "Tonnage of ship",
    "LengthOfShip": "Length of ship",
    "YearBuilt": "Year Built",
    "HullIdentificationNumber": "Hull identification number (HIN)",
}
TOGETHER = {"Name", "NonLatinName", "Address", "Passport", "NationalIdentifier", "Location"}
"""Elements whose children belong together, as the cells of one row do."""


@dataclass
class SanctionsListXml:
    """Reads UK-Sanctions-List.xml as the Foreign, Commonwealth and Development Office has it."""

    name: str = "uk-sanctions-list-xml"
    title: str = "UK Sanctions List (FCDO), XML"
    specification: str = sanctions_list.SPECIFICATION
    version: str = "1"
    sources: tuple[str, ...] = ("uk-sanctions-list",)
    ignored: dict[str, str] = field(default_factory=dict)

    def recognises(self, head: str) -> bool:
        """Know the list by its outermost element and the number of each designation."""
        return "<Designations" in head and "<UniqueID>" in head

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, then each designation as a record."""
        told = False
        for parcel in parcels:
            for element, line in elements(parcel, {"DateGenerated", "Designation"}):
                if not told:
                    day = text_of(element) if element.tag == "DateGenerated" else ""
                    yield Edition(read_date(day).value if day else "")
                    told = True
                if element.tag == "Designation":
                    yield _item(element, line)
        if not told:
            yield Edition()


def _item(designation: Element, line: int) -> Item:
    """Return the record of a designation, or why there is none."""
    plain = {
        COLUMNS.get(child.tag, child.tag): text_of(child) for child in designation if not len(child)
    }
    rows = [plain, *(row for child in designation if len(child) for row in _rows([child]))]
    if not any(row.get("Unique ID") for row in rows):
        return Refusal(f"line {line}", "no UniqueID")
    found = sanctions_list.record(rows)
    return Refusal(f"line {line}", found) if isinstance(found, str) else found


def _rows(children: Iterable[Element]) -> Iterator[dict[str, str]]:
    """Give the fields of elements as rows: what belongs together in one, all else by itself."""
    for child in children:
        if not len(child):
            if text := text_of(child):
                yield {COLUMNS.get(child.tag, child.tag): text}
        elif child.tag in TOGETHER and not any(len(inner) for inner in child):
            yield {COLUMNS.get(inner.tag, inner.tag): text_of(inner) for inner in child}
        else:
            yield from _rows(child)


XML_READER: Reader = SanctionsListXml()
