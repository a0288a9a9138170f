"""One row of the Consolidated Screening List, however it is written, as a record.

The list is a search aid: the International Trade Administration copies into one table what the
departments of Commerce, State and the Treasury list. ``source`` says of which list a row is, by a
short code (2016) or by the name of the list with the code in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.lists.model.record import CountryTie, Identifier, Name, NameKind, Note, Record, Refusal
from comity.lists.normalise.date_words import Order, read_date
from comity.lists.readers.us.ofac_details import KINDS, Details

LISTS = {
    "561": "ofac-capta",
    "CAP": "ofac-capta",
    "CMIC": "ofac-ns-cmic",
    "DPL": "bis-denied-persons",
    "DTC": "state-itar-debarred",
    "EL": "bis-entity-list",
    "FSE": "ofac-fse",
    "ISN": "state-isn",
    "MBS": "ofac-ns-mbs",
    "MEU": "bis-meu",
    "NS-ISA": "ofac-ns-isa",
    "NS-MBS List": "ofac-ns-mbs",
    "PLC": "ofac-plc",
    "SDN": "ofac-sdn",
    "SSI": "ofac-ssi",
    "UVL": "bis-unverified",
}
"""The list of each code; a code that is not here is a new list, and its rows are of the CSL."""
OF_CSL = "us-csl"

SINGLE = (
    "source", "entity_number", "type", "name", "title", "federal_register_notice", "start_date",
    "end_date", "standard_order", "license_requirement", "license_policy", "call_sign",
    "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner",
    "remarks", "source_list_url", "source_information_url",
)  # fmt: skip
"""The fields that hold one text; each is there in every layout, but may be empty."""
SEVERAL = (
    "programs", "addresses", "alt_names", "citizenships", "dates_of_birth", "nationalities",
    "places_of_birth",
)  # fmt: skip
"""The fields that hold several: parted by semicolons in CSV, an array in JSON."""

IGNORED = {
    "source_list_url": "the web page of the whole list, the same in all its rows",
    "source_information_url": "the web page about the list, the same in all its rows",
}
_NOTES = ("standard_order", "gross_tonnage", "gross_registered_tonnage", "vessel_owner")
_CODE = re.compile(r"\(([^()]+)\)(?: List)? - |\A([A-Z0-9]+)\Z")
_NOTICE = re.compile(r"(?:[;,]\s*|\s+)(?=\d+ F\.? ?R\.? )")
_AKA = re.compile(r"(?P<name>.+?),? [(\[](?P<kind>[af])\.?k\.?a\.?,? (?P<others>[^()\[\]]+)[)\]]\Z")


@dataclass(slots=True)
class Several:
    """The fields of one row that hold several values, taken apart."""

    programmes: list[str] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)  # line, country
    alt_names: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    births: list[str] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    ids: list[tuple[str, str, str, str, str]] = field(default_factory=list)  # type first
    notes: list[Note] = field(default_factory=list)


def list_of(source: str) -> str:
    """Return the key of the list that a row is of."""
    match = _CODE.search(source)
    return LISTS.get(match[1] or match[2], OF_CSL) if match else OF_CSL


def record_of(
    place: str, row: Mapping[str, str], several: Several, key: str = "", order: Order = "ymd"
) -> Record | Refusal:
    """Return the record of a row; ``key`` is the number that the CSL itself gives it.

    ``order`` is that of day and month where a file does not write them as the CSL does.
    """
    name = row["name"]
    if not name:
        return Refusal(place, "a row without a name")
    if not row["source"]:
        return Refusal(place, f"a row of no list: '{name[:60]}'")
    listed_in = list_of(row["source"])
    number = row["entity_number"]
    details = Details(names=[Name(name, "primary")], programmes=several.programmes)
    details.notes += several.notes
    if listed_in == OF_CSL:
        details.notes.append(Note("source", row["source"]))
    if key and key != number:
        details.identifiers.append(Identifier("csl-id", key, "", "_id"))
    _names(details, several.alt_names, is_ofac=bool(number))
    for line, country in several.addresses:
        details.address(line, country)
    details.ties += [CountryTie("nationality", country) for country in several.nationalities]
    details.births += [read_date(text) for text in several.births]
    details.birth_places += several.birth_places
    for kind, value, country, issued, expires in several.ids:
        details.identification(kind, value, country, issued, expires)
    if row["remarks"]:
        details.remark(row["remarks"])
    _single(details, row)
    _entry(details, row, order)
    kind = KINDS.get(row["type"].casefold(), "OtherEntity")
    return details.record(place, kind, number, (listed_in,))


def address(line: str) -> tuple[str, str]:
    """Return an address on one line without the country code at its end, and the code."""
    start, comma, end = line.rpartition(", ")
    if len(end) == 2 and end.isalpha() and end.isupper():
        return start, end
    return f"{start}{comma}{end}", ""


def _names(details: Details, names: list[str], is_ofac: bool) -> None:
    """Add the other names: those given as such, and those in brackets after the name itself."""
    for name in names:
        plain = name if is_ofac else re.sub(r"\A(?:and|or) ", "", name)
        details.names.append(Name(plain))
        if plain != name:
            details.notes.append(Note("alt_names", name))
    if not is_ofac and (match := _AKA.match(details.names[0].text)):
        details.names.append(Name(match["name"]))
        kind: NameKind = "former" if match["kind"] == "f" else "alias"
        details.names += [Name(name, kind) for name in match["others"].split("; ")]


def _single(details: Details, row: Mapping[str, str]) -> None:
    """Add the fields that hold one value and are no part of the entry."""
    if row["title"]:
        details.positions += row["title"].split("; ")
    if sign := row["call_sign"]:
        details.identifiers.append(Identifier("call-sign", sign, "", "Vessel Call Sign"))
    if row["vessel_flag"]:
        details.ties.append(CountryTie("flag", row["vessel_flag"]))
    details.vessel_type = row["vessel_type"]
    details.notes += [Note(column, row[column]) for column in _NOTES if row[column]]


def _entry(details: Details, row: Mapping[str, str], order: Order) -> None:
    """Add what the row says of the designation.

    The end is the day on which an order of denial expires, or the sanctions of the State
    Department were lifted, waived or expired.
    """
    if day := row["start_date"]:
        details.listed = read_date(day, order)
    if day := row["end_date"]:
        details.delisted = read_date(day, order)
    if notice := row["federal_register_notice"]:
        details.citations += [one for one in _NOTICE.split(notice) if one]
    details.licence_requirement = row["license_requirement"]
    details.review_policy = row["license_policy"]
