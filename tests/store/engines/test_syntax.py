"""Every engine points at a fault in the writer's own text, refuses alike, and never crashes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from comity.errors import BadQuery, ComityError
from comity.query.library.catalogue import Query, read_query
from comity.query.library.rows import Rows
from comity.query.library.run import run
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.engines.rdflib import RdflibWriter
from comity.terms import text_of

CASES = Path(__file__).resolve().parents[4] / "shared" / "cases" / "sparql"
ENGINES: dict[str, Engine] = {
    "oxigraph": OxigraphWriter().reader(),
    "rdflib": RdflibWriter().reader(),
}
engines = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)


def rows(engine: Engine, text: str) -> list[tuple[str | None, ...]]:
    result = run(engine, Query("test", text, None), {})
    assert isinstance(result, Rows)
    return [tuple(text_of(term) for term in row) for row in result]


@engines
@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ("SELEC ?x { ?x ?y ?z }", 1, 1, "begins with SELECT"),
        ("PREFIX a: <http://a/>\nFIND ?x { ?x a:b ?z }", 2, 1, "begins with SELECT"),
        ("", 1, 1, "begins with SELECT"),
        ("# nothing", 1, 1, "begins with SELECT"),
        ("SELECT ?x WHERE { ?x a comity:Membership", 1, 17, "bracket { is not closed"),
        ("SELECT ?x {\n { ?x a comity:Pact }", 1, 11, "bracket { is not closed"),
        ("SELECT ?x { ?x skos:prefLabel ?y ) }", 1, 34, "closes none"),
        ("SELECT ?x {\n ?x a comity:Pact .\n FILTER ?x = 1 }", 3, 9, "FILTER(…)"),
        ("SELECT ?x { ?x skos:prefLabel ?y FILTER 1 }", 1, 41, "FILTER(…)"),
        ('SELECT ?x WHERE { ?x skos:prefLabel "a }', 1, 37, "has no end"),
        ("SELECT ?x {\n ?x skos:prefLabel 'a\nb' }", 2, 20, "has no end"),
        ('SELECT ("a\r\nb" AS ?x) {}', 1, 9, "has no end"),
        ("SELECT ?s { ?s skos:prefLabel \u201cJapan\u201d }", 1, 31, "U+201C"),
        ("SELECT ?s { ?s skos:prefLabel \xabJapan\xbb }", 1, 31, "U+00AB"),
        ("SELECT ?s {\xa0?s a comity:Membership }", 1, 12, "U+00A0"),
        ("SELECT ?s {\n\u200b?s skos:prefLabel ?y }", 2, 1, "U+200B"),
        ("SELECT ?x { ?x nope:y ?z }", 1, 16, "PREFIX nope: <…>"),
        ("SELECT ?x { ?x skos:prefLabel ?z ; foaf:name ?y }", 1, 36, "PREFIX foaf: <…>"),
        ("PREFIX SKOS: <http://a/> SELECT ?x { ?x Skos:y ?z }", 1, 41, "PREFIX Skos: <…>"),
        ("SELECT ?l { <http://e/a b> ?p ?l }", 1, 13, "An IRI holds no blank"),
        ("SELECT ?l { ?l skos:prefLabel ?x, <urn://x|y> }", 1, 35, "An IRI holds no blank"),
        ("SELECT (<JPN> AS ?x) {}", 1, 9, "Declare a BASE"),
        ("SELECT ?x { ?x <a#b> ?y }", 1, 16, "Declare a BASE"),
        (r'SELECT ("\uD800" AS ?x) {}', 1, 9, "no character"),
        (r"SELECT ?x { ?x skos:prefLabel '\uD83D\uDE00' }", 1, 31, "no character"),
    ],
)
def test_a_fault_is_told_at_its_position_in_the_own_text(
    engine: Engine, text: str, line: int, column: int, hint: str
) -> None:
    with pytest.raises(BadQuery) as error:
        rows(engine, text)
    assert error.value.found == f"The query does not parse at line {line}, column {column}."
    told, shown, caret = error.value.remedy.split("\n")
    assert hint in told
    own = text.replace("\r", "").split("\n")[line - 1]
    assert (shown, caret) == (f"  {own}", f"  {' ' * (column - 1)}^")


@engines
@pytest.mark.parametrize(
    "text", ["SELECT ?x { ?x ?y }", "PREFIX a: <http://b/>\nSELECT ?x { ?x a:y ?z . ?x }"]
)
def test_any_other_fault_is_shown_in_the_own_line(engine: Engine, text: str) -> None:
    with pytest.raises(BadQuery, match="does not parse at line") as error:
        rows(engine, text)
    assert error.value.remedy.split("\n")[1] == f"  {text.splitlines()[-1]}"


@engines
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT (<http://no/fn>(1) AS ?x) {}", "<http://no/fn>"),
        (
            "PREFIX f: <http://f#> SELECT ?x { VALUES ?x { 1 } FILTER(f:g(?x)) }",
            "<http://f#g>",
        ),
        ("SELECT ?x { VALUES ?x { 1 } BIND(skos:x(?x) AS ?y) }", "core#x>"),
        ('SELECT ?x { VALUES ?x {"a"} FILTER REGEX(?x, "a++b") }', "quantifier"),
        ('SELECT ?x { VALUES ?x {"a"} FILTER REGEX(STR(?x), "[") }', "character set"),
        ("SELECT ?x { VALUES ?x {'a'} FILTER REGEX(?x, '(a', 'i') }", "unterminated"),
        ('SELECT (REPLACE("a", "(?<=b)a", "c") AS ?x) {}', "ahead or back"),
    ],
)
def test_a_function_or_pattern_that_there_is_not_is_an_error_of_the_query(
    engine: Engine, text: str, message: str
) -> None:
    with pytest.raises(BadQuery, match=r"(function|regular expression)") as error:
        rows(engine, text)
    assert message in error.value.found
    assert error.value.http_status == 400


@engines
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('SELECT (REGEX("a.b", "a.b", "q") AS ?x) {}', "true"),
        (r'SELECT (REGEX("a+", "^a\\+$") AS ?x) {}', "true"),
        (r'SELECT (REGEX("a(b", "[(]") AS ?x) {}', "true"),
        (r'SELECT (REPLACE("abc", "[\\u0061-\\u0062]", "-") AS ?x) {}', "--c"),
        (r'SELECT ("\\u0022 x" AS ?x) {}', r"\u0022 x"),
        (r'SELECT ("\u0022" AS ?x) {}', '"'),
        (r'SELECT ("\\\\n\t\u005C" AS ?x) {}', "\\\\n\t\\"),
        ("SELECT (TRUE AS ?x) {}", "true"),
        ("SELECT (xsd:boolean(False) AS ?x) {}", "false"),
        ("SELECT (COALESCE() AS ?x) {}", None),
        ("SELECT (1/0 AS ?x) {}", None),
        ('SELECT ("a" + 1 AS ?x) {}', None),
        ("SELECT ?x { # old mac\r VALUES ?x { 1 } \r}\r", "1"),
        ('SELECT ("""a\r\nb""" AS ?x) {}', "a\r\nb"),
        ("SELECT ('''\r''' AS ?x) {}", "\r"),
        ("PREFIX c: <https://w3id.org/comity/ontology#> SELECT (STR(c:) AS ?x) {}", None),
        ("SELECT (STR(comity:) AS ?x) {}", None),
        ("SELECT (STR(<https://w3id.org/comity/ontology#>) AS ?x) {}", None),
        ("# PREFIX skos: <http://a/>\nSELECT (STR(skos:a) AS ?x) {}", None),
        ('# "PREFIX xsd: <http://a/>\nSELECT (STR(xsd:) AS ?x) ("PREFIX xsd:" AS ?y) {}', None),
    ],
)
def test_every_engine_answers_what_is_legal(engine: Engine, text: str, value: str | None) -> None:
    [(first, *_)] = rows(engine, text)
    assert first == value or (value is None and str(first).startswith("http"))


@pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not at {CASES}")
@engines
@pytest.mark.parametrize(
    "file", sorted(CASES.glob("*.rq")), ids=lambda path: os.path.basename(path)
)
def test_no_case_ends_in_a_traceback(engine: Engine, file: Path) -> None:
    try:
        run(engine, read_query(str(file)), {})
    except ComityError as error:
        assert error.http_status == 400  # noqa: PT017  # most of the cases are answered
