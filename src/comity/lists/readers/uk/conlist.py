"""The OFSI consolidated list in either layout: the rows of one Group ID become one record.

Specification: the format guide that OFSI publishes with the list; the columns since February 2022
are described in "UK Sanctions List: change to the list's format" (address in ``SPECIFICATION``).

=================================  ================================================================
Column                             Becomes
=================================  ================================================================
Name 1 to Name 5, Name 6           name, in this order; its kind from Alias Type and Alias Quality
Name Non-Latin Script, its Type    name with its language and script, where the row states them
and its Language
Group Type                         kind: Individual, Ship, else what Other Information says
DOB                                birth
Town, Country of Birth             birth place; both together where their parts match
Nationality                        tie ``nationality``, one a country
Passport Number, National          identifiers (2022), with what Details says as their label
Identification Number
Passport Details, NI Number,       note; identifier too where a part (2018) is plainly a number
National Identification Details
Position                           positions
Address 1 to 6, Post/Zip Code      address; a row with a country alone is a tie ``address``
Country
Regime, Listed On                  programme and day of an entry; each pair is an entry of its own
Other Information                  remark; its labelled parts (2022): identifiers, gender, ground,
                                   flag, type of ship, the others notes
Title, Last Updated, UK Sanctions  note
List Date Designated
Group ID                           number
any other column                   note
=================================  ================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from comity.lists.io.group_by_key import Kept
from comity.lists.model.record import (
    Address,
    CountryTie,
    EntityKind,
    Entry,
    Identifier,
    Name,
    NameKind,
    Note,
    Record,
)
from comity.lists.normalise.countries import several
from comity.lists.normalise.date_words import read_date, read_dates
from comity.lists.normalise.multi_values import notes, parts, says_something, slots, unlike
from comity.lists.readers.uk.names import language, named

LIST = "uk-conlist"
SPECIFICATION = (
    "https://www.gov.uk/government/publications/uk-sanctions-list-change-in-format/"
    "uk-sanctions-list-change-to-the-lists-format"
)
WANTED = ("Name 6", "Name 1", "DOB", "Group Type", "Alias Type", "Regime", "Listed On", "Group ID")
IGNORED: dict[str, str] = {}

_NAME_KINDS: dict[str, NameKind] = {
    "primary name": "primary",
    "prime alias": "primary",
    "primary name variation": "alias",
    "aka": "alias",
    "fka": "former",
}
_ADDRESS = (*(f"Address {number}" for number in range(1, 7)), "Post/Zip Code")
_KEPT = (
    "Title",
    "Passport Details",
    "National Identification Details",
    "NI Number",
    "Last Updated",
    "UK Sanctions List Date Designated",
)
_MAPPED = {
    *(f"Name {number}" for number in range(1, 7)),
    *_ADDRESS,
    *_KEPT,
    *("Name Non-Latin Script", "Non-Latin Script Type", "Non-Latin Script Language"),
    *("DOB", "Town of Birth", "Country of Birth", "Nationality", "Position", "Country"),
    *("Passport Number", "National Identification Number", "Other Information"),
    *("Group Type", "Alias Type", "Alias Quality", "Regime", "Listed On", "Group ID"),
}
_LABELS = re.compile(
    r"\((UK Sanctions List Ref|UN Ref|UK Statement of Reasons|Gender|Type of entity|Phone number"
    r"|Website|Email address|Parent company|Subsidiaries|Business Reg No|IMO number|Current owners"
    r"|Previous owners|Flag of ship|Previous flags|Type of ship|Tonnage of ship|Length of ship"
    r"|Year built|Hull identification number)\):"
)
_UN_REF = re.compile(r"([A-Z]{2,3}[a-z]?\.(?:[A-Z]\.)?\d+(?:\.\d+)?)[.;,]?\s*")
_UN_REF_2018 = re.compile(r"\bUN Ref(?:erence)?\.? ([A-Z]{2}[a-z]?\.(?:[A-Z]\.)?\d+(?:\.\d+)?)")
_BRACKETS = re.compile(r"\([^()]*\)")  # in which stand the references of others
_PLAIN_NUMBER = re.compile(r"([A-Z]{0,3}[- ]?\d[\dA-Z./-]{4,})(?: \(([^()]*)\))?(?:\.(?: .*)?)?")
_COMPANY = re.compile(r"\b(?:company|corporation|bank)\b", re.I)


def record(group: Sequence[Kept]) -> Record | str:
    """Return the record of the rows of one Group ID, or the reason why there is none."""
    rows = [row.fields for row in group]
    names = _names(rows)
    if not names:
        return "no name"
    told = _told(rows)
    return Record(
        place=f"Group ID {rows[0]['Group ID']}",
        kind=_kind(rows[0], told.get("Type of entity", ())),
        names=names,
        entries=_entries(rows, told.get("UK Statement of Reasons", ())),
        number=rows[0]["Group ID"],
        ties=_ties(rows, told.get("Flag of ship", ())),
        addresses=tuple(dict.fromkeys(_addresses(rows))),
        identifiers=tuple(dict.fromkeys(_identifiers(rows, told))),
        births=tuple(dict.fromkeys(day for text in _all(rows, "DOB") for day in read_dates(text))),
        birth_places=_birth_places(rows),
        gender=next(iter(told.get("Gender", ())), ""),
        positions=_all(rows, "Position"),
        vessel_type=next(iter(told.get("Type of ship", ())), ""),
        remarks=told.get("", ()),
        notes=_notes(rows, told),
    )


def _all(rows: Sequence[dict[str, str]], column: str) -> tuple[str, ...]:
    """Return the parts of a column over all rows, each once."""
    texts = unlike(row.get(column, "") for row in rows)
    return unlike(part for text in texts for part in parts(text))


def _names(rows: Sequence[dict[str, str]]) -> tuple[Name, ...]:
    """Return the names, the primary first; of several primary ones the first is the primary."""
    found: dict[tuple[str, str], NameKind] = {}
    for row in rows:
        text = " ".join(row.get(f"Name {number}", "") for number in (1, 2, 3, 4, 5, 6))
        kind = _NAME_KINDS.get(row["Alias Type"].lower(), "alias")
        if row.get("Alias Quality", "").lower() == "low quality" and kind == "alias":
            kind = "weak"
        found.setdefault((" ".join(text.split()), ""), kind)
        tag = language(
            row.get("Non-Latin Script Language", ""), row.get("Non-Latin Script Type", "")
        )
        found.setdefault((row.get("Name Non-Latin Script", ""), tag), "alias")
    return named(found)


def _kind(row: dict[str, str], types: Sequence[str]) -> EntityKind:
    """Return the kind that Group Type gives; a company where the type of entity says so."""
    group = row["Group Type"].lower()
    if group == "individual":
        return "Person"
    if group == "ship":
        return "Vessel"
    return "Company" if any(map(_COMPANY.search, types)) else "OtherEntity"


def _entries(rows: Sequence[dict[str, str]], reasons: tuple[str, ...]) -> tuple[Entry, ...]:
    """Return one entry for each regime and day of listing."""
    pairs = dict.fromkeys((row["Regime"], row["Listed On"]) for row in rows)
    return tuple(
        Entry(
            LIST,
            listed=read_date(day) if day else None,
            programmes=(regime,) if regime else (),
            grounds=reasons,
        )
        for regime, day in pairs
    )


def _ties(rows: Sequence[dict[str, str]], flags: Sequence[str]) -> tuple[CountryTie, ...]:
    """Return nationalities, flags, and countries without an address in them."""
    nationalities = (
        CountryTie("nationality", country)
        for part in _all(rows, "Nationality")
        for country in several(part)
    )
    alone = (
        CountryTie("address", row["Country"])
        for row in rows
        if row.get("Country") and not any(row.get(column) for column in _ADDRESS)
    )
    return tuple(
        dict.fromkeys((*nationalities, *(CountryTie("flag", flag) for flag in flags), *alone))
    )


def _addresses(rows: Sequence[dict[str, str]]) -> Iterator[Address]:
    """Give the address of each row that has more of it than a country."""
    for row in rows:
        lines = [row.get(column, "") for column in _ADDRESS]
        if any(lines):
            country = row.get("Country", "")
            yield Address(", ".join(line for line in (*lines, country) if line), country)


def _birth_places(rows: Sequence[dict[str, str]]) -> tuple[str, ...]:
    """Return the places of birth: town and country together where one fits the other."""
    found: list[str] = []
    for pair in _columns(rows, "Town of Birth", "Country of Birth"):
        towns, countries = map(slots, pair)
        if len(towns) == len(countries):
            both = zip(towns, countries, strict=True)
            found += [", ".join(filter(says_something, one)) for one in both]
        else:
            found += filter(says_something, (*towns, *countries))
    return unlike(found)


def _columns(rows: Sequence[dict[str, str]], *columns: str) -> tuple[tuple[str, ...], ...]:
    """Return what some columns say together, each once over all rows."""
    return tuple(dict.fromkeys(tuple(row.get(one, "") for one in columns) for row in rows))


def _told(rows: Sequence[dict[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return what Other Information says, by label; the text before the first label as "" ."""
    found: dict[str, list[str]] = {}
    for text in unlike(row.get("Other Information", "") for row in rows):
        pieces = _LABELS.split(text)
        found.setdefault("", []).append(pieces[0])
        for label, words in zip(pieces[1::2], pieces[2::2], strict=True):
            value = words.strip()
            rest = ""
            if label == "UN Ref" and (reference := _UN_REF.match(value)):
                value, rest = reference[1], value[reference.end() :]
            elif label == "UK Sanctions List Ref":
                value, _, rest = value.partition(" ")
            split = parts(value) if label not in ("UK Statement of Reasons",) else (value,)
            found.setdefault(label, []).extend(split)
            found[""].append(rest.strip())
    return {label: unlike(values) for label, values in found.items()}


