"""Paths: the shortest chain of claims between two things, on a day, always the same one."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

import comity
from comity.iris import ID, concept, term, thing
from comity.network.claim_hops import Via
from comity.network.claim_paths import Chains, shortest_chains
from comity.store.engines.interface import Engine
from comity.terms import Iri, Term
from tests.network.conftest import World
from tests.query.smallworld import WRITERS, small_world


def polity(key: str) -> Iri:
    return thing("polity", key)


def stops(found: Chains) -> list[str]:
    """Return each chain as the keys on it, joined by spaces."""
    return [
        " ".join(
            one.value.rsplit("/", 1)[1]
            for one in ([chain[0].start, *(step.end for step in chain)] if chain else [])
        )
        for chain in found.chains
    ]


def said(found: Chains) -> list[list[str]]:
    """Return the first chain as the sentences of each step."""
    return [[tie.sentence for tie in step.ties] for step in found.chains[0]]


@pytest.fixture
def chain_world(world: World) -> World:
    """Return a world where AAA reaches the firm of DDD by members, a summit, pacts and a list."""
    for key in ("AAA", "BBB", "CCC", "DDD"):
        world.name("polity", key, f"Land {key}")
    world.member("club", "AAA")
    world.member("club", "BBB", "observer", since="2023-06-01", until="2024-06-01")
    world.attendance("lake", "BBB")
    world.attendance("lake", "CCC")
    world.attendance("lake", "DDD", "invited")
    world.pact("treaty", "CCC DDD EEE")
    world.designation("black", "firm", "DDD")
    world.authority("black", "ZZZ")
    return world


def test_a_chain_leads_through_every_kind_of_tie_in_plain_words(chain_world: World) -> None:
    chain_world.name("initiative", "club", "The Club")
    chain_world.name("summit", "lake", "Lake Summit")
    chain_world.name("pact", "treaty", "The Treaty")
    chain_world.name("entity", "firm", "Firm")
    found = shortest_chains(chain_world.engine(), polity("AAA"), thing("entity", "firm"))
    assert stops(found) == ["AAA club BBB lake CCC DDD firm"]
    assert said(found) == [
        ["Land AAA is a scheme:membership-role/member of The Club"],
        ["Land BBB is a scheme:membership-role/observer of The Club"],
        ["Land BBB attended Lake Summit"],
        ["Land CCC attended Lake Summit"],
        ["Land CCC and Land DDD are parties to The Treaty"],
        ["Firm is linked to Land DDD"],
    ]


def test_every_step_ends_where_the_next_begins_and_has_a_source(chain_world: World) -> None:
    (chain,) = shortest_chains(chain_world.engine(), polity("AAA"), polity("DDD")).chains
    assert all(one.end == other.start for one, other in pairwise(chain))
    assert all(tie.cited[0].title == "The Gazette" for step in chain for tie in step.ties)


def test_the_way_back_is_the_same_way(chain_world: World) -> None:
    engine = chain_world.engine()
    there = shortest_chains(engine, polity("AAA"), polity("DDD"))
    back = shortest_chains(engine, polity("DDD"), polity("AAA"))
    assert stops(back) == [" ".join(reversed(stops(there)[0].split()))]


@pytest.mark.parametrize(
    ("on", "steps"),
    [("2023-05-31", None), ("2023-06-01", 2), ("2024-05-31", 2), ("2024-06-01", None)],
)
def test_each_tie_must_hold_on_the_day(chain_world: World, on: str, steps: int | None) -> None:
    found = shortest_chains(
        chain_world.engine(), polity("AAA"), polity("BBB"), date.fromisoformat(on)
    )
    assert (len(found.chains[0]) if found.chains else None) == steps
    assert found.total == (0 if steps is None else 1)


def test_only_who_attended_is_tied_to_a_summit(chain_world: World) -> None:
    found = shortest_chains(
        chain_world.engine(), polity("DDD"), thing("summit", "lake"), kinds=(Via.ATTENDANCE,)
    )
    assert found.chains == ()


def test_a_listing_leads_by_list_and_authority_to_the_polity_that_lists() -> None:
    engine = small_world(WRITERS["oxigraph"]())
    found = shortest_chains(
        engine, thing("entity", "firm-2"), polity("AAA"), kinds=(Via.DESIGNATION,)
    )
    assert stops(found) == ["firm-2 black organ AAA"]
    assert said(found) == [
        ["Firm is on Black List"],
        ["Black List is kept by Organ"],
        ["Organ is an authority of Arland"],
    ]
    assert [tie.cited != () for step in found.chains[0] for tie in step.ties] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("kind", [Via.PACT, Via.MEMBERSHIP, Via.ATTENDANCE, Via.DESIGNATION])
def test_a_chain_keeps_to_the_kinds_that_were_asked_for(chain_world: World, kind: Via) -> None:
    found = shortest_chains(
        chain_world.engine(), polity("AAA"), thing("entity", "firm"), kinds=(kind,)
    )
    assert found.chains == ()


def test_parties_of_a_pact_are_one_step_apart_and_the_pact_can_be_an_end(world: World) -> None:
    pact = world.pact("treaty", "AAA BBB CCC")
    engine = world.engine()
    assert stops(shortest_chains(engine, polity("AAA"), polity("CCC"))) == ["AAA CCC"]
    assert stops(shortest_chains(engine, polity("AAA"), pact)) == ["AAA treaty"]
    assert stops(shortest_chains(engine, pact, polity("AAA"))) == ["treaty AAA"]


def test_two_pacts_are_two_steps_apart_where_they_share_a_party(world: World) -> None:
    one, other = world.pact("one", "AAA BBB"), world.pact("two", "BBB CCC")
    assert stops(shortest_chains(world.engine(), one, other)) == ["one BBB two"]


def test_a_thing_is_no_step_from_itself(world: World) -> None:
    world.member("club", "AAA")
    found = shortest_chains(world.engine(), polity("AAA"), polity("AAA"))
    assert (found.chains, found.total) == (((),), 1)


def test_all_chains_of_the_shortest_length_are_found_and_counted(world: World) -> None:
    for club in ("one", "two", "six"):
        world.members(club, "AAA BBB")
    world.pact("treaty", "AAA CCC")
    world.pact("other", "CCC BBB")
    world.member("long", "AAA")
    engine = world.engine()
    found = shortest_chains(engine, polity("AAA"), polity("BBB"), limit=10)
    assert stops(found) == ["AAA CCC BBB", "AAA one BBB", "AAA six BBB", "AAA two BBB"]
    few = shortest_chains(engine, polity("AAA"), polity("BBB"), limit=2)
    assert (stops(few), few.total) == (stops(found)[:2], 4)


def test_ties_between_the_same_two_are_one_step_the_oldest_first(world: World) -> None:
    world.pact("treaty", "AAA BBB")
    world.claim(thing("pact", "newer"), "Pact", {"party": polity("AAA")}, since="2023-05-01")
    world.claim(thing("pact", "newer"), "Pact", {"party": polity("BBB")}, since="2023-05-01")
    found = shortest_chains(world.engine(), polity("AAA"), polity("BBB"))
    assert found.total == 1
    assert [tie.evidence for tie in found.chains[0][0].ties] == [
        thing("pact", "treaty"),
        thing("pact", "newer"),
    ]


def test_owners_and_identities_tie_entities(world: World) -> None:
    firm, yard, shop = (thing("entity", key) for key in ("firm", "yard", "shop"))
    owns: dict[str, Term] = {"owner": firm, "owned": yard}
    world.claim(thing("ownership", "firm", "yard"), "Ownership", owns)
    link = thing("identity", "shop", "yard")
    world.claim(link, "IdentityLink", {"linksEntity": shop})
    world.claim(link, "IdentityLink", {"linksEntity": yard})
    found = shortest_chains(world.engine(), firm, shop)
    assert stops(found) == ["firm yard shop"]
    assert [step.ties[0].via for step in found.chains[0]] == [Via.OWNERSHIP, Via.IDENTITY]


def test_a_status_ties_only_by_the_attendance_that_has_it(world: World) -> None:
    ends: dict[str, Term] = {
        "summit": thing("summit", "lake"),
        "polity": polity("AAA"),
        "status": concept("attendance-status", "declined"),
    }
    world.claim(thing("attendance", "lake", "AAA", "declined"), "Attendance", ends)
    assert shortest_chains(world.engine(), polity("AAA"), thing("summit", "lake")).total == 0


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize(
    ("ends", "on", "expected"),
    [
        (("polity/BBB", "summit/lake"), "2022-05-01", "BBB lake"),
        (("polity/BBB", "summit/lake"), "2022-04-30", ""),
        (("rule/half", "polity/AAA"), None, "half black organ AAA"),
        (("rule/half", "list/black"), "2023-12-31", "half black"),
        (("rule/half", "list/black"), "2024-01-01", ""),
        (("entity/firm-2", "polity/BBB"), None, "firm-2 BBB"),
        (("source/herald", "polity/AAA"), None, ""),
    ],
)
def test_dated_facts_count_only_while_they_hold_on_both_engines(
    writer: str, ends: tuple[str, str], on: str | None, expected: str
) -> None:
    engine = small_world(WRITERS[writer]())
    start, end = (Iri(ID + one) for one in ends)
    found = shortest_chains(engine, start, end, date.fromisoformat(on) if on else None)
    assert "".join(stops(found)) == expected


def test_the_country_of_an_entity_is_borne_out_by_its_listing() -> None:
    engine = small_world(WRITERS["oxigraph"]())
    found = shortest_chains(engine, thing("entity", "firm-1"), polity("BBB"))
    ((step,),) = found.chains
    assert [one.locator for one in step.ties[0].cited] == ["page 4"]


def slow_distances(engine: Engine, start: Iri) -> dict[Iri, int]:
    """Return how far everything is from a thing, by the plain definition of ties."""
    ends: dict[Iri, set[Iri]] = {}
    pairs = (("polity", "initiative"), ("polity", "summit"), ("entity", "list"))
    for first, last in pairs:
        for claim, _, one in engine.triples(predicate=term(first)):
            for _, _, other in engine.triples(subject=claim, predicate=term(last)):
                assert isinstance(one, Iri)
                assert isinstance(other, Iri)
                ends.setdefault(one, set()).add(other)
                ends.setdefault(other, set()).add(one)
    parties: dict[Iri, set[Iri]] = {}
    for pact, _, party in engine.triples(predicate=term("party")):
        assert isinstance(pact, Iri)
        assert isinstance(party, Iri)
        parties.setdefault(pact, set()).add(party)
    for together in parties.values():
        for one in together:
            ends.setdefault(one, set()).update(together - {one})
    for entity, _, country in engine.triples(predicate=term("linkedTo")):
        assert isinstance(entity, Iri)
        assert isinstance(country, Iri)
        ends.setdefault(entity, set()).add(country)
        ends.setdefault(country, set()).add(entity)
    known, rim = {start: 0}, [start]
    while rim:
        rim = [other for one in rim for other in ends.get(one, ()) if other not in known]
        known |= {one: max(known.values()) + 1 for one in rim}
    return known


def test_chains_are_as_short_as_a_plain_search_says(busy_world: World) -> None:
    engine = busy_world.engine()
    start = polity("DDD")
    distances = slow_distances(engine, start)
    assert max(distances.values()) >= 3
    for end, steps in distances.items():
        found = shortest_chains(engine, start, end)
        assert len(found.chains[0]) == steps, end.value


def test_the_shipped_graph_ties_japan_to_the_firm_the_article_alludes_to() -> None:
    engine = comity.open().engine
    found = shortest_chains(
        engine, polity("JPN"), thing("entity", "nso-group"), date(2021, 12, 31), limit=100
    )
    assert "JPN summit-for-democracy-2021 ISR nso-group" in stops(found)
    assert found.total == len(set(stops(found)))
    again = shortest_chains(engine, polity("JPN"), thing("entity", "nso-group"), date(2021, 12, 31))
    assert stops(again) == stops(found)[:1]
