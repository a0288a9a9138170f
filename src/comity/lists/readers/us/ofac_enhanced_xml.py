"""OFAC's enhanced XML (sanctionsData): SDN_ENHANCED.XML, CONS_ENHANCED.XML and their zips.

Specification: the schema that the file names,
https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML.xsd.
Every element and attribute of an entity stands in FIELDS, with what becomes of it, or in IGNORED,
with the reason; what is in neither is kept as a note. The reference values before the entities are
the vocabulary of the publisher's editors; each entity repeats in words what it uses of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from comity.lists.io.encoding import clean
from comity.lists.io.input_files import Parcel
from comity.lists.io.xml import elements, text, texts
from comity.lists.model.reader import Shape, fields, joined, some
from comity.lists.model.record import Date, Edition, Item, Ownership, Record, Refusal
from comity.lists.normalise.date_words import read_date
from comity.lists.readers.us.ofac_party import COLLECTIVE, KINDS, Party, ownership, period

_NAME = "names/name/translations/translation"
_ADDRESS = "addresses/address/translations/translation/addressParts/addressPart"
_FEATURE = "features/feature"
_DOCUMENT = "identityDocuments/identityDocument"
_RELATION = "relationships/relationship"
_DAYS = ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")
_DOCUMENT_NOTES = (
    "issuingLocation", "issueDate", "expirationDate", "isValid", "comments", "reliability",
)  # fmt: skip

FIELDS = {
    "@id": "number of the record: OFAC's uid",
    "generalInfo/entityType": "kind",
    "generalInfo/title": "position",
    "generalInfo/remarks": "remark",
    "sanctionsLists/sanctionsList": "list of an entry",
    "sanctionsLists/sanctionsList@datePublished": "listed",
    "sanctionsPrograms/sanctionsProgram": "programme of each entry",
    "sanctionsTypes/sanctionsType": "measure of each entry",
    "legalAuthorities/legalAuthority": "citation of each entry",
    "names/name/isPrimary": "whether the name is the primary one",
    "names/name/isLowQuality": "whether the name is weak",
    "names/name/aliasType": "kind of the name: F.K.A. is former",
    "names/name/comments": "note, with the name",
    f"{_NAME}/formattedFullName": "name",
    f"{_NAME}/isPrimary": "which of several scripts is the primary one",
    f"{_NAME}/script": "language of the name",
    f"{_NAME}/comments": "note, with the name",
    "addresses/address/country": "country of the address",
    "addresses/address/translations/translation/country": "country of the address",
    f"{_ADDRESS}/value": "address",
    f"{_FEATURE}/type": "what the feature is: date, place, identifier, tie, measure, note",
    f"{_FEATURE}/value": "that date, place, identifier, tie, measure or note",
    **{f"{_FEATURE}/valueDate/{day}": "date, where the feature is one" for day in _DAYS},
    f"{_FEATURE}/valueDate/isApproximate": "whether that date is circa",
    f"{_FEATURE}/comments": "note, with the value",
    f"{_FEATURE}/reliability": "note, with the value, where it is not Confirmed",
    f"{_DOCUMENT}/type": "scheme and label of an identifier",
    f"{_DOCUMENT}/documentNumber": "value of that identifier",
    f"{_DOCUMENT}/issuingCountry": "issuer of that identifier",
    f"{_DOCUMENT}/issuingAuthority": "issuer of that identifier, or a note",
    **{f"{_DOCUMENT}/{name}": "note, with the number" for name in _DOCUMENT_NOTES},
    f"{_RELATION}/type": "note; also an ownership where it says owned or owns",
    f"{_RELATION}/relatedEntity": "note",
    f"{_RELATION}/relatedEntity@entityId": "note, and the other side of the ownership",
    f"{_RELATION}/quality": "words of that note and ownership",
    f"{_RELATION}/comments": "words of that note and ownership",
}

_ROW = "number of the row in the publisher's database"
_CODE = "says as a number what the element says in words"
IGNORED = {
    "generalInfo/identityId": _ROW,
    "generalInfo/entityType@refId": _CODE,
    **{
        f"{way}@{name}": reason
        for way in (
            "sanctionsLists/sanctionsList",
            "sanctionsPrograms/sanctionsProgram",
            "sanctionsTypes/sanctionsType",
            "legalAuthorities/legalAuthority",
        )
        for name, reason in (("id", _ROW), ("refId", _CODE))
    },
    **{
        f"{way}@id": _ROW
        for way in (
            "names/name", _NAME, f"{_NAME}/nameParts/namePart", "addresses/address",
            "addresses/address/translations/translation", _ADDRESS, _FEATURE, _DOCUMENT, _RELATION,
            f"{_FEATURE}/valueDate",
        )
    },
    **{
        f"{way}@refId": _CODE
        for way in (
            "names/name/aliasType", f"{_NAME}/script", f"{_NAME}/nameParts/namePart/type",
            "addresses/address/country", "addresses/address/translations/translation/script",
            "addresses/address/translations/translation/country",
            f"{_ADDRESS}/type", f"{_FEATURE}/reliability", f"{_DOCUMENT}/type",
            f"{_DOCUMENT}/issuingCountry", f"{_RELATION}/type", f"{_RELATION}/quality",
        )
    },
    f"{_NAME}/formattedFirstName": "part of formattedFullName",
    f"{_NAME}/formattedLastName": "part of formattedFullName",
    f"{_NAME}/nameParts/namePart/type": "part of formattedFullName",
    f"{_NAME}/nameParts/namePart/value": "part of formattedFullName",
    "addresses/address/translations/translation/isPrimary": "each script is an address of its own",
    "addresses/address/translations/translation/script": "the script is seen from the address",
    f"{_ADDRESS}/type": "the parts of an address stand on one line, in the order of the file",
    f"{_FEATURE}/type@featureTypeId": _CODE,
    f"{_FEATURE}/versionId": _ROW,
    f"{_FEATURE}/valueRefId": "says as a number what value says in words",
    f"{_FEATURE}/isPrimary": "which of several versions the publisher's page shows first",
    f"{_FEATURE}/valueDate/isDateRange": "is seen from the days",
    f"{_DOCUMENT}/name": "the primary name of the entity once more",
    f"{_DOCUMENT}/name@nameId": _ROW,
    f"{_DOCUMENT}/name@nameTranslationId": _ROW,
}  # fmt: skip

_SHAPE = Shape((*FIELDS, *IGNORED))
_OPEN = re.compile(r"<(?:\w+:)?sanctionsData\b")


@dataclass(frozen=True)
class OfacEnhancedXml:
    """Reads the enhanced XML of both of OFAC's publications."""

    name: str = "ofac-enhanced-xml"
    title: str = "OFAC sanctions lists, enhanced XML"
    specification: str = (
        "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
        "ENHANCED_XML.xsd"
    )
    version: str = "1"
    sources: tuple[str, ...] = ("ofac-sdn", "ofac-cons")
    ignored: dict[str, str] = field(default_factory=lambda: IGNORED)

    def recognises(self, head: str) -> bool:
        """Say whether the outermost element is that of the enhanced schema."""
        return _OPEN.search(head) is not None

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, each entity, and the ownerships between entities of the file."""
        for element, _line in elements(parcels[0], ("publicationInfo",)):
            yield _edition(element)
            break
        for parcel in parcels:
            numbers: set[str] = set()
            stakes: list[Ownership] = []
            for element, line in some(parcel, ("entity",)):
                record = _record(element, line, stakes)
                if isinstance(record, Record):
                    numbers.add(record.number)
                yield record
            yield from (stake for stake in stakes if {stake.owner, stake.owned} <= numbers)


def _edition(element: Element) -> Edition:
    """Return the day of the publication and the lists that it holds."""
    day = read_date(text(element, "dataAsOf")[:10], "ymd").value
    return Edition(day, joined(*texts(element, "filters/sanctionsLists/sanctionsList")))


def _record(element: Element, line: int, stakes: list[Ownership]) -> Record | Refusal:
    """Return one entity; its ownerships go to ``stakes``."""
    number = clean(element.get("id", ""))
    party = Party(f"entity {number}" if number else f"entity on line {line}", number)
    kind = text(element, "generalInfo/entityType")
    party.kind = KINDS.get(kind, "OtherEntity")
    party.positions += texts(element, "generalInfo/title")
    party.remarks += texts(element, "generalInfo/remarks")
    _entries(party, element)
    for name in element.iterfind("names/name"):
        _name(party, name)
    for address in element.iterfind("addresses/address"):
        _address(party, address)
    for feature in element.iterfind("features/feature"):
        _feature(party, feature)
    for document in element.iterfind("identityDocuments/identityDocument"):
        _document(party, document)
    for relation in element.iterfind("relationships/relationship"):
        _relation(party, relation, stakes)
    party.notes += _SHAPE.unforeseen(element)
    return party.record()


def _entries(party: Party, element: Element) -> None:
    programmes = texts(element, "sanctionsPrograms/sanctionsProgram")
    measures = texts(element, "sanctionsTypes/sanctionsType")
    citations = texts(element, "legalAuthorities/legalAuthority")
    for one in element.iterfind("sanctionsLists/sanctionsList"):
        day = read_date(one.get("datePublished", "")[:10], "ymd")
        name = text(one) or COLLECTIVE
        party.entry(name, day if day.text else None, programmes, measures, citations)


def _name(party: Party, name: Element) -> None:
    primary = text(name, "isPrimary") == "true"
    low = text(name, "isLowQuality") == "true"
    alias = text(name, "aliasType")
    for written in name.iterfind("translations/translation"):
        given = fields(written)
        whole = given.get("formattedFullName", "")
        first = primary and given.get("isPrimary") == "true"
        party.name(whole, alias, given.get("script", ""), first, low)
        party.note("names/name/comments", whole, given.get("comments", ""))
    party.note("names/name/comments", text(name, "comments"))


def _address(party: Party, address: Element) -> None:
    country = text(address, "country")
    for written in address.iterfind("translations/translation"):
        line = joined(*texts(written, "addressParts/addressPart/value"))
        party.address(line, text(written, "country") or country)


def _feature(party: Party, feature: Element) -> None:
    given = fields(feature)
    kind, words = given.get("type", "feature"), given.get("value", "")
    party.feature(kind, words, date=_date(feature.find("valueDate"), words))
    party.note(f"{kind} comments", words, given.get("comments", ""))
    if (reliability := given.get("reliability", "")) not in ("Confirmed", "Unknown"):
        party.note(f"{kind} reliability", words, reliability)


def _date(value: Element | None, words: str) -> Date | None:
    """Return the date of a feature, which the file tells by its first and last possible day."""
    if value is None:
        return read_date(words) if words else None
    given = fields(value)
    days = [day for name in _DAYS if (day := read_date(given.get(name, ""), "ymd").value)]
    if not days or len(days[0]) != 10:
        return read_date(words) if words else None
    return period(min(days), max(days), given.get("isApproximate") == "true", words)


def _document(party: Party, document: Element) -> None:
    given = fields(document)
    label, number = given.get("type", ""), given.get("documentNumber", "")
    country, authority = given.get("issuingCountry", ""), given.get("issuingAuthority", "")
    party.document(label, number, country, authority)
    for name in _DOCUMENT_NOTES:
        told = given.get(name, "")
        if told and not (name == "isValid" and told == "true"):
            party.note(f"{label} {name}", number, told)


def _relation(party: Party, relation: Element, stakes: list[Ownership]) -> None:
    given = fields(relation)
    kind = given.get("type", "")
    related = relation.find("relatedEntity")
    other = clean(related.get("entityId", "")) if related is not None else ""
    words = joined(kind, given.get("comments", ""), given.get("quality", ""), by="; ")
    party.note(words or "relationship", joined(given.get("relatedEntity", ""), other))
    if stake := ownership(party.place, kind, party.number, other, words):
        stakes.append(stake)


READER = OfacEnhancedXml()
