"""Answers on lists and listed entities, reckoned in plain Python."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from datetime import date, timedelta

from tests.reckoning.facts import (
    Answer,
    Designation,
    attendances,
    canonical,
    countries,
    covered,
    designations,
    full,
    memberships,
    rows,
    start_of,
)
from tests.reckoning.states import members_of, statuses


def _entries(list_: str, on: str) -> list[Designation]:
    return [one for one in designations() if one.list == list_ and one.holds(on)]


def listed(list: str, on: str) -> Answer:  # noqa: A002  # the contract's name
    """Entity, country, listed, ground."""
    return sorted((one.entity, one.country, one.since, one.ground) for one in _entries(list, on))


def listed_in_members(initiative: str, list: str, on: str) -> Answer:  # noqa: A002  # the parameter is called so
    """Entity, country, listed."""
    inside = members_of(initiative, on)
    return sorted(
        (one.entity, country, one.since)
        for one in _entries(list, on)
        for country in countries()[one.entity] & inside
    )


def _moved(day: date, sign: int, months: int, days: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 + sign * months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return str(date(year, month + 1, min(day.day, length)) + sign * timedelta(days))


def listed_around(summit: str, months: int, days: int) -> Answer:
    """Entity, country, list, listed, ground: so many months before and days after."""
    start = date.fromisoformat(start_of(summit))
    first, last = _moved(start, -1, months, 0), _moved(start, 1, 0, days)
    return sorted(
        (one.entity, one.country, one.list, one.since, one.ground)
        for one in designations()
        if full(one.since) and first <= one.since <= last
    )


def listed_on_both(x: str, y: str, on: str) -> Answer:
    """Entity, listed on x, listed on y."""
    return sorted(
        {
            (one.entity, one.since, other.since)
            for one in _entries(x, on)
            for other in _entries(y, on)
            if other.entity == one.entity
        }
    )


def only_on(x: str, y: str, on: str) -> Answer:
    """Entity, whether y is complete."""
    there = {one.entity for one in _entries(y, on)}
    answer = "yes" if covered("list", y, on) else "unknown"
    return sorted((one.entity, answer) for one in _entries(x, on) if one.entity not in there)


def grounds(list: str, on: str) -> Answer:  # noqa: A002  # the contract's name
    """Ground, number of entities."""
    found = {(one.ground, one.entity) for one in _entries(list, on) if one.ground}
    return sorted((ground, str(count)) for ground, count in Counter(g for g, _ in found).items())


def _linked(on: str) -> Counter[str]:
    entities = {one.entity for one in designations() if one.holds(on)}
    return Counter(country for entity in entities for country in countries()[entity])


def exposure(on: str) -> Answer:
    """Polity, listed entities, initiatives, summits attended."""
    entities = _linked(on)
    initiatives = Counter(
        polity for polity, _ in {(m.polity, m.initiative) for m in memberships() if m.counts(on)}
    )
    seen = Counter(a.polity for a in attendances() if a.status == "attended" and a.holds(on))
    polities = sorted({*entities, *initiatives, *seen})
    return [(p, str(entities[p]), str(initiatives[p]), str(seen[p])) for p in polities]


def hosts_of_listed(summit: str, on: str) -> Answer:
    """Polity, listed entities."""
    entities = _linked(on)
    return [
        (polity, str(entities[polity]))
        for polity, said in sorted(statuses(summit).items())
        if "attended" in said and entities[polity]
    ]


def restricted(entity: str, on: str) -> Answer:
    """List, entry: its own; the fact base has no ownerships."""
    return sorted(
        (one.list, one.key)
        for one in designations()
        if one.entity == canonical(entity) and one.holds(on)
    )


def changes(list: str, start: str, end: str) -> Answer:  # noqa: A002  # the contract's name
    """Date, entity, change."""
    effective: defaultdict[str, set[str]] = defaultdict(set)
    acts = {row["act"]: row for row in rows("acts")}
    for row in acts.values():
        effective[row["citation"]].add(row["effective"])
    for row in rows("rowcounts"):
        effective[row["cited_as"]].add(acts[row["act"]]["effective"])
    found = set()
    for one in designations():
        if one.list != list:
            continue
        stated = [(one.since, "added"), (one.until, "removed")]
        stated += [
            (day, "amended")
            for cited in one.citations
            for day in effective.get(cited, ())
            if one.since and one.since < day and not (one.until and one.until <= day)
        ]
        found |= {(day, one.entity, change, one.key) for day, change in stated}
    return sorted(row[:3] for row in found if full(row[0]) and start <= row[0] < end)
