"""Ties each polity to what it is in, and each listed entity to who lists it and where it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from comity.network.held import Affiliation, Entry, Link
from comity.network.tie import Kind, Spell, Tie, union
from comity.terms import Iri


def bipartite(affiliations: Iterable[Affiliation], kind: Kind) -> tuple[Tie, ...]:
    """Return one tie from each polity to each group it is in, of weight 1."""
    return _ties(kind, ((one.polity, one.group, one.group, one) for one in affiliations))


def listing(entries: Iterable[Entry]) -> tuple[Tie, ...]:
    """Return one tie from who lists to each listed entity, through the lists; weight 1."""
    return _ties(Kind.DESIGNATION, ((one.lister, one.entity, one.list, one) for one in entries))


def location(entries: Iterable[Entry]) -> tuple[Tie, ...]:
    """Return one tie from each listed entity to each of its countries; weight 1.

    The claims are the listings of the entity: an entity's country is stated by them or beside them.
    """
    return _ties(
        Kind.LOCATION,
        ((one.entity, one.country, one.list, one) for one in entries if one.country is not None),
    )


def linked(links: Iterable[Link], kind: Kind) -> tuple[Tie, ...]:
    """Return the ties between entities, one for each two and kind, of weight 1."""
    return _ties(kind, ((one.one, one.other, one.claim, one) for one in links))


_Row = tuple[Iri, Iri, Iri, Affiliation | Entry | Link]


def _ties(kind: Kind, rows: Iterable[_Row]) -> tuple[Tie, ...]:
    """Return one tie for each two ends, through all between them, by all the claims."""
    through: defaultdict[tuple[Iri, Iri], defaultdict[Iri, set[Spell]]]
    through = defaultdict(lambda: defaultdict(set))
    claims: defaultdict[tuple[Iri, Iri], set[Iri]] = defaultdict(set)
    for source, target, via, one in rows:
        through[source, target][via].add(one.held)
        claims[source, target].add(one.claim)
    return tuple(
        Tie(
            *ends,
            kind,
            1.0,
            tuple(sorted(found)),
            tuple(sorted(claims[ends])),
            tuple(union(found[via]) for via in sorted(found)),
        )
        for ends, found in sorted(through.items())
    )
