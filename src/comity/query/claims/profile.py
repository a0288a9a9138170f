"""The profile of a thing: all that is held about it as of a day, what is not known, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comity.iris import DCTERMS, PROV
from comity.query.claims.citations import Cited, citations
from comity.query.claims.coverage import Coverage, Reach, coverage_of, reach_of
from comity.query.claims.facts import (
    DESCRIPTION,
    Fact,
    Identifier,
    Interval,
    Name,
    facts_of,
    identifiers_of,
    interval_of,
    names_of,
)
from comity.query.claims.records import TYPE, Names, Record, kind_of, read
from comity.query.claims.sentences import mentioned, sentence
from comity.query.claims.ties import Group, ties_of
from comity.store.engines.interface import Engine
from comity.terms import Iri, n_triples
from comity.vocab import COMITY


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that cannot both be true, each as a sentence with when it holds."""

    claims: tuple[Iri, Iri]
    sentences: tuple[str, str]
    intervals: tuple[Interval, Interval]


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is held about a thing.

    ``on`` is the day that was asked for, None for all days. ``interval`` is when the thing itself
    holds, which pacts and rules do. ``cited`` has the citations of everything that is shown, by
    the IRI that they bear out; those of the thing itself bear out its facts.
    """

    thing: Iri
    kind: str
    on: date | None
    label: str
    flag: str
    classes: tuple[str, ...]
    summary: str
    interval: Interval
    names: tuple[Name, ...]
    identifiers: tuple[Identifier, ...]
    facts: tuple[Fact, ...]
    groups: tuple[Group, ...]
    coverage: tuple[Coverage, ...]
    reach: tuple[Reach, ...]
    contradictions: tuple[Contradiction, ...]
    called: Names
    cited: Mapping[Iri, tuple[Cited, ...]]


def profile(
    engine: Engine,
    thing: Iri,
    on: date | None = None,
    limit: int | None = None,
    language: str = "en",
    start: tuple[str, int] = ("", 0),
    only: Collection[str] = (),
) -> Profile:
    """Return the profile of a thing, which must be in the graph: see ``resolve``.

    ``limit`` is the most ties of one group that are read; a group says how many there are.
    ``start`` names a group, and how many of its ties are passed over first. ``only`` are the titles
    of the groups that are wanted, where that is not all.
    """
    record = read(engine, [thing])[thing]
    covering = _subjects(engine, f"?subject <{COMITY.covers.value}> {n_triples(thing)}")
    around = read(engine, [*record.things(COMITY.identifier), *covering])
    groups = ties_of(engine, thing, on, limit, language, start, only)
    contradictions = _contradictions(engine, record, groups, language)
    names = Names(engine, _terms([record, *around.values()]), language)
    shown = [tie.evidence for group in groups for tie in group.ties]
    opposed = [claim for pair in contradictions for claim in pair.claims]
    cited = dict(citations(engine, [thing, *shown, *covering, *opposed]))
    cited[thing] = cited[thing] or _behind(engine, thing, groups, cited)
    if kind_of(thing) == "source":  # what else bears out a claim stands on that claim's pages
        cited = {one: _by(thing, said) for one, said in cited.items()}
    return Profile(
        thing=thing,
        kind=kind_of(thing),
        on=on,
        label=names[thing],
        flag=record.text(COMITY.flagEmoji),
        classes=_classes(record, names),
        summary=record.text(DESCRIPTION),
        interval=interval_of(record),
        names=names_of(record),
        identifiers=identifiers_of(
            record, (around[one] for one in record.things(COMITY.identifier)), names
        ),
        facts=facts_of(record, names),
        groups=groups,
        coverage=coverage_of(around[one] for one in covering),
        reach=reach_of(engine, kind_of(thing), on),
        contradictions=contradictions,
        called=names,
        cited=cited,
    )


def _by(source: Iri, cited: Iterable[Cited]) -> tuple[Cited, ...]:
    return tuple(one for one in cited if one.source == source)


def _classes(record: Record, names: Names) -> tuple[str, ...]:
    """Return what a thing is called by its classes; of two, the wider one is left out."""
    classes = record.things(TYPE)
    return tuple(names[one] for one in classes if one != COMITY.Pact or len(classes) == 1)


def _terms(records: Iterable[Record]) -> set[Iri]:
    """Return the terms whose names a page on some records may need."""
    found: set[Iri] = set()
    for record in records:
        found |= {record.iri, *record.says, *record.things(*record.says)}
    return found


def _contradictions(
    engine: Engine, record: Record, groups: Iterable[Group], language: str
) -> tuple[Contradiction, ...]:
    """Return the pairs of claims that contradict each other, each pair once."""
    stated = [(record.iri, record.things(COMITY.contradicts))]
    stated += [(tie.evidence, tie.contradicts) for group in groups for tie in group.ties]
    pairs = {(min(one, other), max(one, other)) for one, others in stated for other in others}
    claims = read(engine, (claim for pair in pairs for claim in pair))
    terms = (term for claim in claims.values() for term in mentioned(claim))
    names = Names(engine, terms, language)
    return tuple(
        Contradiction(
            (one, other),
            (sentence(claims[one], names), sentence(claims[other], names)),
            (interval_of(claims[one]), interval_of(claims[other])),
        )
        for one, other in sorted(pairs)
    )


def _behind(
    engine: Engine,
    thing: Iri,
    groups: Sequence[Group],
    cited: Mapping[Iri, tuple[Cited, ...]],
) -> tuple[Cited, ...]:
    """Return what bears out the facts of a thing that cites nothing itself.

    Of a listed entity these are the citations of its listings, of anything else the sources from
    which its graph was made.
    """
    if kind_of(thing) == "entity":
        return tuple(
            one for group in groups[:1] for tie in group.ties for one in cited[tie.evidence]
        )
    sources = _subjects(
        engine,
        f"GRAPH ?graph {{ {n_triples(thing)} a ?class }} ?graph <{PROV}wasDerivedFrom> ?subject",
    )
    told = read(engine, (one for one in sources if kind_of(one) == "source"))
    return tuple(
        Cited(
            thing,
            record.iri,
            title=record.text(Iri(DCTERMS + "title")),
            publisher=record.text(COMITY.publisherName),
            date=record.text(Iri(DCTERMS + "issued")),
            quote=None,
            locator="",
            url=record.text(COMITY.url),
        )
        for record in told.values()
    )


def _subjects(engine: Engine, pattern: str) -> list[Iri]:
    answer = engine.select(f"SELECT DISTINCT ?subject WHERE {{ {pattern} }} ORDER BY ?subject")
    return [one for (one,) in answer.rows if isinstance(one, Iri)]
