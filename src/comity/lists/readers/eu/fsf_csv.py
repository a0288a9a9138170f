"""The consolidated financial sanctions list of the European Union, CSV: layouts 1.0 and 1.1.

Specification: https://webgate.ec.europa.eu/fsd/fsf, where the Commission gives both layouts with a
header. Each row has the columns of the entity, and those of one of its names, addresses, births,
documents or citizenships; the rows of an entity follow each other. COLUMNS says of each column
which attribute or element of the XML of the same version it is; that is what becomes of it, and
its reader says so in FIELDS and IGNORED. A column of another name is kept as a note.

A spreadsheet that opened such a file at its commas and saved it again left each line as one quoted
field with tabs for commas; such a file is read as what it was.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, tostring

from comity.errors import BadData
from comity.lists.io.csv import rows
from comity.lists.io.encoding import clean
from comity.lists.io.input_files import Parcel
from comity.lists.model.record import Edition, Item, Refusal
from comity.lists.normalise.date_words import read_date
from comity.lists.readers.eu import fsf_xml, fsf_xml_old

_OLD_PARTS = {
    "Naal": "NAME", "Addr": "ADDRESS", "Birt": "BIRTH", "Iden": "PASSPORT", "Citi": "CITIZEN",
}  # fmt: skip
_OLD_COLUMNS = {
    "entity_logical_id": "@Id",
    "subject_type": "@Type",
    "leba_numtitle": "REGULATION@legal_basis",
    "leba_publication_date": "REGULATION@reg_date",
    "leba_url": "REGULATION@pdf_link",
    "programme": "REGULATION@programme",
    "entity_remark": "@remark",
    "eu_ref_num": "@EU_ref_num",
    **{
        f"{short}_{column}".lower(): f"{part}@{attribute}"
        for short, part in _OLD_PARTS.items()
        for column, attribute in (
            ("logical_id", "Id"),
            ("leba_numtitle", "legal_basis"),
            ("leba_publication_date", "reg_date"),
            ("leba_url", "pdf_link"),
            ("programme", "programme"),
        )
    },
    **{f"{short}_country".lower(): f"{part}/COUNTRY" for short, part in _OLD_PARTS.items()},
    **{
        f"naal_{name}": f"NAME/{name.upper()}"
        for name in (
            "lastname", "firstname", "middlename", "wholename", "gender", "title", "function",
            "language",
        )
    },
    **{
        f"addr_{name}": f"ADDRESS/{name.upper()}"
        for name in ("number", "street", "zipcode", "city", "other")
    },
    "birt_date": "BIRTH/DATE",
    "birt_place": "BIRTH/PLACE",
    "iden_number": "PASSPORT/NUMBER",
}  # fmt: skip

_NEW_PARTS = {
    "NameAlias": "nameAlias", "Address": "address", "BirthDate": "birthdate",
    "Identification": "identification", "Citizenship": "citizenship",
}  # fmt: skip
_REGULATION = {
    "Type": "regulationType",
    "OrganisationType": "organisationType",
    "PublicationDate": "publicationDate",
    "EntryIntoForceDate": "entryIntoForceDate",
    "NumberTitle": "numberTitle",
    "Programme": "programme",
}
_ATTRIBUTES = {
    "NameAlias": "LastName FirstName MiddleName WholeName NameLanguage Gender Title Function "
    "Strong",
    "Address": "City Street PoBox ZipCode Region Place AsAtListingTime",
    "BirthDate": "YearRangeFrom YearRangeTo Circa CalendarType ZipCode Region Place City",
    "Identification": "Number Diplomatic KnownExpired KnownFalse ReportedLost RevokedByIssuer "
    "IssuedBy ValidFrom ValidTo LatinNumber NameOnDocument Region",
    "Citizenship": "Region",
}
_NEW_COLUMNS = {
    "entity_logicalid": "@logicalId",
    "entity_eu_referencenumber": "@euReferenceNumber",
    "entity_unitednationid": "@unitedNationId",
    "entity_designationdate": "@designationDate",
    "entity_designationdetails": "@designationDetails",
    "entity_remark": "remark",
    "entity_subjecttype": "subjectType@code",
    "entity_subjecttype_classificationcode": "subjectType@classificationCode",
    **{
        f"entity_regulation_{column}".lower(): f"regulation@{attribute}"
        for column, attribute in _REGULATION.items()
    },
    "entity_regulation_publicationurl": "regulation/publicationUrl",
    **{
        f"{prefix}_{name}".lower(): f"{part}@{name[0].lower()}{name[1:]}"
        for prefix, part in _NEW_PARTS.items()
        for name in (
            *_ATTRIBUTES[prefix].split(),
            *("CountryIso2Code", "CountryDescription", "LogicalId", "RegulationLanguage"),
        )
    },
    **{f"{prefix}_remark".lower(): f"{part}/remark" for prefix, part in _NEW_PARTS.items()},
    **{
        f"{prefix}_regulation_{column}".lower(): f"{part}/regulationSummary@{attribute}"
        for prefix, part in _NEW_PARTS.items()
        for column, attribute in (*_REGULATION.items(), ("PublicationUrl", "publicationUrl"))
    },
    "address_contactinfo": "address/contactInfo",
    "birthdate_birthdate": "birthdate@birthdate",
    "birthdate_day": "birthdate@dayOfMonth",
    "birthdate_month": "birthdate@monthOfYear",
    "birthdate_year": "birthdate@year",
    "identification_typecode": "identification@identificationTypeCode",
    "identification_typedescription": "identification@identificationTypeDescription",
    "identification_issueddate": "identification@issueDate",
}

COLUMNS = {**_OLD_COLUMNS, **_NEW_COLUMNS}
_OLD_KEY, _NEW_KEY = "entity_logical_id", "entity_logicalid"
_DATES = re.compile(r"(?:date_file|filegenerationdate)", re.IGNORECASE)
_OLD_HEAD = re.compile(r"entity_logical_id;.*\bnaal_wholename\b", re.IGNORECASE)
_NEW_HEAD = re.compile(r"entity_logicalid;.*\bnamealias_wholename\b", re.IGNORECASE)

IGNORED = {
    **{f"1.0: {path}": reason for path, reason in fsf_xml_old.IGNORED.items()},
    **{f"1.1: {path}": reason for path, reason in fsf_xml.IGNORED.items()},
    "1.0: Entity_logical_id of the parts": "repeats the number of the entity",
}


@dataclass(frozen=True)
class EuFsfCsv:
    """Reads both layouts; the header says which one it is."""

    name: str = "eu-fsf-csv"
    title: str = "EU consolidated financial sanctions list, CSV"
    specification: str = "https://webgate.ec.europa.eu/fsd/fsf"
    version: str = "1"
    sources: tuple[str, ...] = ("eu-fsf",)
    ignored: dict[str, str] = field(default_factory=lambda: IGNORED)

    def recognises(self, head: str) -> bool:
        """Say whether the first line is the header of one of the layouts."""
        first = head.partition("\n")[0]
        return bool(_OLD_HEAD.search(first) or _NEW_HEAD.search(first))

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition and each entity."""
        for parcel in parcels:
            yield from _Sheet(parcel).items()


