"""Finds pairs of entities that are one, and states each as a claim with its reasons and score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, NamedTuple

from comity.graph.identity.score import CANDIDATE, LINKED, NUMBERED, Card, Score, score
from comity.graph.ntriples import dated, node, predicate, string, worded
from comity.iris import DCTERMS, ID, ONTOLOGY, SCHEME
from comity.terms import RDF, XSD, Iri
from comity.vocab import COMITY

CROWD = 60  # a name or number that more entities share tells nobody from others


class Pair(NamedTuple):
    """Two entities that may be one, the first key before the second, with the score."""

    a: Card
    b: Card
    score: Score


def pairs(cards: Iterable[Card], new: Collection[str] | None = None) -> Iterator[Pair]:
    """Give the pairs that score as candidates or better, in the order of their keys.

    ``new`` are the keys of which at least one has to be in a pair; None means every pair. Entities
    that one list names are not compared with each other: a list knows its own entries.
    """
    by_feature: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        for number in card.numbers:
            if number.split(":")[0] in NUMBERED:
                by_feature[number].append(card)
        for name in card.names:
            if len(name) > 3:
                by_feature[f"name {name}"].append(card)
    found: dict[tuple[str, str], Pair] = {}
    seen: set[tuple[str, str]] = set()
    for sharing in by_feature.values():
        if not 1 < len(sharing) <= CROWD:
            continue
        for one, other in combinations(sharing, 2):
            if one.origin == other.origin or one.key == other.key:
                continue
            a, b = (one, other) if one.key < other.key else (other, one)
            key = (a.key, b.key)
            if key in seen or (new is not None and a.key not in new and b.key not in new):
                continue
            seen.add(key)
            result = score(a, b)
            if result is not None and result.value >= CANDIDATE:
                found[key] = Pair(a, b, result)
    for key in sorted(found):
        yield found[key]


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


def links(found: Iterable[Pair], decisions: Decisions, known: Mapping[str, str]) -> Iterator[str]:
    """Give the links as lines of N-Triples: the pairs that score, as far as nobody decided else.

    ``known`` are the entities that there are, with the day of the edition that shows them.
    """
    for pair in found:
        if pair.score.value < LINKED or (pair.a.key, pair.b.key) in decisions:
            continue
        day = max(pair.a.day, pair.b.day)
        yield from _link(pair.a.key, pair.b.key, pair.score.value, pair.score.reason, RULES, day)
    for a, b in sorted(decisions):
        one = decisions[a, b]
        if one.verdict == "same" and a in known and b in known:
            said = f"decided by {one.by}: {one.reason}" if one.reason else f"decided by {one.by}"
            yield from _link(a, b, 1.0, said, RULES, max(one.day, known[a], known[b]))


def source(day: str) -> Iterator[str]:
    """Give the source that the links cite: the rules by which entities are compared."""
    subject = node("source", RULES)
    yield f"{subject}{_TYPE}<{COMITY.Source.value}> .\n"
    yield f"{subject}{predicate(Iri(DCTERMS + 'title'))}{string('Identity rules of comity')} .\n"
    yield f"{subject}{predicate(Iri(DCTERMS + 'issued'))}{dated(day)} .\n"
    yield f"{subject}{predicate(COMITY.publisherName)}{string('comity')} .\n"
    yield f"{subject}{predicate(COMITY.sourceKind)}<{SCHEME}source-kind/dataset> .\n"
    yield f'{subject}{predicate(COMITY.url)}"{ONTOLOGY}"^^<{XSD}anyURI> .\n'


def _link(a: str, b: str, value: float, reason: str, source_key: str, day: str) -> Iterator[str]:
    link = f"<{ID}identity/{a}/{b}>"
    citation = f"<{ID}citation/identity/{a}/{b}/{source_key}>"
    yield f"{link}{_TYPE}<{COMITY.IdentityLink.value}> .\n"
    yield f"{link}{_LINKS}{node('entity', a)} .\n"
    yield f"{link}{_LINKS}{node('entity', b)} .\n"
    yield f'{link}{_SCORE}"{value}"^^<{XSD}decimal> .\n'
    yield f"{link}{_REASON}{worded(reason, 'en')} .\n"
    yield f"{link}{_OBSERVED}{dated(day)} .\n"
    yield f"{link}{_FROM}{dated(day)} .\n"
    yield f"{link}{_CITATION}{citation} .\n"
    yield f"{citation}{_TYPE}<{COMITY.Citation.value}> .\n"
    yield f"{citation}{_SOURCE}{node('source', source_key)} .\n"
    yield f"{citation}{_LOCATOR}{string(reason)} .\n"
