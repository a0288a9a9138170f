"""Whatever pages can say has Japanese, and nothing is left over for what is gone."""

from __future__ import annotations

import re
import tomllib

import pytest

import comity.server.back.worker  # so that every kind of fault is known
import comity.server.front.app  # noqa: F401  # likewise
from comity.query.library.catalogue import Library
from comity.query.names.resolve import THINGS
from comity.server.back.pages.answer_cells import CLOSED
from comity.server.wire.translations import FILE, called, told, translate
from comity.store.engines.guard import tokens
from tests.server.back.pages.said import ELSEWHERE, said, sentences

WORDS = tomllib.loads(FILE.read_text("utf-8"))
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
QUERIES = tuple(Library.shipped())
KINDS = {
    one.kind for query in QUERIES if query.header is not None for one in query.header.parameters
}
FAULTS = (
    "network/choice.py",
    *(f"query/library/{name}.py" for name in ("catalogue", "run")),
    *(f"query/names/{name}.py" for name in ("resolve", "search")),
    *(f"server/back/{name}.py" for name in ("answer_stream", "worker")),
    *(
        f"server/back/pages/{name}.py"
        for name in ("answer_views", "comparison_page", "site_pages", "thing")
    ),
    *(
        f"server/front/{name}.py"
        for name in ("explorer", "limits", "pool", "starts", "worker_process")
    ),
    "server/wire/page_request.py",
    "store/engines/guard.py",
)
# These come to pages from elsewhere.
FROM_ELSEWHERE = {
    "Did you mean {0}?",
    "The query does not parse at line {0}, column {1}.",
    "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its prefixes.",
    "The string that begins here has no end; one of several lines has three quotes.",
    "That is of RDF 1.2 (base directions, triple terms); comity reads RDF and SPARQL 1.1.",
    "FILTER takes its condition in brackets: FILTER(…).",
    "The bracket {0} closes none that is open.",
    "The bracket {0} is not closed.",
    "Declare the prefix at the head: PREFIX {0}: <{1}>",
    "{0} ({1}) is no quotation mark of SPARQL; write \" or '.",
    "{0} is no blank of SPARQL; write a plain one.",
    "{0} ({1}) has no meaning there; in a name or a string it would have one.",
    'An IRI holds no blank and none of < > " { } | ^ ` \\.',
    "A code point from D800 to DFFF is no character.",
    "Declare a BASE for the relative IRI, or write it in full.",
    "The query does not parse.",
    "Correct it and run it again.",
    "The query calls the function {0}, which is not known.",
    "Use the functions of SPARQL 1.1 and the casts to types of XML Schema.",
    "The answer holds {0}, which is of RDF 1.2.",
    "Ask for what RDF 1.1 can hold.",
    "The regular expression {0} is none of XPath: {1}.",
    "Correct it; a backslash before a character takes it as it is, and is written twice.",
}
# These nobody who opens a page can meet: our own library would be broken, or a program asks.
NEVER_ON_A_PAGE = {
    "Ask again.",
    "Its own words are on stderr; then run: comity build",
    "No query process comes up over the store in {0}.",
    "Put a colon and a space between each key and its value.",
    "The header of {0} gives the parameter {1} without a kind or an example.",
    "The header of {0} has '{1}' where {key: value} is wanted.",
    "The header of {0} has '{1}', which is not a list of key: value.",
    "Write '#+   {0}: {kind: …, example: …}'.",
    "Write it in braces on one line.",
    "Begin its WHERE with VALUES (?name …) { (example …) }.",
    "Give a file of SPARQL in UTF-8.",
    "Give query=…, and csv, json or ttl.",
    "Make the two the same.",
    "Nobody waits for the answer.",
    "The VALUES row binds {0}; the header declares {1}.",
    "The header declares parameters, but the query has no VALUES row for them.",
    "The query file {0} cannot be read: {1}.",
    "There is no such answer.",
    "Take that part out, or fetch the data yourself and send them to /store.",
    "The update asks elsewhere ({0}); comity changes its own store.",
    "The update has a code point escape outside a string.",
    "Write the character as it is.",
}


def test_every_word_of_the_interface_has_japanese_and_no_japanese_is_left_over() -> None:
    wanted = {text for _, text, known in said() if known}
    wanted |= {text for texts in ELSEWHERE.values() for text in texts}
    assert set(WORDS["interface"]) == wanted


