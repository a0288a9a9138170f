"""OFAC's SDN and non-SDN lists in the XML of the ``sdnList`` schema (SDN.XML, CONSOLIDATED.XML).

Specification: https://ofac.treasury.gov/media/29961/download (sdn.xsd). Both lists have the same
schema; which one a file is, the source says, else the programmes of its records.

| element of sdnEntry | kept as |
| --- | --- |
| uid | number |
| lastName, firstName | primary name, as "LAST, First" like in every other file of OFAC |
| title | position |
| sdnType | kind |
| remarks | remark; Linked To as notes |
| programList | programmes; in the non-SDN file also the list |
| idList: idType, idNumber, idCountry | identifier, measure, tie (nationality of registration), \
gender or note, by the type |
| idList: issueDate, expirationDate | note |
| akaList: type, category, names | name: strong a.k.a. alias, f.k.a. former, weak weak |
| addressList | address |
| nationalityList, citizenshipList | tie (nationality) |
| dateOfBirthList, placeOfBirthList | date, place of birth |
| vesselInfo: callSign, vesselType, vesselFlag | identifier (call-sign), vessel type, tie (flag) |
| vesselInfo: vesselOwner, tonnage, grossRegisteredTonnage | note |
| publshInformation: Publish_Date, Record_Count | published, stated |
| uid inside a list, mainEntry | ignored |
| any other element | note |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from comity.errors import BadData
from comity.lists.io.encoding import clean
from comity.lists.io.input_files import Parcel
from comity.lists.io.xml import elements, text, texts
from comity.lists.model.record import CountryTie, Edition, Identifier, Item, Name, Note, Refusal
from comity.lists.normalise.date_words import read_date
from comity.lists.readers.us.ofac_details import KINDS, Details, add_alias, source_of

_ROOTS = ("<sdnList", ":sdnList")
_LISTS = {  # element of sdnEntry: the element that it repeats, and what that one holds
    "programList": ("program", ""),
    "idList": ("id", "uid idType idNumber idCountry issueDate expirationDate"),
    "akaList": ("aka", "uid type category lastName firstName"),
    "addressList": (
        "address",
        "uid address1 address2 address3 city stateOrProvince postalCode country",
    ),
    "nationalityList": ("nationality", "uid country mainEntry"),
    "citizenshipList": ("citizenship", "uid country mainEntry"),
    "dateOfBirthList": ("dateOfBirthItem", "uid dateOfBirth mainEntry"),
    "placeOfBirthList": ("placeOfBirthItem", "uid placeOfBirth mainEntry"),
}
_KNOWN = {parent: frozenset(children.split()) for parent, (_, children) in _LISTS.items()}
_VESSEL = frozenset(
    ("callSign", "vesselType", "vesselFlag", "vesselOwner", "tonnage", "grossRegisteredTonnage")
)
_ENTRY = frozenset(("uid", "firstName", "lastName", "title", "sdnType", "remarks"))
_ADDRESS = ("address1", "address2", "address3", "city", "stateOrProvince")


@dataclass(frozen=True)
class SdnXml:
    """The reader of the sdnList schema."""

    name: str = "ofac-sdn-xml"
    title: str = "OFAC SDN and non-SDN lists, XML (sdnList schema)"
    specification: str = "https://ofac.treasury.gov/media/29961/download"
    version: str = "1"
    sources: tuple[str, ...] = ("ofac-sdn", "ofac-cons")
    ignored: dict[str, str] = field(
        default_factory=lambda: {
            "uid inside a list": "numbers the values of one record; nothing refers to it",
            "mainEntry": "says which of several values OFAC shows first; all are kept in order",
        }
    )

    def recognises(self, head: str) -> bool:
        """Say whether a file begins with an sdnList."""
        start = head.lstrip()[:5000]
        return start.startswith("<") and any(root in start for root in _ROOTS)

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Read the one file, after a first look through it at the programmes if need be."""
        if len(parcels) != 1:
            raise BadData(
                f"One file of this format is wanted, found {len(parcels)}.", "Give one at a time."
            )
        [parcel] = parcels
        tags = (texts(element, "program") for element, _ in elements(parcel, {"programList"}))
        source = source_of(source if source in self.sources else "", tags, parcel.name)
        lists = ("ofac-sdn",) if source == "ofac-sdn" else None
        edition, seen = Edition(), set[str]()
        for element, line in elements(parcel, {"publshInformation", "sdnEntry"}):
            if element.tag == "publshInformation":
                edition = _edition(element)
                yield edition
                continue
            if not seen and edition == Edition():
                yield edition
            number = text(element, "uid")
            place = f"sdnEntry {number}, line {line}"
            if not number.isdecimal():
                yield Refusal(f"line {line}", f"an sdnEntry whose uid is '{number[:40]}'")
            elif number in seen:
                yield Refusal(place, f"uid {number} is in the file already")
            elif not text(element, "lastName"):
                yield Refusal(place, "an sdnEntry without a lastName")
            else:
                seen.add(number)
                kind = KINDS.get(text(element, "sdnType").lower(), "OtherEntity")
                yield _details(element).record(place, kind, number, lists)
        if not seen:
            raise BadData(f"{parcel.name} has no sdnEntry.", "Get the file once more.")


