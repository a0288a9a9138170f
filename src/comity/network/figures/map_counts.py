"""Counts, for each polity, what the map shows: its initiatives, or its entities on lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from comity.errors import BadParameter
from comity.iris import COMITY
from comity.network import affiliations
from comity.network.attributes import polities_in
from comity.network.figures.members import seats
from comity.network.figures.request import Extent, Wanted, extents, how_complete
from comity.network.label_layout import Names
from comity.network.ties import Kind
from comity.query.claims.records import kind_of
from comity.store.engines.interface import Engine
from comity.terms import Iri, n_triples


@dataclass(frozen=True, slots=True)
class Tally:
    """A number for each polity that has one, and whether a polity without one has none for sure.

    ``of_one`` says that there is but one thing to be in, so that the number is always one.
    """

    title: str
    thing: str
    things: str
    counts: dict[Iri, int]
    claims: tuple[Iri, ...]
    is_full: bool
    of_one: bool
    complete: str


def tally(engine: Engine, wanted: Wanted, names: Names) -> Tally:
    """Return the numbers for the map.

    They are initiatives, unless the only ties wanted are designations: then listed entities. A
    centre narrows that to one initiative, list or authority. Raises NothingHeld for no number at
    all, BadParameter for another centre.
    """
    kind = kind_of(wanted.centre) if wanted.centre else ""
    listed = wanted.choice.kinds == (Kind.DESIGNATION,) or kind in ("list", "authority")
    if kind not in ("", "initiative", "list", "authority"):
        raise BadParameter(
            f"The map cannot have a {kind} in its middle.",
            "Name an initiative, a list or an authority, or none.",
        )
    return _of_lists(engine, wanted, names) if listed else _of_initiatives(engine, wanted, names)


def _of_initiatives(engine: Engine, wanted: Wanted, names: Names) -> Tally:
    chosen = (wanted.centre,) if wanted.centre else wanted.sets
    found = [seat for seat in seats(engine, wanted) if not chosen or seat.initiative in chosen]
    if not found:
        raise _nothing(names(chosen[0]), "is known to have a member", wanted)
    counted = {seat.initiative for seat in found}
    known = extents(engine, "Initiative", wanted.day)
    # Without a filter every initiative of the day counts, also one with no member known.
    meant = set(chosen) or (counted if _filtered(wanted) else counted | known.keys())
    extent = [known.get(one, Extent.PART) for one in sorted(meant)]
    one = names(chosen[0]) if len(chosen) == 1 else ""
    return Tally(
        title=f"{one}: members" if one else "Initiatives that polities are in",
        thing="initiative",
        things="initiatives",
        counts=_count((seat.polity, seat.initiative) for seat in found),
        claims=tuple(claim for seat in found for claim in seat.claims),
        is_full=all(one is Extent.FULL for one in extent),
        of_one=bool(one),
        complete=how_complete(extent, "initiatives", "the members"),
    )


def _filtered(wanted: Wanted) -> bool:
    choice = wanted.choice
    return bool(choice.areas or choice.initiative_kinds or wanted.sets)


def _of_lists(engine: Engine, wanted: Wanted, names: Names) -> Tally:
    known = extents(engine, "DesignationList", wanted.day)
    lists = _lists_of(engine, wanted.centre) if wanted.centre else tuple(sorted(known))
    on_list = _list_of_claims(engine)
    regions = wanted.choice.regions
    inside = polities_in(engine, regions) if regions else frozenset()
    found = [
        one
        for one in affiliations.listings(engine, wanted.day)
        if on_list[one.claim] in lists and (not regions or one.country in inside)
    ]
    if not found:
        whose = names(wanted.centre) if wanted.centre else "No list"
        raise _nothing(whose, "is known to name an entity with a country", wanted)
    extent = [known.get(one, Extent.PART) for one in lists]
    by = f" by {names(wanted.centre)}" if wanted.centre else ""
    return Tally(
        title=f"Entities listed{by}, by the country they are tied to",
        thing="entity",
        things="entities",
        counts=_count((one.country, one.entity) for one in found),
        claims=tuple(sorted({one.claim for one in found})),
        is_full=all(one is Extent.FULL for one in extent),
        of_one=False,
        complete=how_complete(extent, "lists", "the entries"),
    )


def _count(pairs: Iterable[tuple[Iri, Iri]]) -> dict[Iri, int]:
    things: defaultdict[Iri, set[Iri]] = defaultdict(set)
    for polity, thing in pairs:
        things[polity].add(thing)
    return {polity: len(found) for polity, found in sorted(things.items())}


def _nothing(who: str, lacks: str, wanted: Wanted) -> affiliations.NothingHeld:
    return affiliations.NothingHeld(
        f"{who} {lacks} on {wanted.day.isoformat()}.", "Choose another day with --on."
    )


def _lists_of(engine: Engine, centre: Iri) -> tuple[Iri, ...]:
    if kind_of(centre) == "list":
        return (centre,)
    answer = engine.select(
        f"SELECT ?list WHERE {{ ?list <{COMITY}authority> {n_triples(centre)} ; "
        f"a <{COMITY}DesignationList> . }} ORDER BY ?list"
    )
    return tuple(one for (one,) in answer.rows if isinstance(one, Iri))


def _list_of_claims(engine: Engine) -> dict[Iri, Iri]:
    answer = engine.select(f"SELECT ?claim ?list WHERE {{ ?claim <{COMITY}list> ?list . }}")
    return {
        claim: one for claim, one in answer.rows if isinstance(claim, Iri) and isinstance(one, Iri)
    }
