"""Reckons the two days between which a claim is known to hold, for claims that come from lists.

The rule is that of ``ontology/rules/bounds.rq``, which a test holds it to; here it works on text,
so that an import of a hundred thousand claims need not wait for a query engine.
"""

from __future__ import annotations

from calendar import monthrange


def last_day(value: str) -> str:
    """Return the last day of a year, month or day: 2021 → 2021-12-31, 2021-02 → 2021-02-28."""
    if len(value) == 4:
        return f"{value}-12-31"
    if len(value) == 7:
        return f"{value}-{monthrange(int(value[:4]), int(value[5:]))[1]}"
    return value


def first_day(value: str) -> str:
    """Return the first day of a year, month or day: 2023 → 2023-01-01."""
    return f"{value}-01-01"[:10] if len(value) == 4 else f"{value}-01"[:10]


def holds_from(since: str, observed: str) -> str:
    """Return the first day on which a claim is known to hold, from its start and its observation.

    Either may be empty, not both. Dates are ISO years, months or days.
    """
    seen = last_day(observed) if observed else ""
    if not since:
        return seen
    return seen if seen.startswith(since) else last_day(since)


def holds_until(until: str) -> str:
    """Return the first day on which a claim no longer holds; empty where it has no end."""
    return first_day(until) if until else ""
