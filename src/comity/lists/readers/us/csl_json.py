"""The Consolidated Screening List as JSON: the download, an answer of the API, or an array of rows.

Specification: https://developer.trade.gov/api-details#api=consolidated-screening-list. The fields
are those of the CSV and are kept in the same way (see ``csl_csv``), but that what is parted by
semicolons there is an array here.

| field | kept as |
| --- | --- |
| id | identifier (csl-id), unless it is the entity number |
| addresses: address, city, state, postal_code, country | address |
| ids: type, number, country, issue_date, expiration_date | identifier, measure, tie, gender or \
note, by the type; the days as notes |
| all others | as in the CSV |
| any field that the CSV has not | note |
| score, search_performed_at, sources_used, total, offset | ignored |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.io.encoding import MAX_FIELD, clean
from comity.lists.io.input_files import Parcel
from comity.lists.io.json import objects
from comity.lists.model.record import Edition, Item, Note, Record, Refusal
from comity.lists.readers.us.csl_row import IGNORED, SEVERAL, SINGLE, Several, record_of

_KNOWN = frozenset((*SINGLE, *SEVERAL, "id", "_id", "ids", "score"))
_LINE = ("address", "city", "state", "postal_code")
_ID = ("type", "number", "country", "issue_date", "expiration_date")


@dataclass(frozen=True)
class CslJson:
    """The reader of the JSON."""

    name: str = "csl-json"
    title: str = "US Consolidated Screening List, JSON of the API and the download"
    specification: str = "https://developer.trade.gov/api-details#api=consolidated-screening-list"
    version: str = "1"
    sources: tuple[str, ...] = ("us-csl",)
    ignored: dict[str, str] = field(
        default_factory=lambda: {
            **IGNORED,
            "score": "how well a row fits a search, not the list",
            "search_performed_at, sources_used, total, offset": "about the search, not the list",
        }
    )

    def recognises(self, head: str) -> bool:
        """Say whether a file begins like rows of the list in JSON."""
        start = head.lstrip("\ufeff \t\r\n")
        return (
            start[:1] in ("[", "{")
            and '"source_information_url"' in start
            and ('"source"' in start or '"standard_order"' in start or '"programs"' in start)
        )

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Read the rows one by one."""
        if len(parcels) != 1:
            raise BadData(
                f"One file of this format is wanted, found {len(parcels)}.", "Give one at a time."
            )
        yield Edition()
        count = 0
        for line, row in objects(parcels[0], "results"):
            found = _record(f"line {line}", row)
            count += isinstance(found, Record)
            yield found
        if not count:
            raise BadData(f"{parcels[0].name} has no row that can be read.", "Get it once more.")


READER = CslJson()


def _record(place: str, row: object) -> Record | Refusal:
    """Return the record of one value of the array."""
    if not isinstance(row, dict):
        return Refusal(place, "no object with the fields of a row")
    if any(len(text) > MAX_FIELD for text in _strings(row)):
        return Refusal(place, f"a field of more than {MAX_FIELD:,} characters")
    fields = {name: _text(row.get(name)) for name in SINGLE}
    several = Several(
        programmes=_texts(row.get("programs")),
        addresses=[
            (
                ", ".join(filter(None, (_text(one.get(part)) for part in _LINE))),
                _text(one.get("country")),
            )
            for one in _objects(row.get("addresses"))
        ],
        alt_names=_texts(row.get("alt_names")),
        nationalities=_texts(row.get("nationalities")) + _texts(row.get("citizenships")),
        births=_texts(row.get("dates_of_birth")),
        birth_places=_texts(row.get("places_of_birth")),
    )
    for one in _objects(row.get("ids")):
        kind, number, country, issued, expires = (_text(one.get(part)) for part in _ID)
        several.ids.append((kind, number, country, issued, expires))
    several.notes += [Note(*pair) for pair in _unknown(row)]
    return record_of(place, fields, several, _text(row.get("id") or row.get("_id")))


def _unknown(row: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Give what is in no field that is known, and what is no value of its field."""
    for name, value in row.items():
        if name not in _KNOWN and (words := "; ".join(_strings(value))):
            yield clean(name), clean(words)
    for name, known in (("addresses", {*_LINE, "country"}), ("ids", set(_ID))):
        for one in _objects(row.get(name)):
            for part, value in one.items():
                if part not in known and (words := "; ".join(_strings(value))):
                    yield clean(f"{name}: {part}"), clean(words)


def _text(value: object) -> str:
    """Return a value as cleaned text; null and what is no single value are empty."""
    if isinstance(value, str):
        return clean(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _texts(value: object) -> list[str]:
    """Return the texts of an array, or the one text that stands in its place."""
    given = value if isinstance(value, list) else [value]
    return [text for one in given if (text := _text(one))]


def _objects(value: object) -> list[dict[str, object]]:
    """Return the objects of an array."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _strings(value: object) -> Iterator[str]:
    """Give every text and number in a value, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif value is not None:
        yield value if isinstance(value, str) else str(value)
