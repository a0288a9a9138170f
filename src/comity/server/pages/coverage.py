"""What is loaded and how complete it is: lists with their imports, and all coverage statements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from comity.names import COMITY, SKOS, key_of
from comity.query.contents import contents
from comity.query.records import Names, kind_of
from comity.server.pages.asked import Asked, latest_day, page_of
from comity.store.engine import Engine, Row, Solutions
from comity.terms import Iri, n_triples, spoken, typed

_COVERAGE = f"""
SELECT ?subject ?status ?complete ?known ?expected ?day ?note
WHERE {{
  ?coverage <{COMITY}covers> ?subject ; <{COMITY}isComplete> ?complete .
  OPTIONAL {{ ?coverage <{COMITY}coveredStatus> ?status }}
  OPTIONAL {{ ?coverage <{COMITY}knownCount> ?known }}
  OPTIONAL {{ ?coverage <{COMITY}expectedCount> ?expected }}
  OPTIONAL {{ ?coverage <{COMITY}asOf> ?day }}
  OPTIONAL {{ ?coverage <{SKOS}note> ?note }}
}}
ORDER BY ?subject ?status"""
_LISTS = f"""
SELECT ?list ?authority
  (COUNT(DISTINCT ?claim) AS ?claims) (MAX(COALESCE(STR(?listed), "")) AS ?latest)
WHERE {{
  ?list a <{COMITY}DesignationList> .
  OPTIONAL {{ ?list <{COMITY}authority> ?authority }}
  OPTIONAL {{
    ?claim a <{COMITY}Designation> ; <{COMITY}list> ?list .
    OPTIONAL {{ ?claim <{COMITY}listedOn> ?listed }}
  }}
}}
GROUP BY ?list ?authority
ORDER BY ?list ?authority"""
_ON_THE_DAY = f"""
SELECT ?list (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {{
  ?claim a <{COMITY}Designation> ; <{COMITY}list> ?list ; <{COMITY}holdsFrom> ?from .
  OPTIONAL {{ ?claim <{COMITY}holdsUntil> ?until }}
  FILTER (?from <= %s && (!BOUND(?until) || %s < ?until))
}}
GROUP BY ?list
ORDER BY ?list"""


def coverage(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Tell of each initiative, summit and list how complete it is."""
    kinds: dict[str, list[dict[str, object]]] = {"initiative": [], "summit": [], "list": []}
    for row in _covered(engine, asked):
        kinds.setdefault(str(row["kind"]), []).append(row)
    return "coverage.html", {"day": latest_day(engine), "kinds": kinds}


def lists(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Tell which lists are loaded, in which editions, how complete, and where changes are."""
    day = latest_day(engine)
    rows = _asked(engine, _LISTS)
    found = [term for row in rows for term in row[:2] if isinstance(term, Iri)]
    names = Names(engine, found, asked.language)
    known = {row["path"]: row for row in _covered(engine, asked)}
    now = _on(engine, day)
    told = [
        {
            "path": page_of(spoken(one)),
            "key": key_of(spoken(one)),
            "name": names.words(one) if one else "",
            "authority": names.words(keeper) if keeper else "",
            "authority_path": page_of(spoken(keeper)),
            "claims": int(spoken(number)),
            "now": now.get(spoken(one), 0),
            "latest": spoken(latest),
            "coverage": known.get(page_of(spoken(one))),
        }
        for one, keeper, number, latest in rows
    ]
    return "lists.html", {
        "day": day,
        "after": day + timedelta(days=1),
        "rows": sorted(told, key=lambda row: not row["claims"]),
        "held": contents(engine),
    }


def _on(engine: Engine, day: date) -> dict[str, int]:
    """Return how many entries of each list are known to hold on a day."""
    said = n_triples(typed(day.isoformat(), "date"))
    rows = _asked(engine, _ON_THE_DAY % (said, said))
    return {spoken(one): int(spoken(number)) for one, number in rows}


def _covered(engine: Engine, asked: Asked) -> list[dict[str, object]]:
    rows = _asked(engine, _COVERAGE)
    found = [term for row in rows for term in row[:2] if isinstance(term, Iri)]
    names = Names(engine, found, asked.language)
    return [
        {
            "kind": kind_of(subject) if isinstance(subject, Iri) else "",
            "path": page_of(spoken(subject)),
            "name": names.words(subject) if subject else "",
            "status": names.words(status) if status else "",
            "complete": spoken(complete) in ("true", "1"),
            "known": spoken(known),
            "expected": spoken(expected),
            "as_of": spoken(day),
            "note": spoken(note),
        }
        for subject, status, complete, known, expected, day, note in rows
    ]


def _asked(engine: Engine, query: str) -> list[Row]:
    answer = engine.query(query)
    assert isinstance(answer, Solutions)
    return list(answer.rows)
