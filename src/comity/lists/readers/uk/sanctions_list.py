"""The UK Sanctions List in CSV or XML: what is told of one Unique ID becomes one record.

Specification: "UK Sanctions List: change to the list's format" (address in ``SPECIFICATION``) and
the column headings of the published files. The XML has the same fields as the CSV, so that its
elements are first given the names of the columns.

=================================  ================================================================
Column                             Becomes
=================================  ================================================================
Unique ID                          number
OFSI Group ID, UN Reference        identifiers ``ofsi-group``, ``un-reference``
Number
Name 1 to Name 5, Name 6           name, in this order; its kind from Name type and Alias strength
Name non-latin script, its type    name with its language and script, where they are stated
and language
Designation Type                   kind: Individual, Ship, else what Type of entity says
Regime Name                        programme; legal citation too where it is the name of an act
Sanctions Imposed                  measures, one between two bars
Date Designated                    day of listing
UK Statement of Reasons            ground
Other Information                  remark
Address Line 1 to 6, Postal Code,  address; a country alone is a tie ``address``
Country
D.O.B, Town and Country of birth   birth and birth place; ``dd/mm/1960`` is the year
Nationality(/ies)                  tie ``nationality``, one a country
Passport, National Identifier,     identifiers, with what is added to them as their label
Business registration, IMO and
hull number
Position, Gender, Type of ship     position, gender, type of vessel
Current believed flag of ship      tie ``flag``
Title, Last Updated, Designation   note
source, phone, website, e-mail,
parent, subsidiaries, owners,
previous flags, tonnage, length,
year built; any other column
=================================  ================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from comity.lists.model.record import (
    Address,
    CountryTie,
    Date,
    EntityKind,
    Entry,
    Identifier,
    Name,
    NameKind,
    Record,
)
from comity.lists.normalise.countries import several
from comity.lists.normalise.date_words import read_date, read_dates
from comity.lists.normalise.multi_values import notes, parts, says_something, slots, unlike
from comity.lists.readers.uk.conlist import SPECIFICATION
from comity.lists.readers.uk.names import language, named

__all__ = ["LIST", "SPECIFICATION", "column", "record"]

LIST = "uk-sanctions-list"

Row = dict[str, str]

_ADDRESS = (*(f"Address Line {number}" for number in range(1, 7)), "Address Postal Code")
_COUNTRY = "Address Country"
_MAPPED = {
    *("Unique ID", "OFSI Group ID", "UN Reference Number", "Designation Type", "Regime Name"),
    *(f"Name {number}" for number in range(1, 7)),
    *("Name type", "Alias strength", "Name non-latin script", "Non-latin script type"),
    *("Non-latin script language", "Sanctions Imposed", "Date Designated", "Other Information"),
    *("UK Statement of Reasons", *_ADDRESS, _COUNTRY, "D.O.B", "Town of birth"),
    *("Country of birth", "Nationality(/ies)", "Passport number", "National Identifier number"),
    *("Passport additional information", "National Identifier additional information"),
    *("Business registration number (s)", "IMO number", "Hull identification number (HIN)"),
    *("Position", "Gender", "Type of ship", "Current believed flag of ship"),
}
_SPELLED = {name.casefold(): name for name in _MAPPED} | {
    "individual, entity, ship": "Designation Type",
    "business registration number(s)": "Business registration number (s)",
}
_COMPANY = re.compile(r"\b(?:company|corporation|bank)\b", re.I)


def column(name: str) -> str:
    """Return the name of a column in the one spelling that is used here."""
    return _SPELLED.get(name.casefold(), name)


def record(rows: Sequence[Row]) -> Record | str:
    """Return the record of all rows of one Unique ID, or the reason why there is none."""
    names = _names(rows)
    if not names:
        return "no name"
    number = _first(rows, "Unique ID")
    return Record(
        place=f"Unique ID {number}",
        kind=_kind(rows),
        names=names,
        entries=_entries(rows),
        number=number,
        ties=_ties(rows),
        addresses=tuple(dict.fromkeys(_addresses(rows))),
        identifiers=tuple(dict.fromkeys(_identifiers(rows))),
        births=tuple(dict.fromkeys(day for text in _all(rows, "D.O.B") for day in _births(text))),
        birth_places=unlike(
            ", ".join(filter(says_something, pair))
            for pair in _pairs(rows, "Town of birth", "Country of birth")
        ),
        gender=", ".join(_all(rows, "Gender")),
        positions=_all(rows, "Position"),
        vessel_type=", ".join(_all(rows, "Type of ship")),
        remarks=unlike(row.get("Other Information", "") for row in rows),
        notes=notes(*((name, row[name]) for row in rows for name in row if name not in _MAPPED)),
    )


def _first(rows: Sequence[Row], name: str) -> str:
    """Return the first text of a column."""
    return next((row[name] for row in rows if row.get(name)), "")


def _all(rows: Sequence[Row], name: str) -> tuple[str, ...]:
    """Return the parts of a column over all rows, each once."""
    return unlike(
        part for text in unlike(row.get(name, "") for row in rows) for part in parts(text)
    )


def _names(rows: Sequence[Row]) -> tuple[Name, ...]:
    """Return the names, the primary first."""
    found: dict[tuple[str, str], NameKind] = {}
    for row in rows:
        text = " ".join(row.get(f"Name {number}", "") for number in (1, 2, 3, 4, 5, 6))
        type_ = row.get("Name type", "").casefold()
        kind: NameKind = "primary" if type_ == "primary name" else "alias"
        if "fka" in type_ or "former" in type_:
            kind = "former"
        elif kind == "alias" and row.get("Alias strength", "").casefold().startswith("low"):
            kind = "weak"
        found.setdefault((" ".join(text.split()), ""), kind)
        tag = language(
            row.get("Non-latin script language", ""), row.get("Non-latin script type", "")
        )
        found.setdefault((row.get("Name non-latin script", ""), tag), "alias")
    return named(found)


def _kind(rows: Sequence[Row]) -> EntityKind:
    """Return the kind that the list gives; a company where the type of entity says so."""
    group = _first(rows, "Designation Type").casefold()
    if group == "individual":
        return "Person"
    if group == "ship":
        return "Vessel"
    types = _all(rows, "Type of entity")
    return "Company" if any(map(_COMPANY.search, types)) else "OtherEntity"


def _entries(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """Return one entry for each regime and day of designation."""
    pairs = dict.fromkeys(
        (row.get("Regime Name", ""), row.get("Date Designated", ""))
        for row in rows
        if row.get("Regime Name") or row.get("Date Designated")
    )
    measures = unlike(
        measure.strip() for row in rows for measure in row.get("Sanctions Imposed", "").split("|")
    )
    grounds = unlike(row.get("UK Statement of Reasons", "") for row in rows)
    return tuple(
        Entry(
            LIST,
            listed=read_date(day) if day else None,
            programmes=(regime,) if regime else (),
            grounds=grounds,
            measures=measures,
            citations=(regime,) if "Regulations" in regime else (),
        )
        for regime, day in pairs or {("", ""): None}
    )


def _births(text: str) -> Iterator[Date]:
    """Give the days of birth of a cell; letters stand where day or month are not known."""
    dates = read_dates(text.casefold().replace("dd", "00").replace("mm", "00"))
    for date in dates:
        yield date if len(dates) > 1 else date._replace(text=text)


def _ties(rows: Sequence[Row]) -> tuple[CountryTie, ...]:
    """Return nationalities, flags, and countries without an address in them."""
    nationalities = (
        CountryTie("nationality", country)
        for part in _all(rows, "Nationality(/ies)")
        for country in several(part)
    )
    flags = (CountryTie("flag", flag) for flag in _all(rows, "Current believed flag of ship"))
    alone = (
        CountryTie("address", row[_COUNTRY])
        for row in rows
        if row.get(_COUNTRY) and not any(row.get(name) for name in _ADDRESS)
    )
    return tuple(dict.fromkeys((*nationalities, *flags, *alone)))


def _addresses(rows: Sequence[Row]) -> Iterator[Address]:
    """Give the address of each row that has more of it than a country."""
    for row in rows:
        lines = [row.get(name, "") for name in _ADDRESS]
        if any(lines):
            country = row.get(_COUNTRY, "")
            yield Address(", ".join(line for line in (*lines, country) if line), country)


def _identifiers(rows: Sequence[Row]) -> Iterator[Identifier]:
    """Give the identifiers, references to other lists first."""
    for name, scheme in (("OFSI Group ID", "ofsi-group"), ("UN Reference Number", "un-reference")):
        yield from (Identifier(scheme, value, "", name) for value in _all(rows, name))
    for name, scheme, added in (
        ("Passport number", "passport-number", "Passport additional information"),
        (
            "National Identifier number",
            "national-id-number",
            "National Identifier additional information",
        ),
    ):
        for value, label in _pairs(rows, name, added):
            if says_something(value):
                yield Identifier(scheme, value, "", label if says_something(label) else name)
    for name, scheme in (
        ("Business registration number (s)", "registration-number"),
        ("IMO number", "imo"),
        ("Hull identification number (HIN)", "other"),
    ):
        for value in _all(rows, name):
            number = re.sub(r"\AIMO\s*(?=\d)", "", value) if scheme == "imo" else value
            yield Identifier(scheme, number, "", name)


def _pairs(rows: Sequence[Row], first: str, second: str) -> Iterator[tuple[str, str]]:
    """Give what two columns say together; where their parts do not match, each by itself."""
    for left, right in dict.fromkeys((row.get(first, ""), row.get(second, "")) for row in rows):
        lefts, rights = slots(left), slots(right)
        if len(lefts) == len(rights):
            yield from zip(lefts, rights, strict=True)
        else:
            yield from ((text, "") for text in lefts)
            yield from (("", text) for text in rights)
