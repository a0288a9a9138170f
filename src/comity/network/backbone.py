"""Keeps the ties that stand out, because the full projection of shared groups is a hairball."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from comity.network.project import Tie
from comity.terms import Iri


def significance(ties: Iterable[Tie]) -> dict[Tie, float]:
    """Return for each tie how likely chance alone would make it as heavy, at its better end.

    For an end of degree k and strength s that is (1 - w / s) ** (k - 1); an end with one tie has
    nothing to compare it with and says 1 (M. A. Serrano, M. Boguñá and A. Vespignani, PNAS 106,
    6483, 2009, equation 2).
    """
    found = tuple(ties)
    degree: defaultdict[Iri, int] = defaultdict(int)
    strength: defaultdict[Iri, float] = defaultdict(float)
    for tie in found:
        for end in (tie.source, tie.target):
            degree[end] += 1
            strength[end] += tie.weight
    return {
        tie: min(
            (1 - tie.weight / strength[end]) ** (degree[end] - 1) if degree[end] > 1 else 1.0
            for end in (tie.source, tie.target)
        )
        for tie in found
    }


def disparity(ties: Iterable[Tie], alpha: float) -> tuple[Tie, ...]:
    """Return the ties whose weight chance would reach with a probability below ``alpha``."""
    return tuple(tie for tie, chance in significance(ties).items() if chance < alpha)
