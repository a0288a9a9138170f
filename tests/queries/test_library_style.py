"""The files of the library read alike: header, prefixes, one VALUES row, order, no dialect."""

from __future__ import annotations

import re

import pytest

from comity.iris import PREFIXES, SCHEME
from comity.query.library.catalogue import Header, Library, Query
from comity.store.engines.guard import Token, tokens

QUERIES = {query.name: query for query in Library.shipped()}
FOLDERS = {"states", "designations", "network", "evidence"}

PARAMETER_KINDS = {
    *("polity", "initiative", "summit", "pact", "list", "entity", "thing"),
    *("date", "integer", "duration", "attendance-status", "claim-kind"),
}
COLUMN_KINDS = {
    *("polity", "initiative", "summit", "pact", "list", "entity", "thing", "rule", "claim"),
    *("concept", "text", "date", "integer", "decimal", "boolean", "source", "authority"),
}

# The contract of the library: parameters with their defaults, and the columns that come first.
CONTRACT = {
    "attendance": ("summit status=attended", "polity name status role representative"),
    "not-seen": ("initiative summit", "polity name answer"),
    "members": ("initiative on", "polity name role since until"),
    "initiatives-of": ("polity on", "initiative name role since"),
    "joined-since-summit": ("initiative summit", "polity name role since"),
    "shared-initiatives": ("on min=2", "a b shared"),
    "in-both": ("x y on", "polity name"),
    "pacts-of": ("polity on", "pact name partners signed"),
    "pacts-between": ("a b", "pact name kind signed"),
    "bridges": ("a b on", "polity name with_a with_b"),
    "missing-links": ("on min=5", "a b shared"),
    "listed": ("list on", "entity name country listed ground"),
    "listed-in-members": ("initiative list on", "entity name country listed"),
    "listed-around": (
        "summit before=P6M after=P0D",
        "entity name country list listed ground",
    ),
    "listed-on-both": ("x y on", "entity name listed_x listed_y"),
    "only-on": ("x y on", "entity name"),
    "grounds": ("list on", "ground label entities"),
    "exposure": ("on", "polity name entities initiatives attended"),
    "hosts-of-listed": ("summit on", "polity name entities"),
    "restricted": ("entity on", "list authority measure from until via"),
    "changes": ("list from to", "entity name change date citation"),
    "timeline": ("thing from to", "date event label source"),
    "commitments": ("initiative", "position kind text amount currency"),
    "conflicts": ("", "subject label claim_a claim_b source_a source_b"),
    "citations": ("thing", "claim source title quote locator"),
    "single-source": ("kind", "claim label source"),
    "coverage": ("", "subject label complete known expected as_of"),
    "profile": ("thing on", ""),
}

KEYWORDS = {
    "AS",
    "ASC",
    "BIND",
    "BY",
    "CONSTRUCT",
    "DESC",
    "DISTINCT",
    "EXISTS",
    "FILTER",
    "GROUP",
    "HAVING",
    "IN",
    "MINUS",
    "NOT",
    "OPTIONAL",
    "ORDER",
    "PREFIX",
    "SELECT",
    "SEPARATOR",
    "UNION",
    "VALUES",
    "WHERE",
    "LIMIT",
}
FUNCTIONS = {
    "ABS",
    "BOUND",
    "CEIL",
    "COALESCE",
    "CONCAT",
    "CONTAINS",
    "COUNT",
    "DATATYPE",
    "DAY",
    "FLOOR",
    "GROUP_CONCAT",
    "IF",
    "IRI",
    "LANG",
    "MAX",
    "MIN",
    "MONTH",
    "REPLACE",
    "STR",
    "STRAFTER",
    "STRBEFORE",
    "STRDT",
    "STRENDS",
    "STRLEN",
    "STRSTARTS",
    "SUBSTR",
    "SUM",
    "YEAR",
}
LOWER = {"a", "true", "false"}

each_query = pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)


def _header(query: Query) -> Header:
    assert query.header is not None
    return query.header


def _body(query: Query) -> list[Token]:
    return list(tokens(query.text))


