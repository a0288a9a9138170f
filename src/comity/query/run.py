"""Asks an engine a question and returns its answer as values."""

from __future__ import annotations

from functools import lru_cache

from comity.query.bind import Asked, Given, bind
from comity.query.library import Query
from comity.query.prologue import with_prefixes
from comity.query.rows import Result, Rows, Statements, Verdict
from comity.query.words import check_words
from comity.store.engine import Engine, Solutions, Triples
from comity.store.guard import check

_check_once = lru_cache(maxsize=64)(check)  # the library is small and stays as it is


def run(engine: Engine, query: Query, given: Given) -> Result:
    """Bind the parameters, ask, and return rows, a graph, or a verdict.

    A query that is not the library's may use our prefixes without declaring them.

    Raises BadQuery for an update, for SERVICE, for a term of ours that does not exist, and for
    SPARQL that does not parse; and what :func:`comity.query.bind.bind` raises.
    """
    if query.folder:
        _check_once(query.text)
    else:
        check(query.text)
        query = query._replace(text=with_prefixes(query.text))
        check_words(query.text)
    return ask(engine, bind(engine, query, given))


def ask(engine: Engine, asked: Asked) -> Result:
    """Ask a question whose parameters are bound."""
    answer = engine.query(asked.text)
    if isinstance(answer, Solutions):
        return Rows(answer.variables, tuple(answer.rows), asked)
    if isinstance(answer, Triples):
        return Statements(tuple(answer.triples), asked)
    return Verdict(answer.holds, asked)
