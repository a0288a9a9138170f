"""Measures against igraph and their definitions, on known graphs and on the shipped one."""

from __future__ import annotations

import random
from datetime import date
from functools import cache

import igraph  # type: ignore[import-untyped]  # it has no types
import networkx
import pytest

import comity
from comity.iris import key_of, thing
from comity.network import measures
from comity.network.attributes import regions_of
from comity.network.choice import Choice, Weight
from comity.network.graphs import Kind, Simple, Tie, simple, ties
from comity.network.measures.centrality import betweenness, eigenvector, pagerank
from comity.network.measures.groups import participation, similarity, within
from comity.network.measures.table import days_of, series
from comity.network.projections import project
from tests.network.conftest import DAY, World

KNOWN = ("karate", "davis", "miserables")
SHIPPED = (
    (Kind.MEMBERSHIP, date(2015, 1, 1)),
    (Kind.MEMBERSHIP, date(2023, 4, 1)),
    (Kind.ATTENDANCE, date(2023, 4, 1)),
    (Kind.PACT, date(2026, 1, 1)),
    (Kind.DESIGNATION, date(2024, 1, 1)),
)
GRAPHS = (*KNOWN, *SHIPPED)
IDS = [one if isinstance(one, str) else f"{one[0]}-{one[1]}" for one in GRAPHS]


def _tie(a: str, b: str, weight: float) -> Tie:
    source, target = sorted((a, b))
    return Tie(thing("polity", source), thing("polity", target), Kind.MEMBERSHIP, weight, (), ())


@cache
def ties_of(name: str | tuple[Kind, date]) -> tuple[Tie, ...]:
    """Return a graph that the field knows, or one of the shipped store, as ties."""
    if isinstance(name, tuple):
        return ties(comity.open().engine, *name)
    graph = {
        "karate": networkx.karate_club_graph,
        "davis": networkx.davis_southern_women_graph,
        "miserables": networkx.les_miserables_graph,
    }[name]()
    number = {node: f"N{place:03}" for place, node in enumerate(sorted(graph, key=str))}
    return tuple(
        _tie(number[one], number[other], float(data.get("weight", 1)))
        for one, other, data in graph.edges(data=True)
    )


def as_igraph(network: Simple) -> igraph.Graph:
    found = igraph.Graph(n=len(network.nodes), edges=list(network.weights))
    found.es["weight"] = list(network.weights.values())
    return found


@pytest.fixture(params=GRAPHS, ids=IDS)
def network(request: pytest.FixtureRequest) -> Simple:
    return simple(ties_of(request.param))


def test_degree_strength_and_core_are_those_of_igraph(network: Simple) -> None:
    known = as_igraph(network)
    taken = {row.node: row for row in measures.measure(_as_ties(network)).rows}
    rows = [taken[node] for node in network.nodes]
    assert [row.degree for row in rows] == known.degree()
    assert [row.strength for row in rows] == pytest.approx(known.strength(weights="weight"))
    assert [row.core for row in rows] == known.coreness()


def test_what_is_sent_and_received_is_the_strength_by_direction_of_igraph() -> None:
    found = ties_of((Kind.DESIGNATION, date(2024, 1, 1)))
    names = simple(found).nodes
    edges = [(names.index(tie.source), names.index(tie.target)) for tie in found]
    known = igraph.Graph(n=len(names), edges=edges, directed=True)
    known.es["weight"] = [tie.weight for tie in found]
    rows = {row.node: row for row in measures.measure(found).rows}
    assert [rows[node].sent for node in names] == known.strength(mode="out", weights="weight")
    assert [rows[node].received for node in names] == known.strength(mode="in", weights="weight")
    without = measures.measure(ties_of("karate")).rows
    assert {(row.sent, row.received) for row in without} == {(0.0, 0.0)}


def test_bridges_are_those_of_igraph(network: Simple) -> None:
    known = as_igraph(network)
    found = measures.measure(_as_ties(network))
    expected = sorted(tuple(sorted(known.es[edge].tuple)) for edge in known.bridges())
    assert [tuple(network.nodes.index(end) for end in edge) for edge in found.bridges] == expected
    ends = [end for edge in expected for end in edge]
    assert {row.node: row.bridges for row in found.rows} == {
        node: ends.count(place) for place, node in enumerate(network.nodes)
    }


def test_betweenness_is_that_of_igraph(network: Simple) -> None:
    known = as_igraph(network)
    lengths = [max(1, round(1_000_000 / weight)) for weight in network.weights.values()]
    pairs = (len(network.nodes) - 1) * (len(network.nodes) - 2) / 2
    expected = [value / pairs for value in known.betweenness(weights=lengths, directed=False)]
    assert betweenness(network) == pytest.approx(expected, abs=1e-9)


