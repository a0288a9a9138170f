"""What the pictures count of the shipped graph, against queries and sums of their own."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest

from comity.iris import key_of, thing
from comity.network.choice import Choice
from comity.network.figures import change_chart, ego, matrix, timeline_data, upset, worldmap
from comity.network.figures.request import Wanted
from comity.network.label_layout import Names
from comity.network.scene import compose
from comity.network.ties import BETWEEN_POLITIES, Kind
from comity.store.engines.interface import Engine
from comity.terms import Iri
from tests.network.conftest import World
from tests.network.figures.conftest import listed, rows

DAYS = (date(2021, 12, 10), date(2023, 4, 1), date(2026, 11, 22))
_OBSERVER = "FILTER NOT EXISTS { ?m comity:role scheme:observer }".replace(
    "scheme:observer", "<https://w3id.org/comity/scheme/membership-role/observer>"
)
_HELD = """
  OPTIONAL {{ ?m comity:holdsUntil ?until }}
  ?m comity:holdsFrom ?from .
  FILTER (?from <= "{day}"^^xsd:date && (!BOUND(?until) || ?until > "{day}"^^xsd:date))
"""


def _wanted(
    day: date,
    kinds: tuple[Kind, ...] = (Kind.MEMBERSHIP,),
    centre: Iri | None = None,
    span: tuple[date, date] | None = None,
    sets: tuple[Iri, ...] = (),
) -> Wanted:
    return Wanted(Choice(kinds=kinds, on=day), day, False, centre, span, sets)


def _members(engine: Engine, day: date, *, observers: bool = False) -> dict[str, set[str]]:
    """Return the initiatives of each polity by a query of the test's own."""
    found = defaultdict(set)
    for polity, initiative in rows(
        engine,
        "SELECT ?p ?i WHERE { ?m a comity:Membership ; comity:polity ?p ; comity:initiative ?i . "
        f"{'' if observers else _OBSERVER} {_HELD.format(day=day)} }}",
    ):
        found[polity].add(initiative)
    return found


@pytest.mark.parametrize("day", DAYS)
def test_every_polity_has_its_number_on_the_map_or_is_named_as_left_out(
    shipped: Engine, day: date
) -> None:
    made = worldmap.chart(shipped, _wanted(day), Names(shipped))
    expected = {polity: len(its) for polity, its in _members(shipped, day).items()}
    assert {polity.value: count for polity, count in made.tally.counts.items()} == expected
    assert sorted([*made.shown, *made.left_out]) == sorted(made.tally.counts)
    classes = worldmap.steps(made.tally.counts.values())
    for count in expected.values():
        assert sum(low <= count <= high for low, high in classes) == 1


@pytest.mark.parametrize("day", DAYS)
def test_every_country_has_the_number_of_its_listed_entities_on_the_map(
    shipped: Engine, day: date
) -> None:
    made = worldmap.chart(shipped, _wanted(day, (Kind.DESIGNATION,)), Names(shipped))
    expected = rows(
        shipped,
        "SELECT ?c (COUNT(DISTINCT ?e) AS ?n) WHERE { ?m a comity:Designation ; comity:entity ?e . "
        "?e comity:linkedTo|comity:headquarteredIn|comity:incorporatedIn|comity:addressIn|"
        f"comity:nationality ?c . {_HELD.format(day=day)} }} GROUP BY ?c",
    )
    assert {p.value: n for p, n in made.tally.counts.items()} == {c: int(n) for c, n in expected}


def test_a_map_of_one_initiative_shows_its_members_alone(shipped: Engine) -> None:
    centre = thing("initiative", "echri")
    made = worldmap.chart(shipped, _wanted(DAYS[0], centre=centre), Names(shipped))
    expected = {p for p, its in _members(shipped, DAYS[0]).items() if centre.value in its}
    assert {one.value for one in made.shown} == expected
    assert len(expected) == 8
    assert made.tally.is_full  # the coverage says so, and all eight joined by that day


@pytest.mark.parametrize("day", DAYS)
def test_every_mark_of_the_matrix_is_a_membership_and_every_membership_a_mark_or_left_out(
    shipped: Engine, day: date
) -> None:
    made = matrix.table(shipped, _wanted(day))
    members = _members(shipped, day, observers=True)
    assert len(made.rows) == len(set(made.rows)) <= matrix.MOST_ROWS
    assert {one.value for one in (*made.rows, *made.lone)} == set(members)
    marks = {(seat.polity.value, seat.initiative.value) for seat in made.seats}
    shown = {one.value for one in made.rows}
    assert marks == {(p, i) for p, its in members.items() if p in shown for i in its}
    assert {i for its in members.values() for i in its} == {
        one.value for one in (*made.columns, *made.small)
    }


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("sets", [(), ("g7", "nato", "brics", "sco", "five-eyes")])
def test_every_polity_is_in_the_one_combination_that_it_is_in(
    shipped: Engine, day: date, sets: tuple[str, ...]
) -> None:
    asked = tuple(thing("initiative", one) for one in sets)
    made = upset.overlap(shipped, _wanted(day, sets=asked))
    members = _members(shipped, day)
    inside = {one.value for one in made.sets}
    expected: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for polity, its in members.items():
        if its & inside:
            expected[frozenset(its & inside)].add(polity)
    drawn = {
        frozenset(one.value for one in column.sets): {one.value for one in column.polities}
        for column in (*made.columns, *made.rest)
    }
    assert drawn == expected
    counted = Counter(i for its in members.values() for i in its)
    assert {one.value: number for one, number in made.sizes.items()} == {
        one: counted[one] for one in inside
    }
    if not sets:
        assert made.elsewhere == sum(not its & inside for its in members.values())
        assert min(made.sizes.values()) >= max(
            (n for one, n in counted.items() if one not in inside), default=0
        )