def test_the_library_holds_the_queries_of_the_contract() -> None:
    assert set(QUERIES) >= set(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_parameters_and_first_columns_are_those_of_the_contract(name: str) -> None:
    parameters, columns = CONTRACT[name]
    header = _header(QUERIES[name])
    declared = " ".join(
        one.name if one.default is None else f"{one.name}={one.default}"
        for one in header.parameters
    )
    assert declared == parameters
    assert [column for column, _ in header.columns][: len(columns.split())] == columns.split()


@each_query
def test_the_header_says_everything(query: Query) -> None:
    header = _header(query)
    assert query.folder in FOLDERS
    assert header.summary
    assert not header.summary.endswith(".")
    assert header.description.endswith(".")
    assert header.tags
    assert {one.kind for one in header.parameters} <= PARAMETER_KINDS
    assert {kind for _, kind in header.columns} <= COLUMN_KINDS


@each_query
def test_the_header_says_the_same_in_japanese(query: Query) -> None:
    header = _header(query)
    for said in (header.summary_ja, header.description_ja):
        assert re.search("[\u3040-\u30ff]", said)
    assert not header.summary_ja.endswith("。")
    assert header.description_ja.endswith("。")
    assert re.findall(r"(?<!\d)20\d\d(?!\d)", header.description_ja) == re.findall(
        r"(?<!\d)20\d\d(?!\d)", header.description
    )
    for name in re.findall("質問([a-z-]+)", header.description_ja):
        assert name in QUERIES


@each_query
def test_the_columns_are_selected_in_the_order_of_the_header(query: Query) -> None:
    text = query.text[query.text.index("\n\n") :]
    if text.lstrip().startswith("CONSTRUCT"):
        assert not _header(query).columns
        return
    selected = list(tokens(text[text.index("SELECT") : text.index("\nWHERE")]))
    assert _selected(selected) == [column for column, _ in _header(query).columns]


def _selected(pieces: list[Token]) -> list[str]:
    """Return the names of the columns: bare variables, and those that close an ``(… AS ?name)``."""
    names: list[str] = []
    depth = 0
    for before, piece in zip([None, *pieces], pieces, strict=False):
        depth += {"(": 1, ")": -1}.get(piece.text, 0)
        named = before is not None and before.text == "AS"
        if piece.kind == "variable" and (depth == 0 or named):
            names.append(piece.text[1:])
    return names


@each_query
def test_prefixes_are_sorted_used_and_ours(query: Query) -> None:
    declared = re.findall(r"^PREFIX ([\w-]+): <([^>]+)>$", query.text, re.MULTILINE)
    names = [name for name, _ in declared]
    assert names == sorted(set(names))
    for name, iri in declared:
        assert PREFIXES.get(name, f"{SCHEME}{name}/") == iri
    after = query.text[query.text.index("\n\n") :]
    used = {token.text.split(":")[0] for token in tokens(after) if token.kind == "name"}
    # The library puts other terms into the VALUES row, but the file must run as it stands.
    assert set(names) == used


@each_query
def test_a_blank_line_stands_before_the_question(query: Query) -> None:
    prologue, question = query.text.split("\n\n", 1)
    assert re.fullmatch(r"(?:#\+ .*\n|#\+\n)+(?:PREFIX .*\n?)*", prologue)
    assert re.match(r"(?:SELECT|CONSTRUCT) ", question)
    assert re.search(r"\S\n\Z", query.text)
    assert not re.search(r"[ \t]+$", query.text, re.MULTILINE)


@each_query
def test_the_parameters_sit_in_one_row_at_the_head_of_the_pattern(query: Query) -> None:
    names = [one.name for one in _header(query).parameters]
    if not names:
        return
    head = r"WHERE \{\s*(?:\{\s*(?:#[^\n]*\s*)*SELECT[^{]*WHERE \{\s*)*VALUES \(([^)]*)\) \{"
    first = re.search(head, query.text)
    assert first, "WHERE begins with something else than VALUES (…)"
    assert first[1].split() == [f"?{name}" for name in names]


@each_query
def test_rows_have_an_order_and_named_columns(query: Query) -> None:
    words = [token.text for token in _body(query) if token.kind in ("word", "mark")]
    if "CONSTRUCT" in words:
        return
    assert re.search(r"\}\n(?:GROUP BY .*\n)?(?:HAVING .*\n)?ORDER BY [^{}]*\Z", query.text)
    assert not re.search(r"SELECT (DISTINCT )?\*", query.text)


@each_query
def test_only_words_of_the_standard_stand_in_it_and_in_capitals(query: Query) -> None:
    words = {token.text for token in _body(query) if token.kind == "word"}
    assert words <= KEYWORDS | FUNCTIONS | LOWER


@each_query
def test_no_line_is_longer_than_a_screen(query: Query) -> None:
    body = query.text[query.text.index("\n\n") :]
    example = re.compile(r" *(?:VALUES .*)?\(<.*")  # the row of terms cannot be broken
    long = [line for line in body.splitlines() if len(line) > 125 and not example.match(line)]
    assert long == []
