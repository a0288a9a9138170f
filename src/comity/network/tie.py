"""A tie between two nodes of a network: what it rests on, how heavy it is, and when it is held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

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
