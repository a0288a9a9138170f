"""The one rule for each kind of tie: what two nodes share, and how heavy that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from comity.network.affiliations import Affiliation, Entry, Link, Listing, When, spell_of
from comity.network.choice import Weight
from comity.network.ties import ALWAYS, Kind, Spell, Tie, union
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


_Pair = tuple[Iri, Iri]
_Claims = tuple[Iri, ...]


def shared(
    affiliations: Iterable[Affiliation],
    kind: Kind,
    weight: Weight = Weight.NEWMAN,
    on: When | None = None,
) -> tuple[Tie, ...]:
    """Return the ties between polities that are in the same groups at the same time.

    Weights: ``newman``, where a group of n adds 1 / (n - 1) to the weight of each pair in it, so
    that each polity has one unit to give to the others of each group, and a group of a hundred
    binds a pair less than one of three (M. E. J. Newman, Physical Review E 64, 016132, 2001,
    equation 2); ``count``, the number of groups that the two share; ``jaccard``, that number by the
    number of groups in which at least one of them is (P. Jaccard, Bulletin de la Société vaudoise
    des sciences naturelles 37, 547, 1901); ``each``, one tie of weight 1 for each group.

    ``on`` is the day, or the days, on one of which the two must have been in the group together;
    it may be left out where all affiliations hold on one day.
    """
    days = ALWAYS if on is None else spell_of(on)
    members: defaultdict[Iri, dict[Iri, list[Affiliation]]] = defaultdict(dict)
    groups: defaultdict[Iri, set[Iri]] = defaultdict(set)
    for one in affiliations:
        members[one.group].setdefault(one.polity, []).append(one)
        groups[one.polity].add(one.group)
    found: defaultdict[_Pair, list[tuple[Iri, tuple[Spell, ...], _Claims]]] = defaultdict(list)
    newman: defaultdict[_Pair, float] = defaultdict(float)
    for group, inside in sorted(members.items()):
        for pair in combinations(sorted(inside), 2):
            spells, claims = _together(inside[pair[0]], inside[pair[1]], days)
            if spells:
                found[pair].append((group, spells, claims))
                newman[pair] += 1 / (len(inside) - 1)
    ties = []
    for pair, parts in sorted(found.items()):
        if weight is Weight.EACH:
            ties += [
                Tie(*pair, kind, 1.0, (group,), claims, (spells,))
                for group, spells, claims in parts
            ]
            continue
        heavy = {
            Weight.NEWMAN: newman[pair],
            Weight.COUNT: float(len(parts)),
            Weight.JACCARD: len(parts) / len(groups[pair[0]] | groups[pair[1]]),
        }[weight]
        claims = tuple(sorted({claim for _, _, behind in parts for claim in behind}))
        via = tuple(group for group, _, _ in parts)
        ties.append(Tie(*pair, kind, heavy, via, claims, tuple(held for _, held, _ in parts)))
    return tuple(ties)


def _together(
    ours: Sequence[Affiliation], theirs: Sequence[Affiliation], days: Spell
) -> tuple[tuple[Spell, ...], _Claims]:
    """Return when two polities were in a group together, and the claims that say so."""
    spells, claims = set(), set()
    for one in ours:
        for other in theirs:
            both = one.held.meets(other.held)
            if both is not None and both.meets(days) is not None:
                spells.add(both)
                claims |= {one.claim, other.claim}
    return union(spells), tuple(sorted(claims))


def signed(
    affiliations: Iterable[Affiliation], weight: Weight = Weight.COUNT, on: When | None = None
) -> tuple[Tie, ...]:
    """Return the ties between the parties of pacts; the weight is the number of their pacts.

    Other weights are those of :func:`comity.network.tie_rules.shared`; with ``each``
    there is one tie for each pact and pair, as in a multigraph.
    """
    return shared(affiliations, Kind.PACT, weight, on)


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