class _Sheet:
    """One file: its header, and the entity whose rows are being gathered."""

    def __init__(self, parcel: Parcel) -> None:
        self._parcel = parcel
        self._rows = rows(parcel, delimiter=";", strict=False)
        self._header, self._saved = self._read_header()
        folded = [name.casefold() for name in self._header]
        self._old = _OLD_KEY in folded
        key = _OLD_KEY if self._old else _NEW_KEY
        if key not in folded:
            raise BadData(
                f"{parcel.name} has no column Entity_LogicalId; its header is "
                f"{';'.join(self._header)[:200]}.",
                "Give the file as the Commission has it, with its header.",
            )
        self._key = folded.index(key)
        self._date = next((at for at, name in enumerate(folded) if _DATES.match(name)), None)
        self._paths = self._known(folded)

    def _read_header(self) -> tuple[list[str], bool]:
        """Return the names of the columns, and whether a spreadsheet saved the file."""
        for row in self._rows:
            if isinstance(row, Refusal):
                continue
            fields = row[1]
            saved = len(fields) == 1
            names = _split(fields[0]) if saved else fields
            return [clean(name) for name in names], saved
        return [], False

    def _known(self, folded: list[str]) -> list[tuple[int, str]]:
        """Return where each column goes: its index and a path; first come, first served."""
        columns = _OLD_COLUMNS if self._old else _NEW_COLUMNS
        found: dict[str, int] = {}
        for at, name in enumerate(folded):
            path = columns.get(name) or f"@{self._header[at]}"
            if at != self._date and self._header[at]:
                found.setdefault(path, at)
        return [(at, path) for path, at in found.items()]

    def items(self) -> Iterator[Item]:
        """Give the edition, and each entity when its last row has come."""
        element: Element | None = None
        number, line = "", 0
        seen: set[str] = set()
        dated = False
        for row in self._rows:
            if isinstance(row, Refusal):
                yield row
                continue
            at, fields = row
            if self._saved and len(fields) == 1:
                fields = _split(fields[0])
            if len(fields) != len(self._header):
                yield Refusal(f"line {at}", f"{len(fields)} fields, {len(self._header)} wanted")
                continue
            if not dated:
                dated = True
                yield self._edition(fields)
            this = clean(fields[self._key])
            if element is None or this != number:
                if element is not None:
                    yield self._entity(element, line)
                    element = None
                if not this or this in seen:
                    why = f"entity {this} once more, apart from its other rows" if this else "no id"
                    yield Refusal(f"line {at}", why)
                    number = ""
                    continue
                seen.add(this)
                number, line = this, at
                element = Element("ENTITY" if self._old else "sanctionEntity")
            self._add(element, fields)
        if element is not None:
            yield self._entity(element, line)
        if not seen:
            raise BadData(
                f"{self._parcel.name} has a header, but no entity below it.",
                "Get the file once more from its publisher.",
            )

    def _edition(self, fields: list[str]) -> Edition:
        """Return the day of the file, which each row repeats."""
        day = fields[self._date] if self._date is not None else ""
        return Edition(published=read_date(day, "dmy").value)

    def _entity(self, element: Element, line: int) -> Item:
        """Return the gathered entity as the reader of the XML does."""
        read = fsf_xml_old.entity if self._old else fsf_xml.entity
        return read(element, line)

    def _add(self, element: Element, fields: list[str]) -> None:
        """Add one row: what it says of the entity, where new, and its one part."""
        parts: dict[str, Element] = {}
        for at, path in self._paths:
            if not (words := clean(fields[at])):
                continue
            way, _, attribute = path.partition("@")
            where = element
            if way:
                tag, _, inner = way.partition("/")
                if tag not in parts:
                    parts[tag] = Element(tag)
                where = parts[tag]
                if inner:
                    below = where.find(inner)
                    where = SubElement(where, inner) if below is None else below
            if not attribute:
                where.text = words
            elif where.get(attribute) is None:
                where.set(attribute, words)
            elif words not in (told := where.get(attribute, "")).split("; "):
                where.set(attribute, f"{told}; {words}")  # another value than in its first row
        for part in parts.values():
            if not any(_same(part, other) for other in element.iterfind(part.tag)):
                element.append(part)


def _same(one: Element, other: Element) -> bool:
    """Say whether two elements are equal."""
    return tostring(one) == tostring(other)


def _split(line: str) -> list[str]:
    """Return the fields of a line that a spreadsheet saved as one: its commas became tabs."""
    whole = " ".join(line.rstrip("\t").replace("\t", ",").splitlines())
    try:
        return next(csv.reader([whole], delimiter=";"), [])
    except csv.Error:
        return [whole]  # one field, which is too few: the row is refused


READER = EuFsfCsv()