@pytest.mark.parametrize("day", DAYS)
def test_the_timeline_counts_each_designation_once_with_its_authority(
    shipped: Engine, day: date
) -> None:
    made = timeline_data.timeline(shipped, _wanted(day))
    expected = rows(
        shipped,
        "SELECT ?a (COUNT(DISTINCT ?m) AS ?n) WHERE { ?m a comity:Designation ; "
        "comity:list/comity:authority ?a ; comity:holdsFrom ?from . "
        f'FILTER (?from <= "{day}"^^xsd:date) }} GROUP BY ?a',
    )
    drawn: Counter[str] = Counter()
    for spot in made.spots:
        drawn[spot.authority.value] += spot.number
    for authority, number in made.undated.items():
        drawn[authority.value] += number
    assert drawn == {authority: int(number) for authority, number in expected}
    known = rows(
        shipped,
        "SELECT DISTINCT ?s WHERE { ?s a comity:Summit ; comity:startedOn ?day . "
        f"FILTER (?day >= '{made.first}'^^xsd:date && ?day <= '{day}'^^xsd:date) }}",
    )
    assert sorted(one.value for _, one in made.summits) == sorted(one for (one,) in known)


def test_the_ties_of_an_ego_picture_are_those_of_the_graph(shipped: Engine) -> None:
    day, centre = DAYS[2], thing("polity", "JPN")
    made = ego.ego(shipped, _wanted(day, BETWEEN_POLITIES, centre), Names(shipped))
    drawn = {sector.called: len(sector.neighbours) for sector in made.sectors}
    assert drawn["initiative it is in"] == len(_members(shipped, day)[centre.value])
    ((pacts,),) = rows(
        shipped,
        "SELECT (COUNT(DISTINCT ?m) AS ?n) WHERE { ?m comity:party id:polity\\/JPN . "
        f"{_HELD.format(day=day)} }}",
    )
    assert drawn["pact it is party to"] == int(pacts)
    ((summits,),) = rows(
        shipped,
        "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?m comity:polity id:polity\\/JPN ; "
        "comity:summit ?s ; comity:status ?is . FILTER (STRENDS(STR(?is), '/attended')) "
        f"{_HELD.format(day=day)} }}",
    )
    assert drawn["summit it attended"] == int(summits)


def test_what_does_not_fit_around_an_ego_is_counted(shipped: Engine) -> None:
    centre = thing("polity", "USA")
    made = ego.ego(shipped, _wanted(DAYS[2], BETWEEN_POLITIES, centre), Names(shipped))
    shown = [len(sector.neighbours) for sector in made.sectors]
    assert sum(made.totals) > ego.MOST >= sum(shown)
    assert all(some <= total for some, total in zip(shown, made.totals, strict=True))


def test_who_joined_between_two_days_was_not_in_before_and_is_after(shipped: Engine) -> None:
    first, last = DAYS[0], DAYS[1]
    made = change_chart.change(shipped, _wanted(last, BETWEEN_POLITIES, span=(first, last)))
    before, after = _members(shipped, first), _members(shipped, last)
    gained = {p: len(after[p] - before.get(p, set())) for p in after}
    lost = {p: len(before[p] - after.get(p, set())) for p in before}
    panel = made.panels[0]
    assert panel.heading == "initiatives it is in"
    for polity in {*gained, *lost}:
        counts = panel.counts.get(thing("polity", key_of(polity)), {})
        assert counts.get("began", 0) + counts.get("first known", 0) == gained.get(polity, 0)
        assert counts.get("ended", 0) == lost.get(polity, 0)
    rest = {one for panel in made.panels for one in panel.counts}
    assert rest == {*made.polities, *made.left_out}


@pytest.mark.parametrize("day", DAYS)
def test_every_polity_is_in_the_backbone_or_counted_as_left_out(shipped: Engine, day: date) -> None:
    scene = compose(shipped, [Kind.MEMBERSHIP], day)
    members = _members(shipped, day)
    groups = Counter(i for its in members.values() for i in its)
    tied = [p for p, its in members.items() if any(groups[i] > 1 for i in its)]
    left = len(tied) - len(scene.places)
    assert f"; {left} of {len(tied)} polities have none of these." in scene.rule


def test_days_too_many_to_tell_apart_are_put_together_by_month_or_year(all_kinds: World) -> None:
    for number in range(timeline_data.MOST + 1):
        day = date(2010 + number % 13, 1 + number % 2, 1 + number % 28)
        listed(all_kinds, f"works-{number}", "UUU", day.isoformat())
    made = timeline_data.timeline(all_kinds.engine(), _wanted(date(2024, 1, 1)))
    assert made.by == "month"
    assert len(made.spots) <= timeline_data.MOST
    # Two of the world's own have a date, and two have none.
    assert sum(spot.number for spot in made.spots) == timeline_data.MOST + 1 + 2
    assert sum(made.undated.values()) == 2
    assert all(made.is_exact(spot) for spot in made.spots)


def test_a_listing_of_a_month_has_no_day_in_a_timeline_by_day(all_kinds: World) -> None:
    made = timeline_data.timeline(all_kinds.engine(), _wanted(date(2024, 1, 1)))
    assert made.by == "day"
    whole = [spot for spot in made.spots if not made.is_exact(spot)]
    assert [(one.first, one.last) for one in whole] == [(date(2022, 6, 1), date(2022, 6, 30))]
