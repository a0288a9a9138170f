"""The consolidated financial sanctions list of the European Union, XML 1.0 (WHOLE, ENTITY).

Specification: http://ec.europa.eu/external_relations/cfsp/sanctions/list/version4/global/, where
the Commission published the list until 2017. Every element and attribute stands in FIELDS, with
what becomes of it, or in IGNORED, with the reason; what is in neither is kept as a note.
The layout has no reference number, so the number of a record is the ``Id`` of its entity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from comity.lists.io.encoding import clean
from comity.lists.io.input_files import Parcel
from comity.lists.io.xml import opening
from comity.lists.model.reader import Shape, fields, joined, some
from comity.lists.model.record import Edition, Item, Record, Refusal
from comity.lists.normalise.date_words import read_date
from comity.lists.readers.eu.party import KINDS, Party, old_address, old_birth, old_document

_PARTS = ("NAME", "BIRTH", "PASSPORT", "CITIZEN", "ADDRESS")
_STREET = ("NUMBER", "STREET", "ZIPCODE", "CITY")

FIELDS = {
    "@Id": "number of the record",
    "@EU_ref_num": "number of the record, where the file has it",
    "@Type": "kind: P is a person",
    "@remark": "remark; listed, where it says 'date of listing'",
    "@pdf_link": "note",
    **{f"{way}@legal_basis": "citation" for way in ("", *_PARTS)},
    **{f"{way}@programme": "programme" for way in ("", *_PARTS)},
    **{f"{way}@reg_date": "listed, where it is the first of the record" for way in ("", *_PARTS)},
    **{
        f"REGULATION@{name}": f"as {name} of the entity; only the CSV of this layout has it"
        for name in ("legal_basis", "reg_date", "programme", "pdf_link")
    },
    "NAME/WHOLENAME": "name",
    "NAME/LANGUAGE": "language of that name",
    "NAME/GENDER": "gender",
    "NAME/TITLE": "note, with the name",
    "NAME/FUNCTION": "position",
    "BIRTH/DATE": "date of birth",
    "BIRTH/PLACE": "place of birth",
    "BIRTH/COUNTRY": "place of birth",
    "PASSPORT/NUMBER": "identifier; its type and remarks stand in brackets behind the number",
    "PASSPORT/COUNTRY": "issuer of that identifier",
    "CITIZEN/COUNTRY": "tie of nationality",
    **{f"ADDRESS/{name}": "address" for name in (*_STREET, "COUNTRY")},
    "ADDRESS/OTHER": "note, with the address",
}

IGNORED = {
    "NAME/LASTNAME": "part of WHOLENAME",
    "NAME/FIRSTNAME": "part of WHOLENAME",
    "NAME/MIDDLENAME": "part of WHOLENAME",
    **{f"{part}@Id": "number of the row in the publisher's database" for part in _PARTS},
    **{f"{part}@Entity_id": "repeats the Id of the entity" for part in _PARTS},
    **{f"{part}@pdf_link": "address of the act, whose number is kept" for part in _PARTS},
}

_SHAPE = Shape((*FIELDS, *IGNORED))
_OPEN = re.compile(r"<WHOLE\b[^>]*>\s*<ENTITY\b")


@dataclass(frozen=True)
class EuFsfXmlOld:
    """Reads the consolidated list as it was until 2017."""

    name: str = "eu-fsf-xml-1.0"
    title: str = "EU consolidated financial sanctions list, XML 1.0"
    specification: str = (
        "http://ec.europa.eu/external_relations/cfsp/sanctions/list/version4/global/"
        "help_online/process_xmlfiles.html"
    )
    version: str = "1"
    sources: tuple[str, ...] = ("eu-fsf",)
    ignored: dict[str, str] = field(default_factory=lambda: IGNORED)

    def recognises(self, head: str) -> bool:
        """Say whether the outermost elements are those of the list."""
        return _OPEN.search(head) is not None

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition and each entity."""
        yield Edition(published=read_date(opening(parcels[0]).get("Date", ""), "dmy").value)
        for parcel in parcels:
            for element, line in some(parcel, ("ENTITY",)):
                yield entity(element, line)


def entity(element: Element, line: int) -> Record | Refusal:
    """Return one entity."""
    number = clean(element.get("Id", ""))
    party = Party(f"ENTITY {number}" if number else f"ENTITY on line {line}")
    party.number = clean(element.get("EU_ref_num", "")) or number
    party.kind = KINDS.get(clean(element.get("Type", "")).upper(), "OtherEntity")
    party.remarks.append(clean(element.get("remark", "")))
    _act(party, element)
    party.note("pdf_link", clean(element.get("pdf_link", "")))
    for part in element:
        if adder := _ADDERS.get(part.tag):
            adder(party, fields(part))
            _act(party, part)
        elif part.tag == "REGULATION":
            _act(party, part)
            party.note("pdf_link", clean(part.get("pdf_link", "")))
    party.notes += _SHAPE.unforeseen(element)
    return party.record()


def _act(party: Party, part: Element) -> None:
    day = read_date(part.get("reg_date", ""), "ymd").value
    party.act(clean(part.get("legal_basis", "")), day, clean(part.get("programme", "")))


def _name(party: Party, given: dict[str, str]) -> None:
    whole = given.get("WHOLENAME") or joined(
        given.get("FIRSTNAME", ""), given.get("MIDDLENAME", ""), given.get("LASTNAME", ""), by=" "
    )
    party.name(whole, given.get("LANGUAGE", ""))
    party.genders.append(given.get("GENDER", ""))
    party.positions.append(given.get("FUNCTION", ""))
    party.note("NAME/TITLE", whole, given.get("TITLE", ""))


def _birth(party: Party, given: dict[str, str]) -> None:
    old_birth(party, given.get("DATE", ""), given.get("PLACE", ""), given.get("COUNTRY", ""))


def _document(party: Party, given: dict[str, str]) -> None:
    old_document(party, given.get("NUMBER", ""), given.get("COUNTRY", ""), "PASSPORT/NUMBER")


def _citizen(party: Party, given: dict[str, str]) -> None:
    party.citizenship(given.get("COUNTRY", ""))


def _address(party: Party, given: dict[str, str]) -> None:
    line = joined(*(given.get(name, "") for name in _STREET))
    old_address(party, line, given.get("COUNTRY", ""), given.get("OTHER", ""), "ADDRESS/OTHER")


_ADDERS: dict[str, Callable[[Party, dict[str, str]], None]] = {
    "NAME": _name,
    "BIRTH": _birth,
    "PASSPORT": _document,
    "CITIZEN": _citizen,
    "ADDRESS": _address,
}

READER = EuFsfXmlOld()
