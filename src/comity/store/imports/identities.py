"""Links the entities of imports and of the shipped graph, and joins them into clusters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from comity.graph.describe import NUMBERS
from comity.graph.identity.cards import Card, read_cards
from comity.graph.identity.clusters import Clusters, Known, clusters
from comity.graph.identity.links import CURATED, Accepted, Decisions, accepted, pairs
from comity.graph.identity.score import LINKED, is_another
from comity.graph.ntriples import node, predicate
from comity.iris import GRAPH, RDFS, SKOS, key_of, thing
from comity.store.engines.interface import Engine
from comity.store.imports.folders import Import
from comity.terms import RDF, Iri, Triple
from comity.vocab import COMITY

IDENTITY = Iri(GRAPH + "derived/identity")
CANONICAL = Iri(GRAPH + "derived/canonical")

_LINKS = f"""
SELECT ?a ?b ?graph (MAX(?scored) AS ?score)
WHERE {{
  GRAPH ?graph {{
    ?link <{COMITY.linksEntity.value}> ?a , ?b .
    FILTER (STR(?a) < STR(?b))
    OPTIONAL {{ ?link <{COMITY.score.value}> ?scored }}
  }}
}}
GROUP BY ?a ?b ?graph
"""
_IS_A = Iri(RDF + "type")
_PREFERRED = Iri(SKOS + "prefLabel")
_CANONICAL = predicate(COMITY.canonical)
_LABEL = predicate(Iri(RDFS + "label"))


Renamed = Mapping[tuple[str, str], str]


class Joined(NamedTuple):
    """Which entities are the same: new links, the clusters of all links, labels by key."""

    links: list[Accepted]
    clusters: Clusters
    labels: Mapping[str, str]  # of the entities in clusters, as literals of N-Triples
    renamed: Renamed  # keys that a list gave to another entity since; see :func:`reused`


def join(
    curated: Iterable[Card],
    held: Sequence[Import],
    new: Sequence[Import],
    decided: Decisions,
    stated: Iterable[Accepted],
) -> Joined:
    """Link the entities of ``new`` imports with all others, and reckon all clusters.

    ``stated`` are the links that the store has already: those of the shipped graph and of imports
    that are not new.
    """
    renamed = reused(held)
    known = _census(curated, held, renamed)
    fresh = None
    if len(new) < len(held):
        fresh = {card.key for edition in new for card in import_cards(edition, renamed)}
    days = {key: entity.card.day for key, entity in known.items()}
    scored = pairs((entity.card for entity in known.values()), fresh)
    links = list(accepted(scored, decided, days))
    different = [pair for pair, decision in decided.items() if decision.verdict == "different"]
    joined = clusters([*links, *stated], different, known)
    labels = {key: known[key].card.labels[0] for key in joined.canonical}
    return Joined(links, joined, labels, renamed)


def reused(held: Sequence[Import]) -> dict[tuple[str, str], str]:
    """Return new keys for entities whose number the list has given to another entity since.

    They are by the name of the edition and the key there: ``australia-dfat-9001`` of the earlier
    entity becomes ``australia-dfat-9001-until-2024-05-01``, the date of the first edition in which
    the number is another's.
    """
    counts = Counter(edition.source for edition in held)
    last: dict[str, Card] = {}
    editions: defaultdict[str, list[str]] = defaultdict(list)  # that have the entity of the key
    renamed: dict[tuple[str, str], str] = {}
    for edition in sorted(held, key=lambda edition: (edition.published, edition.source)):
        if counts[edition.source] < 2:
            continue
        for card in import_cards(edition):
            if card.key in last and is_another(last[card.key], card):
                for name in editions.pop(card.key):
                    renamed[name, card.key] = f"{card.key}-until-{edition.published}"
            last[card.key] = card
            editions[card.key].append(edition.name)
    return renamed


def _census(curated: Iterable[Card], held: Sequence[Import], renamed: Renamed) -> dict[str, Known]:
    """Return the newest card of each entity, and how many sources name it, by its key."""
    cards: dict[str, Card] = {}
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for card in curated:
        cards[card.key] = card
        sources[card.key].add(CURATED)
    for edition in sorted(held, key=lambda edition: (edition.published, edition.source)):
        for card in import_cards(edition, renamed):
            cards[card.key] = card
            sources[card.key].add(edition.source)
    return {key: Known(card, len(sources[key])) for key, card in cards.items()}


def stated_links(engine: Engine) -> Iterator[Accepted]:
    """Give the links that a store states; those of the shipped graph count as decided."""
    for a, b, graph, score in engine.select(_LINKS).rows:
        if a is not None and b is not None:
            value = float(score.value) if score is not None else 1.0
            if value >= LINKED:
                yield Accepted(key_of(a.value), key_of(b.value), value, "", "", graph != IDENTITY)


def canonical_of(engine: Engine) -> dict[str, str]:
    """Return the canonical entity of each entity of a cluster in a store, by key."""
    triples = engine.triples(predicate=COMITY.canonical)
    return {key_of(entity.value): key_of(canonical.value) for entity, _, canonical in triples}


def canonical_lines(joined: Joined) -> Iterator[str]:
    """Give the canonical entity of each entity in a cluster, and the label of the entity."""
    for key, canonical in joined.clusters.canonical.items():
        yield f"{node('entity', key)}{_CANONICAL}{node('entity', canonical)} .\n"
        if key != canonical:
            yield f"{node('entity', key)}{_LABEL}{joined.labels[key]} .\n"


def join_curated(engine: Engine, clusters: Clusters) -> tuple[list[Triple], list[Triple]]:
    """Return what the merged graph loses and gains where entities of the shipped graph are one.

    What is stated of an entity is stated of its canonical entity instead; names become aliases.
    Identity links stay as they are.
    """
    lost: list[Triple] = []
    gained: list[Triple] = []
    for key, canonical in clusters.canonical.items():
        entity, target = thing("entity", key), thing("entity", canonical)
        if key == canonical or next(engine.triples(entity, _IS_A), None) is None:
            continue
        labels = {label for _, _, label in engine.triples(target, _PREFERRED)}
        for triple in list(engine.triples(entity)):
            _, predicate, value = triple
            if predicate == COMITY.canonical or predicate.value == RDFS + "label":
                continue
            lost.append(triple)
            if predicate == _PREFERRED and value not in labels:
                gained.append((target, Iri(SKOS + "altLabel"), value))
            elif predicate not in (_PREFERRED, _IS_A):
                gained.append((target, predicate, value))
        for triple in list(engine.triples(value=entity)):
            subject, predicate, _ = triple
            if predicate not in (COMITY.linksEntity, COMITY.canonical):
                lost.append(triple)
                gained.append((subject, predicate, target))
    return lost, gained


class Reviewed(NamedTuple):
    """A pair of entities for review: whether they are joined into one, or decided, and why."""

    a: Card
    b: Card
    score: float
    joined: bool
    decided: bool
    reason: str


def review(
    curated: Iterable[Card], held: Sequence[Import], decided: Decisions, engine: Engine
) -> list[Reviewed]:
    """Return every pair that scores as a candidate or better or is decided, best first.

    ``engine`` is the store with the shipped graph and these imports.
    """
    known = _census(curated, held, reused(held))
    scored = {
        (pair.a.key, pair.b.key): pair.score
        for pair in pairs(entity.card for entity in known.values())
    }
    joined = join(
        (entity.card for entity in known.values() if entity.card.origin == CURATED),
        held,
        held,
        decided,
        (link for link in stated_links(engine) if link.decided),
    ).clusters
    obstacles = {(one.link.a, one.link.b): one.reason for one in joined.conflicts}
    result = []
    for a, b in sorted({*scored, *decided}):
        if a not in known or b not in known:
            continue
        score, decision = scored.get((a, b)), decided.get((a, b))
        reasons = [score.reason] if score else []
        if decision:
            words = f"decided by {decision.by}: {decision.verdict}"
            reasons.append(f"{words} ({decision.reason})" if decision.reason else words)
        if (a, b) in obstacles:
            reasons.append(f"not joined, because {obstacles[a, b]}")
        result.append(
            Reviewed(
                known[a].card,
                known[b].card,
                score.value if score else 1.0,
                joined.of(a) == joined.of(b),
                decision is not None,
                "; ".join(reasons),
            )
        )
    return sorted(result, key=lambda pair: -pair.score)


def import_cards(edition: Import, renamed: Renamed | None = None) -> Iterator[Card]:
    """Give the cards of an import, under the keys that its entities have in the merged graph."""
    with open(edition.cards_file, encoding="utf-8", newline="\n") as file:
        for card in read_cards(file, edition.published):
            key = renamed.get((edition.name, card.key)) if renamed else None
            yield _earlier_bearer(card, key) if key else card


def _earlier_bearer(card: Card, key: str) -> Card:
    """Return the card of an entity whose number is another's now: without that number."""
    own = f"{NUMBERS.get(card.origin, '')}:"
    numbers = frozenset(number for number in card.numbers if not number.startswith(own))
    return replace(card, key=key, numbers=numbers)
