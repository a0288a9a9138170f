"""Annexes of regulations of the European Union, as OpenSanctions takes them from EUR-Lex, CSV.

Specification: https://github.com/opensanctions/opensanctions, datasets/eu/journal_sanctions. One
row is one entry of an annex. Every column stands in FIELDS, with what becomes of it; there are none
to ignore, and a column of another name is kept as a note. The files do not say of which day they
are. An annex has its own numbers, so annex and number together are the number of a record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.io.csv import table
from comity.lists.io.input_files import Parcel
from comity.lists.model.reader import joined, unique
from comity.lists.model.record import (
    Address,
    CountryTie,
    Edition,
    EntityKind,
    Entry,
    Identifier,
    Item,
    Name,
    NameKind,
    Note,
    Record,
    Refusal,
    TieKind,
)
from comity.lists.normalise import multi_values
from comity.lists.normalise.countries import polity_of, several
from comity.lists.normalise.date_words import read_date, read_dates
from comity.lists.normalise.documents import identifier

LISTS = {
    "32006R0765": "eu-belarus-765-2006",
    "32013R0401": "eu-myanmar-401-2013",
    "32014R0269": "eu-ukraine-269-2014",
    "32020R1998": "eu-ghrsr",
    "32024R2642": "eu-russia-2642-2024",
}
"""The list that each regulation makes, by its CELEX number; any other is its number alone."""

_KINDS: dict[str, EntityKind] = {
    "Person": "Person",
    "Company": "Company",
    "PublicBody": "GovernmentBody",
    "Vessel": "Vessel",
    "Airplane": "Aircraft",
}
_NAMES: dict[str, NameKind] = {"alias": "alias", "weakAlias": "weak", "previousName": "former"}
_TIES: dict[str, TieKind] = {
    "country": "linked",
    "nationality": "nationality",
    "jurisdiction": "incorporation",
    "flag": "flag",
}
_NUMBERS = {  # column, and the words for the document that say its scheme
    "passportNumber": "Passport",
    "idNumber": "National ID No.",
    "registrationNumber": "Registration Number",
    "taxNumber": "Tax ID No.",
    "innCode": "Tax ID No.",
    "ogrnCode": "Registration Number",
    "kppCode": "other",
    "okpoCode": "other",
    "leiCode": "LEI",
    "swiftBic": "SWIFT/BIC",
    "ticker": "other",
    "imoNumber": "Vessel Registration Identification",
    "mmsi": "MMSI",
}
_NOTES = (
    "appearance", "ethnicity", "fatherName", "motherName", "incorporationDate", "legalForm",
    "sector", "phone", "email", "website",
)  # fmt: skip
_WANTED = (
    "celex", "recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name",
)  # fmt: skip

FIELDS = {
    "celex": "list of the entry, and citation",
    "annex": "citation, and part of the number",
    "recordId": "citation, and part of the number",
    "programKey": "programme",
    "measure": "measure",
    "startDate": "listed",
    "reason": "ground",
    "schema": "kind; LegalEntity may be any body, so it is an OtherEntity",
    "name": "primary name",
    **{column: f"names that are {kind}, parted by ';'" for column, kind in _NAMES.items()},
    **{column: f"ties ({kind})" for column, kind in _TIES.items()},
    **dict.fromkeys(_NUMBERS, "identifiers, parted by ';'; what stands in brackets, a note"),
    "imoNumber": "identifiers: imo of a vessel; of a company, other",
    "birthDate": "dates of birth",
    "birthPlace": "places of birth, parted by ';'",
    "position": "positions, parted by ';'",
    "gender": "gender",
    "address": "addresses, parted by ';'; the country, where the last part is the name of one",
    "notes": "remark",
    **dict.fromkeys(_NOTES, "note"),
}
IGNORED: dict[str, str] = {}

_CELEX = re.compile(r"3(\d{4})[A-Z](\d{4})\Z")
_BRACKETS = re.compile(r"([^()]*[0-9][^()]*?)\s*\((.*)\)\s*\Z", re.DOTALL)


@dataclass(frozen=True)
class EuOjCsv:
    """Reads annexes; each file of a source may be of another regulation."""

    name: str = "eu-oj-csv"
    title: str = "Annexes of EU regulations, CSV of OpenSanctions"
    specification: str = "https://github.com/opensanctions/opensanctions"
    version: str = "1"
    sources: tuple[str, ...] = ("eu-oj",)
    ignored: dict[str, str] = field(default_factory=lambda: IGNORED)

    def recognises(self, head: str) -> bool:
        """Say whether the first line names the columns of an annex."""
        columns = set(head.partition("\n")[0].strip().split(","))
        return {"celex", "annex", "programKey"} <= columns

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, which no file dates, and each entry of each annex."""
        yield Edition()
        for parcel in parcels:
            empty = True
            for row in table(parcel, _WANTED):
                empty = False
                yield row if isinstance(row, Refusal) else _record(row[0], row[1])
            if empty:
                raise BadData(
                    f"{parcel.name} has a header, but no entry below it.",
                    "Get the file once more from where it was taken.",
                )


