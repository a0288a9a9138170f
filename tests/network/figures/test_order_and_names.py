"""Rows find their blocks from any order, and names are cut and spelt out honestly."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from comity.iris import thing
from comity.network.figures.matrix import scores
from comity.network.figures.timeline import apart
from comity.network.label_layout import Names, shortened
from comity.network.style import can_set, text_size
from tests.network.conftest import World

# Two blocks that share one column: rows 0 to 4 in columns a to c, rows 5 to 9 in c to e.
_BLOCKS = [(str(row), column) for row in range(10) for column in ("abc" if row < 5 else "cde")]


@given(st.permutations(_BLOCKS))
def test_blocks_come_out_apart_whatever_order_they_come_in(cells: list[tuple[str, str]]) -> None:
    rows, columns = scores(cells)
    order = sorted(rows, key=lambda row: rows[row])
    halves = {frozenset(order[:5]), frozenset(order[5:])}
    assert halves == {frozenset("01234"), frozenset("56789")}
    across = sorted(columns, key=lambda column: columns[column])
    assert across[2] == "c"
    assert (rows, columns) == scores(_BLOCKS)


def test_a_table_of_one_cell_has_an_order_too() -> None:
    assert scores([("row", "column")]) == ({"row": 0.0}, {"column": 0.0})


def test_initiatives_go_by_their_initials_where_they_have_some(world: World) -> None:
    for key, label in (
        ("nato", "North Atlantic Treaty Organization (NATO)"),
        ("oecd", "Organisation for Economic Co-operation and Development"),
        ("quad", "Quad (also called Quadrilateral Security Dialogue)"),
        ("clean-network", "The Clean Network"),
    ):
        world.name("initiative", key, label)
    names = Names(world.engine())
    shown = [names.short(thing("initiative", key)) for key in ("nato", "oecd", "quad")]
    assert shown == ["NATO", "OECD", "Quad"]
    assert names.short(thing("initiative", "clean-network")) == "Clean Network"
    assert names.in_full() == (
        "NATO: North Atlantic Treaty Organization (NATO); "
        "OECD: Organisation for Economic Co-operation and Development."
    )


def test_a_name_that_the_typeface_cannot_set_gives_way_to_the_key(world: World) -> None:
    world.name("polity", "JPN", "日本", "ja")
    world.name("polity", "TUR", "Türkiye")
    names = Names(world.engine())
    assert names(thing("polity", "JPN")) == "JPN"
    assert names(thing("polity", "TUR")) == "Türkiye"
    assert not can_set("日本")


@given(st.text("abcdefg ", min_size=1, max_size=60).map(str.strip).filter(bool))
def test_a_shortened_name_fits_and_shows_that_it_is_cut(name: str) -> None:
    cut = shortened(name, 60.0, 5.0)
    assert cut == name or cut.endswith("…")
    assert text_size(cut, 5.0)[0] <= 60.0


@given(st.lists(st.floats(min_value=0, max_value=100), min_size=1, max_size=12))
def test_labels_of_summits_stand_apart_in_their_order(spots: list[float]) -> None:
    found = apart(sorted(spots), 7.0, 0.0, 100.0)
    assert all(b - a >= 7.0 - 1e-9 for a, b in pairwise(found))
