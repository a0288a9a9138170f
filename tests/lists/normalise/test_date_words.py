"""Dates are read as precise as they are given, and nothing is made up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.lists.model.record import Date
from comity.lists.normalise.date_words import read_date


@pytest.mark.parametrize(
    ("text", "value", "circa", "until"),
    [
        ("1965-07-05", "1965-07-05", False, ""),
        ("1965-07", "1965-07", False, ""),
        ("19650705", "1965-07-05", False, ""),
        ("1965", "1965", False, ""),
        ("05 Jul 1965", "1965-07-05", False, ""),
        ("5 July 1965", "1965-07-05", False, ""),
        ("July 5, 1965", "1965-07-05", False, ""),
        ("Jul 1965", "1965-07", False, ""),
        ("Sept. 1965", "1965-09", False, ""),
        ("05/07/1965", "1965-07-05", False, ""),
        ("05.07.1965", "1965-07-05", False, ""),
        ("07/1965", "1965-07", False, ""),
        ("00/00/1965", "1965", False, ""),
        ("00/07/1965", "1965-07", False, ""),
        ("1965-00-00", "1965", False, ""),
        ("2022-05-04T00:00:00.000Z", "2022-05-04", False, ""),
        ("2022-05-04 13:05:00", "2022-05-04", False, ""),
        ("2014年12月17日", "2014-12-17", False, ""),
        ("2014年12月", "2014-12", False, ""),
        ("1953年", "1953", False, ""),
        ("2014.8.5", "2014-08-05", False, ""),
        ("circa 1965", "1965", True, ""),
        ("Circa Jun 1951", "1951-06", True, ""),
        ("c. 1965", "1965", True, ""),
        ("approximately 1965", "1965", True, ""),
        ("Approximately 1955- 1958", "1955", True, "1958"),
        ("between 1960 and 1965", "1960", False, "1965"),
        ("1960 to 1965", "1960", False, "1965"),
        ("1960-1965", "1960", False, "1965"),
        ("circa 1961-1963", "1961", True, "1963"),
        ("01 Jan 1960 to 31 Dec 1965", "1960-01-01", False, "1965-12-31"),
        ("1960 to circa 1965", "1960", True, "1965"),
        ("31 Feb 1965", "", False, ""),
        ("13/13/1965", "", False, ""),
        ("05/00/1965", "", False, ""),
        ("0000", "", False, ""),
        ("0001-01-01", "", False, ""),
        ("1965 to 1960", "", False, ""),
        ("unknown", "", False, ""),
        ("circa", "", False, ""),
        ("1960s", "", False, ""),
        ("", "", False, ""),
    ],
)
def test_a_date_is_as_precise_as_its_text(text: str, value: str, circa: bool, until: str) -> None:
    assert read_date(text) == Date(value, text, circa, until)


def test_the_order_of_day_and_month_is_what_the_reader_says() -> None:
    assert read_date("05/07/1965", "mdy").value == "1965-05-07"
    assert read_date("25/07/1965", "mdy").value == ""
    assert read_date("1965-07-05", "mdy").value == "1965-07-05"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_of_the_calendar_is_read_in_every_form(day: date) -> None:
    for form in ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%B %d, %Y", "%d/%m/%Y", "%Y%m%d"):
        assert read_date(day.strftime(form)).value == day.isoformat()


@given(st.text() | st.from_regex(r"[0-9 /.-]{4,12}( to | - )?[0-9]{0,4}"))
def test_any_text_is_kept_and_gives_a_real_date_or_none(text: str) -> None:
    found = read_date(text)
    for value in (found.value, found.until):
        parts = [int(part) for part in value.split("-")] if value else [2000]
        date(*[*parts, 1, 1][:3])
    assert not found.until or found.value
