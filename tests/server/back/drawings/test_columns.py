"""What columns hold is told from their values: numbers, dates of any precision, things, answers."""

from __future__ import annotations

from datetime import date

import pytest

from comity.server.back.drawings.columns import Sort, Span, columns_of, number_of, span_of
from comity.terms import Literal, typed
from tests.server.back.drawings.drawn import Cell, columns, rows


@pytest.mark.parametrize(
    ("values", "sort"),
    [
        (["polity:JPN", None], Sort.THING),
        ([3, 4.5, None], Sort.NUMBER),
        ([3, "many"], Sort.TEXT),
        (["2021", "2021-05", "2021-05-03", None], Sort.DATE),
        ([Literal("2021"), Literal("2021-05")], Sort.DATE),
        (["yes", "unknown", None], Sort.ANSWER),
        (["yes", "perhaps"], Sort.TEXT),
        ([None, None], Sort.TEXT),
    ],
)
def test_a_column_is_what_all_its_values_are(values: list[Cell], sort: Sort) -> None:
    assert columns(rows(*([one] for one in values)))[0].sort is sort


def test_codes_of_four_digits_are_no_years() -> None:
    found = tuple((Literal(code),) for code in ("8471", "1905"))
    assert columns_of(["code"], found)[0].sort is Sort.TEXT


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021-05-03", date(2021, 5, 3), date(2021, 5, 3)),
    ],
)
def test_a_date_means_all_the_days_that_it_may_mean(said: str, first: date, last: date) -> None:
    ((term,),) = rows([said])
    assert span_of(term) == Span(first, last)


@pytest.mark.parametrize("said", ["2021-13", "2021-02-30", "0000", "-0044", "yesterday", ""])
def test_what_is_no_date_is_none(said: str) -> None:
    assert span_of(typed(said, "date")) is None


@pytest.mark.parametrize("said", ["INF", "NaN", "1e999", "9" * 400, "many", ""])
def test_what_cannot_be_drawn_is_no_number(said: str) -> None:
    assert number_of(typed(said, "double")) is None
    assert number_of(Literal("3")) is None