def test_the_eigenvector_is_that_of_igraph_where_the_network_is_connected(
    network: Simple,
) -> None:
    known = as_igraph(network)
    taken = measures.measure(_as_ties(network))
    if not known.is_connected():
        assert (taken.prominence_is, taken.parts) == ("PageRank", len(known.connected_components()))
        return
    assert (taken.prominence_is, taken.parts) == ("eigenvector", 1)
    expected = known.eigenvector_centrality(weights="weight", scale=True)
    assert eigenvector(network) == pytest.approx(expected, abs=1e-6)


def test_pagerank_is_that_of_igraph(network: Simple) -> None:
    expected = as_igraph(network).pagerank(weights="weight", damping=0.85)
    assert pagerank(network) == pytest.approx(expected, abs=1e-9)
    assert sum(pagerank(network)) == pytest.approx(1)


def test_modularity_is_that_of_igraph_and_the_partition_is_as_good_as_its_own(
    network: Simple,
) -> None:
    known = as_igraph(network)
    found = measures.measure(_as_ties(network))
    part_of = {node: number for number, part in enumerate(found.communities) for node in part}
    membership = [part_of[node] for node in network.nodes]
    assert found.modularity == pytest.approx(known.modularity(membership, weights="weight"))
    igraph.set_random_number_generator(random.Random(1))
    theirs = known.community_multilevel(weights="weight").modularity
    assert found.modularity >= theirs - 0.02


def test_assortativity_is_modularity_by_its_greatest_value_as_newman_has_it(
    network: Simple,
) -> None:
    sorts = {node: thing("polity", f"S{place % 3}") for place, node in enumerate(network.nodes)}
    known = as_igraph(network)
    membership = [place % 3 for place in range(len(network.nodes))]
    strength = known.strength(weights="weight")
    total = sum(strength)
    shares = [sum(s for place, s in enumerate(strength) if place % 3 == sort) for sort in range(3)]
    greatest = 1 - sum((share / total) ** 2 for share in shares)
    expected = known.modularity(membership, weights="weight") / greatest
    assert measures.measure(_as_ties(network), sorts).assortativity == pytest.approx(expected)


def test_assortativity_without_weights_is_that_of_networkx_and_igraph() -> None:
    network = simple(
        _tie(key_of(t.source.value), key_of(t.target.value), 1.0) for t in ties_of("karate")
    )
    club = {node: thing("polity", "AB"[place > 16]) for place, node in enumerate(network.nodes)}
    found = measures.measure(_as_ties(network), club).assortativity
    graph = network.graph()
    networkx.set_node_attributes(graph, dict(enumerate(club.values())), "club")
    assert found == pytest.approx(networkx.attribute_assortativity_coefficient(graph, "club"))
    types = [int(place > 16) for place in range(len(network.nodes))]
    assert found == pytest.approx(as_igraph(network).assortativity_nominal(types, directed=False))


def test_assortativity_of_one_region_is_not_defined(world: World) -> None:
    world.members("club", "JPN KOR")
    everywhere = {thing("polity", key): thing("polity", "ASIA") for key in ("JPN", "KOR")}
    assert (
        measures.measure(ties(world.engine(), Kind.MEMBERSHIP, DAY), everywhere).assortativity
        is None
    )
    assert measures.measure(ties(world.engine(), Kind.MEMBERSHIP, DAY)).assortativity is None


