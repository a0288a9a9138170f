"""The backbone against the integral that defines it, and the strongest ties of each node."""

from __future__ import annotations

import random

import networkx
import pytest

from comity.errors import BadParameter
from comity.iris import key_of, thing
from comity.network import ties as backbone
from comity.network.graphs import Kind, Tie
from comity.network.ties import Disparity, Strongest, Whole, read_backbone
from comity.terms import Iri


def _tie(a: str, b: str, weight: float, kind: Kind = Kind.MEMBERSHIP) -> Tie:
    return Tie(thing("polity", a), thing("polity", b), kind, weight, (), ())


def _some_ties(kind: Kind = Kind.MEMBERSHIP) -> list[Tie]:
    draw = random.Random(7)
    keys = [f"P{number:02}" for number in range(14)]
    pairs = [(a, b) for a in keys for b in keys if a < b and draw.random() < 0.5]
    return [_tie(a, b, round(draw.paretovariate(1.2), 3), kind) for a, b in pairs]


def _chance(share: float, degree: int) -> float:
    """Return 1 - (k - 1) times the integral of (1 - x)^(k - 2) from 0 to the share, by steps."""
    if degree == 1:
        return 1.0
    steps = 20_000
    width = share / steps
    area = sum((1 - (step + 0.5) * width) ** (degree - 2) for step in range(steps)) * width
    return 1 - (degree - 1) * area


def _keys(ties: tuple[Tie, ...]) -> list[str]:
    return [f"{key_of(tie.source.value)}-{key_of(tie.target.value)}" for tie in ties]


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


def test_a_tie_with_a_direction_is_compared_with_those_of_the_same_side() -> None:
    found = _some_ties(Kind.DESIGNATION)
    graph: networkx.DiGraph[Iri] = networkx.DiGraph()
    for tie in found:
        graph.add_edge(tie.source, tie.target, weight=tie.weight)
    for tie, chance in list(backbone.significance(found).items())[:12]:
        leaving = tie.weight / graph.out_degree(tie.source, weight="weight")
        coming = tie.weight / graph.in_degree(tie.target, weight="weight")
        expected = min(
            _chance(leaving, graph.out_degree(tie.source)),
            _chance(coming, graph.in_degree(tie.target)),
        )
        assert chance == pytest.approx(expected, abs=1e-6)


def test_the_disparity_filter_keeps_what_stands_out_at_either_end() -> None:
    star = [_tie("HUB", f"P{number}", 10.0 if number == 0 else 1.0) for number in range(8)]
    assert backbone.keep(star, Disparity(0.05)) == (star[0],)  # (1 - 10 / 17) ** 7 = 0.002


def test_a_tie_that_both_ends_have_alone_does_not_stand_out() -> None:
    assert backbone.keep([_tie("JPN", "NOR", 9.0)], Disparity(0.99)) == ()


def test_each_node_keeps_its_strongest_ties_and_equal_ones_stay_together() -> None:
    ties = [
        _tie("A", "B", 3.0),
        _tie("A", "C", 2.0),
        _tie("A", "D", 1.0),
        _tie("B", "C", 1.0),
        _tie("B", "D", 0.1 + 0.2),
        _tie("C", "D", 0.3),
    ]
    assert _keys(backbone.keep(ties, Strongest(1))) == ["A-B", "A-C", "A-D"]
    assert _keys(backbone.keep(ties, Strongest(2))) == ["A-B", "A-C", "A-D", "B-C", "B-D", "C-D"]


@pytest.mark.parametrize("each", [1, 2, 5])
def test_no_node_loses_all_its_ties_to_the_strongest(each: int) -> None:
    ties = _some_ties()
    kept = backbone.keep(ties, Strongest(each))
    ends = {end for tie in ties for end in (tie.source, tie.target)}
    for end in ends:
        mine = sorted((tie.weight for tie in ties if end in (tie.source, tie.target)), reverse=True)
        left = sorted((tie.weight for tie in kept if end in (tie.source, tie.target)), reverse=True)
        assert left[:each] == mine[:each]


def test_without_a_backbone_every_tie_is_kept() -> None:
    ties = tuple(_some_ties())
    assert backbone.keep(ties, None) == backbone.keep(ties, Whole()) == ties
    assert backbone.sentence(Whole(), "pacts", ties, ties) == ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [("0.05", Disparity(0.05)), ("3", Strongest(3)), ("none", Whole()), ("1e-3", Disparity(0.001))],
)
def test_a_backbone_is_read_from_a_level_a_number_or_none(
    text: str, meant: backbone.Backbone
) -> None:
    assert read_backbone(text) == meant


@pytest.mark.parametrize("text", ["0", "1.0", "-2", "nan", "inf", "much", "", "0.0", "²"])
def test_what_is_no_backbone_is_told_with_what_is_one(text: str) -> None:
    with pytest.raises(BadParameter) as fault:
        read_backbone(text)
    assert "0.05" in fault.value.remedy


def test_the_rule_of_a_backbone_says_what_was_left_out() -> None:
    ties = _some_ties()
    kept = backbone.keep(ties, Disparity(0.05))
    told = backbone.sentence(Disparity(0.05), "pacts", ties, kept)
    assert f"of {len(ties)} ties by pacts the {len(kept)} that stand out" in told
    assert "level 0.05" in told
    assert "the 3 that are among the heaviest of either end" in backbone.sentence(
        Strongest(1), "pacts", ties, ties[:3]
    )
