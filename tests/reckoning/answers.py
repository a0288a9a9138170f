"""The answer to every question of the library, reckoned from the fact base in plain Python."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations

from tests.reckoning.facts import (
    Claim,
    Designation,
    attendances,
    corroborations,
    countries,
    covered,
    designations,
    first_day,
    full,
    memberships,
    pacts,
    published,
    rows,
    same,
    start_of,
)

Answer = list[tuple[str, ...]]


def attendance(summit: str, status: str = "attended") -> Answer:
    """Polity, role, representatives."""
    return sorted(
        (one.polity, one.role, "; ".join(sorted(one.people)))
        for one in attendances()
        if (one.summit, one.status) == (summit, status)
    )


def _members(initiative: str, on: str) -> set[str]:
    return {one.polity for one in memberships() if one.initiative == initiative and one.counts(on)}


def _statuses(summit: str) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in attendances():
        if one.summit == summit:
            found[one.polity].add(one.status)
    return found


def not_seen(initiative: str, summit: str) -> Answer:
    """Polity, answer."""
    stated = _statuses(summit)
    return [
        (polity, next((s for s in ("absent", "declined", "not-invited") if s in said), "unknown"))
        for polity in sorted(_members(initiative, start_of(summit)))
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
    stated = _statuses(summit)
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
    return [(polity,) for polity in sorted(_members(x, on) & _members(y, on))]


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


def _entries(list_: str, on: str) -> list[Designation]:
    return [one for one in designations() if one.list == list_ and one.holds(on)]


def listed(list: str, on: str) -> Answer:  # noqa: A002  # the contract's name
    """Entity, country, listed, ground."""
    return sorted((one.entity, one.country, one.since, one.ground) for one in _entries(list, on))


def listed_in_members(initiative: str, list: str, on: str) -> Answer:  # noqa: A002
    """Entity, country, listed."""
    inside = _members(initiative, on)
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
            if other.entity in same()[one.entity]
        }
    )


def only_on(x: str, y: str, on: str) -> Answer:
    """Entity, whether y is complete."""
    there = {entity for one in _entries(y, on) for entity in same()[one.entity]}
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
        for polity, said in sorted(_statuses(summit).items())
        if "attended" in said and entities[polity]
    ]


def restricted(entity: str, on: str) -> Answer:
    """List, entry: its own and those of identical entities; the fact base has no ownerships."""
    return sorted(
        (one.list, one.key)
        for one in designations()
        if one.entity in same()[entity] and one.holds(on)
    )


def changes(list: str, start: str, end: str) -> Answer:  # noqa: A002  # the contract's name
    """Date, entity, change."""
    effective: defaultdict[str, set[str]] = defaultdict(set)
    by_rule = {row["rule_id"]: row for row in rows("designation-rules")}
    for row in by_rule.values():
        effective[row["citation"]].add(row["effective"])
    for row in rows("designation-rule-citations"):
        effective[row["csl_citation"]].add(by_rule[row["rule_id"]]["effective"])
    found = set()
    for one in designations():
        if one.list != list:
            continue
        found |= {(one.since, one.entity, "added"), (one.until, one.entity, "removed")}
        found |= {
            (day, one.entity, "amended")
            for cited in one.citations
            for day in effective.get(cited, ())
            if one.since and one.since < day and not (one.until and one.until <= day)
        }
    return sorted(row for row in found if full(row[0]) and start <= row[0] < end)


def timeline(polity: str, start: str, end: str) -> Answer:
    """Date, event, claim, for a polity."""
    found: set[tuple[str, str, str]] = set()
    for m in memberships():
        if m.polity == polity:
            found |= {(m.since, "joined", m.key), (m.until, "left", m.key)}
    for p in pacts():
        if polity in p.parties:
            found |= {
                (p.since, "signed", p.key),
                (p.in_force, "entered into force", p.key),
                (p.until, "ended", p.key),
            }
    for a in attendances():
        if (a.polity, a.status) == (polity, "attended"):
            found.add((start_of(a.summit), "attended", a.key))
    for row in rows("summits"):
        if polity in row["host_codes"].split(";"):
            found.add((row["start"], "held", f"summit/{row['id']}"))
    return sorted(
        row
        for row in found
        if row[0] and first_day(row[0]) >= start and row[0] < end[: len(row[0])]
    )


def commitments(initiative: str) -> Answer:
    """Kind, position, amount, currency."""
    return sorted(
        (row["kind"], row["order"], row["amount"], row["currency"])
        for row in rows("commitments")
        if row["initiative_id"] == initiative
    )


def citations(initiative: str) -> Answer:
    """Claim, source."""
    found = {
        (one.key, source)
        for one in memberships()
        if one.initiative == initiative
        for source in one.sources
    }
    for row in rows("initiatives"):
        if row["id"] == initiative:
            own = {row["source_id"], *corroborations("initiative").get(initiative, ())}
            found |= {(f"initiative/{initiative}", source) for source in own}
    for row in rows("coverage"):
        if (row["subject_type"], row["subject_id"]) == ("initiative", initiative):
            found.add((f"coverage/initiative/{initiative}", row["source_id"]))
    for row in rows("commitments"):
        if row["initiative_id"] == initiative:
            key = f"commitment/{initiative}/{row['kind']}/{row['order']}"
            found.add((key, row["source_id"]))
    return sorted(found)


def single_source(kind: str) -> Answer:
    """Claim, source."""
    every: dict[str, list[Claim]] = {
        "Attendance": list(attendances()),
        "Membership": list(memberships()),
        "Designation": list(designations()),
    }
    return sorted((one.key, *one.sources) for one in every[kind] if len(one.sources) == 1)


def coverage() -> Answer:
    """Kind and key of the subject, status, complete, known, expected, as of."""
    return sorted(
        (
            f"{row['subject_type']}/{row['subject_id'].partition('/')[0]}",
            row["subject_id"].partition("/")[2],
            "true" if row["complete"] == "yes" else "false",
            row["known"],
            row["expected"],
            row["as_of"],
        )
        for row in rows("coverage")
    )


def profile(polity: str, on: str) -> Answer:
    """Claims about a polity that hold on the day."""
    found = {
        one.key
        for one in (*attendances(), *memberships())
        if one.polity == polity and one.holds(on)
    }
    found |= {one.key for one in pacts() if polity in one.parties and one.holds(on)}
    words: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows("declaration-2023"):
        words[row["polity"]].add(row["source_id"])
    if words[polity] and min(published()[source] for source in words[polity]) <= on:
        found.add(f"endorsement/summit-for-democracy-2023/{polity}")
    return [(key,) for key in sorted(found)]
