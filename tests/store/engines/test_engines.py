"""What every engine does: one body of tests over Oxigraph in memory, on disk, and rdflib."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from comity.errors import BadData, BadQuery
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph import OxigraphEngine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.engines.rdflib import RdflibWriter
from comity.store.snapshot.compile import Writer
from comity.terms import Blank, Iri, Literal, Triple, tagged, typed

GRAPH = Iri("https://w3id.org/comity/graph/test")
OTHER = Iri("https://w3id.org/comity/graph/other")
S, P, Q = (Iri(f"https://example.org/{name}") for name in "spq")
TRIPLES: list[Triple] = [
    (S, P, tagged("日本", "ja")),
    (S, P, Literal('a "quoted"\nline')),
    (S, P, typed("2021", "gYear")),
    (S, P, typed("2021-12", "gYearMonth")),
    (S, P, typed("2021-12-09", "date")),
    (S, P, Literal("7", "http://www.w3.org/2001/XMLSchema#integer")),
    (S, Q, Iri("https://example.org/o")),
]
Load = Callable[[list[Triple], Path], Engine]


def _fill(writer: Writer, triples: list[Triple]) -> Engine:
    writer.add(triples, GRAPH)
    writer.add([(S, Q, S)], OTHER)
    writer.finish()
    return writer.reader()


def _in_memory(triples: list[Triple], _folder: Path) -> Engine:
    return _fill(OxigraphWriter(), triples)


def _on_disk(triples: list[Triple], folder: Path) -> Engine:
    _fill(OxigraphWriter(str(folder / "store")), triples)
    return OxigraphEngine.open(str(folder / "store"))


def _rdflib(triples: list[Triple], _folder: Path) -> Engine:
    return _fill(RdflibWriter(), triples)


LOADERS = {"oxigraph in memory": _in_memory, "oxigraph on disk": _on_disk, "rdflib": _rdflib}


@pytest.fixture(params=list(LOADERS.values()), ids=list(LOADERS))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    load: Load = request.param
    return load(TRIPLES, tmp_path)


def test_terms_come_back_as_they_went_in(engine: Engine) -> None:
    assert sorted(map(str, engine.triples(graph=GRAPH))) == sorted(map(str, TRIPLES))


def test_a_named_graph_holds_only_its_share_and_the_default_graph_holds_all(
    engine: Engine,
) -> None:
    assert list(engine.triples(graph=OTHER)) == [(S, Q, S)]
    assert len(list(engine.triples(subject=S))) == len(TRIPLES) + 1
    assert engine.graphs() == (OTHER, GRAPH)
    assert len(list(engine.quads())) == len(TRIPLES) + 1


@pytest.mark.parametrize("make", [OxigraphWriter, RdflibWriter])
def test_lines_of_quads_are_added_to_what_is_there(make: Callable[[], Writer]) -> None:
    writer = make()
    writer.add([(S, P, S)], GRAPH)
    said = f"<{S.value}> <{Q.value}> <{S.value}>"
    writer.load_quads([f"{said} .\n", f"{said} <{OTHER.value}> .\n"])
    engine = writer.reader()
    assert sorted(engine.triples()) == [(S, P, S), (S, Q, S)]
    assert list(engine.triples(graph=GRAPH)) == [(S, P, S)]
    assert list(engine.triples(graph=OTHER)) == [(S, Q, S)]
    answer = engine.select("SELECT ?p { ?s ?p ?o }")
    assert len(list(answer.rows)) == 2


def test_a_pattern_is_matched_by_every_position(engine: Engine) -> None:
    assert list(engine.triples(subject=S, predicate=Q, value=S)) == [(S, Q, S)]
    assert [value for _, _, value in engine.triples(predicate=Q, graph=GRAPH)] == [TRIPLES[-1][2]]
    assert list(engine.triples(subject=Q)) == []


def test_select_answers_with_variables_in_order_and_none_where_nothing_is_bound(
    engine: Engine,
) -> None:
    answer = engine.select(
        "SELECT ?b ?a WHERE { VALUES (?a ?b) { (1 UNDEF) (UNDEF <https://example.org/s>) } } "
        "ORDER BY ?b"
    )
    assert answer.variables == ("b", "a")
    assert list(answer.rows) == [
        (None, Literal("1", "http://www.w3.org/2001/XMLSchema#integer")),
        (S, None),
    ]


def test_ask_and_construct_answer_with_a_verdict_and_triples(engine: Engine) -> None:
    assert engine.ask("ASK { ?s <https://example.org/q> ?s }") is True
    assert list(engine.construct("CONSTRUCT { ?s ?p ?s } WHERE { ?s ?p ?s }")) == [(S, Q, S)]


def test_a_query_of_another_form_than_is_wanted_is_refused(engine: Engine) -> None:
    with pytest.raises(BadQuery, match="not of the form SELECT"):
        engine.select("ASK {}")
    with pytest.raises(BadQuery, match="not of the form ASK"):
        engine.ask("SELECT * {}")
    with pytest.raises(BadQuery, match="not of the form CONSTRUCT"):
        engine.construct("SELECT * {}")


def test_a_query_that_does_not_parse_tells_line_and_column(engine: Engine) -> None:
    with pytest.raises(BadQuery) as fault:
        engine.select("SELECT ?s\nWHERE { ?s ?p }")
    assert "line 2, column " in fault.value.found
    assert "WHERE { ?s ?p }\n" in fault.value.remedy
    assert "^" in fault.value.remedy


@pytest.mark.parametrize("writer", [OxigraphWriter, RdflibWriter])
def test_turtle_that_does_not_parse_tells_the_file_and_the_line(
    writer: type[OxigraphWriter] | type[RdflibWriter], tmp_path: Path
) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<https://example.org/s> <https://example.org/p> 1 .\nnonsense\n")
    with pytest.raises(BadData, match=r"broken\.ttl.*line 2"):
        writer().load([(str(path), GRAPH)])


def test_blank_nodes_stay_blank(tmp_path: Path) -> None:
    for load in LOADERS.values():
        folder = tmp_path / load.__name__
        folder.mkdir()
        found = next(load([(Blank("b"), P, S)], folder).triples(predicate=P))
        assert isinstance(found[0], Blank)
