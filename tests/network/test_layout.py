"""Places and labels: the same on each run, inside the plane, and never over one another."""

from __future__ import annotations

import itertools
import math
import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from comity.iris import thing
from comity.network import label_layout, layout, measures
from comity.network.graphs import Kind, Tie
from comity.network.label_layout import Box, Disc

SIZE = (300.0, 200.0)


def _ring(count: int) -> list[Tie]:
    nodes = [thing("polity", f"P{number:03}") for number in range(count)]
    return [
        Tie(a, b, Kind.PACT, 1.0 + number % 3, (), ())
        for number, (a, b) in enumerate(itertools.pairwise(nodes))
    ]


@given(st.integers(min_value=2, max_value=40), st.floats(min_value=1, max_value=9))
def test_discs_lie_inside_the_plane_and_apart(count: int, radius: float) -> None:
    ties = _ring(count)
    parts = measures.communities(ties)
    radii = {node: radius for part in parts for node in part}
    spots = list(layout.places(ties, parts, radii, SIZE).values())
    assert len(spots) == count
    assert all(0 <= x <= SIZE[0] and 0 <= y <= SIZE[1] for x, y in spots)
    assert all(math.dist(a, b) > 2 * radius for a, b in itertools.combinations(spots, 2))


_discs = st.lists(
    st.builds(
        Disc,
        st.floats(min_value=0, max_value=300),
        st.floats(min_value=0, max_value=200),
        st.floats(min_value=1, max_value=12),
        st.tuples(st.text("abc ", min_size=1, max_size=20), st.text("ABC", min_size=3, max_size=3)),
    ),
    max_size=30,
)


@given(_discs)
def test_no_label_covers_another_label_or_another_disc(discs: list[Disc]) -> None:
    lines = [(a.x, a.y, b.x, b.y) for a, b in itertools.pairwise(discs)]
    found = label_layout.place(discs, lines, SIZE, lambda text: (4.0 * len(text), 8.0))
    boxes = [label.box for label in found if label is not None]
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))
    for disc, label in zip(discs, found, strict=True):
        if label is not None:
            assert label.text in disc.names
            assert Box(0, 0, *SIZE).contains(label.box)
            assert not any(label.box.overlaps(one.box) for one in discs if one is not disc)


def test_a_label_goes_where_it_crosses_no_line() -> None:
    disc = Disc(150, 100, 5, ("name",))
    found = label_layout.place([disc], [(150, 100, 300, 100)], SIZE, lambda _: (30.0, 8.0))
    assert found[0] is not None
    assert found[0].box.right <= 145  # the line leaves to the right


def test_a_name_without_room_gives_way_to_the_code() -> None:
    disc = Disc(20, 10, 5, ("a name wider than the plane", "JPN"))
    found = label_layout.place([disc], [], (60.0, 20.0), lambda text: (6.0 * len(text), 8.0))
    assert found[0] is not None
    assert found[0].text == "JPN"


_LAYOUT = """
from tests.network.test_layout import SIZE, _ring
from comity.network import layout, measures
ties = _ring(30)
parts = measures.communities(ties)
print(parts, layout.places(ties, parts, {n: 3.0 for p in parts for n in p}, SIZE))
"""


def test_places_and_communities_do_not_hang_on_the_order_of_sets() -> None:
    def run(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "src:."}
        return subprocess.run(
            [sys.executable, "-c", _LAYOUT], env=environment, capture_output=True, check=True
        ).stdout

    assert run("1") == run("2") != b""
