"""Joins entities that links call the same into clusters, each with one canonical entity."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from comity.graph.identity.cards import Card
from comity.graph.identity.links import CURATED, Accepted
from comity.graph.identity.score import contradiction


class Known(NamedTuple):
    """An entity that can be in a cluster: its newest card, and how many sources name it."""

    card: Card
    sources: int


class Conflict(NamedTuple):
    """A link that is not followed, and what contradicts it."""

    link: Accepted
    reason: str


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which entities are the same.

    ``canonical`` has every entity of a cluster of two or more, the canonical one too.
    """

    canonical: Mapping[str, str]
    conflicts: tuple[Conflict, ...] = ()

    def of(self, key: str) -> str:
        """Return the canonical entity of an entity: itself where it is in no cluster."""
        return self.canonical.get(key, key)


def clusters(
    links: Iterable[Accepted], different: Collection[tuple[str, str]], known: Mapping[str, Known]
) -> Clusters:
    """Return the clusters that links make, closed transitively.

    Links are followed from the surest to the least sure. One that would put two entities into a
    cluster that are decided to be ``different``, or whose hard identifiers or births contradict
    each other, is not followed and becomes a conflict. The order of ``links`` does not matter.
    """
    members: dict[str, list[str]] = {}
    conflicts: list[Conflict] = []
    apart = {frozenset(pair) for pair in different}
    for link in sorted(set(links), key=lambda link: (not link.decided, -link.score, link)):
        if link.a not in known or link.b not in known:
            continue
        first = members.setdefault(link.a, [link.a])
        second = members.setdefault(link.b, [link.b])
        if first is second:
            continue
        reason = _obstacle(link, first, second, apart, known)
        if reason:
            conflicts.append(Conflict(link, reason))
            continue
        first += second
        for key in second:
            members[key] = first
    canonical: dict[str, str] = {}
    for group in {id(group): group for group in members.values() if len(group) > 1}.values():
        best = min(group, key=lambda key: _rank(key, known[key]))
        canonical.update((key, best) for key in group)
    return Clusters(dict(sorted(canonical.items())), tuple(conflicts))


def _rank(key: str, known: Known) -> tuple[bool, int, str]:
    """Return what canonical entities are chosen by: curated, most sources, smallest key."""
    return known.card.origin != CURATED, -known.sources, key


def _obstacle(
    link: Accepted,
    first: list[str],
    second: list[str],
    apart: Collection[frozenset[str]],
    known: Mapping[str, Known],
) -> str:
    """Return why two clusters may not become one; empty where they may."""
    for a in first:
        for b in second:
            if frozenset((a, b)) in apart:
                return f"{min(a, b)} and {max(a, b)} are decided to be different"
            if link.decided or {a, b} == {link.a, link.b}:
                continue  # what links the two has weighed what contradicts it
            of_a, of_b = known[a].card, known[b].card
            reason = contradiction(of_a, of_b)
            if of_a.origin == of_b.origin == CURATED:
                reason = "two entities of the shipped graph"
            if reason:
                return f"{min(a, b)} and {max(a, b)}: {reason}"
    return ""
