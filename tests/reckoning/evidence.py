"""Answers on dates, sources and completeness, reckoned in plain Python."""

from __future__ import annotations

from collections import defaultdict

from tests.reckoning.facts import (
    Answer,
    Claim,
    attendances,
    designations,
    first_day,
    memberships,
    pacts,
    published,
    rows,
)


def timeline(polity: str, start: str, end: str) -> Answer:
    """Date, event, claim, for a polity."""
    found: set[tuple[str, str, str]] = set()
    starts = {row["summit"]: row["start"] for row in rows("summits") if row["start"]}
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
            found.add((starts[a.summit], "attended", a.key))
    for row in rows("summits"):
        if polity in row["host_codes"].split(";"):
            found.add((row["start"], "held", f"summit/{row['summit']}"))
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
        if row["initiative"] == initiative and row["text_en"]
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
        if row["initiative"] == initiative:
            found.add((f"initiative/{initiative}", row["source"]))
    for row in rows("coverage"):
        if (row["subject_type"], row["subject"]) == ("initiative", initiative):
            found.add((f"coverage/initiative/{initiative}", row["source"]))
    for row in rows("commitments"):
        if row["initiative"] == initiative:
            key = f"commitment/{initiative}/{row['kind']}/{row['order']}"
            found.add((key, row["source"]))
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
    known: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in memberships():
        known[f"initiative/{one.initiative}", ""].add(one.polity)
    for tie in attendances():
        known[f"summit/{tie.summit}", tie.status].add(tie.polity)
    for entry in designations():
        known[f"list/{entry.list}", ""].add(entry.key)
    return sorted(
        (
            subject := f"{row['subject_type']}/{row['subject']}",
            row["status"],
            "true" if row["complete"] == "yes" else "false",
            row["known"] or str(len(known[subject, row["status"]])),
            row["expected"],
            row["as_of"],
        )
        for row in rows("coverage")
    )


def profile(polity: str, on: str) -> Answer:
    """Claims about a polity that hold on the day."""
    found = {one.key for one in attendances() if one.polity == polity and one.holds(on)}
    found |= {one.key for one in memberships() if one.polity == polity and one.holds(on)}
    found |= {one.key for one in pacts() if polity in one.parties and one.holds(on)}
    words: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows("endorsements"):
        words[row["polity"]].add(row["source"])
    if words[polity] and min(published()[source] for source in words[polity]) <= on:
        found.add(f"endorsement/summit-for-democracy-2023/{polity}")
    return [(key,) for key in sorted(found)]
