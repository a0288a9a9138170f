"""Reads from the store the ties that held on a day: who was in what, by which claim."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from comity.errors import ComityError
from comity.names import PREFIXES, concept
from comity.store.engine import Engine, Solutions
from comity.terms import Iri, Literal, Term, n_triples, typed

# A sub-property is named beside its parent because the store infers nothing.
_COUNTRY_TIES = "|".join(
    f"comity:{name}"
    for name in ("linkedTo", "headquarteredIn", "incorporatedIn", "addressIn", "nationality")
)
_AS_OF = """
  ?claim comity:holdsFrom ?from .
  OPTIONAL { ?claim comity:holdsUntil ?until . }
  FILTER (?from <= DAY && (!BOUND(?until) || DAY < ?until))
"""


class NothingHeld(ComityError):
    """A network without a single tie: nothing of the kind is known to have held on that day."""

    http_status = 404


class Affiliation(NamedTuple):
    """A polity in something others are in too: an initiative, a summit or a pact."""

    polity: Iri
    group: Iri
    claim: Iri


class Listing(NamedTuple):
    """An entity on a list of one polity (or of an authority that is no polity's), by country."""

    lister: Iri
    country: Iri
    entity: Iri
    claim: Iri


def latest_day(engine: Engine) -> date:
    """Return the last day on which something in the graph is first known to hold.

    This stands in for "now": the same graph gives the same picture whenever it is drawn.
    """
    rows = _rows(engine, "SELECT (MAX(?from) AS ?day) WHERE { ?claim comity:holdsFrom ?from . }")
    found = rows[0][0] if rows else None
    if not isinstance(found, Literal):
        raise NothingHeld("The store holds no dated claim.", "Build it again with: comity build")
    return date.fromisoformat(found.value)


def memberships(engine: Engine, on: date) -> tuple[Affiliation, ...]:
    """Return who was in which initiative on the day, in any role but observer."""
    observer = n_triples(concept("membership-role", "observer"))
    return _affiliations(
        engine,
        on,
        f"""
  ?claim a comity:Membership ; comity:polity ?polity ; comity:initiative ?group .
  FILTER NOT EXISTS {{ ?claim comity:role {observer} . }}
""",
    )


def attendances(engine: Engine, on: date) -> tuple[Affiliation, ...]:
    """Return who is known by the day to have attended which summit."""
    attended = n_triples(concept("attendance-status", "attended"))
    return _affiliations(
        engine,
        on,
        f"""
  ?claim a comity:Attendance ; comity:polity ?polity ; comity:summit ?group ;
    comity:status {attended} .
""",
    )


def pacts(engine: Engine, on: date) -> tuple[Affiliation, ...]:
    """Return the parties of the pacts that held on the day; a pact is its own claim."""
    return _affiliations(
        engine,
        on,
        """
  ?claim comity:party ?polity .
  BIND (?claim AS ?group)
""",
    )


def listings(engine: Engine, on: date) -> tuple[Listing, ...]:
    """Return the designations that held on the day, by the countries the entities are tied to."""
    rows = _rows(
        engine,
        f"""
SELECT DISTINCT ?authority ?ofPolity ?country ?entity ?claim
WHERE {{
  ?claim a comity:Designation ; comity:list ?list ; comity:entity ?entity .
  ?list comity:authority ?authority .
  ?entity {_COUNTRY_TIES} ?country .
  OPTIONAL {{ ?authority comity:ofPolity ?ofPolity . }}
  {_as_of(on)}
}}""",
    )
    found = set()
    for authority, polity, country, entity, claim in rows:
        lister = polity or authority
        assert isinstance(lister, Iri)
        assert isinstance(country, Iri)
        assert isinstance(entity, Iri)
        assert isinstance(claim, Iri)
        found.add(Listing(lister, country, entity, claim))
    return tuple(sorted(found))


def _affiliations(engine: Engine, on: date, pattern: str) -> tuple[Affiliation, ...]:
    rows = _rows(
        engine,
        f"SELECT DISTINCT ?polity ?group ?claim WHERE {{ {pattern} {_as_of(on)} }}",
    )
    found = set()
    for polity, group, claim in rows:
        assert isinstance(polity, Iri)
        assert isinstance(group, Iri)
        assert isinstance(claim, Iri)
        found.add(Affiliation(polity, group, claim))
    return tuple(sorted(found))


def _as_of(on: date) -> str:
    return _AS_OF.replace("DAY", n_triples(typed(on.isoformat(), "date")))


def _rows(engine: Engine, text: str) -> list[tuple[Term | None, ...]]:
    heading = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("comity", "xsd"))
    answer = engine.query(heading + text)
    assert isinstance(answer, Solutions)
    return list(answer.rows)
