"""A tie between two nodes of a network, its weight, and the backbone: the ties that stand out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from comity.errors import BadParameter
from comity.terms import Iri


class Kind(StrEnum):
    """What a tie rests on; the last three tie entities, the others polities."""

    MEMBERSHIP = "membership"
    ATTENDANCE = "attendance"
    PACT = "pact"
    DESIGNATION = "designation"
    LOCATION = "location"
    OWNERSHIP = "ownership"
    IDENTITY = "identity"

    @property
    def is_directed(self) -> bool:
        """Say whether the tie goes from one end to the other, as a listing does."""
        return self in (Kind.DESIGNATION, Kind.LOCATION, Kind.OWNERSHIP)


BETWEEN_POLITIES = (Kind.MEMBERSHIP, Kind.ATTENDANCE, Kind.PACT, Kind.DESIGNATION)


class Spell(NamedTuple):
    """Days on end, ``[start, end)``, as ISO dates; "" is an end that is not known."""

    start: str
    end: str

    def meets(self, other: Spell) -> Spell | None:
        """Return the days that two spells share; None if there are none."""
        start = max(self.start, other.start)
        end = min(self.end or _NEVER, other.end or _NEVER)
        return None if start >= end else Spell(start, "" if end == _NEVER else end)


ALWAYS = Spell("", "")
_NEVER = "~"  # sorts after every date


def union(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """Return the days of some spells as the fewest spells, the first first."""
    found: list[Spell] = []
    for spell in sorted(spells):
        if found and spell.start <= (found[-1].end or _NEVER):
            end = max(found[-1].end or _NEVER, spell.end or _NEVER)
            found[-1] = Spell(found[-1].start, "" if end == _NEVER else end)
        else:
            found.append(spell)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two nodes, what it runs through, and the claims it rests on.

    ``via`` are the shared initiatives, summits or pacts, or the listed entities, and ``held`` says
    of each of them when the tie runs through it; ``weight`` is what the projection makes of them.
    Of a tie without direction, ``source`` sorts first.
    """

    source: Iri
    target: Iri
    kind: Kind
    weight: float
    via: tuple[Iri, ...]
    claims: tuple[Iri, ...]
    held: tuple[tuple[Spell, ...], ...] = ()

    @property
    def count(self) -> int:
        """The number of things the tie runs through."""
        return len(self.via)

    @property
    def spells(self) -> tuple[Spell, ...]:
        """When the tie runs through anything."""
        return union(spell for spells in self.held for spell in spells)


def order(tie: Tie) -> tuple[Iri, Iri, Kind, tuple[Iri, ...]]:
    """Return what ties are sorted by."""
    return tie.source, tie.target, tie.kind, tie.via


def nodes(ties: Iterable[Tie]) -> tuple[Iri, ...]:
    """Return the ends of the ties, sorted."""
    return tuple(sorted({end for tie in ties for end in (tie.source, tie.target)}))


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
