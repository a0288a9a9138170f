"""Reads from the store the ties that held on a day: who was in what, by which claim."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from comity.errors import ComityError
from comity.iris import COUNTRY_PATH, PREFIXES, concept
from comity.network.ties import ALWAYS, Spell
from comity.store.engines.interface import Engine
from comity.store.snapshot import summary
from comity.terms import Iri, Term, n_triples, typed

_AS_OF = """
  ?claim comity:holdsFrom ?from .
  OPTIONAL { ?claim comity:holdsUntil ?until . }
  FILTER (?from <= LAST && (!BOUND(?until) || FIRST < ?until))
"""

# A day, or the days from a first to a last one: held is what is known to hold on any of them.
When = date | tuple[date, date]


class NothingHeld(ComityError):
    """A network without a single tie: nothing of the kind is known to have held on that day."""

    http_status = 404


class Affiliation(NamedTuple):
    """A polity in something others are in too: an initiative, a summit or a pact."""

    polity: Iri
    group: Iri
    claim: Iri
    held: Spell = ALWAYS


class Listing(NamedTuple):
    """An entity on a list of one polity (or of an authority that is no polity's), by country."""

    lister: Iri
    country: Iri
    entity: Iri
    claim: Iri
    held: Spell = ALWAYS


class Entry(NamedTuple):
    """An entity on a list, and the country it is tied to, if one is stated."""

    lister: Iri
    list: Iri
    entity: Iri
    country: Iri | None
    claim: Iri
    held: Spell


class Link(NamedTuple):
    """Two entities, one of which owns the other, or which are said to be the same."""

    one: Iri
    other: Iri
    claim: Iri
    held: Spell


def latest_day(engine: Engine) -> date:
    """Return the last day on which something in the graph is first known to hold.

    This stands in for "now": the same graph gives the same picture whenever it is drawn.
    """
    found = summary.latest_day(engine)
    if not found:
        raise NothingHeld("The store holds no dated claim.", "Build it again with: comity build")
    return date.fromisoformat(found)


def memberships(engine: Engine, on: When, roles: Collection[Iri] = ()) -> tuple[Affiliation, ...]:
    """Return who was in which initiative, in any role but observer, or in the roles named."""
    observer = n_triples(concept("membership-role", "observer"))
    role = (
        f"VALUES ?role {{ {_listed(roles)} }} ?claim comity:role ?role ."
        if roles
        else f"FILTER NOT EXISTS {{ ?claim comity:role {observer} . }}"
    )
    return _affiliations(
        engine,
        on,
        f"""
  ?claim a comity:Membership ; comity:polity ?polity ; comity:initiative ?group .
  {role}
""",
    )


def attendances(engine: Engine, on: When, roles: Collection[Iri] = ()) -> tuple[Affiliation, ...]:
    """Return who is known to have attended which summit, in any role or in those named."""
    attended = n_triples(concept("attendance-status", "attended"))
    role = f"VALUES ?role {{ {_listed(roles)} }} ?claim comity:role ?role ." if roles else ""
    return _affiliations(
        engine,
        on,
        f"""
  ?claim a comity:Attendance ; comity:polity ?polity ; comity:summit ?group ;
    comity:status {attended} .
  {role}
""",
    )


def pacts(engine: Engine, on: When) -> tuple[Affiliation, ...]:
    """Return the parties of the pacts that held; a pact is its own claim."""
    return _affiliations(
        engine,
        on,
        """
  ?claim comity:party ?polity .
  BIND (?claim AS ?group)
""",
    )


def entries(engine: Engine, on: When) -> tuple[Entry, ...]:
    """Return the designations that held, each with the countries of its entity, or with None."""
    rows = _rows(
        engine,
        f"""
SELECT DISTINCT ?authority ?ofPolity ?list ?entity ?country ?claim ?from ?until
WHERE {{
  ?claim a comity:Designation ; comity:list ?list ; comity:entity ?entity .
  ?list comity:authority ?authority .
  OPTIONAL {{ ?entity {COUNTRY_PATH} ?country . }}
  OPTIONAL {{ ?authority comity:ofPolity ?ofPolity . }}
  {_as_of(on)}
}}""",
    )
    found = set()
    for authority, polity, kept_in, entity, country, claim, start, end in rows:
        lister = polity or authority
        assert isinstance(lister, Iri)
        assert isinstance(kept_in, Iri)
        assert isinstance(entity, Iri)
        assert country is None or isinstance(country, Iri)
        assert isinstance(claim, Iri)
        found.add(Entry(lister, kept_in, entity, country, claim, _spell(start, end)))
    return tuple(sorted(found, key=lambda one: (*one[:3], one.country or Iri(""), *one[4:])))


def listings(engine: Engine, on: When) -> tuple[Listing, ...]:
    """Return the designations that held, by the countries the entities are tied to."""
    found = {
        Listing(one.lister, one.country, one.entity, one.claim, one.held)
        for one in entries(engine, on)
        if one.country is not None
    }
    return tuple(sorted(found))


def ownerships(engine: Engine, on: When) -> tuple[Link, ...]:
    """Return who owned whom, the owner first."""
    return _links(engine, on, "?claim comity:owner ?one ; comity:owned ?other .")


def identities(engine: Engine, on: When) -> tuple[Link, ...]:
    """Return the links between entities that are not joined, of each two the first in order."""
    pattern = (
        "?claim comity:linksEntity ?one , ?other . FILTER (STR(?one) < STR(?other))"
        " FILTER NOT EXISTS { ?one comity:canonical ?same . ?other comity:canonical ?same }"
    )
    return _links(engine, on, pattern)


def _links(engine: Engine, on: When, pattern: str) -> tuple[Link, ...]:
    text = f"SELECT DISTINCT ?one ?other ?claim ?from ?until WHERE {{ {pattern} {_as_of(on)} }}"
    found = set()
    for one, other, claim, start, end in _rows(engine, text):
        assert isinstance(one, Iri)
        assert isinstance(other, Iri)
        assert isinstance(claim, Iri)
        found.add(Link(one, other, claim, _spell(start, end)))
    return tuple(sorted(found))


def _affiliations(engine: Engine, on: When, pattern: str) -> tuple[Affiliation, ...]:
    rows = _rows(
        engine,
        f"SELECT DISTINCT ?polity ?group ?claim ?from ?until WHERE {{ {pattern} {_as_of(on)} }}",
    )
    found = set()
    for polity, group, claim, start, end in rows:
        assert isinstance(polity, Iri)
        assert isinstance(group, Iri)
        assert isinstance(claim, Iri)
        found.add(Affiliation(polity, group, claim, _spell(start, end)))
    return tuple(sorted(found))


def span(on: When) -> tuple[date, date]:
    """Return the first and the last of the days meant."""
    return on if isinstance(on, tuple) else (on, on)


def spell_of(on: When) -> Spell:
    """Return the days meant as a spell."""
    first, last = span(on)
    after = "" if last == date.max else (last + timedelta(days=1)).isoformat()
    return Spell(first.isoformat(), after)


def _spell(start: Term | None, end: Term | None) -> Spell:
    return Spell(start.value if start else "", end.value if end else "")


def _listed(iris: Collection[Iri]) -> str:
    return " ".join(n_triples(iri) for iri in sorted(iris))


def _as_of(on: When) -> str:
    first, last = (n_triples(typed(day.isoformat(), "date")) for day in span(on))
    return _AS_OF.replace("FIRST", first).replace("LAST", last)


def _rows(engine: Engine, text: str) -> list[tuple[Term | None, ...]]:
    heading = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("comity", "xsd"))
    answer = engine.select(heading + text)
    return list(answer.rows)
