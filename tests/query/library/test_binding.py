"""Parameters are terms: resolved from what people write, and put in the VALUES row and nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import AmbiguousThing, BadParameter, BadQuery, UnknownThing
from comity.iris import DCTERMS, SKOS, concept, term, thing
from comity.query.library.catalogue import Query, read_header
from comity.query.library.run import bind, fill
from comity.query.names.resolve import resolve
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.terms import Iri, Literal, Triple, n_triples, tagged, typed

LABEL, ALIAS = Iri(SKOS + "prefLabel"), Iri(SKOS + "altLabel")
JAPAN, GREECE = thing("polity", "JPN"), thing("polity", "GRC")
CODE = thing("identifier", "iso-3166-1-alpha-2", "JP")
QUAD, SUMMIT = thing("initiative", "quad"), thing("summit", "quad")
TRIPLES: list[Triple] = [
    (JAPAN, LABEL, tagged("Japan", "en")),
    (JAPAN, LABEL, tagged("日本", "ja")),
    (JAPAN, term("identifier"), CODE),
    (GREECE, LABEL, tagged("Greece", "en")),
    (GREECE, ALIAS, tagged("Hellás", "el")),
    (thing("polity", "X-HEL"), LABEL, tagged("Hellas", "en")),
    (QUAD, LABEL, tagged("Quad", "en")),
    (SUMMIT, LABEL, tagged("Quad Leaders' Summit", "en")),
    (concept("ground", "censorship"), Iri(SKOS + "inScheme"), Iri(concept("ground", "")[0][:-1])),
    (concept("ground", "censorship"), LABEL, tagged("Censorship", "en")),
    (term("Pact"), Iri("http://www.w3.org/2000/01/rdf-schema#subClassOf"), term("Claim")),
    (QUAD, Iri(DCTERMS + "title"), Literal("no label")),
]
TEXT = """#+ summary: Test.
#+ params:
#+   polity: {kind: polity, example: JPN, many: true}
#+   on: {kind: date, example: 2020-01-01, default: 2020-01-01}
SELECT ?polity ?on
WHERE {
  VALUES (?polity ?on) { (<https://w3id.org/comity/id/polity/GRC> "2020-01-01"^^<a:b>) }
}
"""


@pytest.fixture(scope="module")
def engine() -> Engine:
    writer = OxigraphWriter()
    writer.add(TRIPLES, Iri("https://w3id.org/comity/graph/test"))
    return writer.reader()


@pytest.fixture
def query() -> Query:
    return Query("test", TEXT, read_header(TEXT, "test"))


@pytest.mark.parametrize(
    "said",
    ["JPN", "jp", "JP", "polity/JPN", JAPAN.value, f"<{JAPAN.value}>", "Japan", "japan", "日本"],
)
def test_a_polity_is_known_by_key_code_iri_and_label(engine: Engine, said: str) -> None:
    assert resolve(engine, "polity", "polity", said) == JAPAN


@pytest.mark.parametrize("said", ["", " ", "-", "…", "́"])
def test_what_has_no_letter_names_nothing_and_is_like_nothing(engine: Engine, said: str) -> None:
    with pytest.raises(UnknownThing) as refused:
        resolve(engine, "polity", "polity", said)
    assert "Did you mean" not in refused.value.remedy


def test_an_unknown_thing_is_refused_with_the_nearest(engine: Engine) -> None:
    with pytest.raises(UnknownThing) as fault:
        resolve(engine, "polity", "polity", "Jappan")
    assert fault.value.nearest == ("JPN",)
    assert "JPN" in fault.value.remedy


def test_a_label_of_two_things_is_refused_with_both(engine: Engine) -> None:
    with pytest.raises(AmbiguousThing) as fault:
        resolve(engine, "polity", "polity", "HELLÁS")
    assert fault.value.nearest == ("polity/GRC", "polity/X-HEL")


def test_a_thing_of_another_kind_is_not_taken(engine: Engine) -> None:
    with pytest.raises(UnknownThing):
        resolve(engine, "initiative", "initiative", SUMMIT.value)
    with pytest.raises(UnknownThing):
        resolve(engine, "polity", "polity", "quad")


def test_any_thing_is_found_by_kind_and_key_and_a_shared_key_is_ambiguous(engine: Engine) -> None:
    assert resolve(engine, "thing", "thing", "summit/quad") == SUMMIT
    with pytest.raises(AmbiguousThing):
        resolve(engine, "thing", "thing", "quad")


def test_a_concept_is_known_by_key_and_label_and_a_kind_of_claim_by_name(engine: Engine) -> None:
    assert resolve(engine, "ground", "ground", "censorship") == concept("ground", "censorship")
    assert resolve(engine, "ground", "ground", "CENSORSHIP") == concept("ground", "censorship")
    assert resolve(engine, "kind", "claim-kind", "pact") == term("Pact")
    with pytest.raises(UnknownThing, match="no ground 'sensorship'"):
        resolve(engine, "ground", "ground", "sensorship")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("date", "2021"),
        ("date", "2021-02-30"),
        ("date", "20211209"),
        ("date", "2023-W01-1"),
        ("date", "tomorrow"),
        ("integer", "five"),
        ("integer", "1.5"),
        ("integer", "\u0665"),
        ("duration", "6 months"),
        ("duration", "P"),
        ("duration", "PT5M"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_an_example(
    engine: Engine, kind: str, said: str
) -> None:
    with pytest.raises(BadParameter) as fault:
        resolve(engine, "it", kind, said)
    assert said in fault.value.found
    assert "it:" in fault.value.found


def test_bound_terms_stand_in_the_values_row_one_row_a_combination(
    engine: Engine, query: Query
) -> None:
    asked = bind(engine, query, {"polity": "JP,GRC"})
    assert asked.bound == {"polity": (JAPAN, GREECE), "on": (typed("2020-01-01", "date"),)}
    answer = engine.select(asked.text)
    assert list(answer.rows) == [(p, typed("2020-01-01", "date")) for p in (JAPAN, GREECE)]


def test_a_missing_parameter_is_named_with_its_kind_and_an_example(
    engine: Engine, query: Query
) -> None:
    with pytest.raises(BadParameter, match=r"needs polity \(polity\)") as fault:
        bind(engine, query, {"on": "2021-01-01"})
    assert "-p polity=JPN" in fault.value.remedy


def test_a_parameter_that_is_not_there_is_refused_with_the_nearest(
    engine: Engine, query: Query
) -> None:
    with pytest.raises(BadParameter, match="no parameter 'polty'") as fault:
        bind(engine, query, {"polty": "JPN"})
    assert "'polity'" in fault.value.remedy


def test_a_query_without_a_row_for_its_parameters_is_refused() -> None:
    with pytest.raises(BadQuery, match="no VALUES row"):
        fill("SELECT ?s WHERE { ?s ?p 'VALUES (?on) { (1) }' }", {"on": (Literal("1"),)})
    with pytest.raises(BadQuery, match="binds a; the header declares on"):
        fill("SELECT ?s WHERE { VALUES (?a) { (1) } }", {"on": (Literal("1"),)})


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_gets_out_of_its_literal(text: str) -> None:
    engine = OxigraphWriter().reader()
    value = Literal(text)
    bound = fill("SELECT ?a WHERE { VALUES (?a) { (1) } }", {"a": (value,)})
    answer = engine.select(bound)
    assert list(answer.rows) == [(value,)]
    assert n_triples(value) in bound


def test_the_library_is_found_by_name(tmp_path: Path) -> None:
    from comity.query.library.catalogue import Library, read_query

    (tmp_path / "states").mkdir()
    (tmp_path / "states" / "test.rq").write_text(TEXT)
    library = Library(str(tmp_path))
    assert library.names() == ("test",)
    assert library.find("test").folder == "states"
    with pytest.raises(BadQuery, match="cannot be read"):
        read_query(str(tmp_path / "none.rq"))
