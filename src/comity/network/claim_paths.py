"""Finds the shortest chains of claims between two things, and says each step in plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from comity.network.claim_hops import Fact, Hop, Hops, Via, order
from comity.query.claims.citations import Cited, citations
from comity.query.claims.facts import Interval, interval_of
from comity.query.claims.records import Names, Record, read
from comity.query.claims.sentences import joined, mentioned, sentence
from comity.store.engines.interface import Engine
from comity.terms import Iri, n_triples
from comity.vocab import COMITY

MOST = 100  # chains that are told; there may be thousands of the same length

_WORDS = {
    Fact.HOST: "hosted",
    Fact.LAUNCH: "was launched at",
    Fact.KEEPER: "is kept by",
    Fact.ORGAN: "is an authority of",
    Fact.COUNTRY: "is linked to",
    Fact.EXTENSION: "extends",
    Fact.ISSUER: "was issued by",
}
_UNDATED = (Fact.KEEPER, Fact.ORGAN, Fact.COUNTRY)


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties two things: in words, when, and by whose word."""

    via: Via
    evidence: Iri
    sentence: str
    interval: Interval
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a chain from one thing to the next, and every tie between the two, best first."""

    start: Iri
    end: Iri
    ties: tuple[Tie, ...]


Chain = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Chains:
    """The shortest chains from one thing to another: some of them, and how many there are.

    Without any, the two are not tied by what is held; a chain of no steps leads from a thing to
    itself.
    """

    start: Iri
    end: Iri
    on: date | None
    chains: tuple[Chain, ...]
    total: int
    names: Names


def shortest_chains(
    engine: Engine,
    start: Iri,
    end: Iri,
    on: date | None = None,
    kinds: Collection[Via] = tuple(Via),
    limit: int = 1,
) -> Chains:
    """Return the shortest chains of ties between two things, at most ``limit`` of them.

    Two chains differ in the things on the way. Two parties of one pact are one step apart. With
    ``on``, each tie must be known to hold on the day; the ties of an entity to a country, of a
    list to its authority and of an authority to its polity are not dated and always hold. Of
    chains of one length that comes first whose first step is of the closest kind (see
    :class:`Via`), then whose first step is known to hold for longest, then by key, and so on step
    by step.

    The search is breadth-first from both ends by turns, from the side with fewer things to look
    at; it reads from the store only what it comes across.
    """
    if start == end:
        return Chains(start, end, on, ((),), 1, Names(engine, [start]))
    leads = _leads(Hops(engine, kinds, on, (start, end)), start, end)
    found = list(islice(_walks(leads, start, end), limit))
    hops = {hop for walk in found for step in walk for hop in step}
    records = read(engine, (hop.evidence for hop in hops))
    names = Names(engine, {start, end, *_named(hops, records.values())})
    cited = _cited(engine, hops)
    chains = tuple(
        tuple(
            Step(
                step[0].start,
                step[0].end,
                tuple(_tie(hop, records[hop.evidence], names, cited[hop]) for hop in step),
            )
            for step in walk
        )
        for walk in found
    )
    return Chains(start, end, on, chains, _count(leads, start, end, {}), names)


class _Side:
    """What one end of the search has come across: the hops by which each thing was first met."""

    def __init__(self, thing: Iri) -> None:
        self.into: dict[Iri, list[Hop]] = {thing: []}
        self.rim: list[Iri] = [thing]

    def advance(self, hops: Hops) -> set[Iri]:
        """Go one step on from everything on the rim, and return what was new."""
        found: defaultdict[Iri, list[Hop]] = defaultdict(list)
        for hop in hops(self.rim):
            if hop.end not in self.into:
                found[hop.end].append(hop)
        self.into.update(found)
        self.rim = sorted(found)
        return set(found)


Leads = Mapping[Iri, list[tuple[Hop, ...]]]


def _leads(hops: Hops, start: Iri, end: Iri) -> Leads:
    """Return how shortest chains go on from each thing on one: to what, by which hops."""
    near, far = _Side(start), _Side(end)
    while near.rim and far.rim:
        ours, theirs = (near, far) if len(near.rim) <= len(far.rim) else (far, near)
        # Every shortest chain has a thing on the new rim, because none was met before.
        if met := ours.advance(hops) & theirs.into.keys():
            return _joined(near, far, met)
    return {}


def _joined(near: _Side, far: _Side, met: Iterable[Iri]) -> Leads:
    leads: defaultdict[Iri, set[Hop]] = defaultdict(set)
    back, on = set(met), set(met)
    while back:
        hops = [hop for thing in back for hop in near.into[thing]]
        for hop in hops:
            leads[hop.start].add(hop)
        back = {hop.start for hop in hops}
    while on:
        hops = [_turned(hop) for thing in on for hop in far.into[thing]]
        for hop in hops:
            leads[hop.start].add(hop)
        on = {hop.end for hop in hops}
    return {thing: _by_end(found) for thing, found in leads.items()}


def _by_end(hops: Iterable[Hop]) -> list[tuple[Hop, ...]]:
    """Put the hops to one end together; the end to which the best one leads comes first."""
    found: defaultdict[Iri, list[Hop]] = defaultdict(list)
    for hop in sorted(hops, key=order):
        found[hop.end].append(hop)
    return [tuple(together) for together in found.values()]


def _turned(hop: Hop) -> Hop:
    return hop._replace(start=hop.end, end=hop.start)


def _walks(leads: Leads, start: Iri, end: Iri) -> Iterator[tuple[tuple[Hop, ...], ...]]:
    if start == end:
        yield ()
        return
    for hops in leads.get(start, ()):
        for rest in _walks(leads, hops[0].end, end):
            yield (hops, *rest)


def _count(leads: Leads, start: Iri, end: Iri, known: dict[Iri, int]) -> int:
    """Return how many chains there are, without walking each of them."""
    if start == end:
        return 1
    if start not in known:
        known[start] = sum(_count(leads, hops[0].end, end, known) for hops in leads.get(start, ()))
    return known[start]


def _named(hops: Iterable[Hop], records: Iterable[Record]) -> Iterator[Iri]:
    for record in records:
        yield from mentioned(record)
    for hop in hops:
        yield from (hop.start, hop.end)


def _tie(hop: Hop, record: Record, names: Names, cited: tuple[Cited, ...]) -> Tie:
    interval = interval_of(record)
    if hop.fact is not Fact.CLAIM:
        other = hop.end if hop.subject == hop.start else hop.start
        said = f"{names[hop.subject]} {_WORDS[hop.fact]} {names[other]}"
        interval = Interval() if hop.fact in _UNDATED else interval
    elif hop.via is Via.PACT:
        parties = [end for end in (hop.start, hop.end) if end != hop.evidence]
        verb = "are parties" if len(parties) > 1 else "is a party"
        said = f"{joined(names, parties)} {verb} to {names[hop.evidence]}"
    else:
        said = sentence(record, names)
    return Tie(hop.via, hop.evidence, said, interval, cited)


def _cited(engine: Engine, hops: Collection[Hop]) -> dict[Hop, tuple[Cited, ...]]:
    """Return what bears out each hop; an entity's country is borne out by its listings."""
    behind = {hop: _entries(engine, hop) for hop in hops}
    known = citations(engine, (one for claims in behind.values() for one in claims))
    return {hop: tuple(c for one in claims for c in known[one]) for hop, claims in behind.items()}


def _entries(engine: Engine, hop: Hop) -> tuple[Iri, ...]:
    if hop.fact is not Fact.COUNTRY:
        return (hop.evidence,)
    country = hop.end if hop.subject == hop.start else hop.start
    answer = engine.select(
        f"SELECT ?claim WHERE {{ ?claim {n_triples(COMITY.entity)} {n_triples(hop.subject)} ;"
        f" {n_triples(COMITY.entryCountry)} {n_triples(country)} }} ORDER BY ?claim"
    )
    return (hop.evidence, *(claim for (claim,) in answer.rows if isinstance(claim, Iri)))
