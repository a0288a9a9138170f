"""Ukraine's sanctions by decree (NSDC) as a workbook: one item of a decree's annex a row.

Specification: the columns of the workbook itself; the register is https://drs.nsdc.gov.ua/ . Two
sheets, natural persons and legal persons, in Ukrainian. The same person under two decrees has two
rows, and nothing in the workbook says that they are the same: each row is a record.

============================  ====================================================================
Column                        Becomes
============================  ====================================================================
row                           place
№ указу, п/н                  legal citation: number of the decree, and the item in its annex
Дата указу                    day of listing
Дія щодо об'єкту санкцій      nothing where it is "застосування" (application); any other action
                              refuses the row, for it lists nobody
Зміни                         note, where it is not "Ні" (no)
Тип обмеження                 measures, one a number
Термін обмеження              note
Дата закінчення обмеження     day on which the entry ends, if no later decree ended it before
Назва укр.                    primary name, ``uk``; else Назва ориг. is the primary one
Назва ориг., Назва альт.      names, alias
Дата народження               birth
Громадянство                  tie ``nationality``, one a code
Місце народження              birth place
Зайнятість                    position
Місце проживання, Місце       addresses
діяльності (and додатково)
ОКПО/ЄДРПОУ, ІПН              identifiers ``registration-number`` and ``tax-number``; the letters
                              before the digits (ОДРН, ЄДРПОУ, ІПН) are the label
Додатково                     remark; where it says that a later decree revoked the entry or struck
                              it off ("Скасовано", "Виключено"), the day of that decree ends it
Відповідальний орган, other   note
============================  ====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.io.csv import distinct, is_header_again
from comity.lists.io.encoding import MAX_FIELD, clean
from comity.lists.io.input_files import Parcel
from comity.lists.io.workbook import sheets
from comity.lists.model.reader import Reader
from comity.lists.model.record import (
    Address,
    CountryTie,
    Date,
    Edition,
    Entry,
    Identifier,
    Item,
    Name,
    Record,
    Refusal,
)
from comity.lists.normalise.countries import several
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.multi_values import notes, parts, says_something, unlike

# ruff: noqa: RUF001, RUF002 -- the list is in Ukrainian


LIST = "ukraine-nsdc"
_DECREE, _DAY, _ACTION = "№ указу", "Дата указу", "Дія щодо об'єкту санкцій"
_NAME, _ORIGINAL, _OTHER = "Назва укр.", "Назва ориг.", "Назва альт."
WANTED = (_DECREE, _DAY, _ACTION, "п/н", "Тип обмеження", _NAME, _ORIGINAL)
_PERSON = "Дата народження"  # a column of the sheet of natural persons alone
_NUMBERS = {"ОКПО/ЄДРПОУ": "registration-number", "ІПН": "tax-number"}
_ADDRESSES = ("Місце проживання", "Місце діяльності", "Місце діяльності додатково")
_MAPPED = {
    *("row", _DECREE, _DAY, _ACTION, "п/н", "Тип обмеження", "Дата закінчення обмеження"),
    *(_NAME, _ORIGINAL, _OTHER, _PERSON, "Громадянство", "Місце народження", "Зайнятість"),
    *(*_ADDRESSES, *_NUMBERS, "Додатково", "Зміни"),
}
_APPLIED = "застосування"
_NUMBER = re.compile(r"(?P<label>[^\W\d_]*)[\s-]*(?P<digits>\d[\d\s/-]*\d)[)\"\s]*\Z")
_REVOKED = re.compile(
    r"(?:Скасовано|Виключено)\b.*?Указом Президента України"
    r" від (?P<day>\d{1,2}) (?P<month>\w+) (?P<year>\d{4}) року"
)
_MONTHS = (
    *("січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня"),
    *("вересня", "жовтня", "листопада", "грудня"),
)


@dataclass
class UkrainianWorkbook:
    """Reads the workbook of the sanctions of the National Security and Defense Council."""

    name: str = "ukraine-nsdc"
    title: str = "Ukraine's sanctions by decree (NSDC), workbook"
    specification: str = "https://drs.nsdc.gov.ua/"
    version: str = "1"
    sources: tuple[str, ...] = ("ukraine-nsdc",)
    ignored: dict[str, str] = field(default_factory=dict)

    def recognises(self, head: str) -> bool:
        """Know the workbook by the header of a sheet."""
        return any(_is_header(line.split("\t")) for line in head.splitlines()[:5])

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give an edition, of which the workbook does not say the day, then each row."""
        yield Edition()
        for parcel in parcels:
            found = False
            for sheet in sheets(parcel):
                header: list[str] = []
                for number, cells in sheet.rows:
                    row = [clean(cell) for cell in cells]
                    if header and is_header_again(row, header):
                        continue
                    if header:
                        fields = dict(zip(header, row, strict=False))
                        yield _item(fields, f"{clean(sheet.name)}, row {number}")
                    elif _is_header(row):
                        header, found = distinct(row), True
            if not found:
                raise BadData(
                    f"{parcel.name} has no sheet with the columns of the Ukrainian list.",
                    f"Give the workbook as it was exported, with {', '.join(WANTED)}.",
                )


