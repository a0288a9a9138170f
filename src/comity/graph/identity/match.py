"""Finds the pairs worth scoring, by shared numbers and names, and keeps those that score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from comity.graph.identity.cards import Card
from comity.graph.identity.score import CANDIDATE, NUMBERED, Score, score

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