def _identifiers(
    rows: Sequence[dict[str, str]], told: dict[str, tuple[str, ...]]
) -> Iterator[Identifier]:
    """Give the identifiers: references to other lists first, then passports and numbers."""
    for scheme, label in (("uk-reference", "UK Sanctions List Ref"), ("un-reference", "UN Ref")):
        yield from (Identifier(scheme, value, "", label) for value in told.get(label, ()))
    for text in told.get("", ()):
        if reference := _UN_REF_2018.search(_BRACKETS.sub("", text)):
            yield Identifier("un-reference", reference[1], "", "UN Ref")
    for value in told.get("IMO number", ()):
        yield Identifier("imo", value, "", "IMO number")
    for value in told.get("Business Reg No", ()):
        if plain := _PLAIN_NUMBER.fullmatch(value):
            issuer = plain[2] or ""
            yield Identifier("registration-number", plain[1], issuer, "Business Reg No")
    yield from _numbered(rows, "passport-number", "Passport Number", "Passport Details")
    yield from _numbered(
        rows,
        "national-id-number",
        "National Identification Number",
        "National Identification Details",
    )
    yield from _plain(rows, "national-id-number", "NI Number")
    if "Passport Number" not in rows[0]:
        yield from _plain(rows, "passport-number", "Passport Details")


