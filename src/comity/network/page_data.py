"""Reads all that the network page holds: who is tied to what, when, and by whose word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from comity.iris import COUNTRY_PATH, PREFIXES, concept
from comity.query.claims.citations import Cited, citations
from comity.query.claims.coverage import Coverage, coverage_of
from comity.query.claims.facts import Interval, interval_of
from comity.query.claims.records import Record, read
from comity.store.engines.interface import Engine
from comity.terms import Iri, n_triples
from comity.vocab import COMITY

# Each sort of fact and how the store states it: ?one and ?other are its ends, ?evidence states it.
SORTS = {
    "membership": (
        "?evidence a comity:Membership ; comity:polity ?one ; comity:initiative ?other ."
    ),
    "attendance": "?evidence a comity:Attendance ; comity:polity ?one ; comity:summit ?other .",
    "pact": "?evidence comity:party ?one . BIND (?evidence AS ?other)",
    "designation": "?evidence a comity:Designation ; comity:entity ?one ; comity:list ?other .",
    "keeper": "?one a comity:DesignationList ; comity:authority ?other . BIND (?one AS ?evidence)",
    "organ": "?one comity:ofPolity ?other . BIND (?one AS ?evidence)",
    "country": f"?one {COUNTRY_PATH} ?other . BIND (?one AS ?evidence)",
    "ownership": "?evidence a comity:Ownership ; comity:owner ?one ; comity:owned ?other .",
    "identity": (
        "?evidence a comity:IdentityLink ; comity:linksEntity ?one , ?other ."
        " FILTER (STR(?one) < STR(?other))"
        " FILTER NOT EXISTS { ?one comity:canonical ?same . ?other comity:canonical ?same }"
    ),
    "host": "?other a comity:Summit ; comity:hostedBy ?one . BIND (?other AS ?evidence)",
    "launch": "?one comity:launchedAt ?other . BIND (?one AS ?evidence)",
    "endorsement": "?evidence a comity:Endorsement ; comity:polity ?one ; comity:summit ?other .",
}
_OF_ENTITIES = ("designation", "country", "ownership", "identity")
_UNDATED = ("keeper", "organ", "country")
_HOW = (COMITY.role, COMITY.status, COMITY.pactKind, COMITY.ground, COMITY.endorsementKind)
_ATTENDED = concept("attendance-status", "attended")


class Fact(NamedTuple):
    """One tie as the graph states it: a claim, or a statement about a thing that is no claim.

    ``how`` are concepts that say more: a role, a status, a ground.
    """

    sort: str
    one: Iri
    other: Iri
    evidence: Iri
    interval: Interval
    how: tuple[Iri, ...]

    @property
    def ties(self) -> bool:
        """Say whether it ties its ends: who declined an invitation was not there."""
        return self.sort != "attendance" or not self.how or _ATTENDED in self.how


@dataclass(frozen=True, slots=True)
class Holdings:
    """The facts in a fixed order, the records of their ends and concepts, and what bears them out.

    ``cited`` has the citations of each fact by its number.
    """

    facts: tuple[Fact, ...]
    things: Mapping[Iri, Record]
    concepts: Mapping[Iri, Record]
    cited: tuple[tuple[Cited, ...], ...]
    coverage: Mapping[Iri, tuple[Coverage, ...]]


def gather(engine: Engine, *, entities: bool = True) -> Holdings:
    """Return all that the page of a graph holds, of every day; on wish without any entity."""
    sorts = [sort for sort in SORTS if entities or sort not in _OF_ENTITIES]
    stated = [(sort, *ends) for sort in sorts for ends in _stated(engine, SORTS[sort])]
    said = read(engine, (evidence for *_, evidence in stated))
    facts = tuple(
        Fact(
            sort,
            one,
            other,
            evidence,
            Interval() if sort in _UNDATED else interval_of(said[evidence]),
            () if sort in _UNDATED else said[evidence].things(*_HOW),
        )
        for sort, one, other, evidence in stated
    )
    things = read(engine, (end for fact in facts for end in (fact.one, fact.other)))
    coverage = _coverage(engine)
    return Holdings(
        facts=facts,
        things=things,
        concepts=_concepts(engine, facts, things.values()),
        cited=_cited(engine, facts, said),
        coverage={thing: found for thing, found in coverage.items() if thing in things},
    )


def _stated(engine: Engine, pattern: str) -> list[tuple[Iri, Iri, Iri]]:
    answer = engine.select(
        f"PREFIX comity: <{PREFIXES['comity']}>\n"
        f"SELECT DISTINCT ?one ?other ?evidence WHERE {{ {pattern} }}"
    )
    found = []
    for one, other, evidence in answer.rows:
        assert isinstance(one, Iri)
        assert isinstance(other, Iri)
        assert isinstance(evidence, Iri)
        found.append((one, other, evidence))
    return sorted(found)


def _coverage(engine: Engine) -> dict[Iri, tuple[Coverage, ...]]:
    answer = engine.select(f"SELECT ?coverage WHERE {{ ?coverage a {n_triples(COMITY.Coverage)} }}")
    records = read(engine, (row[0] for row in answer.rows if isinstance(row[0], Iri)))
    found: defaultdict[Iri, list[Coverage]] = defaultdict(list)
    for one in coverage_of(records.values()):
        found[one.covers].append(one)
    return {thing: tuple(every) for thing, every in sorted(found.items())}


def _concepts(engine: Engine, facts: Iterable[Fact], things: Iterable[Record]) -> dict[Iri, Record]:
    """Return the concepts that facts and things name, and the broader ones of these."""
    wanted = {one for fact in facts for one in fact.how}
    for record in things:
        wanted.update(record.things(COMITY.region, COMITY.technologyArea))
    found = read(engine, wanted)
    broader = Iri(PREFIXES["skos"] + "broader")
    above = {one for record in found.values() for one in record.things(broader)}
    return {**found, **read(engine, above - found.keys())}


def _cited(
    engine: Engine, facts: tuple[Fact, ...], said: Mapping[Iri, Record]
) -> tuple[tuple[Cited, ...], ...]:
    """Return what bears out each fact; an entity's country is borne out by its listings too."""
    listings: defaultdict[tuple[Iri, Iri], list[Iri]] = defaultdict(list)
    for fact in facts:
        if fact.sort == "designation":
            for country in said[fact.evidence].things(COMITY.entryCountry):
                listings[fact.one, country].append(fact.evidence)
    known = citations(engine, (fact.evidence for fact in facts))
    return tuple(
        tuple(cited for evidence in (fact.evidence, *behind) for cited in known[evidence])
        for fact in facts
        for behind in [listings[fact.one, fact.other] if fact.sort == "country" else ()]
    )
