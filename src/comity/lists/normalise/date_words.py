"""Dates as lists write them: partial, approximate, as ranges, in words; nothing is made up."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Literal

from comity.lists.io.encoding import clean
from comity.lists.model.record import Date
from comity.lists.normalise.multi_values import parts

Order = Literal["dmy", "mdy", "ymd"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sep sept", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_CIRCA = re.compile(
    r"(?:approximately|approx\b\.?|circa\b\.?|c\.|ca\b\.?|about|around|estimated)[\s:]*", re.I
)
_RANGE = (
    re.compile(r"between (?P<from>.+?) and (?P<to>.+)", re.I),
    re.compile(r"(?:from )?(?P<from>.+?) to (?P<to>.+)", re.I),
    re.compile(r"(?P<from>[^-\u2013]*\d{4}) ?[-\u2013] ?(?P<to>[^-\u2013]*\d{4})"),
    re.compile(r"(?P<from>.*\d{4}.*?) [-\u2013] (?P<to>.*\d{4}.*)"),
)
_TIME = re.compile(r"[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z| ?[+-]\d{2}:?\d{2})?\Z")
_ZONE = re.compile(r"(?<=\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)\Z")  # an xs:date may have one
_YEAR = re.compile(r"(?P<y>\d{4})年?\Z")
_FORMS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?\Z"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})\Z"),
    re.compile(r"(?P<y>\d{4})[./](?P<m>\d{1,2})(?:[./](?P<d>\d{1,2}))?\.?\Z"),
    re.compile(r"(?P<y>\d{4})年\s?(?P<m>\d{1,2})月(?:\s?(?P<d>\d{1,2})日)?\Z"),
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ .-]+(?P<w>[a-z]+)[., -]+(?P<y>\d{4})\Z", re.I),
    re.compile(r"(?P<w>[a-z]+)\.? +(?P<d>\d{1,2})(?:st|nd|rd|th)?,? +(?P<y>\d{4})\Z", re.I),
    re.compile(r"(?P<w>[a-z]+)[., -]+(?P<y>\d{4})\Z", re.I),
    re.compile(r"(?P<m>\d{1,2})[./-](?P<y>\d{4})\Z"),
)
_SLASHED = {
    "dmy": re.compile(r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})\.?\Z"),
    "mdy": re.compile(r"(?P<m>\d{1,2})[./-](?P<d>\d{1,2})[./-](?P<y>\d{4})\.?\Z"),
}
_SLASHED["ymd"] = _SLASHED["dmy"]


@lru_cache(maxsize=65_536)
def read_date(text: str, order: Order = "dmy") -> Date:
    """Return a date as precise as the text gives it; of no value where it cannot be read.

    ``order`` says what ``05/07/1965`` means. Zeros stand for what is not known (``00/00/1965`` is
    the year), a day that no calendar has is no date, and the text itself is always kept.
    """
    words = clean(text).removeprefix("'")  # how a spreadsheet marks what is text
    rest = _CIRCA.sub("", words, count=1) if _CIRCA.match(words) else words
    circa = rest != words
    plain = _value(rest, order)
    if plain:
        return Date(plain, words, circa)
    for form in _RANGE:
        if match := form.fullmatch(rest):
            first, last = (_CIRCA.sub("", match[end]).strip() for end in ("from", "to"))
            start, end = _value(first, order), _value(last, order)
            if start and end and start[:4] <= end[:4]:
                inner = bool(_CIRCA.search(match["from"]) or _CIRCA.search(match["to"]))
                return Date(start, words, circa or inner, end)
    return Date("", words)


def read_dates(text: str, order: Order = "dmy") -> tuple[Date, ...]:
    """Return each date of a field: lettered, or between semicolons, "or", "and" or commas.

    A field is cut at a separator only where each of its pieces is a date.
    """
    dates: list[Date] = []
    for part in parts(text):
        date = read_date(part, order)
        dates += (date,) if date.value else _several(part, order) or (date,)
    return tuple(dict.fromkeys(dates))


def _several(text: str, order: Order) -> tuple[Date, ...]:
    """Return the dates between separators; none where a piece is no date."""
    for separator in (";", " or ", " and ", ","):
        pieces = [piece.strip() for piece in text.split(separator) if piece.strip()]
        if len(pieces) < 2:
            continue
        dates: list[Date] = []
        for piece in pieces:
            date = read_date(piece, order)
            dates += (date,) if date.value else _several(piece, order) or (date,)
        if all(date.value for date in dates):
            return tuple(dates)
    return ()


def _value(text: str, order: Order) -> str:
    """Return one date as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; empty where there is none."""
    text = _ZONE.sub("", _TIME.sub("", text))
    if match := _YEAR.match(text):
        return match["y"] if int(match["y"]) >= 1000 else ""
    for form in (_SLASHED[order], *_FORMS):
        if match := form.match(text):
            parts = match.groupdict()
            month = parts.get("m") or str(_MONTHS.get((parts.get("w") or "").lower(), -1))
            return _calendar(int(parts["y"]), int(month), int(parts.get("d") or 0))
    return ""


def _calendar(year: int, month: int, day: int) -> str:
    """Return a date of the calendar; zero is unknown. Empty where the calendar has no such day."""
    if year < 1000 or not 0 <= month <= 12:
        return ""
    if month == 0:
        return f"{year}" if day == 0 else ""
    if day == 0:
        return f"{year}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
