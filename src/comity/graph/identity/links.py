"""Finds pairs of entities that are one, and states each as a claim with its reasons and score."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, NamedTuple

from comity.graph.identity.cards import Card
from comity.graph.identity.score import CANDIDATE, LINKED, NUMBERED, WORLDWIDE, Score, score
from comity.graph.ntriples import dated, node, predicate, string, worded
from comity.iris import DCTERMS, ID, ONTOLOGY, SCHEME
from comity.terms import RDF, XSD, Iri
from comity.vocab import COMITY

CURATED = "curated"  # the origin of the entities of the shipped graph
CROWD = 60  # a name or number that more entities share tells nobody from others


class Pair(NamedTuple):
    """Two entities that may be one, the first key before the second, with the score."""

    a: Card
    b: Card
    score: Score


def pairs(cards: Iterable[Card], new: Collection[str] | None = None) -> Iterator[Pair]:
    """Give the pairs that score as candidates or better, in the order of their keys.

    ``new`` are the keys of which at least one has to be in a pair; None means every pair. An entity
    that fits one entry of a list better is a candidate at most for another entry of that list,
    unless they share a worldwide number.
    """
    by_feature: dict[str, list[Card]] = defaultdict(list)
    bearers: Counter[tuple[str, str]] = Counter()  # by primary name and list
    for card in cards:
        bearers[card.primary, card.origin] += 1
        for number in card.numbers:
            if number.split(":")[0] in NUMBERED:
                by_feature[number].append(card)
        for name in card.names:
            if len(name) > 3:
                by_feature[f"name {name}"].append(card)
    scored: dict[tuple[str, str], Pair] = {}
    seen: set[tuple[str, str]] = set()
    for sharing in by_feature.values():
        if not 1 < len(sharing) <= CROWD:
            continue
        for first, second in combinations(sharing, 2):
            if first.key == second.key or CURATED == first.origin == second.origin:
                continue
            a, b = (first, second) if first.key < second.key else (second, first)
            key = (a.key, b.key)
            if key in seen or (new is not None and a.key not in new and b.key not in new):
                continue
            seen.add(key)
            unique = a.primary == b.primary and all(
                bearers[card.primary, card.origin] == 1 for card in (a, b)
            )
            result = score(a, b, unique=unique)
            if result is not None and result.value >= CANDIDATE:
                scored[key] = Pair(a, b, result)
    yield from _best(scored)


def _best(scored: Mapping[tuple[str, str], Pair]) -> Iterator[Pair]:
    """Give pairs in the order of their keys, those with a better alternative as candidates."""
    best: defaultdict[tuple[str, str], float] = defaultdict(float)
    for pair in scored.values():
        for entity, other in ((pair.a, pair.b), (pair.b, pair.a)):
            option = (entity.key, other.origin)
            best[option] = max(best[option], pair.score.value)
    for key in sorted(scored):
        pair = scored[key]
        value, reason = pair.score
        better = max(best[pair.a.key, pair.b.origin], best[pair.b.key, pair.a.origin])
        if LINKED <= value < min(better, WORLDWIDE):
            reason = f"{reason}; another entry of that list fits better"
            pair = pair._replace(score=Score(0.75, reason))
        yield pair


RULES = "comity-identity"  # the key of the source that our own rules are

_TYPE = predicate(Iri(RDF + "type"))
_LINKS = predicate(COMITY.linksEntity)
_SCORE = predicate(COMITY.score)
_REASON = predicate(COMITY.reason)
_CITATION = predicate(COMITY.citation)
_SOURCE = predicate(COMITY.source)
_LOCATOR = predicate(COMITY.locator)
_OBSERVED = predicate(COMITY.observedOn)
_FROM = predicate(COMITY.holdsFrom)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reader of the links decided of a pair of keys, the first before the second."""

    a: str
    b: str
    verdict: Literal["same", "different"]
    by: str
    reason: str
    day: str


Decisions = Mapping[tuple[str, str], Decision]


class Accepted(NamedTuple):
    """A link between two entities, the first key before the second, with its reason and day."""

    a: str
    b: str
    score: float
    reason: str
    day: str
    decided: bool


def accepted(
    scored: Iterable[Pair], decisions: Decisions, known: Mapping[str, str]
) -> Iterator[Accepted]:
    """Give the links: the pairs that score enough, unless somebody decided otherwise.

    ``known`` are the entities of the store, with the day of the edition that shows them.
    """
    for pair in scored:
        first, second = pair.a, pair.b
        if pair.score.value >= LINKED and (first.key, second.key) not in decisions:
            day = max(first.day, second.day)
            yield Accepted(first.key, second.key, pair.score.value, pair.score.reason, day, False)
    for (a, b), decision in sorted(decisions.items()):
        if decision.verdict == "same" and a in known and b in known:
            reason = f"decided by {decision.by}"
            if decision.reason:
                reason = f"{reason}: {decision.reason}"
            yield Accepted(a, b, 1.0, reason, max(decision.day, known[a], known[b]), True)


def link_lines(link: Accepted) -> Iterator[str]:
    """Give an identity link, and the citation of its source, as lines of N-Triples."""
    subject = f"<{ID}identity/{link.a}/{link.b}>"
    citation = f"<{ID}citation/identity/{link.a}/{link.b}/{RULES}>"
    yield f"{subject}{_TYPE}<{COMITY.IdentityLink.value}> .\n"
    yield f"{subject}{_LINKS}{node('entity', link.a)} .\n"
    yield f"{subject}{_LINKS}{node('entity', link.b)} .\n"
    yield f'{subject}{_SCORE}"{link.score}"^^<{XSD}decimal> .\n'
    yield f"{subject}{_REASON}{worded(link.reason, 'en')} .\n"
    if link.day:
        yield f"{subject}{_OBSERVED}{dated(link.day)} .\n"
        yield f"{subject}{_FROM}{dated(link.day)} .\n"
    yield f"{subject}{_CITATION}{citation} .\n"
    yield f"{citation}{_TYPE}<{COMITY.Citation.value}> .\n"
    yield f"{citation}{_SOURCE}{node('source', RULES)} .\n"
    yield f"{citation}{_LOCATOR}{string(link.reason)} .\n"


def source(day: str) -> Iterator[str]:
    """Give the source that the links cite: the rules by which entities are compared."""
    subject = node("source", RULES)
    yield f"{subject}{_TYPE}<{COMITY.Source.value}> .\n"
    yield f"{subject}{predicate(Iri(DCTERMS + 'title'))}{string('Identity rules of comity')} .\n"
    yield f"{subject}{predicate(Iri(DCTERMS + 'issued'))}{dated(day)} .\n"
    yield f"{subject}{predicate(COMITY.publisherName)}{string('comity')} .\n"
    yield f"{subject}{predicate(COMITY.sourceKind)}<{SCHEME}source-kind/dataset> .\n"
    yield f'{subject}{predicate(COMITY.url)}"{ONTOLOGY}"^^<{XSD}anyURI> .\n'