READER = SdnXml()


def _edition(element: Element) -> Edition:
    """Return what the file says of itself."""
    count = text(element, "Record_Count")
    return Edition(
        published=read_date(text(element, "Publish_Date"), "mdy").value,
        stated=int(count) if count.isdecimal() and len(count) < 10 else None,
    )


def _details(entry: Element) -> Details:
    """Return what one sdnEntry says."""
    details = Details()
    fields = _fields(details, entry, _ENTRY)
    details.names.append(Name(_name(fields), "primary"))
    if title := fields.get("title"):
        details.positions.append(title)
    if remark := fields.get("remarks"):
        details.remark(remark)
    for child in entry:
        if child.tag == "vesselInfo":
            _vessel(details, _fields(details, child, _VESSEL))
        elif child.tag == "programList":
            details.programmes += texts(child, "program")
        elif child.tag in _LISTS:
            _list(details, child)
    return details


def _list(details: Details, parent: Element) -> None:
    """Add one of the lists of an sdnEntry."""
    tag, known = _LISTS[parent.tag][0], _KNOWN[parent.tag]
    for child in parent:
        if child.tag != tag:
            details.notes.append(Note(f"{parent.tag}/{child.tag}", _words(child)))
            continue
        fields = _fields(details, child, known)
        if tag == "id":
            parts = ("idType", "idNumber", "idCountry", "issueDate", "expirationDate")
            details.identification(*(fields.get(part, "") for part in parts))
        elif tag == "aka":
            if name := _name(fields):
                kind = fields.get("type", "").replace(".", "")
                add_alias(details, kind, name, fields.get("category") == "weak")
        elif tag == "address":
            details.address(_line(fields), fields.get("country", ""))
        elif country := fields.get("country"):
            details.ties.append(CountryTie("nationality", country))
        elif day := fields.get("dateOfBirth"):
            details.births.append(read_date(day))
        elif place := fields.get("placeOfBirth"):
            details.birth_places.append(place)


def _name(fields: dict[str, str]) -> str:
    """Return a name as every file of OFAC writes it."""
    return ", ".join(filter(None, (fields.get("lastName"), fields.get("firstName"))))


def _line(fields: dict[str, str]) -> str:
    """Return an address on one line as OFAC's other files have it: no comma before the postcode."""
    line = ", ".join(filter(None, (fields.get(part) for part in _ADDRESS)))
    by = " " if "city" in fields or "stateOrProvince" in fields else ", "
    return by.join(filter(None, (line, fields.get("postalCode"))))


def _vessel(details: Details, fields: dict[str, str]) -> None:
    """Add what is said of a vessel."""
    details.vessel_type = fields.get("vesselType", "")
    if sign := fields.get("callSign"):
        details.identifiers.append(Identifier("call-sign", sign, "", "Vessel Call Sign"))
    if flag := fields.get("vesselFlag"):
        details.ties.append(CountryTie("flag", flag))
    for tag in ("vesselOwner", "tonnage", "grossRegisteredTonnage"):
        if value := fields.get(tag):
            details.notes.append(Note(tag, value))


def _fields(details: Details, element: Element, known: frozenset[str]) -> dict[str, str]:
    """Return the texts of the elements in one by their names; what the schema has not, is noted."""
    found: dict[str, str] = {}
    for child in element:
        tag = child.tag
        if tag in known and tag not in found and not len(child):
            if words := clean(child.text or ""):
                found[tag] = words
        elif not (element.tag == "sdnEntry" and (tag in _LISTS or tag == "vesselInfo")):
            details.notes.append(Note(f"{element.tag}/{tag}", _words(child)))
    return found


def _words(element: Element) -> str:
    """Return all text in an element."""
    return clean(" ".join(element.itertext()))
