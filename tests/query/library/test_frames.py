"""Rows become data frames with typed columns; what is only a year stays as it was said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from comity.query.library.catalogue import Query
from comity.query.library.rows import BoundQuery, Rows
from comity.store.engines.interface import Row
from comity.terms import XSD, Iri, Literal, typed

ROWS: list[Row] = [
    (
        Iri("a:b"),
        Literal("7", f"{XSD}integer"),
        typed("2021-12-09", "date"),
        typed("2021", "gYear"),
    ),
    (None, Literal("1.5", f"{XSD}decimal"), None, typed("2021-12-09", "date")),
    (Iri("a:c"), None, typed("2022-01-01", "date"), None),
]


@pytest.fixture
def rows() -> Rows:
    query = Query("test", "", None)
    return Rows(("thing", "number", "day", "since"), tuple(ROWS), BoundQuery(query, {}, ""))


def test_a_pandas_frame_has_the_columns_and_their_types(rows: Rows) -> None:
    pytest.importorskip("pandas")
    frame = rows.to_pandas()
    assert list(frame.columns) == ["thing", "number", "day", "since"]
    assert frame["day"][0] == date(2021, 12, 9)
    assert frame["since"][0] == "2021"
    assert frame["number"][1] == "1.5"


def test_a_polars_frame_has_the_columns_and_their_types(rows: Rows) -> None:
    pytest.importorskip("polars")
    frame = rows.to_polars()
    assert frame.columns == ["thing", "number", "day", "since"]
    assert frame["day"].to_list() == [date(2021, 12, 9), None, date(2022, 1, 1)]
    assert frame["thing"].to_list() == ["a:b", None, "a:c"]


def test_a_column_of_one_type_is_read() -> None:
    from comity.query.library.frames import values_of

    decimals = (Literal("1.50", f"{XSD}decimal"), None)
    assert values_of({"it": decimals}) == {"it": [Decimal("1.50"), None]}
    assert values_of({"it": (typed("nonsense", "date"),)}) == {"it": ["nonsense"]}