def _numbered(
    rows: Sequence[dict[str, str]], scheme: str, numbers: str, details: str
) -> Iterator[Identifier]:
    """Give the numbers of a column, each with its details where as many of them are told."""
    for pair in _columns(rows, numbers, details):
        values, words = map(slots, pair)
        if len(values) != len(words):
            words = ("",) * len(values)
        for value, label in zip(values, words, strict=True):
            if says_something(value):
                yield Identifier(scheme, value, "", label if says_something(label) else numbers)


def _plain(rows: Sequence[dict[str, str]], scheme: str, column: str) -> Iterator[Identifier]:
    """Give what is plainly a number in a column of 2018, which holds numbers and words alike."""
    for part in _all(rows, column):
        if plain := _PLAIN_NUMBER.fullmatch(part):
            yield Identifier(scheme, plain[1], plain[2] or "", part)


def _notes(rows: Sequence[dict[str, str]], told: dict[str, tuple[str, ...]]) -> tuple[Note, ...]:
    """Return what is kept as it stands: columns without a place of their own, labelled parts."""
    mapped = {"", "UK Sanctions List Ref", "UN Ref", "UK Statement of Reasons", "Gender"}
    mapped |= {"IMO number", "Flag of ship", "Type of ship"}
    fields = [(column, row[column]) for row in rows for column in row if column in _KEPT]
    fields += [
        (column, row[column]) for row in rows for column in row if column not in _MAPPED and column
    ]
    fields += [
        ("Alias Type", row["Alias Type"])
        for row in rows
        if row["Alias Type"].lower() not in _NAME_KINDS
    ]
    fields += [(label, text) for label in told if label not in mapped for text in told[label]]
    return notes(*fields)
