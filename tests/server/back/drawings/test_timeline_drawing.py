"""A timeline shows days as dots, longer times as bars, and no end where none is stated."""

from __future__ import annotations

from comity.server.back.drawings.svg import Drawing
from comity.server.back.drawings.timeline_drawing import MOST, spans
from tests.server.back.drawings.drawn import SVG, Cell, columns, numbered, read, rows, say, texts


def drawn(*dates: tuple[Cell, ...]) -> Drawing:
    found = rows(*dates)
    return spans(found, columns(found), numbered, say)


def test_a_day_is_a_dot_and_a_year_is_all_of_it() -> None:
    found = read(drawn(("2020-07-01",), ("2021",)))
    (dot,), (year,) = (list(found.iter(f"{SVG}{name}")) for name in ("circle", "rect"))
    assert 20 < float(dot.get("cx", "")[:-1]) < 30
    assert 45 < float(year.get("width", "")[:-1]) < 55


def test_rows_come_by_date_and_those_without_are_counted() -> None:
    found = drawn(("2021-05-01",), (None,), ("2019-05-01",))
    assert [one for one in texts(found) if one.startswith("row")] == ["row 2", "row 0"]
    assert "Rows without a date: 1. When they were is unknown." in found.rules


def test_an_end_that_is_not_stated_is_not_drawn() -> None:
    found = drawn(("2019-01-01", "2020-01-01"), ("2019-06-01", None))
    joined = [one for one in read(found).iter(f"{SVG}line") if one.get("class") == "join"]
    hollow = [one for one in read(found).iter(f"{SVG}circle") if "hollow" in one.get("class", "")]
    assert len(joined) == len(hollow) == 1
    assert "2019-06-01 \N{EN DASH} …" in texts(found)
    assert any("where there is no hollow one, that is unknown" in rule for rule in found.rules)


def test_what_is_left_out_is_counted() -> None:
    found = drawn(*((f"20{year:02}-01-01",) for year in range(60)))
    assert len(list(read(found).iter(f"{SVG}circle"))) == MOST
    assert "Drawn are the first 40 of 60 rows with a date; left out: 20." in found.rules
