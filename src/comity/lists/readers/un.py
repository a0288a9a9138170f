"""The Consolidated List of the United Nations Security Council, XML.

Specification: https://www.un.org/sc/resources/sc-sanctions.xsd, the schema that the file names.
Every element of a record stands in FIELDS, with what becomes of it, or in IGNORED, with the
reason; what is in neither is kept as a note. Individuals and entities share one table: an element
``INDIVIDUAL_ALIAS`` of the one is ``ENTITY_ALIAS`` of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from comity.lists.io.input_files import Parcel
from comity.lists.io.xml import opening, text, texts
from comity.lists.model.reader import Shape, fields, joined, some, unique
from comity.lists.model.record import (
    Address,
    CountryTie,
    Date,
    Edition,
    Entry,
    Identifier,
    Item,
    Name,
    NameKind,
    Note,
    Record,
    Refusal,
)
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.documents import scheme_of
from comity.lists.normalise.multi_values import outside_brackets, says_something

_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_PLACE = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")

FIELDS = {
    **dict.fromkeys(_NAMES, "the primary name, joined by blanks"),
    "NAME_ORIGINAL_SCRIPT": "a name",
    "?_ALIAS/ALIAS_NAME": "a name; names parted by ';' are several",
    "?_ALIAS/QUALITY": "the kind of that name: Low is weak, f.k.a. is former",
    "?_ALIAS/NOTE": "note, with the name; 'formerly listed as' makes it a former name",
    "?_ALIAS/DATE_OF_BIRTH": "note, with the name under which it was used",
    "?_ALIAS/CITY_OF_BIRTH": "note, with the name under which it was used",
    "?_ALIAS/COUNTRY_OF_BIRTH": "note, with the name under which it was used",
    "UN_LIST_TYPE": "programme of the entry: the sanctions regime",
    "REFERENCE_NUMBER": "number of the record",
    "LISTED_ON": "listed",
    "LAST_DAY_UPDATED/VALUE": "note",
    "SUBMITTED_BY": "note",
    "SUBMITTED_ON": "note",
    "GENDER": "gender",
    "COMMENTS1": "remark",
    "TITLE/VALUE": "note",
    "DESIGNATION/VALUE": "position",
    "NATIONALITY/VALUE": "tie of nationality",
    "NATIONALITY2": "tie of nationality",
    **{f"?_ADDRESS/{name}": "address" for name in _PLACE},
    "?_ADDRESS/NOTE": "note, with the address",
    "?_DATE_OF_BIRTH/TYPE_OF_DATE": "whether the date of birth is exact, approximate or a range",
    **{
        f"?_DATE_OF_BIRTH/{name}": "date of birth"
        for name in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR", "NOTE")
    },
    **{f"?_PLACE_OF_BIRTH/{name}": "place of birth" for name in _PLACE},
    "?_PLACE_OF_BIRTH/NOTE": "note, with the place",
    "?_DOCUMENT/TYPE_OF_DOCUMENT": "scheme and label of an identifier",
    "?_DOCUMENT/TYPE_OF_DOCUMENT2": "label of that identifier, and its scheme where it says more",
    "?_DOCUMENT/NUMBER": "value of that identifier",
    "?_DOCUMENT/ISSUING_COUNTRY": "issuer of that identifier",
    "?_DOCUMENT/COUNTRY_OF_ISSUE": "issuer of that identifier; note, where there is another",
    "?_DOCUMENT/CITY_OF_ISSUE": "note, with the number",
    "?_DOCUMENT/DATE_OF_ISSUE": "note, with the number",
    "?_DOCUMENT/NOTE": "note, with the number",
}

IGNORED = {
    "DATAID": "number of the row in the publisher's database; it is the place of the record here",
    "VERSIONNUM": "count of the publisher's database, 1 in each record",
    "LIST_TYPE/VALUE": "says 'UN List' of each record of this list",
    "SORT_KEY": "empty: an aid of the publisher for sorting",
    "SORT_KEY_LAST_MOD": "empty: an aid of the publisher for sorting",
}

_SHAPES = {
    kind: Shape(path.replace("?", kind) for path in (*FIELDS, *IGNORED))
    for kind in ("INDIVIDUAL", "ENTITY")
}
_KINDS: dict[str, NameKind] = {"low": "weak", "f.k.a.": "former"}
_FORMER = ("formerly listed as", "previously listed as")


@dataclass(frozen=True)
class UnXml:
    """Reads the Consolidated List as the Security Council publishes it."""

    name: str = "un-xml"
    title: str = "UN Security Council Consolidated List, XML"
    specification: str = "https://www.un.org/sc/resources/sc-sanctions.xsd"
    version: str = "1"
    sources: tuple[str, ...] = ("un-sc",)
    ignored: dict[str, str] = field(default_factory=lambda: IGNORED)

    def recognises(self, head: str) -> bool:
        """Say whether the outermost element is that of the Consolidated List."""
        return re.search(r"<(?:\w+:)?CONSOLIDATED_LIST\b", head) is not None

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition and each individual and entity."""
        generated = opening(parcels[0]).get("dateGenerated", "")
        yield Edition(published=read_date(generated[:10], "ymd").value)
        for parcel in parcels:
            for element, line in some(parcel, ("INDIVIDUAL", "ENTITY")):
                yield _record(element, line)


