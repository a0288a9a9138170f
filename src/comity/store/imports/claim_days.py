"""States the days between which claims hold, and what contradicts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from comity.graph.ntriples import dated, node, predicate
from comity.iris import ID, PROV
from comity.store.engines.interface import Engine
from comity.store.imports.edition import source_iri
from comity.store.imports.folders import Import
from comity.store.imports.validity import Claim, Interval, Sighting
from comity.terms import RDF, Iri, Triple, n_triples, typed
from comity.vocab import COMITY

_IS_A = predicate(Iri(RDF + "type"))
_FROM = predicate(COMITY.holdsFrom)
_UNTIL = predicate(COMITY.holdsUntil)
_CONTRADICTS = predicate(COMITY.contradicts)


def days_of(key: str, interval: Interval) -> Iterator[str]:
    """Give the days of one interval of a claim."""
    yield f"<{ID}{key}>{_FROM}{dated(interval.holds_from)} .\n"
    if interval.holds_until:
        yield f"<{ID}{key}>{_UNTIL}{dated(interval.holds_until)} .\n"


def claim_days(
    claims: Iterable[Claim],
    canonical: Callable[[str], str],
    editions: Mapping[tuple[str, str], Import],
    engine: Engine,
) -> Iterator[str]:
    """Give the days of claims; those of the shipped graph have theirs from :func:`revised_days`.

    ``editions`` are the imports by source and day, ``engine`` the store with the shipped graph.
    """
    for claim in claims:
        for other in claim.opposed:
            yield f"<{ID}{claim.key}>{_CONTRADICTS}<{ID}{other.key}> .\n"
            yield f"<{ID}{other.key}>{_CONTRADICTS}<{ID}{claim.key}> .\n"
        for interval in claim.intervals[:-1]:
            past, sighting = _past(claim, interval)
            yield from _stated(claim, past, canonical)
            if sighting is not None:
                yield from _cited(past, sighting, editions[sighting.source, sighting.day])
            if claim.curated is not None:
                for _, name, value in engine.triples(subject=Iri(ID + claim.key)):
                    if name in (COMITY.citation, COMITY.observedOn, COMITY.entryCountry):
                        yield f"<{ID}{past}>{predicate(name)}{n_triples(value)} .\n"
            yield from days_of(past, interval)
        if claim.intervals and claim.curated is None:
            yield from days_of(claim.key, claim.intervals[-1])


def _past(claim: Claim, interval: Interval) -> tuple[str, Sighting | None]:
    """Return the key of an interval that is over, and what states the claim in it.

    An interval in which no edition has the claim rests on the start that the newest states.
    """
    sightings = [one for one in claim.sightings if interval.includes(one.day)]
    stated = sightings or claim.sightings[:1]
    first = min(stated, key=lambda sighting: sighting.day, default=None)
    if first is None or not sightings or claim.curated or claim.listed:
        return f"{claim.key}/{interval.holds_from}", first
    return f"{first.subject}/{first.day}", first


def _stated(claim: Claim, past: str, canonical: Callable[[str], str]) -> Iterator[str]:
    """Give an interval that is over as a claim of its own."""
    kind, first, second = claim.subject.split("/")[:3]
    if kind == "designation":
        yield f"<{ID}{past}>{_IS_A}<{COMITY.Designation.value}> .\n"
        yield f"<{ID}{past}>{predicate(COMITY.entity)}{node('entity', canonical(second))} .\n"
        yield f"<{ID}{past}>{predicate(COMITY.list)}{node('list', first)} .\n"
    else:
        yield f"<{ID}{past}>{_IS_A}<{COMITY.Ownership.value}> .\n"
        yield f"<{ID}{past}>{predicate(COMITY.owner)}{node('entity', canonical(first))} .\n"
        yield f"<{ID}{past}>{predicate(COMITY.owned)}{node('entity', canonical(second))} .\n"


def _cited(past: str, sighting: Sighting, edition: Import) -> Iterator[str]:
    """Give the citation of an interval that is over: as the claim was cited then."""
    source = source_iri(edition).value.rpartition("/")[2]
    citation = f"<{ID}citation/{sighting.key}/{source}>"
    yield f"<{ID}{past}>{predicate(COMITY.observedOn)}{dated(edition.published)} .\n"
    yield f"<{ID}{past}>{predicate(COMITY.citation)}{citation} .\n"
    yield f"<{ID}{past}>{predicate(Iri(PROV + 'wasDerivedFrom'))}<{edition.graph.value}> .\n"


def revised_days(claims: Iterable[Claim]) -> tuple[list[Triple], list[Triple]]:
    """Return the days of claims of the shipped graph that the merged graph loses and gains."""
    lost: list[Triple] = []
    gained: list[Triple] = []
    for claim in claims:
        if claim.curated is None:
            continue
        subject = Iri(ID + claim.key)
        last = claim.intervals[-1] if claim.intervals else Interval("", "")
        for name, before, after in (
            (COMITY.holdsFrom, claim.curated.holds_from, last.holds_from),
            (COMITY.holdsUntil, claim.curated.holds_until, last.holds_until),
        ):
            if before and before != after:
                lost.append((subject, name, typed(before, "date")))
            if after and before != after:
                gained.append((subject, name, typed(after, "date")))
    return lost, gained
