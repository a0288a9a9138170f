"""Reads the ties of one polity or initiative, kind by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from comity.errors import BadParameter
from comity.network import affiliations
from comity.network.figures.members import ROLES, seats
from comity.network.figures.request import Wanted
from comity.network.ties import Kind
from comity.query.claims.records import kind_of
from comity.store.engines.interface import Engine
from comity.terms import Iri


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who or what is tied to the centre, by how many things if that is counted, and the claims."""

    thing: Iri
    number: int | None
    claims: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Sector:
    """The ties of one sort; ``kind`` is what they rest on, ``called`` the words of the legend."""

    kind: Kind
    called: str
    neighbours: tuple[Neighbour, ...]


def sectors(engine: Engine, wanted: Wanted) -> tuple[Sector, ...]:
    """Return the sorts of ties that the centre has on the day, none of them empty.

    Raises BadParameter for a centre that is no polity and no initiative, NothingHeld for one
    without ties.
    """
    centre = wanted.centre
    kind = kind_of(centre) if centre else ""
    if centre is None or kind not in ("polity", "initiative"):
        said = f"A {kind} cannot stand" if kind else "Nothing stands"
        raise BadParameter(
            f"{said} in the middle of an ego picture.", "Name a polity or an initiative."
        )
    found = _of_initiative if kind == "initiative" else _of_polity
    made = tuple(one for one in found(engine, wanted, centre) if one.neighbours)
    if not made:
        raise affiliations.NothingHeld(
            f"No tie of {kind} {centre.value.rsplit('/', 1)[1]} is known to hold on "
            f"{wanted.day.isoformat()}.",
            "Choose another day with --on, or another --tie.",
        )
    return made


def _of_initiative(engine: Engine, wanted: Wanted, centre: Iri) -> list[Sector]:
    narrow = replace(wanted, sets=(centre,))
    found = seats(engine, narrow, observers=True)
    return [
        Sector(
            Kind.MEMBERSHIP,
            role.replace("-", " "),
            tuple(Neighbour(one.polity, None, one.claims) for one in found if one.role == role),
        )
        for role in ROLES
    ]


def _of_polity(engine: Engine, wanted: Wanted, centre: Iri) -> list[Sector]:
    day, kinds = wanted.day, wanted.choice.kinds
    made = []
    if Kind.MEMBERSHIP in kinds:
        roles = wanted.choice.roles
        inside = affiliations.memberships(engine, day, roles)
        made.append(Sector(Kind.MEMBERSHIP, "initiative it is in", _groups(inside, centre)))
    if Kind.ATTENDANCE in kinds:
        made.append(
            Sector(
                Kind.ATTENDANCE,
                "summit it attended",
                _groups(affiliations.attendances(engine, day), centre),
            )
        )
    if Kind.PACT in kinds:
        made.append(
            Sector(
                Kind.PACT, "pact it is party to", _groups(affiliations.pacts(engine, day), centre)
            )
        )
    if Kind.DESIGNATION in kinds:
        made += _of_lists(engine, day, centre)
    return made


def _groups(found: Iterable[affiliations.Affiliation], centre: Iri) -> tuple[Neighbour, ...]:
    claims: defaultdict[Iri, set[Iri]] = defaultdict(set)
    for one in found:
        if one.polity == centre:
            claims[one.group].add(one.claim)
    return tuple(
        Neighbour(group, None, tuple(sorted(its))) for group, its in sorted(claims.items())
    )


def _of_lists(engine: Engine, day: date, centre: Iri) -> list[Sector]:
    entities: defaultdict[tuple[bool, Iri], set[Iri]] = defaultdict(set)
    claims: defaultdict[tuple[bool, Iri], set[Iri]] = defaultdict(set)
    for one in affiliations.listings(engine, day):
        for ours, other in ((one.lister, one.country), (one.country, one.lister)):
            if ours == centre:
                key = one.lister == centre and other == one.country, other
                entities[key].add(one.entity)
                claims[key].add(one.claim)
    sides = []
    for lists, called in (
        (True, "country whose entities it lists"),
        (False, "polity that lists its entities"),
    ):
        found = [
            Neighbour(other, len(entities[key]), tuple(sorted(claims[key])))
            for key in sorted(entities)
            for other in [key[1]]
            if key[0] is lists
        ]
        sides.append(Sector(Kind.DESIGNATION, called, tuple(found)))
    return sides
