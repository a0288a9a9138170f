"""What is loaded and how complete it is: lists with their imports, and all coverage statements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from comity.names import COMITY, SKOS, key_of
from comity.query.contents import contents
from comity.query.records import Names, kind_of
from comity.server.pages.asked import Asked, latest_day, page_of
from comity.store.engine import Engine, Row, Solutions
from comity.store.summary import summary_of
from comity.terms import Iri, spoken

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
WHERE {{
  ?list a <{COMITY}DesignationList> .
  OPTIONAL {{ ?list <{COMITY}authority> ?authority }}
}}
ORDER BY ?list ?authority"""
_FIGURES = ("claims", "latest", "now")  # of a list, as a summary has them


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
    figures = summary_of(engine).lists
    told = [
        {
            "path": page_of(spoken(one)),
            "key": key_of(spoken(one)),
            "name": names.words(one) if one else "",
            "authority": names.words(keeper) if keeper else "",
            "authority_path": page_of(spoken(keeper)),
            **dict(zip(_FIGURES, figures.get(spoken(one), (0, "", 0)), strict=True)),
            "coverage": known.get(page_of(spoken(one))),
        }
        for one, keeper in rows
    ]
    return "lists.html", {
        "day": day,
        "after": day + timedelta(days=1),
        "rows": sorted(told, key=lambda row: not row["claims"]),
        "held": contents(engine),
    }


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
