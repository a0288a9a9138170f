"""Answers on polities, summits, initiatives and pacts, reckoned in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

from tests.reckoning.facts import (
    Answer,
    attendances,
    covered,
    first_day,
    memberships,
    pacts,
    start_of,
)


def attendance(summit: str, status: str = "attended") -> Answer:
    """Polity, role, representatives."""
    return sorted(
        (one.polity, one.role, "; ".join(sorted(one.people)))
        for one in attendances()
        if (one.summit, one.status) == (summit, status)
    )


def members_of(initiative: str, on: str) -> set[str]:
    """Return the members of an initiative on a day: any role but observer."""
    return {one.polity for one in memberships() if one.initiative == initiative and one.counts(on)}


def statuses(summit: str) -> dict[str, set[str]]:
    """Return what is said of each polity and a summit."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in attendances():
        if one.summit == summit:
            found[one.polity].add(one.status)
    return found


def not_seen(initiative: str, summit: str) -> Answer:
    """Polity, answer."""
    stated = statuses(summit)
    return [
        (polity, next((s for s in ("absent", "declined", "not-invited") if s in said), "unknown"))
        for polity in sorted(members_of(initiative, start_of(summit)))
        if "attended" not in (said := stated.get(polity, set()))
    ]


def members(initiative: str, on: str) -> Answer:
    """Polity, role, since, until, whether the list is complete."""
    complete = "true" if covered("initiative", initiative, on) else "false"
    return sorted(
        (one.polity, one.role, one.since, one.until, complete)
        for one in memberships()
        if one.initiative == initiative and one.holds(on)
    )


def initiatives_of(polity: str, on: str) -> Answer:
    """Initiative, role, since."""
    return sorted(
        (one.initiative, one.role, one.since)
        for one in memberships()
        if one.polity == polity and one.holds(on)
    )


def joined_since_summit(initiative: str, summit: str) -> Answer:
    """Polity, role, since."""
    stated = statuses(summit)
    return sorted(
        (one.polity, one.role, one.since)
        for one in memberships()
        if one.initiative == initiative
        and "attended" in stated.get(one.polity, set())
        and one.since
        and first_day(one.since) >= start_of(summit)
    )


def _shared(on: str) -> Counter[tuple[str, str]]:
    of: defaultdict[str, set[str]] = defaultdict(set)
    for one in memberships():
        if one.counts(on):
            of[one.initiative].add(one.polity)
    return Counter(pair for group in of.values() for pair in combinations(sorted(group), 2))


def shared_initiatives(on: str, min: str = "2") -> Answer:  # noqa: A002  # the contract's name
    """A, b, number."""
    return sorted((a, b, str(count)) for (a, b), count in _shared(on).items() if count >= int(min))


def _bilateral(on: str) -> list[tuple[str, ...]]:
    return [one.parties for one in pacts() if len(one.parties) == 2 and one.holds(on)]


def missing_links(on: str, min: str = "5") -> Answer:  # noqa: A002  # the contract's name
    """A, b, number."""
    linked = set(_bilateral(on))
    return [row for row in shared_initiatives(on, min) if row[:2] not in linked]


def in_both(x: str, y: str, on: str) -> Answer:
    """Polity."""
    return [(polity,) for polity in sorted(members_of(x, on) & members_of(y, on))]


def pacts_of(polity: str, on: str) -> Answer:
    """Pact, partners, signed."""
    return sorted(
        (one.key, " ".join(party for party in one.parties if party != polity), one.since)
        for one in pacts()
        if polity in one.parties and one.holds(on)
    )


def pacts_between(a: str, b: str) -> Answer:
    """Pact, kind, signed."""
    return sorted((one.key, one.kind, one.since) for one in pacts() if {a, b} <= set(one.parties))


def bridges(a: str, b: str, on: str) -> Answer:
    """Polity, pacts with a, pacts with b."""
    count = Counter(pair for parties in _bilateral(on) for pair in (parties, parties[::-1]))
    polities = {polity for polity, _ in count}
    return [
        (polity, str(count[polity, a]), str(count[polity, b]))
        for polity in sorted(polities - {a, b})
        if count[polity, a] and count[polity, b]
    ]
