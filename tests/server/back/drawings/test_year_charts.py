"""Years count rows, leave no year out between the first and the last, and say what has no date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.server.back.drawings.bar_charts import years
from comity.server.back.drawings.svg import Drawing
from tests.server.back.drawings.drawn import SVG, Cell, columns, read, rows, say, texts


def drawn(*dates: Cell) -> Drawing:
    found = rows(*([one] for one in dates))
    return years(found, columns(found)[0], say)


def counts(drawing: Drawing) -> list[str]:
    titles = [one.text or "" for one in read(drawing).iter(f"{SVG}title")]
    return titles[1:]


def test_rows_are_counted_by_year_whatever_their_precision() -> None:
    found = drawn("2019", "2021-05", "2021-12-31", None)
    assert counts(found) == ["2019: 1", "2021: 2"]
    assert "Rows without a date: 1. When they were is unknown." in found.rules
    assert {"2019", "2020", "2021"} <= set(texts(found))


def test_a_year_without_a_row_is_not_called_a_none() -> None:
    assert any("not proof of none" in rule for rule in drawn("2019", "2021").rules)


def test_long_times_are_counted_in_spans_of_years() -> None:
    found = drawn("1648", "2021", "2025")
    assert counts(found) == ["1640/1649: 1", "2020/2029: 2"]
    assert "Each column counts 10 years, from the one below it." in found.rules


@pytest.mark.parametrize("most", [1, 2, 7, 10, 34, 99, 100, 1234])
def test_the_scale_has_few_lines_and_reaches_from_zero(most: int) -> None:
    lines = list(read(drawn(*["2021"] * most)).iter(f"{SVG}line"))
    assert 2 <= len(lines) <= 5


@given(st.lists(st.integers(1, 9999), min_size=1, max_size=40))
def test_any_years_give_a_drawing_that_counts_each(found: list[int]) -> None:
    drawing = drawn(*(f"{year:04}" for year in found))
    assert sum(int(one.rpartition(" ")[2]) for one in counts(drawing)) == len(found)
    assert len(texts(drawing)) < 40
