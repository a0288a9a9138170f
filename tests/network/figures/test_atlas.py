"""The map: the projection as its authors give it, outlines cut at the edge, and places for all."""

from __future__ import annotations

import math
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.iris import key_of
from comity.network import figures
from comity.network.figures import worldmap
from comity.network.figures.world_atlas import Point, cut, equal_earth, sites, thinned, world
from comity.store.engines.interface import Engine
from tests.network.figures.conftest import rows

# countries-50m.json of the npm package world-atlas 2.0.2.
DIGEST = "04342cdc1e3016bcd7db1630de95684d67b79fe3c8c460321e87aef469502394"


def test_the_atlas_is_the_published_file_with_its_licence_beside_it() -> None:
    folder = Path(figures.__file__).parent / "atlas"
    assert sha256((folder / "countries-50m.json").read_bytes()).hexdigest() == DIGEST
    said = (folder / "LICENSE").read_text("utf-8")
    assert "Natural Earth" in said
    assert "public" in said
    assert "Permission to use, copy, modify, and/or distribute" in said


@pytest.mark.parametrize(
    ("place", "expected"),
    [((0, 0), (0, 0)), ((180, 0), (2.70663, 0)), ((0, 90), (0, 1.31736)),
     ((180, 90), (1.60359, 1.31736))],
)  # fmt: skip
def test_the_corners_of_the_projection_are_where_its_authors_have_them(
    place: Point, expected: Point
) -> None:
    # The Equator is 2.05 times as long as the central meridian, a pole 0.59247 times the Equator.
    assert equal_earth(*place) == pytest.approx(expected, abs=1e-5)


@given(st.floats(min_value=-170, max_value=170), st.floats(min_value=-85, max_value=85))
def test_areas_on_the_map_are_as_on_the_globe(longitude: float, latitude: float) -> None:
    step = 0.01
    x, y = equal_earth(longitude, latitude)
    east, _ = equal_earth(longitude + step, latitude)
    over, north = equal_earth(longitude, latitude + step)
    east_y = equal_earth(longitude + step, latitude)[1]
    drawn = (east - x) * (north - y) - (over - x) * (east_y - y)
    middle = math.radians(latitude + step / 2)
    assert drawn == pytest.approx(math.radians(step) ** 2 * math.cos(middle), rel=2e-3)


def _area(ring: list[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


@given(
    st.floats(min_value=-180, max_value=179),
    st.floats(min_value=1, max_value=120),
    st.floats(min_value=-170, max_value=170),
)
def test_a_ring_that_crosses_the_edge_is_cut_in_two_and_keeps_its_area(
    west: float, wide: float, middle: float
) -> None:
    def turned(x: float) -> float:
        return (x + 180) % 360 - 180

    steps = [west + wide * number / 8 for number in range(9)]
    ring = [(turned(x), -10.0) for x in steps] + [(turned(x), 30.0) for x in reversed(steps)]
    parts = cut([*ring, ring[0]], middle)
    assert sum(_area(part) for part in parts) == pytest.approx(wide * 40, rel=1e-6)
    for part in parts:
        assert all(-180 <= x <= 180 for x, _ in part)
    low = (west - middle + 180) % 360 - 180
    if 1e-6 < 180 - low < wide - 1e-6:
        assert len(parts) == 2
        assert any(x == 180 for x, _ in parts[0] + parts[1])


@given(
    st.lists(st.tuples(st.floats(-40, 40), st.floats(-40, 40)), min_size=2, max_size=30),
    st.floats(min_value=0.1, max_value=5),
)
def test_a_thinned_line_keeps_its_ends_and_strays_no_further_than_allowed(
    line: list[Point], least: float
) -> None:
    kept = thinned(line, least)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    shrunk = math.cos(math.radians(sum(y for _, y in line) / len(line)))

    def flat(point: Point) -> Point:
        return point[0] * shrunk, point[1]

    def away(point: Point, start: Point, end: Point) -> float:
        length = math.dist(start, end) ** 2
        share = 0.0
        if length:
            share = ((point[0] - start[0]) * (end[0] - start[0])
                     + (point[1] - start[1]) * (end[1] - start[1])) / length  # fmt: skip
        share = min(1.0, max(0.0, share))
        foot = [start[n] + share * (end[n] - start[n]) for n in (0, 1)]
        return math.dist(point, foot)

    for point in line:
        stretches = pairwise(kept) if len(kept) > 1 else [(kept[0], kept[0])]
        assert min(away(flat(point), flat(a), flat(b)) for a, b in stretches) <= least + 1e-6


def test_every_state_of_the_graph_has_a_place_on_the_map(shipped: Engine) -> None:
    states = {one for (one,) in rows(shipped, "SELECT ?p WHERE { ?p a comity:State }")}
    found = {site.polity.value: site for site in sites(shipped)}
    assert states <= found.keys()
    assert all(found[one].areas or found[one].point for one in states)
    assert sum(bool(found[one].areas) for one in states) >= 190


def test_the_areas_that_count_for_nobody_are_those_that_the_note_names(shipped: Engine) -> None:
    owned = {area for site in sites(shipped) for area in site.areas}
    nobody = {area.name for area in world().areas if area not in owned}
    assert nobody == {"N. Cyprus", "Somaliland", "Siachen Glacier", "Indian Ocean Ter."}
    for name in ("Northern Cyprus", "Somaliland", "Siachen Glacier", "Crimea"):
        assert name in worldmap.NOTE
    russia = next(area for area in world().areas if area.name == "Russia")
    assert sum(worldmap.is_crimea(russia, ring) for ring in russia.rings) == 1


@pytest.mark.parametrize(
    ("spot", "holder"),
    [((35.8, 33.0), "Israel"), ((-13.5, 25.5), "Morocco"), ((79.3, 35.2), "China"),
     ((94.5, 28.2), "India"), ((73.3, 34.2), "Pakistan"), ((74.8, 34.1), "India"),
     ((37.8, 48.0), "Ukraine")],
)  # fmt: skip
def test_the_note_says_truly_whom_the_atlas_draws_disputed_ground_with(
    spot: Point, holder: str
) -> None:
    def inside(ring: list[Point]) -> bool:
        x, y = spot
        crossings = [
            x < a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1])
            for a, b in pairwise(ring)
            if (a[1] > y) != (b[1] > y)
        ]
        return sum(crossings) % 2 == 1

    found = [
        area.name
        for area in world().areas
        if sum(inside(world().points(ring)) for ring in area.rings) % 2
    ]
    assert found == [holder]


def test_kosovo_is_found_by_its_name_because_it_has_no_number(shipped: Engine) -> None:
    (kosovo,) = (site for site in sites(shipped) if key_of(site.polity.value) == "XKX")
    assert [area.name for area in kosovo.areas] == ["Kosovo"]
