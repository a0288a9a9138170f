"""Reads the designations known by a day: which authority listed how many, and when."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from comity.names import COMITY, PREFIXES
from comity.network.held import NothingHeld
from comity.network.places import polities_in
from comity.query.interval import first_day, last_day
from comity.store.engine import Engine, Solutions
from comity.terms import Iri, Term, n_triples, typed

_COUNTRY = "|".join(
    f"comity:{name}"
    for name in ("linkedTo", "headquarteredIn", "incorporatedIn", "addressIn", "nationality")
)
_QUERY = f"""
PREFIX comity: <{COMITY}>
PREFIX xsd: <{PREFIXES["xsd"]}>
SELECT DISTINCT ?claim ?authority ?entity ?country ?listed ?delisted
WHERE {{
  ?claim a comity:Designation ; comity:list ?list ; comity:entity ?entity ;
    comity:holdsFrom ?from .
  ?list comity:authority ?authority .
  OPTIONAL {{ ?claim comity:listedOn ?listed }}
  OPTIONAL {{ ?claim comity:delistedOn ?delisted }}
  OPTIONAL {{ ?entity {_COUNTRY} ?country }}
  FILTER (?from <= %s)
}}
ORDER BY ?claim ?listed ?delisted ?country"""


class Listed(NamedTuple):
    """A designation: who made it, and the first and last day it may have been made, or removed on.

    The days are "" where no source states them.
    """

    claim: Iri
    authority: Iri
    entity: Iri
    countries: tuple[Iri, ...]
    first: str
    last: str
    removed: str


def listings(engine: Engine, day: date, regions: tuple[Iri, ...]) -> tuple[Listed, ...]:
    """Return the designations known by the day, also those ended since, in the order of claims.

    Regions are those of the countries that the entities are tied to. Raises NothingHeld for none.
    """
    answer = engine.query(_QUERY % n_triples(typed(day.isoformat(), "date")))
    assert isinstance(answer, Solutions)
    found: dict[Iri, Listed] = {}
    for claim, authority, entity, country, listed, delisted in answer.rows:
        assert isinstance(claim, Iri)
        assert isinstance(authority, Iri)
        assert isinstance(entity, Iri)
        one = found.get(claim) or Listed(
            claim,
            authority,
            entity,
            (),
            first_day(_text(listed)),
            last_day(_text(listed)),
            first_day(_text(delisted)),
        )
        if isinstance(country, Iri) and country not in one.countries:
            one = one._replace(countries=(*one.countries, country))
        found[claim] = one
    if regions:
        inside = polities_in(engine, regions)
        found = {claim: one for claim, one in found.items() if inside & set(one.countries)}
    if not found:
        raise NothingHeld(
            f"No designation is known to have been made by {day.isoformat()}.",
            "Choose a later day with --on.",
        )
    return tuple(found[claim] for claim in sorted(found))


def _text(term: Term | None) -> str:
    return "" if term is None else term.value
