"""The library as forms with their answers, and the editor with the position of an error."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from comity.errors import ComityError
from comity.iris import COMITY, ID, SCHEME
from comity.query.claims.records import Names
from comity.query.library.catalogue import Library, Parameter, Query
from comity.query.library.rows import Result, Rows, Statements
from comity.query.library.run import run
from comity.query.library.staleness import stale_lists
from comity.query.names.resolve import legal_values
from comity.server.back.pages.answer_page import answer
from comity.server.back.pages.answer_views import OWN
from comity.server.wire.page_request import Asked, latest_day
from comity.server.wire.templates import script
from comity.store.engines.interface import Engine
from comity.terms import Iri, Text

_PLACE = re.compile(r"\bat line (\d{1,9}), column (\d{1,9})")
_AROUND = 60  # characters of the line that are shown on either side


class Fault(NamedTuple):
    """What was found and what to do, the place, and the line there in three parts.

    ``line`` and ``column`` count from 1, in characters; 0 where the fault has no place. ``mark`` is
    the word at the place, or the one before it where none begins there, and ``shown`` its line.
    """

    found: str
    remedy: str
    line: int = 0
    column: int = 0
    shown: int = 0
    before: str = ""
    mark: str = ""
    after: str = ""


def fault_of(error: ComityError, text: str) -> Fault:
    """Return the fault of a query, and the line that it is on in three parts."""
    place = _PLACE.search(error.found)
    if place is None:
        return Fault(error.found, error.remedy)
    line, column = int(place[1]), int(place[2])
    # A remedy of several lines shows the position, which is done here.
    hint, _, shown = error.remedy.partition("\n")
    remedy = "" if shown and hint.endswith(":") else hint
    return Fault(error.found, remedy, line, column, *_parts(text, line, column))


def _parts(text: str, line: int, column: int) -> tuple[int, str, str, str]:
    """Return the line of the word at a place, what is before it there, the word, and the rest."""
    lines = text.split("\n")
    before = lines[: line - 1]
    start = sum(len(one) + 1 for one in before) + min(column - 1, len("".join(lines[line - 1 :])))
    if not text[start : start + 1].strip():
        words = text[:start].split()
        start = len(text[:start].rstrip()) - len(words[-1]) if words else 0
    word = re.match(r"\S*", text[start:])
    end = start + min(len(word[0]) if word else 0, _AROUND)
    left, right = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0].rstrip("\r")
    return (
        text.count("\n", 0, start) + 1,
        f"…{left[-_AROUND:]}" if len(left) > _AROUND else left,
        text[start:end],
        f"{right[:_AROUND]}…" if len(right) > _AROUND else right,
    )


_SELECTABLE = 300  # values of a parameter that may be chosen from a list
_OWN = ("lang", "page", "run", *OWN)
_WRITTEN = {"date": r"\d{4}-\d\d-\d\d", "number": r"-?\d+"}
_FOLDERS = ("states", "designations", "network", "evidence")  # in the order of the page
# Sorts of words that the script of the editor completes, by its own names for them.
_SORTS = (
    *("class", "property", "scheme", "concept"),
    *("prefix", "keyword", "function", "variable"),
)
_EXAMPLE = """SELECT ?polity ?name
WHERE {
  ?membership a comity:Membership ;
    comity:initiative <https://w3id.org/comity/id/initiative/echri> ;
    comity:polity ?polity .
  ?polity skos:prefLabel ?name .
  FILTER (LANG(?name) = "en")
}
ORDER BY ?name
"""


def library(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """List the questions by their folder."""
    folders: dict[str, list[tuple[str, str]]] = {folder: [] for folder in _FOLDERS}
    for one in Library.shipped():
        folders.setdefault(one.folder, []).append((one.name, _wording(asked, one)[0]))
    return "queries.html", {"day": latest_day(engine), "folders": folders}


def query(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Show a question as a form, filled in, and its answer where it has all it needs."""
    found = Library.shipped().find(asked.path)
    assert found.header is not None
    latest = latest_day(engine)
    given = {name: asked.field(name) for name, said in asked.fields if name not in _OWN and said}
    fault, result = None, None
    if given or asked.field("run") or not found.header.parameters:
        try:
            result = run(engine, found, given)
        except ComityError as error:
            fault = error
    fields = [_field(engine, asked, one, given) for one in found.header.parameters]
    summary, description = _wording(asked, found)
    return "query.html", {
        "day": latest if fault else given.get("on") or given.get("to") or latest,
        "query": found,
        "summary": summary,
        "description": description,
        "fields": fields,
        "fault": fault,
        "answer": None if result is None else answer(engine, asked, result),
        "stale": stale_lists(engine, result) if isinstance(result, Rows) else (),
        "given": given,
        "asked_for": [] if result is None else _asked_for(engine, asked, result),
    }


