"""Ties polities by what they share: the same initiatives or summits, or pacts of theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from comity.network.choice import Weight
from comity.network.held import Affiliation, When, spell_of
from comity.network.tie import ALWAYS, Kind, Spell, Tie, union
from comity.terms import Iri

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