def _record(element: Element, line: int) -> Record | Refusal:
    """Return one individual or entity; a refusal where it has no name."""
    kind = element.tag
    number = text(element, "DATAID")
    place = f"{kind} {number}" if number else f"{kind} on line {line}"
    names = [Name(joined(*(text(element, name) for name in _NAMES), by=" "), "primary")]
    notes = [Note("LAST_DAY_UPDATED", day) for day in texts(element, "LAST_DAY_UPDATED/VALUE")]
    notes += [Note("TITLE", title) for title in texts(element, "TITLE/VALUE")]
    for name in ("SUBMITTED_BY", "SUBMITTED_ON"):
        notes += [Note(name, told) for told in texts(element, name)]
    names += [Name(written) for written in texts(element, "NAME_ORIGINAL_SCRIPT")]
    addresses: list[Address] = []
    identifiers: list[Identifier] = []
    births: list[Date] = []
    birth_places: list[str] = []
    ties = [
        CountryTie("nationality", country)
        for path in ("NATIONALITY/VALUE", "NATIONALITY2")
        for country in texts(element, path)
    ]
    for part in element:
        what = part.tag.removeprefix(f"{kind}_")
        if what == "ALIAS":
            _alias(fields(part), part.tag, names, notes)
        elif what == "ADDRESS":
            _address(fields(part), part.tag, addresses, ties, notes)
        elif what == "DATE_OF_BIRTH":
            if given := fields(part):
                births.append(_birth(given))
        elif what == "PLACE_OF_BIRTH":
            given = fields(part)
            if where := joined(*(given.get(name, "") for name in _PLACE)):
                birth_places.append(where)
            if told := given.get("NOTE"):
                notes.append(Note(f"{part.tag}/NOTE", joined(where, told, by=": ")))
        elif what == "DOCUMENT":
            _document(fields(part), part.tag, identifiers, notes)
    notes += _SHAPES[kind].unforeseen(element)
    if not names[0].text:
        return Refusal(place, "no name")
    listed = text(element, "LISTED_ON")
    return Record(
        place=place,
        kind="Person" if kind == "INDIVIDUAL" else "OtherEntity",
        names=tuple(dict.fromkeys(names)),
        entries=(
            Entry(
                list="un-sc",
                listed=read_date(listed, "ymd") if listed else None,
                programmes=unique([text(element, "UN_LIST_TYPE")]),
            ),
        ),
        number=text(element, "REFERENCE_NUMBER"),
        ties=tuple(dict.fromkeys(ties)),
        addresses=tuple(dict.fromkeys(addresses)),
        identifiers=tuple(dict.fromkeys(identifiers)),
        births=tuple(dict.fromkeys(births)),
        birth_places=unique(birth_places),
        gender=text(element, "GENDER"),
        positions=unique(texts(element, "DESIGNATION/VALUE")),
        remarks=unique(texts(element, "COMMENTS1")),
        notes=tuple(dict.fromkeys(notes)),
    )


def _alias(given: dict[str, str], tag: str, names: list[Name], notes: list[Note]) -> None:
    """Add an alias, or several that share one element, and what is said of it."""
    told = given.get("NOTE", "")
    kind = _KINDS.get(given.get("QUALITY", "").casefold(), "alias")
    if kind == "alias" and told.casefold() in _FORMER:
        kind = "former"
    whole = given.get("ALIAS_NAME", "")
    names.extend(Name(text, kind) for text in outside_brackets(whole) if says_something(text))
    for name in ("NOTE", "DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"):
        if words := given.get(name):
            notes.append(Note(f"{tag}/{name}", joined(whole, words, by=": ")))


def _address(
    given: dict[str, str],
    tag: str,
    addresses: list[Address],
    ties: list[CountryTie],
    notes: list[Note],
) -> None:
    """Add an address; where the list gives no more than a country, the tie to it."""
    line = joined(*(given.get(name, "") for name in _PLACE))
    country = given.get("COUNTRY", "")
    if line and line == country:
        ties.append(CountryTie("address", country))
    elif line:
        addresses.append(Address(line, country))
    if told := given.get("NOTE"):
        notes.append(Note(f"{tag}/NOTE", joined(line, told, by=": ")))


def _birth(given: dict[str, str]) -> Date:
    """Return a date of birth as exact as it is given."""
    told = given.get("NOTE", "")
    circa = given.get("TYPE_OF_DATE", "").startswith("APPROX") or told.casefold() == "approximately"
    if "FROM_YEAR" in given:
        words = f"between {given['FROM_YEAR']} and {given.get('TO_YEAR', '')}".strip()
    else:
        words = given.get("DATE") or given.get("YEAR") or ""
    read = read_date(words or told, "ymd")
    words = f"circa {words}" if words and circa else words
    shown = f"{words} ({told})" if words and told else words or told
    return Date(read.value, shown, circa or read.circa, read.until)


def _document(
    given: dict[str, str], tag: str, identifiers: list[Identifier], notes: list[Note]
) -> None:
    """Add the number of a document with its scheme and issuer, and what else is said of it."""
    more = given.get("TYPE_OF_DOCUMENT2", "")
    label = joined(given.get("TYPE_OF_DOCUMENT", ""), more)
    number = given.get("NUMBER", "")
    issuer = given.get("ISSUING_COUNTRY") or given.get("COUNTRY_OF_ISSUE", "")
    if number:
        scheme = scheme_of(more) if more else "other"
        if scheme == "other":
            scheme = scheme_of(label)
        identifiers.append(Identifier(scheme, number, issuer, label))
    told = {name: given[name] for name in _TOLD if given.get(name, issuer) != issuer}
    if not number:
        told = given
    if told:
        words = joined(*(f"{name} {words}" for name, words in told.items()), by="; ")
        notes.append(Note(tag, joined(number, words, by=": ")))


_TOLD = ("COUNTRY_OF_ISSUE", "CITY_OF_ISSUE", "DATE_OF_ISSUE", "NOTE")


READER = UnXml()
