"""The backbone against the integral that defines it, strengths, and communities."""

from __future__ import annotations

import random

import networkx
import pytest

from comity.names import key_of, thing
from comity.network import backbone, measures
from comity.network.project import Kind, Tie, ties
from comity.terms import Iri
from tests.network.conftest import DAY, World


def _tie(a: str, b: str, weight: float) -> Tie:
    return Tie(thing("polity", a), thing("polity", b), Kind.MEMBERSHIP, weight, (), ())


def _some_ties() -> list[Tie]:
    draw = random.Random(7)
    keys = [f"P{number:02}" for number in range(14)]
    pairs = [(a, b) for a in keys for b in keys if a < b and draw.random() < 0.5]
    return [_tie(a, b, round(draw.paretovariate(1.2), 3)) for a, b in pairs]


def _chance(share: float, degree: int) -> float:
    """Return 1 - (k - 1) times the integral of (1 - x)^(k - 2) from 0 to the share, by steps."""
    steps = 20_000
    width = share / steps
    area = sum((1 - (step + 0.5) * width) ** (degree - 2) for step in range(steps)) * width
    return 1 - (degree - 1) * area


def test_significance_is_the_integral_of_serrano_boguna_and_vespignani() -> None:
    found = _some_ties()
    graph: networkx.Graph[Iri] = networkx.Graph()
    for tie in found:
        graph.add_edge(tie.source, tie.target, weight=tie.weight)
    strength = dict(graph.degree(weight="weight"))
    for tie, chance in list(backbone.significance(found).items())[:12]:
        expected = min(
            _chance(tie.weight / strength[end], graph.degree[end])
            for end in (tie.source, tie.target)
        )
        assert chance == pytest.approx(expected, abs=1e-6)


def test_the_disparity_filter_keeps_what_stands_out_at_either_end() -> None:
    star = [_tie("HUB", f"P{number}", 10.0 if number == 0 else 1.0) for number in range(8)]
    assert backbone.disparity(star, 0.05) == (star[0],)  # (1 - 10 / 17) ** 7 = 0.002


def test_a_tie_that_both_ends_have_alone_does_not_stand_out() -> None:
    assert backbone.disparity([_tie("JPN", "NOR", 9.0)], 0.99) == ()


def test_strength_is_the_number_of_initiatives_shared_with_anybody(world: World) -> None:
    world.members("two", "JPN NOR")
    world.members("four", "AUS DNK JPN USA")
    world.members("alone", "JPN")
    strength = measures.strengths(ties(world.engine(), Kind.MEMBERSHIP, DAY))
    assert {key_of(node.value): round(value, 9) for node, value in strength.items()} == {
        "AUS": 1.0,
        "DNK": 1.0,
        "JPN": 2.0,
        "NOR": 1.0,
        "USA": 1.0,
    }


def test_communities_are_the_camps_and_the_larger_comes_first() -> None:
    camps = ["ABCDE", "VWXYZ"[:4]]
    inside = [_tie(a, b, 3.0) for camp in camps for a in camp for b in camp if a < b]
    found = measures.communities([*inside, _tie("A", "V", 0.5)])
    assert ["".join(key_of(node.value) for node in part) for part in found] == camps
