"""Projections: which ties there are on a day, how heavy, and on which claims they rest."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from comity.iris import key_of, thing
from comity.network import affiliations, graphs
from comity.network.graphs import BETWEEN_POLITIES, Kind, Tie
from comity.store.engines.rdflib import RdflibWriter
from tests.network.conftest import DAY, World


def _ends(ties: tuple[Tie, ...]) -> dict[str, Tie]:
    return {f"{key_of(tie.source.value)}-{key_of(tie.target.value)}": tie for tie in ties}


def _found(world: World, kind: Kind, on: date = DAY) -> dict[str, Tie]:
    return _ends(graphs.ties(world.engine(), kind, on))


def test_a_pair_gets_its_share_of_each_initiative_it_is_in(world: World) -> None:
    world.members("two", "JPN NOR")
    world.members("three", "JPN NOR USA")
    world.members("five", "AUS DNK JPN NOR USA")
    ties = _found(world, Kind.MEMBERSHIP)
    assert ties["JPN-NOR"].weight == pytest.approx(float(1 + Fraction(1, 2) + Fraction(1, 4)))
    assert ties["JPN-USA"].weight == pytest.approx(0.5 + 0.25)
    assert ties["AUS-DNK"].weight == pytest.approx(0.25)
    assert [key_of(one.value) for one in ties["JPN-NOR"].via] == ["five", "three", "two"]
    assert len(ties) == 10


def test_a_tie_carries_the_claims_of_both_ends_and_all_their_roles(world: World) -> None:
    world.member("echri", "NOR", "launching-member")
    world.member("echri", "NOR", "chair")
    world.member("echri", "USA", "member")
    world.members("other", "AUS DNK")
    tie = _found(world, Kind.MEMBERSHIP)["NOR-USA"]
    assert (tie.count, tie.weight) == (1, 1.0)
    assert tie.claims == tuple(
        thing("membership", "echri", *end)
        for end in [("NOR", "chair"), ("NOR", "launching-member"), ("USA", "member")]
    )


def test_an_observer_is_no_member(world: World) -> None:
    world.members("club", "JPN NOR")
    world.member("club", "USA", "observer")
    assert list(_found(world, Kind.MEMBERSHIP)) == ["JPN-NOR"]


def test_an_initiative_of_one_ties_nobody(world: World) -> None:
    world.members("alone", "JPN")
    assert _found(world, Kind.MEMBERSHIP) == {}


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (date(2022, 3, 31), False),
        (date(2022, 4, 1), True),  # the first day counts
        (date(2023, 4, 30), True),
        (date(2023, 5, 1), False),  # the day of the end does not
    ],
)
def test_a_membership_ties_from_its_first_day_until_before_its_end(
    world: World, on: date, holds: bool
) -> None:
    world.member("club", "JPN", since="2020-01-01")
    world.member("club", "NOR", since="2022-04-01", until="2023-05-01")
    assert bool(_found(world, Kind.MEMBERSHIP, on)) is holds


def test_only_those_who_attended_met(world: World) -> None:
    for polity in ["JPN", "NOR", "USA"]:
        world.attendance("lake", polity)
    world.attendance("lake", "AUS", "invited")
    world.attendance("lake", "DNK", "absent")
    ties = _found(world, Kind.ATTENDANCE)
    assert sorted(ties) == ["JPN-NOR", "JPN-USA", "NOR-USA"]
    assert {tie.weight for tie in ties.values()} == {0.5}


def test_pacts_are_counted_and_a_pact_of_three_ties_three_pairs(world: World) -> None:
    world.pact("first", "JPN USA")
    world.pact("second", "JPN KOR USA")
    ties = _found(world, Kind.PACT)
    assert {pair: tie.weight for pair, tie in ties.items()} == {
        "JPN-KOR": 1.0,
        "JPN-USA": 2.0,
        "KOR-USA": 1.0,
    }
    assert ties["JPN-USA"].claims == (thing("pact", "first"), thing("pact", "second"))


def test_listings_run_from_the_lister_to_the_country_and_count_each_entity_once(
    world: World,
) -> None:
    world.authority("black", "USA")
    world.authority("grey", "USA")
    world.authority("blue", None)
    world.designation("black", "firm", "CHN")
    world.designation("grey", "firm", "CHN", "headquarteredIn")
    world.designation("black", "yard", "CHN", "nationality")
    world.designation("black", "home", "USA")
    world.designation("blue", "ship", "PRK")
    ties = _found(world, Kind.DESIGNATION)
    assert {pair: tie.count for pair, tie in ties.items()} == {
        "USA-CHN": 2,
        "organ-of-blue-PRK": 1,
    }
    assert len(ties["USA-CHN"].claims) == 3


def test_the_bipartite_form_has_one_tie_from_each_polity_to_each_group(world: World) -> None:
    world.members("club", "JPN NOR")
    world.member("club", "JPN", "chair")
    ties = graphs.bipartite(affiliations.memberships(world.engine(), DAY), Kind.MEMBERSHIP)
    assert [(tie.source, tie.target, len(tie.claims)) for tie in ties] == [
        (thing("polity", "JPN"), thing("initiative", "club"), 2),
        (thing("polity", "NOR"), thing("initiative", "club"), 1),
    ]


def test_networkx_gets_sorted_nodes_and_edges_that_carry_their_tie(busy_world: World) -> None:
    engine = busy_world.engine()
    ties = graphs.ties(engine, Kind.PACT, DAY)
    graph = graphs.to_networkx(reversed(ties))
    assert list(graph) == sorted(graphs.nodes(ties))
    assert not graph.is_directed()
    assert {data["tie"] for _, _, data in graph.edges(data=True)} == set(ties)
    assert graphs.to_networkx(graphs.ties(engine, Kind.DESIGNATION, DAY)).is_directed()


@pytest.mark.parametrize("kind", BETWEEN_POLITIES)
def test_both_engines_give_the_same_ties(busy_world: World, kind: Kind) -> None:
    ours, theirs = busy_world.engine(), busy_world.engine(RdflibWriter())
    assert graphs.ties(ours, kind, DAY) == graphs.ties(theirs, kind, DAY) != ()
    assert affiliations.latest_day(ours) == affiliations.latest_day(theirs)


def test_the_latest_day_is_the_last_on_which_something_begins(world: World) -> None:
    world.member("club", "JPN", since="2022-04-01")
    world.member("club", "NOR", since="2025-11-03", until="2030-01-01")
    assert affiliations.latest_day(world.engine()) == date(2025, 11, 3)


def test_a_store_without_claims_has_no_latest_day(world: World) -> None:
    with pytest.raises(affiliations.NothingHeld):
        affiliations.latest_day(world.engine())
