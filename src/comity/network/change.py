"""Says what changed in a network between two days: ties that came, went, or weigh otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from comity.errors import BadParameter
from comity.network.choice import Choice, Weight
from comity.network.held import NothingHeld
from comity.network.projections import Projected, project
from comity.network.tie import Kind, Tie, nodes
from comity.store.engine import Engine
from comity.terms import Iri


@dataclass(frozen=True, slots=True)
class Shift:
    """A tie as it was on a first day and is on a last one; None where there is none."""

    before: Tie | None
    after: Tie | None

    @property
    def tie(self) -> Tie:
        """The tie as it is, or as it was where it is gone."""
        found = self.after or self.before
        assert found is not None, "a shift has a tie on one of the two days"
        return found

    @property
    def source(self) -> Iri:
        """The end from which the tie runs."""
        return self.tie.source

    @property
    def target(self) -> Iri:
        """The end to which the tie runs."""
        return self.tie.target

    @property
    def kind(self) -> Kind:
        """What the tie rests on."""
        return self.tie.kind

    @property
    def gain(self) -> float:
        """By how much the tie is heavier; below 0 where it is lighter."""
        weights = [tie.weight if tie else 0.0 for tie in (self.after, self.before)]
        return weights[0] - weights[1]

    @property
    def began(self) -> tuple[Iri, ...]:
        """What the tie runs through now and did not before."""
        return _without(self.after, self.before)

    @property
    def ended(self) -> tuple[Iri, ...]:
        """What the tie ran through before and does not now."""
        return _without(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two days: ties, the largest change first, and nodes."""

    first: date
    last: date
    shifts: tuple[Shift, ...]
    joined: tuple[Iri, ...]
    left: tuple[Iri, ...]
    rules: tuple[str, ...]


def change(engine: Engine, choice: Choice, first: date, last: date) -> Change:
    """Return what changed in a network from one day to a later one.

    A tie whose weight alone changed, because others joined what it runs through, is among the
    shifts too. A backbone is not applied: that a tie stands out on one day and not on another is
    no change of the tie. Raises NothingHeld where there is no tie on either day.
    """
    if first >= last:
        raise BadParameter(
            f"--from {first} is not before --to {last}.", "Give two days, the earlier first."
        )
    asked = replace(choice, window=None, backbone=None)
    found = [_on(engine, replace(asked, on=day)) for day in (first, last)]
    made = found[1] or found[0]
    if made is None:
        project(engine, replace(asked, on=last))  # says that nothing is held, and what would help
        raise AssertionError("a network without ties is refused")
    each = choice.weight is Weight.EACH
    before, after = ({_key(tie, each): tie for tie in one.ties} if one else {} for one in found)
    shifts = [Shift(before.get(key), after.get(key)) for key in sorted({*before, *after})]
    moved = [one for one in shifts if one.began or one.ended or abs(one.gain) > 1e-9]
    ends = [set(nodes(one.ties)) if one else set() for one in found]
    return Change(
        first,
        last,
        tuple(
            sorted(
                moved,
                key=lambda one: (-round(abs(one.gain), 9), one.source, one.target, one.kind),
            )
        ),
        tuple(sorted(ends[1] - ends[0])),
        tuple(sorted(ends[0] - ends[1])),
        made.rules,
    )


_Key = tuple[Iri, Iri, Kind, tuple[Iri, ...]]


def _key(tie: Tie, each: bool) -> _Key:
    """Return what makes a tie the same one on another day."""
    return tie.source, tie.target, tie.kind, tie.via if each else ()


def _on(engine: Engine, choice: Choice) -> Projected | None:
    try:
        return project(engine, choice)
    except NothingHeld:
        return None


def _without(tie: Tie | None, other: Tie | None) -> tuple[Iri, ...]:
    gone = set(other.via) if other else set()
    return tuple(thing for thing in tie.via if thing not in gone) if tie else ()
