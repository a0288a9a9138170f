"""Changes between two days: ties that came, went, or weigh otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from comity.errors import BadParameter
from comity.names import key_of, thing
from comity.network.change import Shift, change
from comity.network.choice import Choice, Weight
from comity.network.held import NothingHeld
from comity.network.tie import Kind
from comity.terms import Iri
from tests.network.conftest import World

FIRST, LAST = date(2023, 1, 1), date(2024, 1, 1)


def _said(shift: Shift) -> tuple[str, float, list[str], list[str]]:
    ends = f"{key_of(shift.source.value)}-{key_of(shift.target.value)}"
    return ends, round(shift.gain, 9), _keys(shift.began), _keys(shift.ended)


def _keys(things: tuple[Iri, ...]) -> list[str]:
    return [key_of(one.value) for one in things]


def test_ties_that_began_ended_and_weigh_otherwise_are_told(world: World) -> None:
    world.member("old", "AAA", until="2023-06-01")
    world.member("old", "BBB")
    world.member("new", "BBB")
    world.member("new", "CCC", since="2023-06-01")
    world.members("full", "AAA CCC")
    world.member("full", "DDD", since="2023-06-01")
    found = change(world.engine(), Choice(), FIRST, LAST)
    assert [_said(shift) for shift in found.shifts] == [
        ("AAA-BBB", -1.0, [], ["old"]),
        ("BBB-CCC", 1.0, ["new"], []),
        ("AAA-CCC", -0.5, [], []),  # a third member takes a share
        ("AAA-DDD", 0.5, ["full"], []),
        ("CCC-DDD", 0.5, ["full"], []),
    ]
    assert (_keys(found.joined), _keys(found.left)) == (["DDD"], [])
    assert found.shifts[0].kind is Kind.MEMBERSHIP


def test_what_stays_as_it_was_is_no_change(world: World) -> None:
    world.members("club", "AAA BBB")
    world.pact("treaty", "AAA BBB")
    assert change(world.engine(), Choice(), FIRST, LAST).shifts == ()


def test_each_thing_is_told_apart_where_each_is_an_edge(world: World) -> None:
    world.pact("one", "AAA BBB")
    world.claim(thing("pact", "two"), "Pact", {"party": thing("polity", "AAA")}, "2023-05-01")
    world.claim(thing("pact", "two"), "Pact", {"party": thing("polity", "BBB")}, "2023-05-01")
    choice = Choice((Kind.PACT,), weight=Weight.EACH)
    assert [_said(shift) for shift in change(world.engine(), choice, FIRST, LAST).shifts] == [
        ("AAA-BBB", 1.0, ["two"], [])
    ]


def test_from_nothing_to_something_everything_joined(world: World) -> None:
    world.members("club", "AAA BBB")
    found = change(world.engine(), Choice(), date(2020, 1, 1), LAST)
    assert (_keys(found.joined), len(found.shifts)) == (["AAA", "BBB"], 1)
    assert found.shifts[0].before is None
    back = change(world.engine(), Choice(), date(2019, 1, 1), date(2023, 1, 1))
    assert back.shifts[0].after is not None


def test_nothing_on_both_days_is_told(world: World) -> None:
    world.members("club", "AAA BBB")
    with pytest.raises(NothingHeld):
        change(world.engine(), Choice(), date(2019, 1, 1), date(2020, 1, 1))


def test_two_days_in_the_wrong_order_are_refused(world: World) -> None:
    with pytest.raises(BadParameter, match="is not before"):
        change(world.engine(), Choice(), LAST, FIRST)
