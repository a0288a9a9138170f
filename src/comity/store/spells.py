"""Reckons between which days imported claims hold, from all editions that name them.

A list is held whole on the day of each complete edition of it. A claim that stands in editions on
some of these days, and is missing in the next, held from the first of them up to the day of that
next one, unless it says itself when it ended. A claim that comes back begins a new spell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Spell(NamedTuple):
    """An unbroken run of editions that name a claim: the days it holds, and its first edition."""

    holds_from: str
    holds_until: str  # empty where no end is known
    first: str  # the day of the first edition


@dataclass
class Spells:
    """What the editions say of claims; editions are told in any order."""

    whole: dict[str, list[str]]  # days of complete editions by list, sorted
    _seen: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def see(self, claim: str, day: str, holds_from: str, holds_until: str) -> None:
        """Take note that the edition of a day names a claim, and between which days by itself."""
        self._seen.setdefault(claim, []).append((day, holds_from, holds_until))

    def of(self, claim: str, list_: str) -> list[Spell]:
        """Return the spells of a claim, in their order."""
        seen = sorted(set(self._seen[claim]))
        days = [day for day, _, _ in seen]
        gaps = _missing(self.whole.get(list_, ()), days)
        spells: list[Spell] = []
        for end, part in _parted(seen, gaps):
            until = min((day for day in (part[-1][2], end) if day), default="")
            spells.append(Spell(min(start for _, start, _ in part), until, part[0][0]))
        return spells

    def claims(self) -> Iterator[str]:
        """Give every claim seen, in the order of first sight."""
        return iter(self._seen)


def _missing(whole: Sequence[str], days: list[str]) -> list[str]:
    """Return the days of complete editions after the first sight on which a claim is not seen."""
    return [day for day in whole[bisect_right(whole, days[0]) :] if day not in days]


def _parted(
    seen: list[tuple[str, str, str]], gaps: list[str]
) -> Iterator[tuple[str | None, list[tuple[str, str, str]]]]:
    """Part sightings at the days on which the claim is missing; give each part with its end."""
    part: list[tuple[str, str, str]] = []
    for sighting in seen:
        if part:
            gap = next((day for day in gaps if part[-1][0] < day < sighting[0]), None)
            if gap is not None:
                yield gap, part
                part = []
        part.append(sighting)
    yield next((day for day in gaps if day > part[-1][0]), None), part
