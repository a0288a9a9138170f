"""Every query of the library, asked of the small world, gives the rows that its cases want."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from comity.graph.load import read_triples
from comity.iris import BASE
from comity.query.library.catalogue import Library
from comity.query.library.rows import Rows, Statements
from comity.query.library.run import run
from comity.store.engines.interface import Engine, Row
from comity.terms import Term
from tests.store.engines.answers import comparable, comparable_row

HERE = Path(__file__).parent
EXPECTED = HERE / "expected"
LIBRARY = Library.shipped()
WITHOUT_PARAMETERS = {"conflicts", "coverage"}


@dataclass(frozen=True)
class Case:
    """One question: a query of the library, a name for the occasion, and what is given."""

    query: str
    name: str
    given: dict[str, str]

    def __str__(self) -> str:
        return f"{self.query}.{self.name}"

    @property
    def rows(self) -> Path:
        return EXPECTED / f"{self}.csv"

    @property
    def graph(self) -> Path:
        return EXPECTED / f"{self}.ttl"


CASES = [
    Case(query, name, given)
    for query, cases in tomllib.loads((HERE / "cases.toml").read_text("utf-8")).items()
    for name, given in cases.items()
]


def _cell(term: Term | None) -> str:
    """Write a term as the expected files do: ours without the part all IRIs of ours share."""
    plain = comparable(term)
    return "" if plain is None else plain.value.removeprefix(BASE)


@pytest.mark.parametrize("case", [case for case in CASES if case.rows.exists()], ids=str)
def test_the_rows_are_those_expected_of_the_columns_named(case: Case, world: Engine) -> None:
    with case.rows.open(encoding="utf-8", newline="") as file:
        columns, *wanted = csv.reader(file)
    answer = run(world, LIBRARY.find(case.query), case.given)
    assert isinstance(answer, Rows)
    places = [answer.columns.index(column) for column in columns]
    assert [[_cell(row[place]) for place in places] for row in answer] == wanted


@pytest.mark.parametrize("case", [case for case in CASES if case.graph.exists()], ids=str)
def test_the_graph_is_the_one_expected(case: Case, world: Engine) -> None:
    answer = run(world, LIBRARY.find(case.query), case.given)
    assert isinstance(answer, Statements)
    wanted: set[Row] = {comparable_row(triple) for triple in read_triples(case.graph)}
    assert {comparable_row(triple) for triple in answer.triples} == wanted


def test_every_case_has_one_expectation_and_every_expectation_a_case() -> None:
    assert {path.name for path in EXPECTED.iterdir()} == {
        path.name for case in CASES for path in (case.rows, case.graph) if path.exists()
    }
    assert not [str(case) for case in CASES if case.rows.exists() == case.graph.exists()]


@pytest.mark.parametrize("name", LIBRARY.names())
def test_a_query_is_asked_twice_and_answers_differently(name: str) -> None:
    answers = [
        (case.graph if case.graph.exists() else case.rows).read_text("utf-8")
        for case in CASES
        if case.query == name
    ]
    assert len(set(answers)) >= (1 if name in WITHOUT_PARAMETERS else 2)
