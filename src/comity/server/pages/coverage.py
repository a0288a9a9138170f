"""What is loaded and how complete it is: lists with their imports, and all coverage statements."""

from __future__ import annotations

from collections.abc import Mapping

from comity.names import COMITY, SKOS
from comity.query.contents import contents
from comity.query.records import Names
from comity.query.resolve import legal_values
from comity.server.pages.asked import Asked, latest_day, page_of
from comity.store.engine import Engine, Row, Solutions
from comity.terms import Iri, Term

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
SELECT ?list ?authority (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {{
  ?list a <{COMITY}DesignationList> .
  OPTIONAL {{ ?list <{COMITY}authority> ?authority }}
  OPTIONAL {{ ?claim a <{COMITY}Designation> ; <{COMITY}list> ?list }}
}}
GROUP BY ?list ?authority
ORDER BY ?list ?authority"""


def coverage(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Tell of each initiative, summit and list how complete it is."""
    return "coverage.html", {"day": latest_day(engine), "rows": _covered(engine, asked)}


def lists(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Tell which lists are loaded, in which editions, how complete, and where changes are."""
    rows = _asked(engine, _LISTS)
    found = [term for row in rows for term in row[:2] if isinstance(term, Iri)]
    names = Names(engine, found, asked.language)
    known = {row["path"]: row for row in _covered(engine, asked)}
    told = [
        {
            "path": page_of(_text(one)),
            "key": _text(one).rpartition("/")[2],
            "name": names.words(one) if one else "",
            "authority": names.words(keeper) if keeper else "",
            "claims": int(_text(number)),
            "coverage": known.get(page_of(_text(one))),
        }
        for one, keeper, number in rows
    ]
    return "lists.html", {
        "day": latest_day(engine),
        "rows": told,
        "held": contents(engine),
        "keys": legal_values(engine, "list"),
    }


def _covered(engine: Engine, asked: Asked) -> list[dict[str, object]]:
    rows = _asked(engine, _COVERAGE)
    found = [term for row in rows for term in row[:2] if isinstance(term, Iri)]
    names = Names(engine, found, asked.language)
    return [
        {
            "path": page_of(_text(subject)),
            "name": names.words(subject) if subject else "",
            "status": names.words(status) if status else "",
            "complete": _text(complete) in ("true", "1"),
            "known": _text(known),
            "expected": _text(expected),
            "as_of": _text(day),
            "note": _text(note),
        }
        for subject, status, complete, known, expected, day, note in rows
    ]


def _asked(engine: Engine, query: str) -> list[Row]:
    answer = engine.query(query)
    assert isinstance(answer, Solutions)
    return list(answer.rows)


def _text(term: Term | None) -> str:
    return "" if term is None else term.value
