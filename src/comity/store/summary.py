"""Sums a store up in a small file beside it, so that nobody counts millions of statements again."""

from __future__ import annotations

import json
import os
from typing import NamedTuple

from comity.store.engine import Engine, Row, Solutions
from comity.vocab import COMITY

FILE = "summary.json"  # in the folder of a snapshot

_GRAPHS = """
SELECT ?graph (COUNT(*) AS ?statements)
WHERE { GRAPH ?graph { ?subject ?predicate ?object } }
GROUP BY ?graph
"""
_CLASSES = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?things)
WHERE { ?thing a ?class . FILTER (isIRI(?class)) }
GROUP BY ?class
"""
_LATEST = f"""
SELECT (MAX(?from) AS ?latest)
WHERE {{ ?claim <{COMITY.holdsFrom.value}> ?from }}
"""


class Summary(NamedTuple):
    """How much a store holds.

    ``graphs`` has the number of statements of each named graph, ``classes`` the number of things
    of each class, both by IRI; ``latest`` is the last day on which a claim begins to hold, or "".
    """

    graphs: dict[str, int]
    classes: dict[str, int]
    latest: str


def summary_of(engine: Engine) -> Summary:
    """Return the summary that lies beside a store, or else count what the engine holds."""
    return _read(engine.beside) or count(engine)


def latest_day(engine: Engine) -> str:
    """Return the last day on which a claim begins to hold: up to it the store knows; or ""."""
    summary = _read(engine.beside)
    return summary.latest if summary else _latest(engine)


def count(engine: Engine) -> Summary:
    """Count what an engine holds."""
    return Summary(
        {graph: int(number) for graph, number in _pairs(engine, _GRAPHS)},
        {class_: int(number) for class_, number in _pairs(engine, _CLASSES)},
        _latest(engine),
    )


def write_summary(engine: Engine, folder: str) -> None:
    """Count what an engine holds and write it into the folder of its store."""
    with open(os.path.join(folder, FILE), "w", encoding="utf-8") as file:
        json.dump(count(engine)._asdict(), file, indent=1, sort_keys=True)


def _read(folder: str) -> Summary | None:
    """Return the summary in a folder; None where it is not there or cut: counting says the same."""
    if not folder:
        return None
    try:
        with open(os.path.join(folder, FILE), encoding="utf-8") as file:
            return Summary(**json.load(file))
    except (OSError, ValueError, TypeError):
        return None


def _latest(engine: Engine) -> str:
    return "".join(row[0].value for row in _rows(engine, _LATEST) if row[0] is not None)


def _pairs(engine: Engine, query: str) -> list[tuple[str, str]]:
    found = [(one.value, other.value) for one, other in _rows(engine, query) if one and other]
    return sorted(found)


def _rows(engine: Engine, query: str) -> list[Row]:
    answer = engine.query(query)
    assert isinstance(answer, Solutions)
    return list(answer.rows)
