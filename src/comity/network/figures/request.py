"""What a picture is to show, and what it rests on: how many claims by whom, and how complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from comity.graph.dates import first_day, last_day
from comity.iris import COMITY as NAMESPACE
from comity.iris import concept
from comity.network.choice import Choice
from comity.network.ties import Kind
from comity.network.wording import long_date
from comity.query.claims.records import kind_of
from comity.store.engines.interface import Engine
from comity.terms import XSD, Iri, Literal, n_triples, typed


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture as asked for.

    ``day`` is the day of the choice, or the latest of the graph, and then ``is_latest``. ``span``
    are the two days between which change is shown; ``sets`` the initiatives to show, none for all.
    """

    choice: Choice
    day: date
    is_latest: bool = False
    centre: Iri | None = None
    span: tuple[date, date] | None = None
    sets: tuple[Iri, ...] = ()

    def as_of(self) -> str:
        """Return the end of a title: the day, and whose choice it was."""
        latest = ", the latest day in the graph" if self.is_latest else ""
        return f"as of {long_date(self.day)}{latest}"


_NAMED = 3  # publishers that the footer names
_ATTENDED = concept("attendance-status", "attended")
_FEW = 5000  # claims that are named in a query; the citations of more are all read
_SOURCES = f"""
PREFIX comity: <{NAMESPACE}>
SELECT ?claim ?source ?publisher
WHERE {{
  %s
  ?claim comity:citation/comity:source ?source .
  OPTIONAL {{ ?source comity:publisherName ?publisher }}
}}
ORDER BY ?source ?publisher"""
_RESTS_ON = {
    Kind.MEMBERSHIP: ("Initiative", "initiatives", "the members"),
    Kind.ATTENDANCE: ("Summit", "summits", "the participants"),
    Kind.DESIGNATION: ("DesignationList", "lists", "the entries"),
}
_COVERAGE = f"""
PREFIX comity: <{NAMESPACE}>
SELECT ?thing ?complete ?asOf ?launched ?status
WHERE {{
  ?thing a comity:%s .
  OPTIONAL {{ ?thing comity:launchedOn|comity:startedOn ?launched }}
  OPTIONAL {{
    ?coverage comity:covers ?thing ; comity:isComplete ?complete .
    OPTIONAL {{ ?coverage comity:asOf ?asOf }}
    OPTIONAL {{ ?coverage comity:coveredStatus ?status }}
  }}
}}
ORDER BY ?thing ?complete ?asOf"""

_LATER = f"""
PREFIX comity: <{NAMESPACE}>
PREFIX xsd: <{XSD}>
SELECT DISTINCT ?thing ?start
WHERE {{
  VALUES ?kind {{ comity:Membership comity:Designation }}
  ?claim a ?kind ; comity:initiative|comity:list ?thing ; comity:holdsFrom ?from .
  OPTIONAL {{ ?claim comity:since|comity:listedOn ?start }}
  FILTER (?from > %s)
}}"""


class Extent(StrEnum):
    """How much is known of who is in a thing, or on a list."""

    FULL = "known in full on the day"
    ONCE = "known in full, but not for this day"
    PART = "known in part"


def extents(engine: Engine, kind: str, on: date) -> dict[Iri, Extent]:
    """Return how complete each thing of a class (Initiative, DesignationList) is on the day.

    What was launched after the day is left out: nobody was in it. Who is in it is not known in
    full for a day on which some of its claims may have held or not, their beginning being unknown.
    """
    answer = engine.select(_COVERAGE % kind)
    found: dict[Iri, Extent] = {}
    for thing, complete, as_of, launched, status in answer.rows:
        assert isinstance(thing, Iri)
        if launched is not None and first_day(launched.value) > on.isoformat():
            continue
        if status is not None and status != _ATTENDED:
            continue
        found.setdefault(thing, Extent.PART)
        if isinstance(complete, Literal) and complete.value in ("true", "1"):
            reaches = as_of is not None and on.isoformat() <= last_day(as_of.value)
            over = kind_of(thing) == "summit"  # what was complete of a summit stays so
            found[thing] = Extent.FULL if reaches or over else Extent.ONCE
    for thing in _open_on(engine, on):
        if found.get(thing) is Extent.FULL:
            found[thing] = Extent.ONCE
    return found


def _open_on(engine: Engine, on: date) -> set[Iri]:
    """Return the initiatives and lists with a claim that may have held on the day, or not."""
    day = on.isoformat()
    answer = engine.select(_LATER % n_triples(typed(day, "date")))
    return {
        thing
        for thing, start in answer.rows
        if isinstance(thing, Iri) and (start is None or first_day(start.value) <= day)
    }


def how_complete(found: Iterable[Extent], things: str, what: str) -> str:
    """Return the sentence of a footer: of how many things how much is known."""
    counts = Counter(found)
    if counts.total() == 1:
        return f"How complete: {what} are {next(iter(counts))}."
    first, *others = [extent for extent in Extent if counts[extent]]
    said = "".join(f", those of {counts[extent]:,} {extent}" for extent in others)
    return (
        f"How complete: {what} of {counts[first]:,} of {counts.total():,} {things} are {first}"
        f"{said}."
    )


def completeness(engine: Engine, kinds: Iterable[Kind], on: date) -> str:
    """Return how complete all is that ties of these kinds rest on; of pacts nothing is stated."""
    said = []
    for kind in kinds:
        if kind in _RESTS_ON:
            found = extents(engine, _RESTS_ON[kind][0], on).values()
            said += [how_complete(found, *_RESTS_ON[kind][1:])] if found else []
    return " ".join(said)


def origin(engine: Engine, claims: Iterable[Iri]) -> str:
    """Return the sentences of a footer that count the claims drawn, and who stands behind them."""
    drawn = set(claims)
    publisher = _sources(engine, drawn)
    counts = Counter(name for name in publisher.values() if name)
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{name} ({number})" for name, number in most[:_NAMED])
    more = f" and {len(most) - _NAMED:,} more" if len(most) > _NAMED else ""
    by = f" from {_plural(len(most), 'publisher')}: {named}{more}" if most else ""
    return (
        f"Source: comity knowledge graph, CC BY 4.0; {_plural(len(drawn), 'claim')} drawn, by "
        f"{_plural(len(publisher), 'source')}{by}. "
        "What is not drawn may be unknown rather than absent."
    )


def _sources(engine: Engine, claims: set[Iri]) -> dict[Iri, str]:
    """Return the sources cited for claims with their publishers, "" where none is stated."""
    few = " ".join(n_triples(claim) for claim in sorted(claims)) if len(claims) <= _FEW else ""
    answer = engine.select(_SOURCES % (f"VALUES ?claim {{ {few} }}" if few else ""))
    found: dict[Iri, str] = {}
    for claim, source, publisher in answer.rows:
        if claim in claims and isinstance(source, Iri):
            found[source] = publisher.value if publisher is not None else ""
    return found


def _plural(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
