"""Questions nobody thought of: generated SPARQL over a small generated graph, one answer each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as draw

from comity.store.engines.interface import Engine, Solutions
from comity.store.engines.oxigraph import OxigraphEngine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.engines.rdflib import RdflibWriter
from comity.store.snapshot.compile import Writer
from comity.terms import XSD, Iri, Literal, Term, Triple, n_triples, tagged, typed
from tests.store.engines import servers
from tests.store.engines.answers import bag
from tests.store.engines.conftest import need_oxigraph, over_http

EXAMPLES = 120
BASE = "urn:c:"
POLITIES = tuple(Iri(f"{BASE}polity-{number}") for number in range(8))
GROUPS = tuple(Iri(f"{BASE}group-{number}") for number in range(4))
CLAIMS = tuple(Iri(f"{BASE}claim-{number}") for number in range(24))
GRAPHS = (Iri(f"{BASE}graph-0"), Iri(f"{BASE}graph-1"))
DAYS = ("2021-12-09", "2021-12-10", "2022-02-28", "2024-02-29")
WORDS = (tagged("Japan", "en"), tagged("日本", "ja"), tagged("Norge", "nb"), Literal("Japan"))


def generated() -> Iterator[tuple[Triple, Iri]]:
    """Give the statements of a world of polities, groups and dated claims; always the same."""
    chance = Random(20211210)
    for claim in CLAIMS:
        graph = chance.choice(GRAPHS)
        facts: list[tuple[str, Term]] = [
            ("polity", chance.choice(POLITIES)),
            ("group", chance.choice(GROUPS)),
            ("from", typed(chance.choice(DAYS), "date")),
            ("rank", Literal(str(chance.randrange(-2, 5)), XSD + "integer")),
        ]
        if chance.random() < 0.5:
            facts.append(("until", typed(chance.choice(DAYS), "date")))
        if chance.random() < 0.5:
            facts.append(("share", typed(f"{chance.randrange(100)}.5", "decimal")))
        for name, value in facts:
            yield (claim, Iri(BASE + name), value), graph
    for number, polity in enumerate(POLITIES):
        for word in chance.sample(WORDS, 2):
            yield (polity, Iri(BASE + "label"), word), GRAPHS[0]
        if number:
            yield (polity, Iri(BASE + "near"), chance.choice(POLITIES[:number])), GRAPHS[1]
    for number, group in enumerate(GROUPS):
        yield (
            (group, Iri(BASE + "open"), typed(("true", "false")[number % 2], "boolean")),
            GRAPHS[0],
        )
        if number:
            wider = chance.choice(GROUPS[:number])
            yield (group, Iri(BASE + "within"), wider), GRAPHS[1]


@dataclass(frozen=True)
class Worlds:
    """The same statements in every engine."""

    reference: Engine
    others: dict[str, Engine]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    need_oxigraph()
    folder = str(tmp_path_factory.mktemp("generated") / "store")
    filled(OxigraphWriter(folder))
    others = {"memory": filled(OxigraphWriter()), "rdflib": filled(RdflibWriter())}
    with servers.oxigraph(Path(folder)) as url:
        yield Worlds(OxigraphEngine.open(folder), {**others, "server": over_http(url)})


def filled(writer: Writer) -> Engine:
    """Fill a store with the generated statements."""
    for name in GRAPHS:
        writer.add([triple for triple, graph in generated() if graph == name], name)
    writer.finish()
    return writer.reader()


def rows(engine: Engine, query: str) -> Solutions:
    """Ask an engine and wait for all rows."""
    answer = engine.select(query)
    return Solutions(answer.variables, tuple(answer.rows))


# Variables are named after what they stand for, so that patterns join where a person would.
STEPS = {
    "polity": ("claim", "party"),
    "group": ("claim", "group"),
    "from": ("claim", "day"),
    "until": ("claim", "end"),
    "rank": ("claim", "rank"),
    "share": ("claim", "share"),
    "label": ("party", "label"),
    "near": ("party", "other"),
    "within": ("group", "wider"),
    "open": ("group", "open"),
}
# The negated one leaves a single way from a claim to a thing: SPARQL 1.1 does not say clearly
# whether two ways are two rows, and Oxigraph counts now so, now so.
PATHS = (
    f"?claim <{BASE}polity>/<{BASE}near>* ?other",
    f"?claim <{BASE}polity>|<{BASE}group> ?party",
    f"?party ^<{BASE}polity> ?claim",
    f"?party ^<{BASE}polity>/<{BASE}group> ?group",
    f"?party <{BASE}near>+ ?other",
    f"?party <{BASE}near>? {n_triples(POLITIES[0])}",
    f"?claim <{BASE}group>/(<{BASE}within>|<{BASE}near>)* ?wider",
    f"?claim <{BASE}group>/<{BASE}within>? ?wider",
    f"?claim !(<{BASE}polity>|<{BASE}rank>|<{BASE}open>|<{BASE}until>) ?thing",
)
names = draw.sampled_from(sorted({name for pair in STEPS.values() for name in pair}))
variables = names.map("?{}".format)
things = draw.sampled_from([n_triples(term) for term in (*POLITIES[:3], *GROUPS[:2])])
days = draw.sampled_from([n_triples(typed(day, "date")) for day in DAYS])
numbers = draw.sampled_from(["0", "1", "2.5", "3"])


@draw.composite
def steps(get: draw.DrawFn) -> str:
    """Give one triple pattern; now and then an end of it is a thing of the graph."""
    name = get(draw.sampled_from(sorted(STEPS)))
    start, end = (f"?{one}" for one in STEPS[name])
    if name in ("polity", "near") and get(draw.integers(0, 3)) == 0:
        end = n_triples(get(draw.sampled_from(POLITIES)))
    return f"{start} <{BASE}{name}> {end} ."


patterns = draw.one_of(steps(), steps(), draw.sampled_from(PATHS).map("{} .".format))
basic = draw.lists(patterns, min_size=1, max_size=3).map(" ".join)
comparisons = draw.one_of(
    draw.tuples(
        draw.sampled_from(["?day", "?end"]),
        draw.sampled_from(["<", "<=", "=", "!=", ">", ">="]),
        draw.one_of(days, draw.sampled_from(["?day", "?end"])),
    ),
    draw.tuples(
        draw.sampled_from(["?rank", "?share", "(?rank + 1)", "(?share * 2)", "STRLEN(?label)"]),
        draw.sampled_from(["<", "<=", "=", "!=", ">", ">="]),
        draw.one_of(numbers, draw.sampled_from(["?rank", "?share"])),
    ),
    draw.tuples(
        draw.sampled_from(["?party", "?other", "?group"]),
        draw.sampled_from(["=", "!="]),
        draw.one_of(things, draw.sampled_from(["?other", "?wider"])),
    ),
).map(" ".join)
tests = draw.one_of(
    comparisons,
    variables.map("BOUND({})".format),
    draw.sampled_from(["en", "ja", ""]).map('LANG(?label) = "{}"'.format),
    draw.sampled_from(["J", "日"]).map('STRSTARTS(STR(?label), "{}")'.format),
    draw.lists(things, min_size=1, max_size=3).map(lambda some: f"?party IN ({', '.join(some)})"),
    draw.just("?open"),
    basic.map("EXISTS {{ {} }}".format),
    basic.map("NOT EXISTS {{ {} }}".format),
)
conditions = draw.one_of(
    tests,
    tests.map("!({})".format),
    draw.tuples(tests, draw.sampled_from(["&&", "||"]), tests).map(" ".join),
)
filters = conditions.map("FILTER ({})".format)
tables = draw.one_of(
    draw.lists(things, min_size=1, max_size=2).map(
        lambda some: f"VALUES ?party {{ {' '.join(some)} }}"
    ),
    draw.tuples(things, days).map(
        lambda two: f"VALUES (?party ?day) {{ ({two[0]} UNDEF) (UNDEF {two[1]}) }}"
    ),
)
parts = draw.one_of(
    basic.map("OPTIONAL {{ {} }}".format),
    draw.tuples(basic, filters).map(lambda two: f"OPTIONAL {{ {two[0]} {two[1]} }}"),
    draw.tuples(basic, basic).map(lambda two: f"{{ {two[0]} }} UNION {{ {two[1]} }}"),
    basic.map("MINUS {{ {} }}".format),
    steps().map("GRAPH ?graph {{ {} }}".format),
    tables,
    draw.tuples(variables, basic).map(
        lambda two: f"{{ SELECT DISTINCT {two[0]} WHERE {{ {two[1]} }} }}"
    ),
    filters,
)
BINDINGS = (
    "BIND (COALESCE(?end, ?day) AS ?bound)",
    "BIND (IF(?rank > 1, STR(?label), LANG(?label)) AS ?bound)",
    "BIND (?rank + ?share AS ?bound)",
    "BIND (CONCAT(STR(?party), '-', STR(?group)) AS ?bound)",
    "BIND (SUBSTR(STR(?day), 1, 7) AS ?bound)",
    "BIND (DATATYPE(?end) AS ?bound)",
)
bindings = draw.one_of(draw.just(""), draw.sampled_from(BINDINGS))
# Each with a pattern that binds what it sums up.
AGGREGATES = (
    ("(COUNT(*) AS ?told)", ""),
    ("(COUNT(DISTINCT ?party) AS ?told)", ""),
    ("(SUM(?rank) AS ?told)", f"?claim <{BASE}rank> ?rank ."),
    ("(MAX(?rank) AS ?told)", f"?claim <{BASE}rank> ?rank ."),
    ("(MIN(?day) AS ?told)", f"?claim <{BASE}from> ?day ."),
)


@draw.composite
def queries(get: draw.DrawFn) -> str:
    """Give a SELECT query whose every row is decided by SPARQL 1.1."""
    inside = [get(basic), *get(draw.lists(parts, max_size=3)), get(bindings)]
    wanted = get(draw.lists(variables, min_size=1, max_size=3, unique=True))
    if get(draw.integers(0, 3)) == 0:
        aggregate, needs = get(draw.sampled_from(AGGREGATES))
        where = f"WHERE {{ {' '.join([needs, *inside])} }}"
        return f"SELECT {wanted[0]} {aggregate} {where} GROUP BY {wanted[0]}"
    distinct = get(draw.sampled_from(["", "DISTINCT "]))
    return f"SELECT {distinct}{' '.join(wanted)} ?bound WHERE {{ {' '.join(inside)} }}"


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(query=queries())
def test_every_engine_gives_the_same_rows_to_a_generated_question(
    worlds: Worlds, query: str
) -> None:
    expected = rows(worlds.reference, query)
    for name, engine in worlds.others.items():
        found = rows(engine, query)
        assert found.variables == expected.variables
        same = bag(list(found.rows)) == bag(list(expected.rows))
        assert same or (name == "rdflib" and excused(query, expected, found)), f"{name} differs"


def excused(query: str, expected: Solutions, found: Solutions) -> bool:
    """Say whether rdflib is wrong in one of the ways that WRONG shows."""
    if "GROUP BY" in query and not expected.rows:
        return True
    if "UNION" in query or "VALUES" in query:
        return "COUNT(*)" in query or "SUM(" in query or set(found.rows) == set(expected.rows)
    return False


_KNOWN_SINCE = "2026-11-23: rdflib 7.6"
# Where rdflib departs from SPARQL 1.1; the questions above keep out of these corners.
WRONG = {
    f"SELECT ?group (COUNT(*) AS ?n) WHERE {{ ?group <{BASE}none> ?x }} GROUP BY ?group": (
        "groups no rows at all into one row of nothing"
    ),
    f"SELECT ?group (SUM(?x) AS ?n) WHERE {{ ?group <{BASE}open> ?o }} GROUP BY ?group": (
        "adds up what is not bound to 0 instead of an error"
    ),
    "SELECT ?x WHERE { VALUES ?x { } }": "stumbles over a table without rows",
    f"SELECT ?x ?o WHERE {{ {{ SELECT DISTINCT ?o WHERE {{ ?g <{BASE}open> ?o }} }} "
    "VALUES ?x { 1 1 } }": "joins the set of the rows on one side, where a row may come twice",
    f"SELECT ?g WHERE {{ ?g <{BASE}open> ?o FILTER (!(?none < 1 && 1 < 1)) }}": (
        "takes error && false for an error; it is false"
    ),
    f"SELECT ?g WHERE {{ ?g <{BASE}open> ?o . ?o <{BASE}within>* ?x }}": (
        "takes false at the start of a path for a variable that is not bound"
    ),
    f"SELECT ?x WHERE {{ {n_triples(GROUPS[1])} (<{BASE}within>|^<{BASE}within>)* ?x }}": (
        "gives the start of a path twice where the path comes back to it"
    ),
}


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(query, marks=pytest.mark.xfail(strict=True, reason=f"{_KNOWN_SINCE} {why}"))
        for query, why in WRONG.items()
    ],
)
def test_rdflib_gives_the_same_rows_in_its_dark_corners(worlds: Worlds, query: str) -> None:
    expected, found = (
        rows(engine, query) for engine in (worlds.reference, worlds.others["rdflib"])
    )
    assert bag(list(found.rows)) == bag(list(expected.rows))


@pytest.mark.parametrize("query", WRONG)
def test_the_server_gives_the_same_rows_there(worlds: Worlds, query: str) -> None:
    expected, found = (
        rows(engine, query) for engine in (worlds.reference, worlds.others["server"])
    )
    assert bag(list(found.rows)) == bag(list(expected.rows))
