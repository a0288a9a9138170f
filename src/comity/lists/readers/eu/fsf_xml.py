"""The consolidated financial sanctions list of the European Union, XML 1.1.

Specification: the schema ``20170605-1.1.xsd`` that the Commission gives with the file at
https://webgate.ec.europa.eu/fsd/fsf (the Financial Sanctions Files). Every element and attribute
stands in FIELDS, with what becomes of it, or in IGNORED, with the reason; what is in neither is
kept as a note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from comity.lists.io.encoding import clean
from comity.lists.io.input_files import Parcel
from comity.lists.io.xml import opening, text, texts
from comity.lists.model.reader import Shape, joined, some
from comity.lists.model.record import Edition, Item, Record, Refusal
from comity.lists.normalise.date_words import read_date
from comity.lists.readers.eu.party import KINDS, Party, birth_date

_BIRTHDATE = ("birthdate", "year", "monthOfYear", "dayOfMonth", "yearRangeFrom", "yearRangeTo")
_BIRTHPLACE = ("city", "place", "region", "zipCode")
_ADDRESS = ("street", "poBox", "zipCode", "city", "place", "region")
_DOCUMENT_NOTES = (
    "issuedBy", "issueDate", "validFrom", "validTo", "nameOnDocument", "latinNumber", "region",
    "diplomatic", "knownExpired", "knownFalse", "reportedLost", "revokedByIssuer",
)  # fmt: skip
_PARTS = ("nameAlias", "citizenship", "birthdate", "identification", "address")

FIELDS = {
    "@euReferenceNumber": "number of the record",
    "@unitedNationId": "identifier un-reference",
    "@designationDate": "note; listed, as the first day of all acts and the designation",
    "@designationDetails": "note; listed, where it says 'date of listing'",
    "remark": "remark; listed, where it says 'date of listing'",
    "regulation@numberTitle": "citation",
    "regulation@publicationDate": "listed, as the first day of all acts and the designation",
    "regulation@entryIntoForceDate": "note",
    "regulation@programme": "programme",
    "regulation/publicationUrl": "note",
    "regulation/remark": "note",
    "subjectType@code": "kind",
    "subjectType@classificationCode": "kind: P is a person",
    **{f"{part}/remark": "note, with the value it is about" for part in _PARTS},
    **{f"{part}/regulationSummary@numberTitle": "citation" for part in _PARTS},
    **{f"{part}/regulationSummary@publicationDate": "as that of regulation" for part in _PARTS},
    **{f"{part}/regulationSummary@programme": "programme" for part in _PARTS},
    "nameAlias@wholeName": "name",
    "nameAlias@nameLanguage": "language of that name",
    "nameAlias@strong": "false: that name is weak",
    "nameAlias@function": "position",
    "nameAlias@title": "note",
    "nameAlias@gender": "gender",
    "citizenship@countryDescription": "tie of nationality",
    "citizenship@region": "note",
    **{f"birthdate@{name}": "date of birth" for name in (*_BIRTHDATE, "circa", "calendarType")},
    **{f"birthdate@{name}": "place of birth" for name in (*_BIRTHPLACE, "countryDescription")},
    "identification@number": "value of an identifier",
    "identification@identificationTypeDescription": "scheme and label of that identifier",
    "identification@countryDescription": "issuer of that identifier",
    **{f"identification@{name}": "note, with the number" for name in _DOCUMENT_NOTES},
    **{f"address@{name}": "address" for name in (*_ADDRESS, "countryDescription")},
    "address@asAtListingTime": "note, with the address, where it is true",
    "address/contactInfo": "note",
    "address/contactInfo@key": "note",
    "address/contactInfo@value": "note",
}

IGNORED = {
    "@logicalId": "number of the row in the publisher's database; it is the place of the record",
    "regulation@logicalId": "number of the row in the publisher's database",
    "regulation@regulationType": "what the act does to the list as a whole; its title is kept",
    "regulation@organisationType": "body that made the act; its title is kept",
    "nameAlias@firstName": "part of wholeName",
    "nameAlias@middleName": "part of wholeName",
    "nameAlias@lastName": "part of wholeName",
    "identification@identificationTypeCode": "says as a code what its description says in words",
    **{
        f"{part}@countryIso2Code": "says as a code what countryDescription says in words"
        for part in _PARTS[1:]
    },
    **{f"{part}@logicalId": "number of the row in the publisher's database" for part in _PARTS},
    **{
        f"{part}@regulationLanguage": "language of the act that the value was taken from"
        for part in _PARTS
    },
    **{
        f"{part}/regulationSummary@{name}": reason
        for part in _PARTS
        for name, reason in (
            ("regulationType", "what the act does to the list as a whole; its title is kept"),
            ("publicationUrl", "address of the act, whose title is kept"),
            ("organisationType", "body that made the act; its title is kept"),
            ("entryIntoForceDate", "that of the act at the head of the record is kept"),
        )
    },
}

_SHAPE = Shape((*FIELDS, *IGNORED))
_OPEN = re.compile(r"<(?:\w+:)?export\b[^>]*\bgenerationDate=")


@dataclass(frozen=True)
class EuFsfXml:
    """Reads the Financial Sanctions Files as they are since 2017."""

    name: str = "eu-fsf-xml-1.1"
    title: str = "EU consolidated financial sanctions list, XML 1.1"
    specification: str = "https://webgate.ec.europa.eu/fsd/fsf"
    version: str = "1"
    sources: tuple[str, ...] = ("eu-fsf",)
    ignored: dict[str, str] = field(default_factory=lambda: IGNORED)

    def recognises(self, head: str) -> bool:
        """Say whether the outermost element is an export of the Financial Sanctions Files."""
        return _OPEN.search(head) is not None

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition and each sanctioned entity."""
        generated = opening(parcels[0]).get("generationDate", "")
        yield Edition(published=read_date(generated[:10], "ymd").value)
        for parcel in parcels:
            for element, line in some(parcel, ("sanctionEntity",)):
                yield entity(element, line)


