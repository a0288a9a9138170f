"""Every format says what the engine's own writer says, and none runs or hides anything."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from comity.errors import UnknownFormat
from comity.query.library.catalogue import Query
from comity.query.library.rows import BoundQuery, Rows
from comity.query.render.row_writers import render, render_verdict
from comity.query.render.text_layout import as_table
from comity.store.engines.oxigraph import OxigraphEngine
from comity.terms import Literal, Term

QUERY = """SELECT ?iri ?text ?tagged ?day ?none WHERE {
  VALUES (?iri ?text ?tagged ?day ?none) {
    (<https://example.org/é> "a,\\"b\\"\\nc" "日本"@ja "2021-12-09"^^<http://www.w3.org/2001/XMLSchema#date> UNDEF)
    (UNDEF "<b>&amp;</b> | `x`" "" 7 1.5)
  }
}"""  # noqa: E501  # one line a row
STRING = "http://www.w3.org/2001/XMLSchema#string"
DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
ASKED = BoundQuery(Query("test", QUERY, None), {}, QUERY)


@pytest.fixture
def rows() -> Rows:
    answer = OxigraphEngine(ox.Store()).select(QUERY)
    return Rows(answer.variables, tuple(answer.rows), ASKED)


def written(rows: Rows, form: str) -> str:
    return "".join(render(rows, form, _text))


def _text(term: Term | None) -> str:
    return "" if term is None else term.value


def _peer(form: ox.QueryResultsFormat) -> str:
    answer = ox.Store().query(QUERY)
    assert isinstance(answer, ox.QuerySolutions)
    said = answer.serialize(format=form)
    assert said is not None
    return said.decode()


def test_csv_says_what_the_engine_says(rows: Rows) -> None:
    ours = list(csv.reader(io.StringIO(written(rows, "csv"))))
    assert ours == list(csv.reader(io.StringIO(_peer(ox.QueryResultsFormat.CSV))))


def test_json_says_what_the_engine_says(rows: Rows) -> None:
    assert json.loads(written(rows, "json")) == json.loads(_peer(ox.QueryResultsFormat.JSON))


def test_xml_says_what_the_engine_says(rows: Rows) -> None:
    ours, theirs = (
        ElementTree.canonicalize(text, strip_text=True)
        for text in (written(rows, "xml"), _peer(ox.QueryResultsFormat.XML))
    )
    assert ours == theirs


def test_tsv_is_read_back_to_the_same_terms(rows: Rows) -> None:
    parsed = ox.parse_query_results(written(rows, "tsv"), format=ox.QueryResultsFormat.TSV)
    assert isinstance(parsed, ox.QuerySolutions)
    found = [tuple(solution) for solution in parsed]
    asked = ox.Store().query(QUERY)
    assert isinstance(asked, ox.QuerySolutions)
    assert found == [tuple(solution) for solution in asked]


FORMULAS = [
    "=1+1",
    "-1+1",
    "-2 | 3",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM",
]


@pytest.mark.parametrize("text", [*FORMULAS, "a\rb", 'a"b', "a\nb", "a,b", " =1", ""])
def test_csv_is_exact_whatever_a_text_begins_with(text: str) -> None:
    rows = Rows(("a", "b"), ((Literal(text), Literal("z")),), ASKED)
    read = list(csv.reader(io.StringIO(written(rows, "csv"), newline="")))
    assert read == [["a", "b"], [text, "z"]]


def test_markdown_shows_markup_as_text(rows: Rows) -> None:
    text = written(rows, "markdown")
    assert text.splitlines()[0] == "| iri | text | tagged | day | none |"
    assert "\\<b\\>&amp;amp;\\</b\\> \\| \\`x\\`" in text
    assert len(text.splitlines()) == 4


def test_a_table_keeps_control_characters_off_the_screen() -> None:
    row = (Literal("a\x1b[31mred\u202eback"), Literal("[bold]日本[/bold]"))
    rows = Rows(("one", "two"), (row,), ASKED)
    text = as_table(rows, _text, 80)
    assert "a\ufffd[31mred\ufffdback" in text
    assert "[bold]日本[/bold]" in text
    assert text.endswith("1 row.\n")


def test_a_format_that_rows_do_not_have_is_refused(rows: Rows) -> None:
    with pytest.raises(UnknownFormat, match="rows have no format 'turtle'"):
        written(rows, "turtle")


@pytest.mark.parametrize(("form", "said"), [("csv", "true\n"), ("json", '"boolean": true')])
def test_a_verdict_is_a_word_or_the_standard_form(form: str, said: str) -> None:
    assert said in render_verdict(True, form)
