"""Over the whole library: a row that rests on claims names the sources of each."""

from __future__ import annotations

import pytest

import comity
from comity.paths import data_folder
from comity.query.claims.citations import claims_of, evidence
from comity.query.library.catalogue import Library, Query
from comity.query.library.rows import Rows
from comity.query.library.run import run
from comity.store.engines.interface import Engine
from comity.terms import Iri

QUESTIONS = [query for query in Library.shipped() if query.header and query.header.columns]


@pytest.fixture(scope="module")
def engine() -> Engine:
    graph = comity.open(data_folder())
    graph.build()
    return graph.engine


def answered(engine: Engine, query: Query) -> Rows:
    assert query.header is not None
    examples = {parameter.name: parameter.example for parameter in query.header.parameters}
    result = run(engine, query, examples)
    assert isinstance(result, Rows)
    return result


@pytest.mark.parametrize("query", QUESTIONS, ids=[query.name for query in QUESTIONS])
def test_no_row_of_a_claim_is_uncited(engine: Engine, query: Query) -> None:
    rows = answered(engine, query)
    claims = claims_of(engine, rows)
    cited = evidence(engine, rows).cited
    for row, behind, sources in zip(rows, claims, cited, strict=True):
        assert {citation.claim for citation in sources} == set(behind), row
        if not behind:  # a claim that is not known has a column of its own, which is empty
            columns = rows.claim_columns()
            assert columns
            assert not [row[column] for column in columns if isinstance(row[column], Iri)]


def test_pacts_of_a_polity_come_with_their_quotes(engine: Engine) -> None:
    query = Library.shipped().find("pacts-of")
    rows = answered(engine, query)
    sources = evidence(engine, rows).cited
    assert len(rows) > 1
    assert all(any(citation.quote for citation in each) for each in sources)
