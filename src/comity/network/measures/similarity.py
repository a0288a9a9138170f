"""Structural similarity: how alike two nodes are in whom they are tied to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum, sqrt

from comity.network.measures.simple import simple
from comity.network.tie import Tie
from comity.terms import Iri


@dataclass(frozen=True, slots=True)
class Similarity:
    """How alike two nodes are; ``shared``, ``only_one`` and ``only_other`` are what ties them.

    ``cosine`` and ``jaccard`` lie between 0 and 1 and leave the two themselves out of account.
    """

    one: Iri
    other: Iri
    weight: float
    cosine: float
    jaccard: float
    partners: int
    partners_of_one: int
    partners_of_other: int
    shared: tuple[Iri, ...]
    only_one: tuple[Iri, ...]
    only_other: tuple[Iri, ...]


def similarity(ties: Iterable[Tie], one: Iri, other: Iri) -> Similarity:
    """Return how alike two nodes of a network are.

    ``cosine`` is that of the weights of their ties to third nodes (G. Salton's, as in M. E. J.
    Newman, Networks, 2010, section 7.12.1), ``jaccard`` the number of third nodes that both are
    tied to by the number that at least one of them is tied to.
    """
    found = tuple(ties)
    network = simple(found)
    place = {node: number for number, node in enumerate(network.nodes)}
    near = network.neighbours()
    ours, theirs = (dict(near[place[node]]) for node in (one, other))
    weight = ours.pop(place[other], 0.0)
    theirs.pop(place[one], 0.0)
    length = sqrt(fsum(w * w for w in ours.values()) * fsum(w * w for w in theirs.values()))
    both = ours.keys() & theirs.keys()
    product = fsum(ours[third] * theirs[third] for third in sorted(both))
    either = ours.keys() | theirs.keys()
    through = {node: _through(found, node) for node in (one, other)}
    shared = {
        thing for tie in found if {tie.source, tie.target} == {one, other} for thing in tie.via
    }
    return Similarity(
        one=one,
        other=other,
        weight=weight,
        cosine=product / length if length else 0.0,
        jaccard=len(both) / len(either) if either else 0.0,
        partners=len(both),
        partners_of_one=len(ours),
        partners_of_other=len(theirs),
        shared=tuple(sorted(shared)),
        only_one=tuple(sorted(through[one] - shared)),
        only_other=tuple(sorted(through[other] - shared)),
    )


def _through(ties: Iterable[Tie], node: Iri) -> set[Iri]:
    return {thing for tie in ties if node in (tie.source, tie.target) for thing in tie.via}
