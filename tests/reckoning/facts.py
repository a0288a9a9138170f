"""The tables as plain values with the two bounds of each claim; nothing here knows of RDF."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from comity.paths import room

FOLDER = Path(room("tables"))
Row = dict[str, str]
Answer = list[tuple[str, ...]]


@cache
def rows(name: str) -> list[Row]:
    """Return the rows of a table, a mapping from column to text each."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def several(text: str) -> list[str]:
    """Return the parts of a field that holds several values."""
    return [part.strip() for part in text.split(";") if part.strip()]


def first_day(stated: str) -> str:
    """Return the first day of a date that may be only a month or a year."""
    return stated + {4: "-01-01", 7: "-01", 10: ""}[len(stated)]


def last_day(stated: str) -> str:
    """Return the last day of a date that may be only a month or a year."""
    if len(stated) == 4:
        return f"{stated}-12-31"
    if len(stated) == 7:
        return f"{stated}-{monthrange(int(stated[:4]), int(stated[5:]))[1]}"
    return stated


def full(stated: str) -> bool:
    """Say whether a date is a day."""
    return len(stated) == 10


@cache
def published() -> dict[str, str]:
    """Return the last day of each source's date, but no later than it was read."""
    return {
        row["source"]: min(day for day in (last_day(row["published"]), row["retrieved"]) if day)
        for row in rows("sources")
    }


@dataclass(frozen=True)
class Claim:
    """A tie with its key, the dates that sources state, and the sources."""

    key: str
    since: str
    until: str
    sources: frozenset[str]

    @cached_property
    def holds_from(self) -> str:
        """The earliest day on which it is known to hold."""
        observed = min(published()[source] for source in self.sources)
        if not self.since:
            return observed
        return observed if observed.startswith(self.since) else last_day(self.since)

    def holds(self, on: str) -> bool:
        """Say whether it is known to hold on a day."""
        return self.holds_from <= on and not (self.until and first_day(self.until) <= on)


@dataclass(frozen=True)
class Attendance(Claim):
    """A polity's relation to a summit."""

    summit: str
    polity: str
    status: str
    role: str
    people: frozenset[str]


@dataclass(frozen=True)
class Membership(Claim):
    """A polity's role in an initiative."""

    initiative: str
    polity: str
    role: str

    def counts(self, on: str) -> bool:
        """Say whether it makes the polity a member on a day."""
        return self.role != "observer" and self.holds(on)


@dataclass(frozen=True)
class Pact(Claim):
    """A pact between two or more polities."""

    parties: tuple[str, ...]
    kind: str
    in_force: str


@dataclass(frozen=True)
class Designation(Claim):
    """An entity's entry on a list."""

    list: str
    entity: str
    country: str
    ground: str
    citations: frozenset[str]


def _grouped(table: str, *columns: str) -> dict[tuple[str, ...], list[Row]]:
    groups: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows(table):
        groups[tuple(row[column] for column in columns)].append(row)
    return groups


def _sources(group: list[Row]) -> frozenset[str]:
    return frozenset(row["source"] for row in group)


def _path(*parts: str) -> str:
    return "/".join(part for part in parts if part)


@cache
def attendances() -> list[Attendance]:
    """Return every claim on a polity and a summit."""
    return [
        Attendance(
            _path("attendance", summit, polity, status),
            "",
            "",
            _sources(group),
            summit,
            polity,
            status,
            next((row["role"] for row in group if row["role"]), ""),
            frozenset(one for row in group for one in several(row["representative"])),
        )
        for (summit, polity, status), group in _grouped(
            "attendance", "summit", "polity", "status"
        ).items()
    ]


@cache
def memberships() -> list[Membership]:
    """Return every claim on a polity and an initiative."""
    keys = ("initiative", "polity", "role", "since")
    return [
        Membership(
            _path("membership", initiative, polity, role, since),
            since,
            next((row["until"] for row in group if row["until"]), ""),
            _sources(group),
            initiative,
            polity,
            role,
        )
        for (initiative, polity, role, since), group in _grouped("memberships", *keys).items()
    ]


@cache
def pacts() -> list[Pact]:
    """Return every pact."""
    return [
        Pact(
            f"pact/{pact}",
            group[0]["signed"],
            group[0]["ended"],
            _sources(group),
            tuple(sorted(several(group[0]["parties"]))),
            group[0]["kind"],
            group[0]["in_force"],
        )
        for (pact,), group in _grouped("pacts", "pact").items()
    ]


@cache
def designations() -> list[Designation]:
    """Return every entry of a list."""
    return [
        Designation(
            _path("designation", list_, entity, listed),
            listed,
            next((row["delisted"] for row in group if row["delisted"]), ""),
            _sources(group),
            list_,
            canonical(entity),
            group[0]["country"],
            group[0]["ground"],
            frozenset(one for row in group for one in several(row["legal_citation"])),
        )
        for (list_, entity, listed), group in _grouped(
            "designations", "list", "entity", "listed"
        ).items()
    ]


@cache
def countries() -> dict[str, set[str]]:
    """Return the polities to which each entity is linked: those of all its entries."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in designations():
        if one.country:
            found[one.entity].add(one.country)
    return found


@cache
def canonical(entity: str) -> str:
    """Return the entity that an entry is: an id with a country suffix is the one without."""
    base, _, suffix = entity.rpartition("-")
    is_base = any(row["entity"] == base for row in rows("designations"))
    codes = {row["code"].lower() for row in rows("polities")}
    return base if is_base and suffix in codes else entity


def start_of(summit: str) -> str:
    """Return the first day of a summit."""
    return next(first_day(row["start"]) for row in rows("summits") if row["summit"] == summit)


def covered(kind: str, subject: str, on: str) -> bool:
    """Say whether the facts are complete on a subject up to a day."""
    return any(
        row["complete"] == "yes" and row["as_of"] and on[: len(row["as_of"])] <= row["as_of"]
        for row in rows("coverage")
        if (row["subject_type"], row["subject"]) == (kind, subject)
    )
