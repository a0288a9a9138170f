"""Sums a store up in a small file beside it, so that nobody counts millions of statements again."""

from __future__ import annotations

import json
import os
from typing import NamedTuple

from comity.store.engines.interface import Engine, Row
from comity.terms import n_triples, typed
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


_CLAIMS = f"""
SELECT ?list (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {{ ?claim <{COMITY.list.value}> ?list ; <{COMITY.entity.value}> ?entity }}
GROUP BY ?list
"""
_LISTED = f"""
SELECT ?list (MAX(STR(?listed)) AS ?latest)
WHERE {{
  ?claim <{COMITY.list.value}> ?list ; <{COMITY.entity.value}> ?entity ;
    <{COMITY.listedOn.value}> ?listed .
}}
GROUP BY ?list
"""
_ON_THE_DAY = f"""
SELECT ?list (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {{
  ?claim <{COMITY.list.value}> ?list ; <{COMITY.entity.value}> ?entity ;
    <{COMITY.holdsFrom.value}> ?from .
  OPTIONAL {{ ?claim <{COMITY.holdsUntil.value}> ?until }}
  FILTER (?from <= %s && (!BOUND(?until) || %s < ?until))
}}
GROUP BY ?list
"""


class Summary(NamedTuple):
    """How much a store holds.

    ``graphs`` has the number of statements of each named graph, ``classes`` the number of things
    of each class, both by IRI; ``latest`` is the last day on which a claim begins to hold, or "".
    ``lists`` has of each list with entries their number, the last day on which one was listed, or
    "", and the number of those that are known to hold on the day ``latest``.
    """

    graphs: dict[str, int]
    classes: dict[str, int]
    latest: str
    lists: dict[str, tuple[int, str, int]]


def summary_of(engine: Engine) -> Summary:
    """Return the summary that lies beside a store, or else count what the engine holds."""
    return _read(engine.beside) or count(engine)


def latest_day(engine: Engine) -> str:
    """Return the last day on which a claim begins to hold: up to it the store knows; or ""."""
    summary = _read(engine.beside)
    return summary.latest if summary else _latest(engine)


def count(engine: Engine) -> Summary:
    """Count what an engine holds."""
    latest = _latest(engine)
    return Summary(
        {graph: int(number) for graph, number in _pairs(engine, _GRAPHS)},
        {class_: int(number) for class_, number in _pairs(engine, _CLASSES)},
        latest,
        _lists(engine, latest),
    )


def _lists(engine: Engine, day: str) -> dict[str, tuple[int, str, int]]:
    said = n_triples(typed(day, "date"))
    listed = dict(_pairs(engine, _LISTED))
    now = dict(_pairs(engine, _ON_THE_DAY % (said, said))) if day else {}
    return {
        one: (int(claims), listed.get(one, ""), int(now.get(one, 0)))
        for one, claims in _pairs(engine, _CLAIMS)
    }


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
            said = json.load(file)
            lists = {
                one: (int(claims), str(day), int(now))
                for one, (claims, day, now) in said["lists"].items()
            }
            return Summary(**{**said, "lists": lists})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _latest(engine: Engine) -> str:
    return "".join(row[0].value for row in _rows(engine, _LATEST) if row[0] is not None)


def _pairs(engine: Engine, query: str) -> list[tuple[str, str]]:
    found = [(one.value, other.value) for one, other in _rows(engine, query) if one and other]
    return sorted(found)


def _rows(engine: Engine, query: str) -> list[Row]:
    answer = engine.select(query)
    return list(answer.rows)
