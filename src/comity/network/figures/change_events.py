"""Reads what began and ended between two days: memberships, pacts and designations."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from comity.graph.dates import first_day
from comity.iris import COMITY, COUNTRY_PATH, PREFIXES
from comity.network.ties import Kind
from comity.store.engines.interface import Engine
from comity.terms import Iri, Term, n_triples, typed

# What began without a stated day is only first known to hold in between.
BEGAN, SEEN, ENDED = "began", "first known", "ended"

_PATTERNS = {
    Kind.MEMBERSHIP: """
  ?claim a comity:Membership ; comity:polity ?one ; comity:initiative ?other ; comity:role ?role .
""",
    Kind.PACT: """
  ?claim comity:party ?one .
  BIND (?claim AS ?other)
""",
    Kind.DESIGNATION: f"""
  ?claim a comity:Designation ; comity:list/comity:authority ?authority ; comity:entity ?other .
  OPTIONAL {{ ?authority comity:ofPolity ?of }}
  BIND (COALESCE(?of, ?authority) AS ?one)
  OPTIONAL {{ ?other {COUNTRY_PATH} ?country }}
""",
}
_QUERY = f"""
PREFIX comity: <{COMITY}>
PREFIX xsd: <{PREFIXES["xsd"]}>
SELECT DISTINCT ?claim ?from ?until ?start ?one ?other ?role ?country
WHERE {{
  %s
  ?claim comity:holdsFrom ?from .
  OPTIONAL {{ ?claim comity:holdsUntil ?until }}
  OPTIONAL {{ ?claim comity:since|comity:signedOn|comity:listedOn ?start }}
  FILTER (
    (?from > FIRST && ?from <= LAST) || (BOUND(?until) && ?until > FIRST && ?until <= LAST)
  )
}}
ORDER BY ?claim ?one ?other ?country ?start"""


class Event(NamedTuple):
    """Something that began, was first known or ended: whose it is, and what it is in or of.

    ``one`` is a member, a party or a lister; ``other`` an initiative, a pact or an entity, and
    ``countries`` are those of the entity.
    """

    kind: Kind
    how: str
    claim: Iri
    one: Iri
    other: Iri
    role: Iri | None
    countries: tuple[Iri, ...]


def events(engine: Engine, kind: Kind, first: date, last: date) -> tuple[Event, ...]:
    """Return what happened after the first day and no later than the last.

    A claim that both began and ended in between gives two events.
    """
    days = {"FIRST": first, "LAST": last}
    text = _QUERY % _PATTERNS[kind]
    for name, day in days.items():
        text = text.replace(name, n_triples(typed(day.isoformat(), "date")))
    answer = engine.select(text)
    countries: defaultdict[tuple[Iri, Iri], set[Iri]] = defaultdict(set)
    found: dict[tuple[Iri, Iri, str], Event] = {}
    low, high = first.isoformat(), last.isoformat()
    for claim, begins, ends, start, one, other, role, country in answer.rows:
        assert isinstance(claim, Iri)
        assert isinstance(one, Iri)
        assert isinstance(other, Iri)
        if isinstance(country, Iri):
            countries[claim, one].add(country)
        hows = []
        if low < _text(begins) <= high:
            hows.append(BEGAN if low < first_day(_text(start)) <= high else SEEN)
        if low < _text(ends) <= high:
            hows.append(ENDED)
        for how in hows:
            its = role if isinstance(role, Iri) else None
            found.setdefault((claim, one, how), Event(kind, how, claim, one, other, its, ()))
    return tuple(
        event._replace(countries=tuple(sorted(countries[event.claim, event.one])))
        for _, event in sorted(found.items(), key=lambda item: item[0])
    )


def _text(term: Term | None) -> str:
    return "" if term is None else term.value