def editor(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Show a question in SPARQL and its answer."""
    said = next((value for name, value in reversed(asked.fields) if name == "query"), "")
    fault, result = None, None
    if said.strip():
        try:
            result = run(engine, Query("editor", said, None), {})
        except ComityError as error:
            fault = fault_of(error, said)
    return "editor.html", {
        "day": latest_day(engine),
        "text": said or _EXAMPLE,
        "said": said,
        "fault": fault,
        "answer": None if result is None else answer(engine, asked, result),
        "graph": isinstance(result, Statements),
        "script": script(),
        "told": _told(asked, fault),
    }


def _wording(asked: Asked, one: Query) -> tuple[str, str]:
    """Return the question and what it means in the language of the page."""
    assert one.header is not None
    if asked.language == "ja" and one.header.summary_ja:
        return one.header.summary_ja, one.header.description_ja
    return one.header.summary, one.header.description


def _asked_for(engine: Engine, asked: Asked, result: Result) -> list[tuple[str, str]]:
    """Return what was asked for in words: each parameter, and what its value is called."""
    bound = result.asked.bound
    names = Names(
        engine,
        (one for said in bound.values() for one in said if isinstance(one, Iri)),
        asked.language,
    )
    return [
        (asked.called("parameters", name), names.join([names.words(one) for one in said]))
        for name, said in bound.items()
    ]


def _told(asked: Asked, fault: Fault | None) -> str:
    """Return what the page says to the script of the editor, as JSON."""
    place = None
    if fault is not None and fault.line:
        said, _ = asked.fault(fault)
        place = {"line": fault.line, "column": fault.column, "said": said}
    words = {one: asked.called("sorts", one) for one in _SORTS}
    words["completions"] = asked.say("Completions")
    words["keys"] = asked.say(
        "Ctrl (or ⌘) and Enter run the query. Ctrl and Space complete a word. Tab indents; "
        "Escape, then Tab, leaves the editor."
    )
    told = {
        "terms": asked.data("/editor/terms.json", lang=asked.language),
        "words": words,
        "fault": place,
    }
    return json.dumps(told, ensure_ascii=False)


def _field(
    engine: Engine, asked: Asked, one: Parameter, given: Mapping[str, str]
) -> dict[str, object]:
    kind = "text"
    choices: list[tuple[str, str]] = []
    if one.kind in ("date", "integer"):
        kind = {"date": "date", "integer": "number"}[one.kind]
    elif not one.many:
        keys = legal_values(engine, one.kind)
        if 0 < len(keys) <= _SELECTABLE and one.kind not in ("thing", "entity", "source"):
            kind, choices = "select", _named(engine, asked, one.kind, keys)
    value = given.get(one.name) or one.default or one.example
    if not re.fullmatch(_WRITTEN.get(kind, ".*"), value, re.ASCII | re.DOTALL):
        value = ""  # no field of that sort can hold it; the fault says what it was
    known = {key for key, _ in choices}
    if kind == "select" and value not in known:
        choices = [(value, value), *choices]
    return {"parameter": one, "kind": kind, "choices": choices, "value": value}


def _named(engine: Engine, asked: Asked, kind: str, keys: tuple[str, ...]) -> list[tuple[str, str]]:
    homes = (f"{ID}{kind}/", f"{SCHEME}{kind}/", COMITY)
    iris = {key: [Iri(home + key) for home in homes] for key in keys}
    names = Names(engine, (one for both in iris.values() for one in both), asked.language)

    def name(key: str) -> str:
        labels = (names[one] for one in iris[key])
        return next((said for said in labels if isinstance(said, Text)), key)

    return sorted(((key, name(key)) for key in keys), key=lambda pair: (pair[1].casefold(), pair))
