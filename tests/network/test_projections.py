"""Networks as they are chosen: forms, weights, windows, filters, and the rules that say them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import networkx
import pytest
from networkx.algorithms import bipartite

import comity
from comity.errors import BadParameter, ComityError, UnknownThing
from comity.iris import SKOS, concept, key_of, thing
from comity.network import affiliations
from comity.network.affiliations import NothingHeld
from comity.network.choice import Choice, Form, Weight, read_choice
from comity.network.graphs import network_of, to_networkx
from comity.network.projections import Projected, project
from comity.network.ties import BETWEEN_POLITIES, Disparity, Kind, Spell, Strongest, Whole, union
from comity.query.claims.records import path_of
from comity.store.engines.rdflib import RdflibWriter
from comity.terms import Iri
from tests.network.conftest import DAY, World

ALL = tuple(Kind)
WEST, EAST = concept("region", "west"), concept("region", "east")
MIDDLE = concept("region", "middle-east")
AREA, NARROW = concept("technology-area", "wide"), concept("technology-area", "narrow")


def _weights(found: Projected) -> dict[str, float]:
    return {
        f"{key_of(tie.source.value)}-{key_of(tie.target.value)}": round(tie.weight, 9)
        for tie in found.ties
    }


def _pairs(found: Projected) -> list[str]:
    return [f"{path_of(tie.source)} {path_of(tie.target)}" for tie in found.ties]


@pytest.fixture
def sorted_world(world: World) -> World:
    """Return a world where polities have regions, and initiatives areas and kinds."""
    world.say(MIDDLE, Iri(SKOS + "broader"), EAST)
    for key, region in (("AAA", WEST), ("BBB", WEST), ("YYY", MIDDLE), ("ZZZ", EAST)):
        world.say(thing("polity", key), "region", region)
    world.say(NARROW, Iri(SKOS + "broader"), AREA)
    world.say(thing("initiative", "club"), "technologyArea", NARROW)
    world.say(thing("initiative", "union"), "initiativeKind", concept("initiative-kind", "ring"))
    world.say(thing("pact", "treaty"), "technologyArea", AREA)
    world.members("club", "AAA BBB YYY ZZZ")
    world.members("union", "AAA BBB")
    world.members("league", "BBB ZZZ")
    world.member("club", "AAA", "chair")
    world.attendance("lake", "AAA", role="host")
    world.attendance("lake", "BBB")
    world.pact("treaty", "AAA ZZZ")
    world.pact("pledge", "AAA BBB")
    world.authority("black", "AAA")
    world.designation("black", "firm", "YYY")
    world.designation("black", "yard", "BBB")
    return world


@pytest.mark.parametrize(
    ("weight", "expected"),
    [
        (None, {"JPN-NOR": 1.5, "JPN-USA": 0.5, "NOR-USA": 0.5}),
        (Weight.NEWMAN, {"JPN-NOR": 1.5, "JPN-USA": 0.5, "NOR-USA": 0.5}),
        (Weight.COUNT, {"JPN-NOR": 2.0, "JPN-USA": 1.0, "NOR-USA": 1.0}),
        (Weight.JACCARD, {"JPN-NOR": 2 / 3, "JPN-USA": 1 / 3, "NOR-USA": 0.5}),
    ],
)
def test_a_tie_by_shared_things_weighs_as_it_is_asked_for(
    world: World, weight: Weight | None, expected: dict[str, float]
) -> None:
    world.members("two", "JPN NOR")
    world.members("three", "JPN NOR USA")
    world.members("alone", "JPN")  # Japan is in one more than the others
    found = project(world.engine(), Choice(on=DAY, weight=weight))
    assert _weights(found) == {pair: round(weight, 9) for pair, weight in expected.items()}


def test_each_shared_thing_can_be_an_edge_of_its_own(world: World) -> None:
    world.pact("first", "JPN USA")
    world.pact("second", "JPN KOR USA")
    engine = world.engine()
    graph = network_of(engine, Choice((Kind.PACT,), DAY))
    ends = thing("polity", "JPN"), thing("polity", "USA")
    assert sorted(graph[ends[0]][ends[1]]) == [
        thing("pact", "first").value,
        thing("pact", "second").value,
    ]
    assert graph.number_of_edges() == 4
    assert {data["weight"] for _, _, data in graph.edges(data=True)} == {1.0}
    together = network_of(engine, Choice((Kind.PACT,), DAY, weight=Weight.COUNT))
    assert together.number_of_edges() == 3
    assert dict(together.degree(weight="weight")) == dict(graph.degree(weight="weight"))


def test_listings_can_be_one_arrow_for_each_entity(sorted_world: World) -> None:
    sorted_world.designation("black", "shop", "BBB")
    engine = sorted_world.engine()
    choice = Choice((Kind.DESIGNATION,), DAY, weight=Weight.EACH)
    assert [key_of(tie.via[0].value) for tie in project(engine, choice).ties] == [
        "shop",
        "yard",
        "firm",
    ]
    assert to_networkx(project(engine, choice).ties).is_directed()


def test_the_bipartite_form_ties_each_polity_to_what_it_is_in(sorted_world: World) -> None:
    engine = sorted_world.engine()
    kinds = (Kind.ATTENDANCE, Kind.PACT)
    assert _pairs(project(engine, Choice(kinds, DAY, form=Form.BIPARTITE))) == [
        "polity/AAA pact/pledge",
        "polity/AAA pact/treaty",
        "polity/AAA summit/lake",
        "polity/BBB pact/pledge",
        "polity/BBB summit/lake",
        "polity/ZZZ pact/treaty",
    ]
    listed = project(engine, Choice((Kind.DESIGNATION,), DAY, form=Form.BIPARTITE)).ties
    assert [(path_of(t.source), path_of(t.target), path_of(t.via[0])) for t in listed] == [
        ("polity/AAA", "entity/firm", "list/black"),
        ("polity/AAA", "entity/yard", "list/black"),
    ]


def test_everything_is_polities_entities_and_all_that_ties_them(sorted_world: World) -> None:
    firm, yard, shop = (thing("entity", key) for key in ("firm", "yard", "shop"))
    sorted_world.claim(
        thing("ownership", "yard", "firm"), "Ownership", {"owner": yard, "owned": firm}
    )
    link = thing("identity", "firm", "shop")
    sorted_world.claim(link, "IdentityLink", {"linksEntity": shop})
    sorted_world.claim(link, "IdentityLink", {"linksEntity": firm})
    found = project(sorted_world.engine(), Choice(ALL, DAY, form=Form.EVERYTHING))
    ends = {(tie.kind.value, path_of(tie.source), path_of(tie.target)) for tie in found.ties}
    assert {
        ("membership", "polity/AAA", "initiative/union"),
        ("attendance", "polity/AAA", "summit/lake"),
        ("pact", "polity/AAA", "polity/ZZZ"),
        ("designation", "polity/AAA", "entity/firm"),
        ("location", "entity/firm", "polity/YYY"),
        ("ownership", "entity/yard", "entity/firm"),
        ("identity", "entity/firm", "entity/shop"),
    } <= ends
    assert all(tie.weight == 1 and tie.claims for tie in found.ties)
    assert found.rules[0].startswith("A tie joins a polity to each initiative")


def test_an_entity_without_a_country_is_listed_and_nowhere(world: World) -> None:
    world.authority("black", "AAA")
    world.claim(
        thing("designation", "black", "ghost"),
        "Designation",
        {"list": thing("list", "black"), "entity": thing("entity", "ghost")},
    )
    found = project(world.engine(), Choice(ALL, DAY, form=Form.EVERYTHING))
    assert [tie.kind for tie in found.ties] == [Kind.DESIGNATION]


def test_a_role_is_the_only_one_that_counts(sorted_world: World) -> None:
    sorted_world.member("club", "ZZZ", "observer")
    engine = sorted_world.engine()
    chair = concept("membership-role", "chair")
    observer = concept("membership-role", "observer")
    found = project(engine, Choice(on=DAY, roles=(chair, observer)))
    assert _pairs(found) == ["polity/AAA polity/ZZZ"]
    assert found.ties[0].claims == (
        thing("membership", "club", "AAA", "chair"),
        thing("membership", "club", "ZZZ", "observer"),
    )
    assert "in the role of" in found.rules[0]
    assert "but observer" not in found.rules[0]
    host = concept("attendance-role", "host")
    two_mode = Choice((Kind.ATTENDANCE,), DAY, form=Form.BIPARTITE, roles=(host,))
    hosts = project(engine, two_mode)
    assert _pairs(hosts) == ["polity/AAA summit/lake"]
    assert "Only the role of" in hosts.rules[0]


def test_an_area_holds_for_narrower_ones_and_for_what_has_areas(sorted_world: World) -> None:
    engine = sorted_world.engine()
    found = project(engine, Choice(BETWEEN_POLITIES, DAY, areas=(AREA,)))
    assert {tie.kind for tie in found.ties} == {Kind.MEMBERSHIP, Kind.PACT}
    assert {key_of(one.value) for tie in found.ties for one in tie.via} == {"club", "treaty"}
    assert "Ties by attendance and designation are left out" in found.rules[-1]


def test_a_kind_of_initiative_is_the_only_one_that_counts(sorted_world: World) -> None:
    ring = concept("initiative-kind", "ring")
    found = project(sorted_world.engine(), Choice(on=DAY, initiative_kinds=(ring,)))
    assert _weights(found) == {"AAA-BBB": 1.0}


def test_both_polities_are_in_the_region_and_weights_count_the_others(
    sorted_world: World,
) -> None:
    engine = sorted_world.engine()
    assert _weights(project(engine, Choice(on=DAY, regions=(WEST,)))) == {
        "AAA-BBB": round(1 + 1 / 3, 9)
    }
    assert _weights(project(engine, Choice(on=DAY, regions=(EAST,)))) == {
        "YYY-ZZZ": round(1 / 3, 9)
    }


def test_of_a_listing_the_country_of_the_entity_is_in_the_region(sorted_world: World) -> None:
    engine = sorted_world.engine()
    east = Choice((Kind.DESIGNATION,), DAY, regions=(EAST,))
    assert _pairs(project(engine, east)) == ["polity/AAA polity/YYY"]
    two_mode = Choice((Kind.DESIGNATION,), DAY, regions=(EAST,), form=Form.BIPARTITE)
    assert _pairs(project(engine, two_mode)) == ["polity/AAA entity/firm"]


def test_everything_of_a_region_is_its_polities_and_the_entities_in_it(
    sorted_world: World,
) -> None:
    choice = Choice(ALL, DAY, form=Form.EVERYTHING, regions=(EAST,))
    assert _pairs(project(sorted_world.engine(), choice)) == [
        "entity/firm polity/YYY",
        "polity/AAA entity/firm",
        "polity/YYY initiative/club",
        "polity/ZZZ initiative/club",
        "polity/ZZZ initiative/league",
    ]


def test_the_least_number_counts_shared_things_even_where_each_is_an_edge(
    sorted_world: World,
) -> None:
    engine = sorted_world.engine()
    assert list(_weights(project(engine, Choice(on=DAY, least=2)))) == ["AAA-BBB", "BBB-ZZZ"]
    each = project(engine, Choice(on=DAY, least=2, weight=Weight.EACH))
    assert len(each.ties) == 4


def test_a_window_shows_who_was_in_something_together_on_any_of_its_days(world: World) -> None:
    world.member("club", "AAA", since="2010-01-01", until="2015-01-01")
    world.member("club", "BBB", since="2014-01-01")
    world.member("club", "CCC", since="2016-01-01")
    engine = world.engine()

    def pairs(first: date, last: date) -> list[str]:
        return list(_weights(project(engine, Choice(window=(first, last)))))

    assert pairs(date(2012, 1, 1), date(2020, 1, 1)) == ["AAA-BBB", "BBB-CCC"]
    assert pairs(date(2014, 12, 31), date(2015, 6, 1)) == ["AAA-BBB"]
    assert pairs(date(2015, 1, 1), date(2016, 1, 1)) == ["BBB-CCC"]
    with pytest.raises(NothingHeld, match="between 2015-01-01 and 2015-12-31"):
        project(engine, Choice(window=(date(2015, 1, 1), date(2015, 12, 31))))
    (tie, other) = project(engine, Choice(window=(date(2012, 1, 1), date(2020, 1, 1)))).ties
    assert tie.spells == (Spell("2014-01-01", "2015-01-01"),)
    assert other.spells == (Spell("2016-01-01", ""),)
    assert key_of(tie.claims[0].value) == "member"


def test_the_last_day_that_there_is_can_be_asked_for(world: World) -> None:
    world.members("club", "AAA BBB")
    world.member("ring", "AAA", until="2030-01-01")
    world.member("ring", "BBB")
    assert [
        key_of(one.value) for one in project(world.engine(), Choice(on=date.max)).ties[0].via
    ] == ["club"]


def test_a_window_of_one_day_is_that_day() -> None:
    engine = comity.open().engine
    for kind in BETWEEN_POLITIES:
        day = date(2023, 4, 1)
        on = project(engine, Choice((kind,), day)).ties
        window = project(engine, Choice((kind,), window=(day, day))).ties
        assert on == window


def test_a_tie_knows_when_it_runs_through_each_thing(world: World) -> None:
    world.member("club", "AAA", since="2010-01-01")
    world.member("club", "BBB", since="2012-01-01", until="2030-01-01")
    world.member("ring", "AAA", since="2015-01-01", until="2031-01-01")
    world.member("ring", "BBB", since="2014-01-01")
    (tie,) = project(world.engine(), Choice(on=DAY)).ties
    assert tie.held == (
        (Spell("2012-01-01", "2030-01-01"),),
        (Spell("2015-01-01", "2031-01-01"),),
    )
    assert tie.spells == (Spell("2012-01-01", "2031-01-01"),)


def test_spells_that_touch_are_one_and_others_are_not() -> None:
    spells = [
        Spell("2010", "2012"),
        Spell("2015", ""),
        Spell("2012", "2013"),
        Spell("2016", "2017"),
    ]
    assert union(spells) == (Spell("2010", "2013"), Spell("2015", ""))
    assert Spell("2010", "2012").meets(Spell("2012", "")) is None
    assert Spell("2010", "").meets(Spell("2012", "")) == Spell("2012", "")


def test_several_kinds_are_each_divided_by_the_heaviest_of_the_kind(sorted_world: World) -> None:
    found = project(sorted_world.engine(), Choice(BETWEEN_POLITIES, DAY))
    for kind in BETWEEN_POLITIES:
        assert max(tie.weight for tie in found.full if tie.kind is kind) == 1.0


def test_the_backbone_is_said_with_its_numbers() -> None:
    engine = comity.open().engine
    found = project(engine, Choice(on=date(2023, 4, 1), backbone=Disparity(0.05)))
    assert 0 < len(found.ties) < len(found.full)
    assert f"of {len(found.full):,} ties by initiatives the {len(found.ties):,}" in found.rules[-1]
    whole = project(engine, Choice(on=date(2023, 4, 1), backbone=Whole()))
    assert whole.ties == whole.full == found.full


@pytest.mark.parametrize("form", list(Form))
def test_both_engines_give_the_same_network(sorted_world: World, form: Form) -> None:
    kinds = ALL if form is Form.EVERYTHING else BETWEEN_POLITIES
    for choice in (
        Choice(kinds, DAY, form=form),
        Choice(kinds, DAY, form=form, regions=(EAST,)),
        Choice(kinds, DAY, form=form, areas=(AREA,)),
    ):
        ours = project(sorted_world.engine(), choice)
        assert ours == project(sorted_world.engine(RdflibWriter()), choice)


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice((Kind.ATTENDANCE,), areas=(AREA,)), "No attendance has a technology area"),
        (
            Choice(roles=(concept("attendance-role", "host"),)),
            "No membership has this role",
        ),
        (Choice((Kind.DESIGNATION,), weight=Weight.JACCARD), "listings are counted"),
        (Choice(form=Form.BIPARTITE, least=2), "--min is for what two polities share"),
        (Choice(form=Form.BIPARTITE, weight=Weight.COUNT), "--weight is for"),
        (Choice(form=Form.BIPARTITE, backbone=Strongest(2)), "each tie weighs 1"),
        (Choice(weight=Weight.EACH, backbone=Strongest(2)), "each tie weighs 1"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(
    sorted_world: World, choice: Choice, found: str
) -> None:
    with pytest.raises(BadParameter, match=found):
        project(sorted_world.engine(), choice)


def test_where_nothing_is_left_the_filters_are_named(sorted_world: World) -> None:
    choice = Choice(on=DAY, least=9, regions=(WEST,), backbone=Strongest(1))
    with pytest.raises(NothingHeld) as fault:
        project(sorted_world.engine(), choice)
    assert "through at least 9 things and fits --region" in fault.value.found
    assert fault.value.remedy.endswith(
        "another --tie, a smaller --min or another --backbone, or leave out --region."
    )


def test_a_choice_is_read_from_keys_and_from_names_in_any_language() -> None:
    engine = comity.open().engine
    choice = read_choice(
        engine,
        tie=("pact", "membership"),
        on="2023-04-01",
        role="member",
        area=["quantum"],
        region=("アジア", "europe"),
        initiative_kind="export-control-regime",
        weight="count",
        backbone="3",
    )
    assert choice == Choice(
        kinds=(Kind.MEMBERSHIP, Kind.PACT),
        on=date(2023, 4, 1),
        weight=Weight.COUNT,
        roles=(concept("membership-role", "member"),),
        areas=(concept("technology-area", "quantum"),),
        regions=(concept("region", "asia"), concept("region", "europe")),
        initiative_kinds=(concept("initiative-kind", "export-control-regime"),),
        backbone=Strongest(3),
    )
    assert read_choice(engine, tie=["all"]).kinds == BETWEEN_POLITIES
    assert read_choice(engine, form="everything").kinds == ALL
    roles = read_choice(engine, role=["observer"]).roles
    assert {one.value.split("/")[-2] for one in roles} == {"attendance-role", "membership-role"}


@pytest.mark.parametrize(
    ("wishes", "found", "remedy"),
    [
        ({"tie": ["pacts"]}, "--tie: there is no 'pacts'", "Did you mean 'pact'?"),
        ({"form": "poly"}, "--projection: there is no 'poly'", "polities, bipartite, everything"),
        ({"weight": "newton"}, "--weight: there is no 'newton'", "newman"),
        ({"least": 0}, "--min: 0 is less than 1", "1 or more"),
        ({"role": ["chairman"]}, "--role: there is no role 'chairman'", "Did you mean 'chair'?"),
        ({"region": ["atlantis"]}, "--region: there is no region 'atlantis'", "africa"),
        ({"since": "2020-01-01"}, "--from is given without --to", "Give both days"),
        ({"until": "2020-01-01"}, "--to is given without --from", "Give both days"),
        (
            {"since": "2021-01-01", "until": "2020-01-01"},
            "--from 2021-01-01 is after --to 2020-01-01",
            "earlier",
        ),
        (
            {"on": "2020-01-01", "since": "2020-01-01", "until": "2021-01-01"},
            "--on is given beside",
            "one day",
        ),
        ({"on": "2023"}, "--on: '2023' is not a day", "2023-04-01"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_can(
    wishes: dict[str, object], found: str, remedy: str
) -> None:
    with pytest.raises(ComityError) as fault:
        read_choice(comity.open().engine, **wishes)  # type: ignore[arg-type]  # wishes of several kinds
    assert found in fault.value.found
    assert remedy in fault.value.remedy
    assert isinstance(fault.value, BadParameter | UnknownThing)


def test_from_python_a_network_its_measures_and_its_paths_take_the_same_wishes() -> None:
    graph = comity.open()
    wishes = {"region": "europe", "weight": "count", "least": 3, "backbone": "2"}
    found = graph.network("membership", date(2023, 4, 1), **wishes)  # type: ignore[arg-type]  # wishes of several kinds
    assert {data["weight"] >= 3 for _, _, data in found.edges(data=True)} == {True}
    assert found.nodes[thing("polity", "FRA")]["label"] == "France"
    measured = graph.measures("membership", date(2023, 4, 1), **wishes)  # type: ignore[arg-type]  # wishes of several kinds
    assert {row.node for row in measured.rows} == set(found)
    chains = graph.path("JPN", "nso-group", date(2021, 12, 31), ties=["attendance", "designation"])
    assert {tie.via.value for step in chains.chains[0] for tie in step.ties} == {
        "attendance",
        "designation",
    }
    with pytest.raises(BadParameter, match="no tie 'friendship'"):
        graph.path("JPN", "nso-group", ties=["friendship"])


@pytest.mark.parametrize(
    ("weight", "theirs"),
    [
        (Weight.NEWMAN, bipartite.collaboration_weighted_projected_graph),
        (Weight.COUNT, bipartite.weighted_projected_graph),
        (Weight.JACCARD, bipartite.overlap_weighted_projected_graph),
    ],
)
@pytest.mark.parametrize("on", [date(1995, 1, 1), date(2015, 1, 1), date(2023, 4, 1)])
def test_weights_are_those_of_the_projections_of_networkx(
    weight: Weight, theirs: Callable[..., networkx.Graph[Iri]], on: date
) -> None:
    engine = comity.open().engine
    two_mode: networkx.Graph[Iri] = networkx.Graph()
    for one in affiliations.memberships(engine, on):
        two_mode.add_edge(one.polity, one.group)
    polities = [node for node in two_mode if path_of(node).startswith("polity/")]
    expected = {
        tuple(sorted(pair)): data["weight"]
        for *pair, data in theirs(two_mode, polities).edges(data=True)
    }
    found = project(engine, Choice(on=on, weight=weight)).ties
    assert {(tie.source, tie.target): tie.weight for tie in found} == pytest.approx(expected)
