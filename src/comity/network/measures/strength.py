"""Strength: how heavy all ties of a node are together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from comity.network.tie import Tie
from comity.terms import Iri


def strengths(ties: Iterable[Tie]) -> dict[Iri, float]:
    """Return for each node the sum of the weights of its ties.

    Under Newman's weights that is the number of groups the node shares with anybody.
    """
    total: defaultdict[Iri, float] = defaultdict(float)
    for tie in ties:
        total[tie.source] += tie.weight
        total[tie.target] += tie.weight
    return dict(sorted(total.items()))
