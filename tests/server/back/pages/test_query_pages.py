"""A fault is told at its place in the query as the reader wrote it."""

from __future__ import annotations

import pytest

import comity
from comity.errors import ComityError
from comity.query.library.catalogue import Query
from comity.query.library.run import run
from comity.server.back.pages.query_pages import Fault, fault_of
from comity.store.engines.interface import Engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return comity.open().engine


def fault(engine: Engine, text: str) -> Fault:
    with pytest.raises(ComityError) as told:
        run(engine, Query("editor", text, None), {})
    return fault_of(told.value, text)


@pytest.mark.parametrize(
    ("text", "shown", "mark"),
    [
        ("SELECT ?x WHERE { ?x a comity:Nothing }", 1, "comity:Nothing"),
        ("SELECT ?x\nWHERE { ?x a comity:Nothing }", 2, "comity:Nothing"),
        ("SELECT ?x\r\nWHERE {\r\n  ?x a comity:Nothing }", 3, "comity:Nothing"),
        ('SELECT ?x WHERE { ?x skos:prefLabel "日本" bad . }', 1, "}"),
        ("SELECT ?x WHERE { ?x skos:prefLabel ?y\n\n", 1, "{"),
        ("\n\nSELECT ?x WHERE { ?x unheard:of ?y }", 3, "unheard:of"),
    ],
)
def test_the_place_is_that_of_the_reader_s_text(
    engine: Engine, text: str, shown: int, mark: str
) -> None:
    found = fault(engine, text)
    assert (found.shown, found.mark) == (shown, mark)
    assert f"at line {found.line}, column {found.column}" in found.found
    line = text.split("\n")[shown - 1].rstrip("\r")
    assert found.before + found.mark + found.after == line
    assert "\n" not in found.found + found.remedy


def test_a_fault_without_a_place_stays_as_it_is(engine: Engine) -> None:
    found = fault(engine, "SELECT * WHERE { SERVICE <http://example.org/> { ?a ?b ?c } }")
    assert (found.line, found.mark) == (0, "")
    assert "SERVICE" in found.found
    assert found.remedy


def test_a_long_line_is_shown_around_the_place(engine: Engine) -> None:
    found = fault(engine, f"SELECT ?x WHERE {{ {'?x ?y ?z . ' * 2000} bad{'x' * 9000} }}")
    assert found.line == 1
    assert all(len(part) <= 61 for part in (found.before, found.mark, found.after))
