"""The ties of a thing, grouped by kind: each with its other end, its interval and its evidence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from comity.iris import COMITY as NAMESPACE
from comity.iris import key_of
from comity.query.claims.facts import Interval, interval_of
from comity.query.claims.records import Names, Record, kind_of, read
from comity.query.claims.tie_kinds import TIES, Order, TieKind
from comity.store.engines.interface import Engine
from comity.terms import Iri, n_triples
from comity.text import folded
from comity.vocab import COMITY


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of a thing: to what, how, when, and the claim (or dated thing) that bears it out."""

    evidence: Iri
    to: tuple[Iri, ...]
    label: str
    how: str
    interval: Interval
    details: tuple[tuple[str, str], ...]
    contradicts: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The ties of one kind; ``total`` of them hold, ``elsewhen`` are held but not on the day."""

    title: str
    ties: tuple[Tie, ...]
    total: int
    elsewhen: int


@dataclass(frozen=True, slots=True)
class _Found:
    """The subjects of one kind of tie before they are read."""

    kind: TieKind
    subjects: tuple[Iri, ...]
    total: int
    elsewhen: int


def titles_of(kind: str) -> tuple[str, ...]:
    """Return the titles of the groups of ties that a kind of thing (``polity``) may have."""
    return tuple(tie.title for tie in TIES.get(kind, ()))


def ties_of(
    engine: Engine,
    thing: Iri,
    on: date | None,
    limit: int | None,
    language: str = "en",
    start: tuple[str, int] = ("", 0),
    only: Collection[str] = (),
) -> tuple[Group, ...]:
    """Return the ties of a thing, grouped by kind; kinds of which nothing is held are left out.

    With ``on``, those that are known to hold on the day. With ``limit``, at most that many of a
    group: of more, the first by key or, where a group is in the order of time, by day. ``start``
    names a group, and how many of its ties are passed over first. ``only`` are the titles of the
    groups that are wanted, where that is not all.
    """
    kinds = [one for one in TIES.get(kind_of(thing), ()) if not only or one.title in only]
    found = [
        _cut(kind, rows, on, limit, start[1] if kind.title == start[0] else 0)
        for kind, rows in _subjects(engine, thing, kinds)
    ]
    records = read(engine, (subject for one in found for subject in one.subjects))
    names = Names(engine, _named(thing, records.values()), language)
    groups = (_group(one, thing, records, names, on) for one in found)
    return tuple(group for group in groups if group.total or group.elsewhen)


_Row = tuple[Iri, Interval]


def _subjects(
    engine: Engine, thing: Iri, kinds: Sequence[TieKind]
) -> list[tuple[TieKind, list[_Row]]]:
    """Return, for each kind of tie, the subjects that state one of the thing."""
    if not kinds:
        return []
    branches = " UNION ".join(
        f"{{ {kind.pattern.replace('?thing', n_triples(thing))} BIND ({place} AS ?place) }}"
        for place, kind in enumerate(kinds)
    )
    answer = engine.select(f"""
PREFIX comity: <{NAMESPACE}>
SELECT DISTINCT ?place ?subject ?from ?until
WHERE {{
  {branches}
  OPTIONAL {{ ?subject comity:holdsFrom ?from }}
  OPTIONAL {{ ?subject comity:holdsUntil ?until }}
}}""")
    rows: list[list[_Row]] = [[] for _ in kinds]
    for place, subject, begin, end in answer.rows:
        assert place is not None
        if isinstance(subject, Iri):
            bounds = Interval(
                known_from=begin.value if begin else "", known_until=end.value if end else ""
            )
            rows[int(place.value)].append((subject, bounds))
    return list(zip(kinds, rows, strict=True))


def _cut(
    kind: TieKind, rows: Sequence[_Row], on: date | None, limit: int | None, start: int
) -> _Found:
    """Keep what holds on the day, and of that the first few in a fixed order."""
    rows_held = [row for row in rows if on is None or row[1].holds_on(on)]
    by_date = kind.order is Order.BY_DATE
    rows_held.sort(key=lambda row: (row[1].known_from if by_date else "", row[0]))
    subjects = tuple(subject for subject, _ in rows_held[start:][:limit])
    return _Found(kind, subjects, len(rows_held), len(rows) - len(rows_held))


def _group(
    found: _Found, thing: Iri, records: dict[Iri, Record], names: Names, on: date | None
) -> Group:
    ties = _told_apart(
        [_tie(found.kind, thing, records[subject], names) for subject in found.subjects]
    )
    held = [one for one in ties if on is None or one.interval.holds_on(on)]
    held.sort(key=_ORDERS[found.kind.order])
    lost = len(ties) - len(held)  # things that are no claims, and began later or were over
    return Group(found.kind.title, tuple(held), found.total - lost, found.elsewhen + lost)


def _told_apart(ties: Sequence[Tie]) -> list[Tie]:
    """Add the key to the labels of ties that lead to different things of the same name."""
    leads: dict[str, set[tuple[Iri, ...]]] = {}
    for tie in ties:
        leads.setdefault(tie.label, set()).add(tie.to)
    return [
        replace(tie, label=f"{tie.label} ({key_of(tie.to[0].value)})")
        if tie.to and len(leads[tie.label]) > 1
        else tie
        for tie in ties
    ]


def _by_position(tie: Tie) -> tuple[str, int, str]:
    kind, _, position = tie.evidence.value.rpartition("/")
    return kind, int(position) if position.isdecimal() else 0, position


_ORDERS: dict[Order, Callable[[Tie], tuple[str | int, ...]]] = {
    Order.BY_NAME: lambda tie: (folded(tie.label), tie.interval.known_from, tie.evidence.value),
    Order.BY_DATE: lambda tie: (tie.interval.known_from, folded(tie.label), tie.evidence.value),
    Order.BY_POSITION: _by_position,
}


def _tie(kind: TieKind, thing: Iri, record: Record, names: Names) -> Tie:
    ends = record.things(*kind.to) if kind.to else (record.iri,)
    to = tuple(end for end in ends if end != thing)
    details = []
    for name, words in kind.details:
        said = [names.words(value) for value in record.all(name)]
        if said and said != [names[thing]]:  # a list mostly calls an entity what we call it
            details.append((words, "; ".join(said)))
    return Tie(
        record.iri,
        to,
        kind.label(record, names) if kind.label else names.list(to),
        kind.how(record, names, thing),
        interval_of(record),
        tuple(details),
        record.things(COMITY.contradicts),
    )


def _named(thing: Iri, records: Collection[Record]) -> set[Iri]:
    """Return the terms whose names the rows may need: all but those that only evidence needs."""
    skipped = {COMITY.citation, COMITY.act}
    values = {
        value
        for record in records
        for name, said in record.says.items()
        if name not in skipped
        for value in said
        if isinstance(value, Iri)
    }
    return values | {record.iri for record in records} | {thing}
