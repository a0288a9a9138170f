"""Keeps the ties that stand out, because the full projection of shared groups is a hairball."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from comity.errors import BadParameter
from comity.network.tie import Tie, nodes
from comity.terms import Iri

_End = tuple[Iri, str]


class Disparity(NamedTuple):
    """Keep the ties whose weight chance would reach with a probability below ``alpha``."""

    alpha: float


class Strongest(NamedTuple):
    """Keep the ties that are among the ``each`` heaviest of either end, equal ones too."""

    each: int


@dataclass(frozen=True, slots=True)
class Whole:
    """Keep every tie, where a drawing would else keep those that stand out."""


Backbone = Disparity | Strongest | Whole


def read_backbone(text: str) -> Backbone:
    """Return the filter that a text means: a level below 1, a number of ties, or ``none``."""
    if text == "none":
        return Whole()
    if text.isascii() and text.isdigit() and int(text) > 0:
        return Strongest(int(text))
    try:
        level = float(text)
    except ValueError:
        level = 0.0
    if not 0 < level < 1:
        raise BadParameter(
            f"--backbone: '{text}' is neither a level between 0 and 1 nor a number of ties.",
            "Give a level of the disparity filter (0.05), how many ties each node keeps (3), "
            "or none.",
        )
    return Disparity(level)


def keep(ties: Iterable[Tie], backbone: Backbone | None) -> tuple[Tie, ...]:
    """Return the ties that a filter keeps, in their order; without a filter all of them."""
    found = tuple(ties)
    if backbone is None or isinstance(backbone, Whole):
        return found
    if isinstance(backbone, Disparity):
        return disparity(found, backbone.alpha)
    return strongest(found, backbone.each)


def sentence(
    backbone: Backbone | None, things: str, full: Collection[Tie], kept: Collection[Tie]
) -> str:
    """Return the rule of a filter and what it left out, for a caption; "" without a filter."""
    if backbone is None or isinstance(backbone, Whole):
        return ""
    if isinstance(backbone, Disparity):
        stand_out = (
            "that stand out among the others of either end (disparity filter, level "
            f"{backbone.alpha:g})"
        )
    else:
        of = "heaviest" if backbone.each == 1 else f"{backbone.each} heaviest"
        stand_out = f"that are among the {of} of either end"
    every, drawn = len(nodes(full)), len(nodes(kept))
    return (
        f"Shown is the backbone: of {len(full):,} ties by {things} the {len(kept):,} {stand_out}; "
        f"{every - drawn} of {every} polities have none of these."
    )


def significance(ties: Iterable[Tie]) -> dict[Tie, float]:
    """Return for each tie how likely chance alone would make it as heavy, at its better end.

    For an end of degree k and strength s that is (1 - w / s) ** (k - 1); an end with one tie has
    nothing to compare it with and says 1 (M. A. Serrano, M. Boguñá and A. Vespignani, PNAS 106,
    6483, 2009, equation 2). A tie with a direction is compared with those that leave its source
    and with those that reach its target.
    """
    found = tuple(ties)
    degree: defaultdict[_End, int] = defaultdict(int)
    strength: defaultdict[_End, float] = defaultdict(float)
    for tie in found:
        for end in _ends(tie):
            degree[end] += 1
            strength[end] += tie.weight
    return {
        tie: min(
            (1 - tie.weight / strength[end]) ** (degree[end] - 1) if degree[end] > 1 else 1.0
            for end in _ends(tie)
        )
        for tie in found
    }


def disparity(ties: Iterable[Tie], alpha: float) -> tuple[Tie, ...]:
    """Return the ties whose weight chance would reach with a probability below ``alpha``."""
    return tuple(tie for tie, chance in significance(ties).items() if chance < alpha)


def strongest(ties: Iterable[Tie], each: int) -> tuple[Tie, ...]:
    """Return the ties that are among the heaviest of either end; equal ones stay together."""
    found = tuple(ties)
    weights: defaultdict[_End, list[float]] = defaultdict(list)
    for tie in found:
        for end in _ends(tie):
            weights[end].append(_comparable(tie))
    least = {
        end: sorted(heavy, reverse=True)[min(each, len(heavy)) - 1]
        for end, heavy in weights.items()
    }
    return tuple(tie for tie in found if any(_comparable(tie) >= least[end] for end in _ends(tie)))


def _comparable(tie: Tie) -> float:
    """Return the weight without what the order of adding may change in it."""
    return round(tie.weight, 9)


def _ends(tie: Tie) -> tuple[_End, _End]:
    """Return the two ends, and on which side of it other ties are comparable."""
    if tie.kind.is_directed:
        return (tie.source, "out"), (tie.target, "in")
    return (tie.source, ""), (tie.target, "")