def _is_header(cells: Sequence[str]) -> bool:
    """Say whether a row is the header."""
    return set(WANTED) <= set(cells)


def _item(fields: dict[str, str], place: str) -> Item:
    """Return the record of a row, or why there is none."""
    names = unlike(fields[name] for name in (_NAME, _ORIGINAL, _OTHER) if name in fields)
    if max(map(len, fields.values()), default=0) > MAX_FIELD:
        return Refusal(place, f"a cell of more than {MAX_FIELD:,} characters")
    if not names:
        return Refusal(place, "no name")
    if fields[_ACTION].lower() != _APPLIED:
        return Refusal(place, f"'{fields[_ACTION][:40]}' is no application of sanctions")
    birth = fields.get(_PERSON, "")
    return Record(
        place=place,
        kind="Person" if _PERSON in fields else "OtherEntity",
        names=tuple(
            Name(text, "alias" if number else "primary", "uk" if text == fields[_NAME] else "")
            for number, text in enumerate(names)
        ),
        entries=(_entry(fields),),
        ties=tuple(
            CountryTie("nationality", country)
            for country in several(fields.get("Громадянство", ""))
        ),
        addresses=tuple(
            Address(text) for text in unlike(fields.get(name, "") for name in _ADDRESSES)
        ),
        identifiers=tuple(_identifiers(fields)),
        births=(read_date(birth, "ymd"),) if birth else (),
        birth_places=unlike((fields.get("Місце народження", ""),)),
        positions=unlike((fields.get("Зайнятість", ""),)),
        remarks=unlike((fields.get("Додатково", ""),)),
        notes=notes(
            *((name, text) for name, text in fields.items() if name and name not in _MAPPED),
            ("Зміни", "" if fields.get("Зміни", "") == "Ні" else fields.get("Зміни", "")),
        ),
    )


def _entry(fields: dict[str, str]) -> Entry:
    """Return the entry of a row."""
    until = fields.get("Дата закінчення обмеження", "")
    citation = f"Указ Президента України № {fields[_DECREE]}"
    return Entry(
        LIST,
        listed=_date(fields[_DAY]),
        delisted=_revoked(fields.get("Додатково", "")) or _date(until),
        measures=parts(fields["Тип обмеження"]),
        citations=(f"{citation}, п/н {fields['п/н']}" if fields["п/н"] else citation,),
    )


def _revoked(text: str) -> Date | None:
    """Return the day of the decree that revoked an entry, if the row says so."""
    match = _REVOKED.search(text)
    if match is None or match["month"] not in _MONTHS:
        return None
    day = f"{match['year']}-{_MONTHS.index(match['month']) + 1}-{match['day']}"
    return read_date(day, "ymd")._replace(text=text)


def _date(text: str) -> Date | None:
    """Return a day, if one is told."""
    return read_date(text, "ymd") if text else None


def _identifiers(fields: dict[str, str]) -> Iterator[Identifier]:
    """Give the numbers of a legal person, each without the letters that say what it is."""
    for column, scheme in _NUMBERS.items():
        for text in fields.get(column, "").replace(";", ",").split(","):
            told = text.strip()
            if match := _NUMBER.match(told):
                yield Identifier(scheme, match["digits"], "", match["label"] or column)
            elif says_something(told):
                yield Identifier("other", told, "", column)


READER: Reader = UkrainianWorkbook()
