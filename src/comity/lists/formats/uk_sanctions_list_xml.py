"""UK Sanctions List as XML: a ``Designation`` an entity, with the fields of the CSV.

What each field becomes stands in :mod:`comity.lists.formats.uk_sanctions_list`; ``COLUMNS`` says
which column an element is. An element that is not there keeps its own name and becomes a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from comity.lists.dates import read_date
from comity.lists.formats import uk_sanctions_list
from comity.lists.markup import elements
from comity.lists.markup import text as text_of
from comity.lists.parcel import Parcel
from comity.lists.reader import Reader
from comity.lists.record import Edition, Item, Refusal

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
    specification: str = uk_sanctions_list.SPECIFICATION
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
    found = uk_sanctions_list.record(rows)
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


READER: Reader = SanctionsListXml()
