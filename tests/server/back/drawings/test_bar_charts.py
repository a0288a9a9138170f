"""Bars are as long as their numbers, in order, and what is unknown has none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.server.back.drawings.bar_charts import MOST, bars
from comity.server.back.drawings.svg import Drawing, Label
from tests.server.back.drawings.drawn import SVG, Cell, columns, numbered, read, rows, say, texts


def drawn(*numbers: Cell) -> Drawing:
    found = rows(*(["text", one] for one in numbers))
    return bars(found, columns(found)[1], numbered, say)


def lengths(drawing: Drawing) -> list[float]:
    return [float(one.get("width", "")[:-1]) for one in read(drawing).iter(f"{SVG}rect")]


def test_the_largest_comes_first_and_equal_ones_stay_in_order() -> None:
    found = drawn(2, 8, 2, 4)
    assert texts(found)[::2] == ["row 1", "row 3", "row 0", "row 2"]
    assert lengths(found) == [100, 50, 25, 25]


def test_unknown_is_not_drawn_as_zero() -> None:
    found = drawn(0, None, 5)
    assert texts(found) == ["row 2", "5", "row 0", "0", "row 1", "unknown"]
    assert lengths(found) == [100, 0]
    assert "Rows without a number: 1. They are unknown, not zero." in found.rules


def test_what_is_left_out_is_counted() -> None:
    found = drawn(*range(100))
    assert len(lengths(found)) == MOST
    assert "Drawn are 40 of 100 rows; left out: 60." in found.rules


def test_numbers_below_zero_go_the_other_way() -> None:
    below = next(one for one in read(drawn(6, -2)).iter(f"{SVG}rect") if one.get("x") == "0%")
    assert below.get("width") == "25%"


@given(st.lists(st.one_of(st.integers(), st.floats(allow_nan=False), st.none()), min_size=1))
def test_any_numbers_give_a_drawing_and_always_the_same_one(numbers: list[float | None]) -> None:
    found = drawn(1, *numbers)
    assert found == drawn(1, *numbers)
    assert all(0 <= one <= 100 for one in lengths(found))


@given(st.text())
def test_any_name_comes_out_as_text_without_styles(name: str) -> None:
    found = rows(["text", 1])
    drawing = bars(found, columns(found)[1], lambda _: Label(name, ""), say)
    names = {one.tag.removeprefix(SVG) for one in read(drawing).iter()}
    assert names == {"svg", "title", "desc", "g", "text", "rect"}
    assert "style=" not in drawing.svg.replace(name, "")


def test_a_name_in_another_language_than_the_page_says_which() -> None:
    found = rows(("polity:JPN", 1))
    drawn = bars(found, columns(found)[1], lambda _: Label("Japan", "", "en"), say)
    marked = [one.text for one in read(drawn).iter() if one.get("lang") == "en"]
    assert marked == ["Japan: 1", "Japan"]
    plain = bars(found, columns(found)[1], lambda _: Label("Japan", ""), say)
    assert not [one for one in read(plain).iter() if "lang" in one.attrib]
