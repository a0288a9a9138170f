"""Projections of the graph onto networks, one way of tying a file, with their rules in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from comity.errors import BadParameter
from comity.network import affiliations as held
from comity.network import attributes, tie_rules
from comity.network import ties as backbone
from comity.network.affiliations import NothingHeld, When, latest_day
from comity.network.choice import Choice, Form, Weight
from comity.network.tie_rules import listed, shared, signed
from comity.network.ties import Kind, Tie, order
from comity.network.wording import rules_of, what_was_asked
from comity.store.engines.interface import Engine
from comity.terms import Iri

__all__ = ["Projected", "project"]

_WITH_ROLE = {Kind.MEMBERSHIP: "/membership-role/", Kind.ATTENDANCE: "/attendance-role/"}
_WITH_AREA = (Kind.MEMBERSHIP, Kind.PACT)


@dataclass(frozen=True, slots=True)
class Projected:
    """A network: its ties, all of them and those kept, and the sentences that say how it is made.

    ``choice`` is what was asked for, with the day filled in.
    """

    choice: Choice
    full: tuple[Tie, ...]
    ties: tuple[Tie, ...]
    rules: tuple[str, ...]

    @property
    def day(self) -> date:
        """The day as of which the network is; of a window the last one."""
        assert self.choice.on is not None, "project() fills it in"
        return self.choice.on


def project(engine: Engine, choice: Choice) -> Projected:
    """Return the network of a choice.

    Raises NothingHeld where no tie is left, and BadParameter where a filter fits none of the ties.
    """
    _check(choice)
    day = choice.window[1] if choice.window else choice.on or latest_day(engine)
    kinds = tuple(kind for kind in choice.kinds if _fits(choice, kind))
    if not kinds:
        raise BadParameter(
            f"No {' or '.join(choice.kinds)} has {_asked_of(choice)}.",
            "Choose another --tie, or leave the filter out.",
        )
    filled = replace(choice, on=day, kinds=kinds)
    reading = _Reading(engine, filled, choice.window or day)
    found = [_of_kind(reading, kind) for kind in kinds]
    if len(kinds) > 1 and choice.form is Form.POLITIES and choice.weight is not Weight.EACH:
        found = [_by_heaviest(ties) for ties in found]
    full = tuple(sorted((tie for ties in found for tie in ties), key=order))
    kept = tuple(
        sorted((t for ties in found for t in backbone.keep(ties, choice.backbone)), key=order)
    )
    if not kept:
        raise NothingHeld(*what_was_asked(filled, anything=bool(full)))
    return Projected(filled, full, kept, rules_of(engine, choice, filled, full, kept))


def _check(choice: Choice) -> None:
    if choice.form is not Form.POLITIES:
        for name, given in (("--min", choice.least > 1), ("--weight", choice.weight is not None)):
            if given:
                raise BadParameter(
                    f"{name} is for what two polities share; the ties of --projection "
                    f"{choice.form} share nothing.",
                    f"Leave out {name}, or give --projection polities.",
                )
    compares = isinstance(choice.backbone, backbone.Disparity | backbone.Strongest)
    if compares and (choice.form is not Form.POLITIES or choice.weight is Weight.EACH):
        raise BadParameter(
            "--backbone compares the weights of ties; here each tie weighs 1.",
            "Leave out --backbone, or choose --projection polities and another --weight.",
        )
    if choice.kinds == (Kind.DESIGNATION,) and choice.weight in (Weight.NEWMAN, Weight.JACCARD):
        raise BadParameter(
            f"--weight {choice.weight} is for what polities share; listings are counted.",
            "Leave out --weight, or give count or each.",
        )


def _fits(choice: Choice, kind: Kind) -> bool:
    """Say whether every filter of the choice can be asked of ties of a kind."""
    scheme = _WITH_ROLE.get(kind)
    return (
        (not choice.areas or kind in _WITH_AREA)
        and (not choice.initiative_kinds or kind is Kind.MEMBERSHIP)
        and (not choice.roles or bool(scheme and _of_scheme(choice.roles, scheme)))
    )


def _asked_of(choice: Choice) -> str:
    names = (
        ("this role", choice.roles),
        ("a technology area", choice.areas),
        ("an initiative kind", choice.initiative_kinds),
    )
    return " and ".join(name for name, given in names if given)


def _of_scheme(roles: Iterable[Iri], scheme: str) -> tuple[Iri, ...]:
    return tuple(role for role in roles if scheme in role.value)


class _Reading:
    """What is read from the store for one choice; the long list of entries only once."""

    def __init__(self, engine: Engine, choice: Choice, on: When) -> None:
        self.engine = engine
        self.choice = choice
        self.on = on

    @cached_property
    def entries(self) -> tuple[held.Entry, ...]:
        """The listed entities, by list and country."""
        return held.entries(self.engine, self.on)

    @cached_property
    def inside(self) -> frozenset[Iri]:
        """The polities of the regions chosen."""
        return attributes.polities_in(self.engine, self.choice.regions)

    def affiliations(self, kind: Kind) -> tuple[held.Affiliation, ...]:
        """Return who is in what, where it is of the areas and kinds chosen."""
        choice = self.choice
        if kind is Kind.PACT:
            found = held.pacts(self.engine, self.on)
        else:
            read = held.memberships if kind is Kind.MEMBERSHIP else held.attendances
            found = read(self.engine, self.on, _of_scheme(choice.roles, _WITH_ROLE[kind]))
        if choice.areas:
            wanted = attributes.things_in_areas(self.engine, choice.areas)
            found = tuple(one for one in found if one.group in wanted)
        if choice.initiative_kinds:
            wanted = attributes.initiatives_of(self.engine, choice.initiative_kinds)
            found = tuple(one for one in found if one.group in wanted)
        return found


def _of_kind(reading: _Reading, kind: Kind) -> tuple[Tie, ...]:
    """Return the ties of one kind that pass the filters."""
    ties = _tied(reading, kind)
    if reading.choice.regions:
        ties = _in_region(reading, ties, kind)
    least = reading.choice.least
    if least == 1:
        return ties
    pairs = Counter((tie.source, tie.target) for tie in ties)
    return tuple(tie for tie in ties if max(tie.count, pairs[tie.source, tie.target]) >= least)


def _tied(reading: _Reading, kind: Kind) -> tuple[Tie, ...]:
    engine, choice, on = reading.engine, reading.choice, reading.on
    two_mode = choice.form is not Form.POLITIES
    if kind is Kind.DESIGNATION:
        if two_mode:
            return tie_rules.listing(reading.entries)
        each = choice.weight is Weight.EACH
        return listed(held.listings(engine, on), Weight.EACH if each else Weight.COUNT)
    if kind is Kind.LOCATION:
        return tie_rules.location(reading.entries)
    if kind is Kind.OWNERSHIP:
        return tie_rules.linked(held.ownerships(engine, on), kind)
    if kind is Kind.IDENTITY:
        return tie_rules.linked(held.identities(engine, on), kind)
    inside = reading.affiliations(kind)
    if kind is Kind.PACT and choice.form is Form.EVERYTHING:
        return signed(inside, Weight.EACH, on)
    if two_mode:
        return tie_rules.bipartite(inside, kind)
    if kind is Kind.PACT:
        return signed(inside, choice.weight or Weight.COUNT, on)
    return shared(inside, kind, choice.weight or Weight.NEWMAN, on)


def _in_region(reading: _Reading, ties: tuple[Tie, ...], kind: Kind) -> tuple[Tie, ...]:
    """Return the ties of a region: both polities are in it, or the country of the entity is."""
    inside = reading.inside
    if kind is Kind.LOCATION:
        return tuple(tie for tie in ties if tie.target in inside)
    if any(_is_of_entities(tie) for tie in ties):
        there = {one.entity for one in reading.entries if one.country in inside}
        return tuple(
            tie
            for tie in ties
            if tie.target in there and (kind is Kind.DESIGNATION or tie.source in there)
        )
    if kind is Kind.DESIGNATION:
        return tuple(tie for tie in ties if tie.target in inside)
    return tuple(
        tie
        for tie in ties
        if tie.source in inside and (tie.target in inside or "/polity/" not in tie.target.value)
    )


def _is_of_entities(tie: Tie) -> bool:
    """Say whether a tie leads to an entity."""
    return "/entity/" in tie.target.value


def _by_heaviest(ties: tuple[Tie, ...]) -> tuple[Tie, ...]:
    most = max((tie.weight for tie in ties), default=1.0)
    return tuple(replace(tie, weight=tie.weight / most) for tie in ties)
