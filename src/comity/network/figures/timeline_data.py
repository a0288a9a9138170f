"""Reads and counts the designations of each authority, for the timeline."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from comity.graph.dates import first_day, last_day
from comity.iris import COMITY, COUNTRY_PATH, PREFIXES
from comity.network.affiliations import NothingHeld
from comity.network.attributes import polities_in
from comity.network.figures.request import Wanted
from comity.store.engines.interface import Engine
from comity.terms import Iri, Term, n_triples, typed

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
  OPTIONAL {{ ?entity {COUNTRY_PATH} ?country }}
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
    answer = engine.select(_QUERY % n_triples(typed(day.isoformat(), "date")))
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


BINS: Final = ("day", "month", "year")
MOST = 160  # stems that can be told apart; with more days than that they are put together
_SUMMITS = f"""
PREFIX comity: <{COMITY}>
SELECT ?summit (MIN(?started) AS ?day)
WHERE {{
  ?summit a comity:Summit ; comity:startedOn ?started .
}}
GROUP BY ?summit
ORDER BY ?day ?summit"""


@dataclass(frozen=True, slots=True)
class Spot:
    """So many designations by an authority, made at some time from the first day to the last."""

    authority: Iri
    first: date
    last: date
    number: int

    @property
    def middle(self) -> float:
        """The day in the middle, as an ordinal."""
        return (self.first.toordinal() + self.last.toordinal()) / 2


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the picture shows; ``undated`` designations have no day, ``removed`` are ended ones.

    ``by`` is one of ``BINS``: a spot is a day where few enough have one, else a month or a year.
    """

    authorities: tuple[Iri, ...]
    spots: tuple[Spot, ...]
    removed: tuple[Spot, ...]
    by: str
    undated: dict[Iri, int]
    summits: tuple[tuple[date, Iri], ...]
    listed: tuple[Listed, ...]
    first: date
    last: date

    def is_exact(self, spot: Spot) -> bool:
        """Say whether a spot is no longer than the bin, so that its place is not a guess."""
        return (spot.first, spot.last) == _bin(spot.first, spot.first, self.by)


def timeline(engine: Engine, wanted: Wanted) -> Timeline:
    """Return the designations known by the day, and the summits held by then.

    With a span only what was made or removed inside it counts, its first and last day too, and
    what has no day. Raises NothingHeld for none.
    """
    listed = listings(engine, wanted.day, wanted.choice.regions)
    low, high = "", wanted.day.isoformat()
    if wanted.span:
        low, high = (day.isoformat() for day in wanted.span)
        listed = tuple(one for one in listed if not one.first or low <= one.first <= high)
    dated = [one for one in listed if one.first]
    ended = [one for one in listed if one.removed and low <= one.removed <= high]
    for by in BINS:
        spots = _spots(((one.authority, one.first, one.last) for one in dated), by)
        removed = _spots(((one.authority, one.removed, one.removed) for one in ended), by)
        if len(spots) + len(removed) <= MOST:
            break
    days = [spot.first for spot in (*spots, *removed)] or [wanted.day]
    first = wanted.span[0] if wanted.span else date(min(days).year, 1, 1)
    began: dict[Iri, date] = {}
    for spot in sorted(spots, key=lambda spot: spot.first):
        began.setdefault(spot.authority, spot.first)
    authorities = {one.authority for one in listed}
    return Timeline(
        authorities=tuple(sorted(authorities, key=lambda a: (began.get(a, wanted.day), a))),
        spots=spots,
        removed=removed,
        by=by,
        undated=dict(Counter(one.authority for one in listed if not one.first)),
        summits=tuple(one for one in _summits(engine) if first <= one[0] <= wanted.day),
        listed=listed,
        first=first,
        last=wanted.day,
    )


def _spots(made: Iterable[tuple[Iri, str, str]], by: str) -> tuple[Spot, ...]:
    """Count what an authority did in the same bin; what is known less exactly stays so."""
    bins = Counter(
        (authority, *_bin(date.fromisoformat(first), date.fromisoformat(last), by))
        for authority, first, last in made
    )
    return tuple(Spot(*when, number) for when, number in sorted(bins.items()))


def _bin(first: date, last: date, by: str) -> tuple[date, date]:
    """Return the bin that two days are both in, or the days themselves."""
    if by == "month" and (first.year, first.month) == (last.year, last.month):
        days = calendar.monthrange(first.year, first.month)[1]
        return first.replace(day=1), first.replace(day=days)
    if by == "year" and first.year == last.year:
        return date(first.year, 1, 1), date(first.year, 12, 31)
    return first, last


def _summits(engine: Engine) -> list[tuple[date, Iri]]:
    answer = engine.select(_SUMMITS)
    found = []
    for summit, day in answer.rows:
        assert isinstance(summit, Iri)
        assert day is not None
        found.append((date.fromisoformat(first_day(day.value)), summit))
    return sorted(found)
