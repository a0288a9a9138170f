"""When a claim holds: in the words of its source, and the two days between which it is known to."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from comity.query.records import Record
from comity.terms import Iri
from comity.vocab import COMITY

# The property that says when something begins or ends, and the word for it; the first that is
# there counts. Those of claims come first.
_BEGINS: tuple[tuple[Iri, str], ...] = (
    (COMITY.since, "since"),
    (COMITY.signedOn, "signed"),
    (COMITY.listedOn, "listed"),
    (COMITY.launchedOn, "launched"),
    (COMITY.startedOn, "began"),
    (COMITY.effectiveOn, "effective"),
    (COMITY.inForceFrom, "in force since"),
)
_ENDS: tuple[tuple[Iri, str], ...] = (
    (COMITY.until, "until"),
    (COMITY.delistedOn, "delisted"),
    (COMITY.dissolvedOn, "dissolved"),
    (COMITY.inForceUntil, "until"),
)


@dataclass(frozen=True, slots=True)
class Interval:
    """When something holds: ``begin``, ``end`` and ``observed`` as stated, "" where they are not.

    ``known_from`` and ``known_until`` are full dates or "": the half-open interval of days on
    which it is known to hold.
    """

    begin: str = ""
    begin_word: str = "since"
    end: str = ""
    end_word: str = "until"
    observed: str = ""
    known_from: str = ""
    known_until: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether it is known to hold on the day; what has no dates always does."""
        text = day.isoformat()
        return self.known_from <= text and (not self.known_until or text < self.known_until)

    def words(self) -> str:
        """Return the interval as the source states it: "since 2021-12-10", "seen 2021-12-31"."""
        parts = []
        if self.begin:
            parts.append(f"{self.begin_word} {self.begin}")
        elif self.observed:
            parts.append(f"seen {self.observed}")
        if self.end:
            parts.append(f"{self.end_word} {self.end}")
        return ", ".join(parts)


def interval_of(record: Record) -> Interval:
    """Return when a claim or a dated thing holds.

    The two days are those that the build derived; of a thing for which it derives none (a rule,
    an initiative) they follow from its own dates in the same way.
    """
    begin, begin_word = _first(record, _BEGINS)
    end, end_word = _first(record, _ENDS)
    observed = record.text(COMITY.observedOn)
    return Interval(
        begin,
        begin_word,
        end,
        end_word,
        observed,
        record.text(COMITY.holdsFrom) or last_day(begin or observed),
        record.text(COMITY.holdsUntil) or first_day(end),
    )


def first_day(stated: str) -> str:
    """Return the first day of a date, a month or a year; "" of nothing."""
    return stated + {4: "-01-01", 7: "-01"}.get(len(stated), "")


def last_day(stated: str) -> str:
    """Return the last day of a date, a month or a year; "" of nothing."""
    if len(stated) == 4:
        return f"{stated}-12-31"
    if len(stated) == 7:
        year, month = int(stated[:4]), int(stated[5:])
        return f"{stated}-{calendar.monthrange(year, month)[1]:02}"
    return stated


def _first(record: Record, properties: tuple[tuple[Iri, str], ...]) -> tuple[str, str]:
    for name, word in properties:
        if stated := record.text(name):
            return stated, word
    return "", properties[0][1]
