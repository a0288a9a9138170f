"""Which claims of imports and of the shipped graph are the same, and between which days each holds.

A claim may be stated by several editions, sources and the shipped graph. What they state of one
entry of a list is one claim. It holds from its stated start, or from the first edition that has it,
to its stated end; and it does not hold on the day of a complete edition that lacks it, whatever
start another edition states.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Interval(NamedTuple):
    """A span of days: the first on which a claim holds, the first on which it no longer does."""

    holds_from: str
    holds_until: str  # empty where no end is known

    def includes(self, day: str) -> bool:
        """Return whether the claim holds on a day."""
        return self.holds_from <= day and (not self.holds_until or day < self.holds_until)


class Sighting(NamedTuple):
    """What an edition states of a claim."""

    day: str  # of the edition
    source: str  # of the edition
    holds_from: str
    holds_until: str  # empty where no end is stated
    key: str  # of the claim, as the edition states it
    subject: str  # the same without its date


class Curated(NamedTuple):
    """A designation of the shipped graph; its entity is the canonical one."""

    key: str  # designation/bis-entity-list/nso-group/2021-11-04
    entity: str
    list: str
    listed: str  # empty where no date is stated
    observed: str  # likewise
    holds_from: str
    holds_until: str  # likewise


@dataclass(slots=True, eq=False)
class Claim:
    """A claim with all that states it; ``key`` is that of the shipped graph or newest edition."""

    key: str
    subject: str
    list_key: str
    listed: str  # the date on which the list itself says that it began, or empty
    entities: dict[str, str] = field(default_factory=dict)  # by space, the entity as filed there
    sightings: list[Sighting] = field(default_factory=list)
    curated: Curated | None = None
    opposed: list[Claim] = field(default_factory=list)  # claims that contradict it
    intervals: list[Interval] = field(default_factory=list)

    def editions(self) -> set[tuple[str, str]]:
        """Return the editions that state the claim, by source and day."""
        return {(sighting.source, sighting.day) for sighting in self.sightings}


class Claims:
    """The claims of some editions; they are added newest first, then :meth:`reckon` is called.

    ``complete`` has the days of complete editions by list; ``canonical`` returns the canonical
    entity of an entity.
    """

    def __init__(
        self,
        complete: Mapping[str, Sequence[str]],
        canonical: Callable[[str], str],
        curated: Iterable[Curated] = (),
    ) -> None:
        self._complete = {key: sorted(set(days)) for key, days in complete.items()}
        self._canonical = canonical
        self._groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        self._by_subject: dict[str, list[Claim]] = defaultdict(list)
        self._claims: dict[str, Claim] = {}
        self._primary: dict[str, Claim] = {}  # by the key that an edition gives a claim
        for stated in curated:
            subject = f"designation/{stated.list}/{stated.entity}"
            claim = Claim(stated.key, subject, stated.list, stated.listed, curated=stated)
            self._groups[stated.list, stated.entity].append(claim)
            self._claims[claim.key] = claim

    def __iter__(self) -> Iterator[Claim]:
        """Give the claims in the order in which they were added."""
        return iter(self._claims.values())

    def add(self, list_: str, entity: str, space: str, sighting: Sighting) -> None:
        """Add what an edition states; ``space`` is the list or source that numbers the entity.

        ``list_`` is empty for an ownership.
        """
        listed = sighting.key[len(sighting.subject) + 1 :]
        claim = self._primary.get(sighting.key) or self._match(
            list_, entity, space, sighting, listed
        )
        if claim is None:
            claim = Claim(sighting.key, sighting.subject, list_, listed)
            if list_:
                group = self._groups[list_, self._canonical(entity)]
                claim.opposed = [other for other in group if space not in other.entities]
                group.append(claim)
            self._claims[claim.key] = claim
        if not any(known is claim for known in self._by_subject[sighting.subject]):
            self._by_subject[sighting.subject].append(claim)
        claim.entities.setdefault(space, entity)
        claim.sightings.append(sighting)
        self._primary[sighting.key] = claim

    def _match(
        self, list_: str, entity: str, space: str, sighting: Sighting, listed: str
    ) -> Claim | None:
        """Return the claim that an edition states again, None where it is a new one.

        Entries of one numbering are the same only if the entity is. Dates are the same where one
        is stated less precisely than the other, or not at all.
        """
        edition = (sighting.source, sighting.day)
        group = self._groups[list_, self._canonical(entity)] if list_ else []
        for candidates in (
            self._by_subject[sighting.subject],
            [claim for claim in group if space not in claim.entities],
        ):
            fitting = [
                claim
                for claim in candidates
                if _agree(claim.listed, listed) and edition not in claim.editions()
            ]
            if fitting:
                return min(fitting, key=lambda claim: (claim.listed != listed, not claim.listed))
        return None

    def claim_of(self, key: str) -> Claim | None:
        """Return the claim that a claim of an edition is, by its key there; None if unknown."""
        return self._primary.get(key)

    def newest(self, list_: str, entity: str) -> str:
        """Return the key of the newest claim that an entity is on a list; both are keys."""
        subject = f"designation/{list_}/{entity}"
        claims = self._by_subject.get(subject)
        return claims[0].key if claims else subject

    def reckon(self) -> None:
        """Reckon the days between which each claim holds.

        Of claims that contradict each other only the first counts on a day: the shipped graph's,
        else that of the newest edition.
        """
        for claim in self._claims.values():
            claim.intervals = intervals(claim, self._complete.get(claim.list_key, ()))
        for claim in self._claims.values():
            claim.opposed = [
                other
                for other in claim.opposed
                if any(
                    _without(interval, other.intervals) != [interval]
                    for interval in claim.intervals
                )
            ]
        for group in self._groups.values():
            for position, claim in enumerate(group):
                for earlier in group[:position]:
                    if earlier.editions() & claim.editions() or _are_entries(earlier, claim):
                        continue
                    claim.intervals = [
                        part
                        for interval in claim.intervals
                        for part in _without(interval, earlier.intervals)
                    ]


def _agree(one: str, other: str) -> bool:
    return not one or not other or one.startswith(other) or other.startswith(one)


def _are_entries(one: Claim, other: Claim) -> bool:
    """Return whether two claims are of different entries of one numbering, or both curated."""
    if one.curated and other.curated:
        return True
    return any(
        space in other.entities and other.entities[space] != entity
        for space, entity in one.entities.items()
    )


def intervals(claim: Claim, complete: Sequence[str]) -> list[Interval]:
    """Return the spans of days on which a claim holds; ``complete`` are sorted days.

    They begin with the stated start, or the first edition that has the claim if that is earlier. A
    complete edition without it ends a span, and an edition with it begins one.
    """
    starts = [sighting.holds_from for sighting in claim.sightings]
    days = {sighting.day for sighting in claim.sightings}
    starts += days
    until = max(claim.sightings, key=lambda sighting: sighting.day).holds_until if days else ""
    if claim.curated is not None:
        starts.append(claim.curated.holds_from)
        until = claim.curated.holds_until or until
        if len(claim.curated.observed) == len("2021-12-10"):
            days.add(claim.curated.observed)
    start = min(filter(None, starts))
    lacking = [day for day in complete[bisect_right(complete, start) :] if day not in days]
    if start in complete and start not in days:
        lacking.append(start)
    spans: list[Interval] = []
    begun: str | None = start
    for day in sorted({*lacking, *(day for day in days if day >= start)}):
        if day in days:
            begun = day if begun is None else begun
        elif begun is not None:
            if begun < day:
                spans.append(Interval(begun, day))
            begun = None
    if begun is not None:
        spans.append(Interval(begun, ""))
    if until:
        spans = [
            Interval(span.holds_from, min(until, span.holds_until or until))
            for span in spans
            if span.holds_from < until
        ]
    return spans


def _without(interval: Interval, others: Iterable[Interval]) -> list[Interval]:
    """Return what is left of an interval outside of others."""
    left = [interval]
    for other in others:
        parts: list[Interval] = []
        for part in left:
            if part.holds_from < other.holds_from:
                end = min(part.holds_until or other.holds_from, other.holds_from)
                parts.append(Interval(part.holds_from, end))
            if other.holds_until and (not part.holds_until or other.holds_until < part.holds_until):
                parts.append(Interval(max(part.holds_from, other.holds_until), part.holds_until))
        left = parts
    return left