def test_it_is_known_what_is_said_without_being_written_there() -> None:
    assert {(place, text) for place, text, known in said() if not known} == set(ELSEWHERE)


def test_every_fault_that_a_page_tells_has_japanese_and_no_japanese_is_left_over() -> None:
    wanted = set(sentences(*FAULTS)) - NEVER_ON_A_PAGE | FROM_ELSEWHERE
    assert sorted(one["said"] for one in WORDS["faults"]) == sorted(wanted)
    assert set(sentences(*FAULTS)) >= NEVER_ON_A_PAGE


def of_the_library(part: str) -> set[str]:
    """Return the keys for which there must be names in a section of the words."""
    headers = [query.header for query in QUERIES if query.header is not None]
    return {
        "cells": closed_values(),
        "columns": {name for header in headers for name, _ in header.columns},
        "folders": {query.folder for query in QUERIES},
        "hints": KINDS - THINGS_TO_CHOOSE,
        "kinds": KINDS | set(THINGS),
        "kinds_of": {"initiative", "list", "summit"},
        "nouns": {*THINGS, "thing", "attendance status"},
        "parameters": {one.name for header in headers for one in header.parameters},
        "statement": {"subject", "property", "value"},
    }[part]


# Parameters of other kinds are typed in, and say how.
THINGS_TO_CHOOSE = {
    *("attendance-status", "claim-kind", "date", "integer"),
    *("initiative", "list", "pact", "polity", "summit"),
}


def closed_values() -> set[str]:
    """Return what the library's queries put into columns of closed values."""
    found = {
        "true",
        "false",
        "amended",
        "delisted",
        "listed",
    }  # booleans, and kinds of edition event
    for query in QUERIES:
        columns = {name for name, _ in query.header.columns} if query.header else set()
        if columns & {*CLOSED} - {"complete"}:
            strings = [one.text[1:-1] for one in tokens(query.text) if one.kind == "string"]
            found |= {one for one in strings if re.fullmatch("[a-z][a-z -]+", one)}
    return found - {"en"}


@pytest.mark.parametrize(
    "part",
    [
        "cells",
        "columns",
        "folders",
        "hints",
        "kinds",
        "kinds_of",
        "nouns",
        "parameters",
        "statement",
    ],
)
def test_whatever_the_library_calls_by_a_key_has_names_and_nothing_else_has(part: str) -> None:
    assert set(WORDS[part]) == of_the_library(part)


def test_what_is_japanese_is_written_in_japanese() -> None:
    faults = [one["ja"] for one in WORDS["faults"]]
    pairs = [
        names
        for part, found in WORDS.items()
        if isinstance(found, dict)
        for names in found.values()
    ]
    ours = [*faults, *(one if isinstance(one, str) else one[1] for one in pairs)]
    assert [one for one in ours if not JAPANESE.search(one)] == []


def test_what_changes_in_words_changes_in_japanese_too() -> None:
    holes = re.compile(r"\{\w+\}")
    for text in WORDS["interface"]:
        assert sorted(holes.findall(translate(text, "ja"))) == sorted(holes.findall(text))
        assert translate(text, "en") == text


@pytest.mark.parametrize(
    ("fault", "english", "japanese"),
    [
        ("on: 'x' is not a day.", "on: 'x' is not a day.", "「x」は日付ではありません。"),
        (
            "The query members needs on (date).",
            "The question lacks a value: As of.",
            "「時点」が入力されていません。",
        ),
        (
            "Did you mean 'min'? It takes on, min.",
            "Did you mean 'min'? It takes on, min.",
            "もしかして:'min'?使えるのはon, minです。",
        ),
    ],
)
def test_a_fault_is_told_in_the_words_of_a_page(fault: str, english: str, japanese: str) -> None:
    assert told(fault, "en")[0] == english
    assert told(fault, "ja") == (japanese, "ja")


def test_a_fault_without_words_of_its_own_stays_in_english() -> None:
    assert told("Something else went wrong.", "ja") == ("Something else went wrong.", "en")


def test_a_key_without_a_name_is_called_by_itself() -> None:
    assert called("cells", "a word of another list", "ja") == "a word of another list"
