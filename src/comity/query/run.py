"""Asks an engine a question and returns its answer as values."""

from __future__ import annotations

from collections.abc import Mapping

from comity.query.bind import bind
from comity.query.guard import check
from comity.query.library import Query
from comity.query.rows import Result, Rows, Statements, Verdict
from comity.store import engine as stores
from comity.store.engine import Engine


def run(engine: Engine, query: Query, given: Mapping[str, str]) -> Result:
    """Bind the parameters, ask, and return rows, a graph, or a verdict.

    Raises BadQuery for an update, for SERVICE, and for SPARQL that does not parse; and what
    :func:`comity.query.bind.bind` raises.
    """
    check(query.text)
    text, _ = bind(engine, query, given)
    answer = engine.query(text)
    if isinstance(answer, stores.Solutions):
        return Rows(answer.variables, tuple(answer.rows), query)
    if isinstance(answer, stores.Triples):
        return Statements(tuple(answer.triples), query)
    return Verdict(answer.holds, query)
