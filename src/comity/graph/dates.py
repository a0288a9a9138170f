"""First and last days of partial dates, and the two days between which a claim is known to hold.

The rule for claims is that of ``ontology/rules/bounds.rq``; a test compares the two. Here it works
on text, so that an import of a hundred thousand claims need not wait for a query engine.
"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

_PARTIAL = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")


@lru_cache(maxsize=1 << 14)
def is_date(value: str) -> bool:
    """Return whether a text is a year, month or day of the calendar: 2023, 2023-04, 2023-04-01."""
    match = _PARTIAL.fullmatch(value)
    if match is None or int(match["year"]) < 1:
        return False
    month = int(match["month"] or 1)
    if not 1 <= month <= 12:
        return False
    return 1 <= int(match["day"] or 1) <= monthrange(int(match["year"]), month)[1]


def first_day(value: str) -> str:
    """Return the first day of a year, month or day: 2023 → 2023-01-01; "" of ""."""
    return value + {4: "-01-01", 7: "-01"}.get(len(value), "")


def last_day(value: str) -> str:
    """Return the last day of a year, month or day: 2021-02 → 2021-02-28; "" of ""."""
    if len(value) == 4:
        return f"{value}-12-31"
    if len(value) == 7:
        return f"{value}-{monthrange(int(value[:4]), int(value[5:]))[1]}"
    return value


def holds_from(since: str, observed: str) -> str:
    """Return the first day on which a claim is known to hold, from its start and its observation.

    Either may be empty, not both. Dates are ISO years, months or days.
    """
    seen = last_day(observed)
    if not since:
        return seen
    return seen if seen.startswith(since) else last_day(since)


def holds_until(until: str) -> str:
    """Return the first day on which a claim no longer holds; empty where it has no end."""
    return first_day(until)