def test_participation_and_within_degree_are_as_guimera_and_amaral_define_them(
    network: Simple,
) -> None:
    part_of = [place * place % 4 for place in range(len(network.nodes))]
    graph = network.graph()
    inside: dict[int, list[float]] = {}
    for node in graph:
        to = [0.0] * 4
        for other in graph[node]:
            to[part_of[other]] += graph[node][other]["weight"]
        coefficient = 1 - sum(one * one for one in to) / sum(to) ** 2
        assert participation(network, part_of)[node] == pytest.approx(coefficient)
        inside.setdefault(part_of[node], []).append(to[part_of[node]])
        if node > 40:
            break  # the definition is slow; these are enough
    full = within(network, part_of)
    for part in set(part_of):
        members = [place for place in graph if part_of[place] == part]
        values = [
            sum(graph[n][m]["weight"] for m in graph[n] if part_of[m] == part) for n in members
        ]
        mean = sum(values) / len(values)
        deviation = (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
        for member, value in zip(members, values, strict=True):
            expected = (value - mean) / deviation if deviation > 1e-12 else 0.0
            assert full[member] == pytest.approx(expected, abs=1e-9)


def test_a_hub_between_two_camps_participates_and_a_member_of_one_does_not() -> None:
    camps = [_tie(a, b, 1.0) for camp in ("ABC", "XYZ") for a in camp for b in camp if a < b]
    found = measures.measure([*camps, _tie("A", "X", 1.0), _tie("B", "C", 1.0)])
    rows = {key_of(row.node.value): row for row in found.rows}
    assert rows["Y"].participation == 0
    assert rows["A"].participation == pytest.approx(1 - (2 / 3) ** 2 - (1 / 3) ** 2)
    assert [[key_of(end.value) for end in edge] for edge in found.bridges] == [["A", "X"]]
    assert (rows["A"].bridges, rows["B"].bridges) == (1, 0)


@pytest.mark.parametrize("name", GRAPHS, ids=IDS)
def test_similarity_is_the_cosine_and_jaccard_of_third_nodes(name: str | tuple[Kind, date]) -> None:
    found = ties_of(name)
    network = simple(found)
    one, other = 0, len(network.nodes) // 2
    known = as_igraph(network)
    near = [set(known.neighbors(place)) - {one, other} for place in (one, other)]
    ours = similarity(found, network.nodes[one], network.nodes[other])
    assert ours.jaccard == pytest.approx(len(near[0] & near[1]) / len(near[0] | near[1]))
    if known.get_eid(one, other, error=False) == -1:
        (theirs,) = known.similarity_jaccard(pairs=[(one, other)], loops=False)
        assert ours.jaccard == pytest.approx(theirs)
    matrix = known.get_adjacency(attribute="weight")
    thirds = [place for place in range(len(network.nodes)) if place not in (one, other)]
    rows = [[matrix[end][place] or 0.0 for place in thirds] for end in (one, other)]
    product = sum(a * b for a, b in zip(*rows, strict=True))
    lengths = [sum(value * value for value in row) ** 0.5 for row in rows]
    assert ours.cosine == pytest.approx(product / (lengths[0] * lengths[1]))
    assert similarity(found, ours.other, ours.one).cosine == pytest.approx(ours.cosine)


def test_similarity_says_what_two_share_and_what_only_one_is_in(world: World) -> None:
    world.members("both", "JPN KOR USA")
    world.members("ours", "JPN USA")
    world.members("theirs", "KOR USA")
    found = similarity(
        ties(world.engine(), Kind.MEMBERSHIP, DAY), thing("polity", "JPN"), thing("polity", "KOR")
    )
    sets = (found.shared, found.only_one, found.only_other)
    assert [[key_of(one.value) for one in things] for things in sets] == [
        ["both"],
        ["ours"],
        ["theirs"],
    ]
    assert (found.weight, found.cosine, found.jaccard) == (0.5, 1.0, 1.0)


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


def test_measures_are_the_same_whatever_the_order_of_the_ties() -> None:
    found = list(ties_of("miserables"))
    again = list(reversed(found))
    assert measures.measure(found) == measures.measure(again)


def test_a_series_has_the_last_day_of_each_year_and_the_last_day() -> None:
    days = days_of(date(2019, 5, 1), date(2022, 4, 1))
    assert [day.isoformat() for day in days] == [
        "2019-12-31",
        "2020-12-31",
        "2021-12-31",
        "2022-04-01",
    ]
    assert days_of(date(2021, 12, 31), date(2021, 12, 31)) == (date(2021, 12, 31),)


def test_a_series_is_the_measures_of_each_day_on_its_own() -> None:
    engine = comity.open().engine
    days = days_of(date(2021, 1, 1), date(2023, 4, 1))
    found = series(engine, Choice(kinds=(Kind.PACT,)), days)
    assert [day for day, _ in found] == list(days)
    for day, taken in found:
        assert taken == measures.measure(ties(engine, Kind.PACT, day), regions_of(engine))


def test_a_year_without_ties_is_empty_in_a_series(world: World) -> None:
    world.members("club", "JPN KOR")
    found = series(world.engine(), Choice(), days_of(date(2021, 1, 1), date(2023, 6, 1)))
    assert [taken is None for _, taken in found] == [True, True, False]


def test_several_ties_of_two_polities_are_one_edge_of_the_summed_weight() -> None:
    engine = comity.open().engine
    each = project(engine, Choice((Kind.PACT,), date(2024, 1, 1), weight=Weight.EACH)).ties
    assert simple(each) == simple(ties(engine, Kind.PACT, date(2024, 1, 1)))


def _as_ties(network: Simple) -> list[Tie]:
    return [
        Tie(network.nodes[one], network.nodes[other], Kind.MEMBERSHIP, weight, (), ())
        for (one, other), weight in network.weights.items()
    ]