def _record(line: int, given: dict[str, str]) -> Record | Refusal:
    """Return one entry of an annex."""
    place = f"line {line}"
    if not given["name"] or not given["celex"]:
        return Refusal(place, "no name" if given["celex"] else "no CELEX number of a regulation")
    kind = _KINDS.get(given["schema"], "OtherEntity")
    names = [Name(given["name"], "primary")]
    for column, quality in _NAMES.items():
        names += [Name(part, quality) for part in _parts(given.get(column, ""))]
    notes = [Note(name, given[name]) for name in _NOTES if given.get(name)]
    notes += [Note(name, words) for name, words in given.items() if words and name not in FIELDS]
    ties = [
        CountryTie(tie, country)
        for column, tie in _TIES.items()
        for country in several(given.get(column, ""))
    ]
    addresses, countries = _addresses(given.get("address", ""))
    if given["schema"] not in (*_KINDS, "LegalEntity", "Organization", ""):
        notes.append(Note("schema", given["schema"]))
    return Record(
        place=place,
        kind=kind,
        names=tuple(dict.fromkeys(names)),
        entries=(_entry(given),),
        number=joined(given["annex"], given["recordId"], by=" ") if given["recordId"] else "",
        ties=tuple(dict.fromkeys([*ties, *(CountryTie("address", one) for one in countries)])),
        addresses=tuple(dict.fromkeys(addresses)),
        identifiers=tuple(_identifiers(given, kind, notes)),
        births=tuple(read_dates(given.get("birthDate", ""))),
        birth_places=unique(_parts(given.get("birthPlace", ""))),
        gender=given.get("gender", ""),
        positions=unique(_parts(given.get("position", ""))),
        remarks=unique([given.get("notes", "")]),
        notes=tuple(dict.fromkeys(notes)),
    )


def _entry(given: dict[str, str]) -> Entry:
    """Return the designation by the annex of a regulation."""
    celex, annex, number = given["celex"], given["annex"], given["recordId"]
    cited = joined(celex, f"Annex {annex}" if annex else "", f"entry {number}" if number else "")
    return Entry(
        list=list_of(celex),
        listed=read_date(given["startDate"], "dmy") if given["startDate"] else None,
        programmes=unique([given["programKey"]]),
        grounds=unique([given["reason"]]),
        measures=unique([given["measure"]]),
        citations=(cited,),
    )


def list_of(celex: str) -> str:
    """Return the key of the list that a regulation makes."""
    found = LISTS.get(celex)
    if found is None and (match := _CELEX.match(celex)):
        found = f"eu-{int(match[2])}-{match[1]}"
    return found or "eu-fsf"


def _addresses(words: str) -> tuple[list[Address], list[str]]:
    """Return the addresses of a field, and the countries that stand there alone.

    The country of an address is its last part, where that is the name of one.
    """
    addresses, countries = [], []
    for line in _parts(words):
        last = line.rpartition(",")[2].strip(" .")
        country = last if len(last) > 3 and polity_of(last) else ""
        if country == line:
            countries.append(country)
        else:
            addresses.append(Address(line, country))
    return addresses, countries


def _identifiers(
    given: dict[str, str], kind: EntityKind, notes: list[Note]
) -> Iterator[Identifier]:
    """Yield the numbers of an entry; what stands behind them in brackets becomes a note."""
    for column, words in _NUMBERS.items():
        for part in dict.fromkeys(_parts(given.get(column, ""))):
            value = part
            if match := _BRACKETS.match(part):
                value = match[1]
                notes.append(Note(column, part))
            label = "other" if column == "imoNumber" and kind != "Vessel" else words
            yield identifier(label, value)._replace(label=column)


def _parts(words: str) -> list[str]:
    """Return the parts of a field: lettered, or between semicolons outside of brackets."""
    lettered = multi_values.parts(words)
    return list(lettered if len(lettered) > 1 else multi_values.outside_brackets(words))


READER = EuOjCsv()
