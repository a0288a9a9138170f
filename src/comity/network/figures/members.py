"""Reads who is in which initiative on the day, in which role, by which claim."""

from __future__ import annotations

from typing import Final, NamedTuple

from comity.iris import COMITY, concept, key_of
from comity.network.affiliations import NothingHeld
from comity.network.choice import Choice, Form
from comity.network.figures.request import Wanted
from comity.network.projections import project
from comity.network.ties import Kind
from comity.store.engines.interface import Engine
from comity.terms import Iri, n_triples

# The role that counts where a polity has several in one initiative comes first.
ROLES: Final = (
    "chair",
    "launching-member",
    "member",
    "signatory",
    "endorser",
    "participant",
    "supporter",
    "observer",
)
_ROLES = f"""
PREFIX comity: <{COMITY}>
SELECT ?claim ?role
WHERE {{
  VALUES ?claim {{ %s }}
  ?claim comity:role ?role .
}}
ORDER BY ?claim ?role"""


class Seat(NamedTuple):
    """A polity in an initiative: its foremost role, and all claims that say so."""

    polity: Iri
    initiative: Iri
    role: str
    claims: tuple[Iri, ...]


def seats(engine: Engine, wanted: Wanted, *, observers: bool = False) -> tuple[Seat, ...]:
    """Return who is in what on the day, by polity and initiative.

    Without roles in the choice every role counts, that of an observer only if asked for. Raises
    NothingHeld where nobody is in anything.
    """
    choice = wanted.choice
    roles = choice.roles
    if observers and not roles:
        roles = tuple(concept("membership-role", role) for role in ROLES)
    asked = Choice(
        kinds=(Kind.MEMBERSHIP,),
        on=wanted.day,
        form=Form.BIPARTITE,
        roles=roles,
        areas=choice.areas,
        regions=choice.regions,
        initiative_kinds=choice.initiative_kinds,
    )
    try:
        ties = project(engine, asked).full
    except NothingHeld as fault:
        # Its own words would speak of roles, which nobody asked for.
        narrow = choice.roles or choice.areas or choice.regions or choice.initiative_kinds
        raise NothingHeld(
            f"No membership{' that fits the filters' if narrow else ''} is known to hold on "
            f"{wanted.day.isoformat()}.",
            f"Choose another day with --on{', or leave out a filter' if narrow else ''}.",
        ) from fault
    if wanted.sets:
        ties = tuple(tie for tie in ties if tie.target in wanted.sets)
    if not ties:
        raise NothingHeld(
            f"None of these initiatives is known to have a member on {wanted.day.isoformat()}.",
            "Choose another day with --on, or other initiatives.",
        )
    role_of = _roles(engine, [claim for tie in ties for claim in tie.claims])
    rank = {role: number for number, role in enumerate(ROLES)}
    return tuple(
        Seat(
            tie.source,
            tie.target,
            min((role_of.get(claim, "member") for claim in tie.claims), key=rank.__getitem__),
            tie.claims,
        )
        for tie in ties
    )


def _roles(engine: Engine, claims: list[Iri]) -> dict[Iri, str]:
    answer = engine.select(_ROLES % " ".join(n_triples(claim) for claim in sorted(set(claims))))
    found: dict[Iri, str] = {}
    for claim, role in answer.rows:
        assert isinstance(claim, Iri)
        assert isinstance(role, Iri)
        key = key_of(role.value)
        if key in ROLES and (claim not in found or ROLES.index(key) < ROLES.index(found[claim])):
            found[claim] = key
    return found
