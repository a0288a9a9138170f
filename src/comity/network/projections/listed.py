"""Ties who lists to the countries of the entities that are listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from comity.network.choice import Weight
from comity.network.held import Listing
from comity.network.tie import Kind, Tie, union
from comity.terms import Iri


def listed(listings: Iterable[Listing], weight: Weight = Weight.COUNT) -> tuple[Tie, ...]:
    """Return the ties from who lists to the countries of the entities, weighted by entities.

    A polity that lists an entity of its own country has no tie to itself. With ``each`` there is
    one tie for each entity; other weights than these two are not defined.
    """
    found: defaultdict[tuple[Iri, Iri], defaultdict[Iri, list[Listing]]]
    found = defaultdict(lambda: defaultdict(list))
    for one in listings:
        if one.lister != one.country:
            found[one.lister, one.country][one.entity].append(one)
    ties = []
    for pair, by_entity in sorted(found.items()):
        together = [[entity] for entity in sorted(by_entity)]
        if weight is not Weight.EACH:
            together = [sorted(by_entity)]
        for entities in together:
            claims = {one.claim for entity in entities for one in by_entity[entity]}
            held = tuple(union(one.held for one in by_entity[entity]) for entity in entities)
            size = float(len(entities))
            ties.append(
                Tie(*pair, Kind.DESIGNATION, size, tuple(entities), tuple(sorted(claims)), held)
            )
    return tuple(ties)
