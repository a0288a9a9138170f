"""The library as forms with their answers, and an editor for questions."""

from __future__ import annotations

import json
from collections.abc import Mapping

from comity.errors import ComityError
from comity.query.header import Parameter
from comity.query.library import Library, Query
from comity.query.records import Names
from comity.query.resolve import legal_values
from comity.query.rows import Statements
from comity.query.run import run
from comity.server.pages.answer import answer
from comity.server.pages.asked import Asked, latest_day
from comity.server.pages.fault import Fault, fault_of
from comity.server.pages.frame import script
from comity.server.pages.views import OWN
from comity.store.engine import Engine
from comity.terms import Iri

_SELECTABLE = 300  # values of a parameter that may be chosen from a list
_OWN = ("lang", "page", "run", *OWN)
# What the script of the editor says, by its own names for it.
_WORDS = {
    "keys": "Ctrl (or ⌘) and Enter run the query. Ctrl and Space complete a word. Tab indents; "
    "Escape, then Tab, leaves the editor.",
    "completions": "Completions",
    "class": "class",
    "property": "property",
    "scheme": "scheme",
    "concept": "concept",
    "prefix": "prefix",
    "keyword": "keyword",
    "function": "function",
    "variable": "variable",
}
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
    folders: dict[str, list[Query]] = {}
    for one in Library.shipped():
        folders.setdefault(one.folder, []).append(one)
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
    return "query.html", {
        "day": given.get("on") or given.get("to") or latest,
        "query": found,
        "fields": fields,
        "fault": fault,
        "answer": None if result is None else answer(engine, asked, result),
        "given": given,
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


def _told(asked: Asked, fault: Fault | None) -> str:
    """Return what the page says to the script of the editor, as JSON."""
    place = None
    if fault is not None and fault.line:
        place = {"line": fault.line, "column": fault.column, "said": fault.found}
    told = {
        "terms": asked.data("/editor/terms.json", lang=asked.language),
        "words": {name: asked.say(words) for name, words in _WORDS.items()},
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
    known = {key for key, _ in choices}
    if kind == "select" and value not in known:
        choices = [(value, value), *choices]
    return {"parameter": one, "kind": kind, "choices": choices, "value": value}


def _named(engine: Engine, asked: Asked, kind: str, keys: tuple[str, ...]) -> list[tuple[str, str]]:
    homes = (f"https://w3id.org/comity/id/{kind}/", f"https://w3id.org/comity/scheme/{kind}/")
    iris = {key: [Iri(home + key) for home in homes] for key in keys}
    names = Names(engine, (one for both in iris.values() for one in both), asked.language)

    def name(key: str) -> str:
        labels = (names[one] for one in iris[key])
        return next((said for said in labels if ":" not in said[:12] and "/" not in said), key)

    return sorted(((key, name(key)) for key in keys), key=lambda pair: (pair[1].casefold(), pair))
