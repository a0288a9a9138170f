"""A workbook holds every text as text and every number that it can keep as a number."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from comity.errors import BadData
from comity.query.library.catalogue import Query
from comity.query.library.rows import BoundQuery, Rows
from comity.query.render.workbook import LONGEST_CELL, workbook
from comity.terms import XSD, Iri, Literal, Term

ASKED = BoundQuery(Query("test", "", None), {}, "")


def cells(*row: Term | None) -> list[object]:
    rows = Rows(tuple(f"c{number}" for number in range(len(row))), (row,), ASKED)
    read = CalamineWorkbook.from_filelike(io.BytesIO(workbook(rows))).get_sheet_by_index(0)
    heading, *values = read.to_python()
    assert heading == list(rows.columns)
    return list(values[0]) if values else []


@pytest.mark.parametrize(
    "text",
    ["=1+1", "-1+1", "+A1", "@SUM(1)", "\t=1", "\uff1d1", "<&>\"'", " a ", "日本", "1", "a\nb"],
)
def test_a_text_is_a_text(text: str) -> None:
    assert cells(Literal(text)) == [text]
    packed = zipfile.ZipFile(io.BytesIO(workbook(Rows(("a",), ((Literal(text),),), ASKED))))
    sheet = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml"))
    assert not [part for part in sheet.iter() if part.tag.endswith("}f")]


@pytest.mark.parametrize(
    ("value", "kind", "cell"),
    [
        ("5", "integer", 5),
        ("-33.5", "decimal", -33.5),
        ("15.0", "decimal", "15.0"),
        ("007", "integer", "007"),
        ("12345678901234567890", "integer", "12345678901234567890"),
        ("NaN", "double", "NaN"),
    ],
)
def test_a_number_is_one_where_nothing_of_it_is_lost(value: str, kind: str, cell: object) -> None:
    assert cells(Literal(value, XSD + kind)) == [cell]


def test_an_empty_cell_and_an_iri_keep_their_columns() -> None:
    assert cells(None, Iri("urn:x"), None, Literal("z")) == ["", "urn:x", "", "z"]


def test_the_same_rows_are_the_same_bytes() -> None:
    rows = Rows(("a",), ((Literal("x"),),), ASKED)
    assert workbook(rows) == workbook(rows)


def test_a_text_that_no_cell_holds_is_refused() -> None:
    with pytest.raises(BadData, match="characters"):
        cells(Literal("x" * (LONGEST_CELL + 1)))