def entity(element: Element, line: int) -> Record | Refusal:
    """Return one sanctioned entity."""
    logical = element.get("logicalId")
    party = Party(f"sanctionEntity {logical}" if logical else f"sanctionEntity on line {line}")
    party.number = clean(element.get("euReferenceNumber", ""))
    if united := clean(element.get("unitedNationId", "")):
        party.united_nations(united)
    party.remarks += texts(element, "remark")
    party.designated(clean(element.get("designationDate", "")))
    party.note("designationDetails", clean(element.get("designationDetails", "")))
    for part in element:
        if adder := _ADDERS.get(part.tag):
            adder(party, part)
            for act in part.iterfind("regulationSummary"):
                given = _attributes(act)
                party.act(given("numberTitle"), given("publicationDate"), given("programme"))
    party.notes += _SHAPE.unforeseen(element)
    return party.record()


def _attributes(part: Element) -> Callable[[str], str]:
    """Return what gives the cleaned value of an attribute, empty where there is none."""
    return lambda name: clean(part.get(name, ""))


def _subject(party: Party, part: Element) -> None:
    given = _attributes(part)
    codes = (given("classificationCode"), given("code"))
    party.kind = next(
        (KINDS[code.upper()] for code in codes if code.upper() in KINDS), "OtherEntity"
    )


def _regulation(party: Party, part: Element) -> None:
    given = _attributes(part)
    title = given("numberTitle")
    party.act(title, given("publicationDate"), given("programme"))
    party.note("regulation/entryIntoForceDate", title, given("entryIntoForceDate"))
    party.note("regulation/publicationUrl", title, text(part, "publicationUrl"))
    party.note("regulation/remark", title, text(part, "remark"))


def _name(party: Party, part: Element) -> None:
    given = _attributes(part)
    whole = given("wholeName")
    whole = whole or joined(given("firstName"), given("middleName"), given("lastName"), by=" ")
    remarks = texts(part, "remark")
    party.name(whole, given("nameLanguage"), given("strong") != "false", joined(*remarks))
    party.genders.append(given("gender"))
    party.positions.append(given("function"))
    party.note("nameAlias/title", whole, given("title"))
    for remark in remarks:
        party.note("nameAlias/remark", whole, remark)


def _citizenship(party: Party, part: Element) -> None:
    given = _attributes(part)
    country = given("countryDescription") or given("countryIso2Code")
    party.citizenship(country)
    party.note("citizenship/region", country, given("region"))
    for remark in texts(part, "remark"):
        party.note("citizenship/remark", country, remark)


def _birth(party: Party, part: Element) -> None:
    given = _attributes(part)
    born = birth_date(
        *(given(name) for name in _BIRTHDATE),
        circa=given("circa") == "true",
        calendar=given("calendarType"),
    )
    if born:
        party.births.append(born)
    place = [given(name) for name in (*_BIRTHPLACE, "countryDescription")]
    party.birth_place(*place)
    for remark in texts(part, "remark"):
        party.note("birthdate/remark", born.text if born else "", remark)


def _document(party: Party, part: Element) -> None:
    given = _attributes(part)
    number = given("number") or given("latinNumber")
    label = given("identificationTypeDescription") or given("identificationTypeCode")
    country = given("countryDescription") or given("countryIso2Code")
    party.document(label, number, country)
    for name in _DOCUMENT_NOTES:
        if (told := given(name)) and told != "false":
            party.note(f"identification/{name}", number or label, told)
    for remark in texts(part, "remark"):
        party.note("identification/remark", number or label, remark)


def _address(party: Party, part: Element) -> None:
    given = _attributes(part)
    line = joined(*(given(name) for name in _ADDRESS))
    country = given("countryDescription") or given("countryIso2Code")
    party.address(line, country)
    where = line or country
    if given("asAtListingTime") == "true":
        party.note("address/asAtListingTime", where, "true")
    for contact in part.iterfind("contactInfo"):
        party.note(
            "address/contactInfo",
            clean(contact.get("key", "")),
            clean(contact.get("value", "")) or text(contact),
        )
    for remark in texts(part, "remark"):
        party.note("address/remark", where, remark)


_ADDERS: dict[str, Callable[[Party, Element], None]] = {
    "subjectType": _subject,
    "regulation": _regulation,
    "nameAlias": _name,
    "citizenship": _citizenship,
    "birthdate": _birth,
    "identification": _document,
    "address": _address,
}

READER = EuFsfXml()
