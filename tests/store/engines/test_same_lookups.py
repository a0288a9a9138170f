"""An endpoint gives what the store gives where nobody writes SPARQL: look-ups and graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from comity.errors import BadQuery, EndpointFailed
from comity.iris import BASE, ID, RDFS, SKOS, term
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph import OxigraphEngine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.terms import XSD, Blank, Iri, Literal, Term, Triple, tagged, typed
from tests.store.engines import servers
from tests.store.engines.conftest import Open, need_oxigraph, over_http

SERVERS = ("oxigraph_server", "virtuoso")
ECHRI = Iri(ID + "initiative/echri")
LABEL = Iri(SKOS + "prefLabel")
JAPAN = Iri(ID + "polity/JPN")
KIND = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
Pattern = tuple[Iri | None, Iri | None, Iri | Literal | None]
PATTERNS: tuple[Pattern, ...] = (
    (ECHRI, None, None),
    (JAPAN, LABEL, None),
    (None, LABEL, tagged("日本", "ja")),
    (None, None, JAPAN),
    (None, Iri(RDFS + "subClassOf"), term("Claim")),
    (None, term("since"), typed("2021-12-10", "date")),
    (None, term("since"), typed("2021", "gYear")),
    (None, term("isComplete"), typed("true", "boolean")),
    (ECHRI, KIND, term("Initiative")),
    (ECHRI, KIND, term("Summit")),
    (ECHRI, KIND, None),
    (Iri(ID + "polity/nobody"), None, None),
)


def statements(engine: Engine, pattern: Pattern, graph: Iri | None) -> set[Triple]:
    """Return what fits a pattern, after making sure that nothing comes twice."""
    found = list(engine.triples(*pattern, graph=graph))
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("pattern", PATTERNS, ids=str)
def test_a_look_up_finds_the_same_in_the_whole_and_in_one_graph(
    pattern: Pattern, server: str, engine_named: Open, oxigraph_disk: Engine
) -> None:
    endpoint = engine_named(server)
    graphs = (None, Iri(BASE + "graph/initiatives/echri"), Iri(BASE + "graph/none"))
    for graph in graphs if server == "oxigraph_server" else graphs[:1]:
        found = statements(endpoint, pattern, graph)
        assert found == statements(oxigraph_disk, pattern, graph)


def test_the_named_graphs_and_all_they_hold_are_the_same(
    engine_named: Open, oxigraph_disk: Engine
) -> None:
    endpoint = engine_named("oxigraph_server")
    ours = tuple(name for name in endpoint.graphs() if name.value.startswith(BASE))
    assert ours == oxigraph_disk.graphs()
    held = {quad for quad in endpoint.quads() if quad[3] in ours}
    assert held == set(oxigraph_disk.quads())


@pytest.mark.parametrize("server", SERVERS)
def test_a_query_that_does_not_parse_is_told_in_one_line(server: str, engine_named: Open) -> None:
    with pytest.raises(BadQuery, match="The endpoint refuses the query: ") as fault:
        engine_named(server).select("SELECT ?s\nWHERE { ?s nonsense }")
    assert fault.value.found.isprintable()


def test_a_blank_node_cannot_be_asked_for(oxigraph_server: Engine) -> None:
    for pattern in ((Blank("b0"), None, None), (None, None, Blank("b0"))):
        with pytest.raises(EndpointFailed, match="blank node"):
            next(oxigraph_server.triples(*pattern))


S, P, GRAPH = (Iri(f"https://example.org/{name}") for name in "spg")
ODD: tuple[Triple, ...] = (
    (S, P, Literal('a "quoted"\\ line\n\r\t\x08\x0c\x7f\x01')),
    (S, P, Literal("\u2028\x0b\x85 not the end of a line")),
    (S, P, Literal("")),
    (S, P, tagged("🇯🇵 日本", "ja-jp")),
    (S, P, typed("007", "integer")),
    (S, P, typed("1", "boolean")),
    (S, P, typed("2021-12", "gYearMonth")),
    (S, P, Literal("P6M", XSD + "duration")),
    (S, P, Literal("odd", "https://example.org/a,b?c=d#e")),
    (S, P, Iri("https://example.org/日本/%20?q=(1)'*")),
    (Blank("x"), P, Blank("x")),
)


@dataclass(frozen=True)
class Odd:
    """The odd statements in a store of our own, and in the same store behind a server."""

    own: Engine
    endpoint: Engine


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Odd]:
    need_oxigraph()
    folder = str(tmp_path_factory.mktemp("odd") / "store")
    writer = OxigraphWriter(folder)
    writer.add(ODD, GRAPH)
    writer.finish()
    del writer  # closes the files
    with servers.oxigraph(Path(folder)) as url:
        yield Odd(OxigraphEngine.open(folder), over_http(url))


def without_labels(triples: Iterable[Triple]) -> set[tuple[Term, ...]]:
    """Return triples with one label for every blank node: there is one node in ODD."""
    return {
        tuple(Blank("x") if isinstance(term, Blank) else term for term in triple)
        for triple in triples
    }


def test_the_oddest_terms_survive_the_way_as_rows_and_as_a_graph(odd: Odd) -> None:
    kept = without_labels(odd.own.triples())
    assert len(kept) == len(ODD)
    assert without_labels(odd.endpoint.triples()) == kept
    built = odd.endpoint.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert without_labels(built) == kept


def test_a_blank_node_is_the_same_node_within_one_answer(odd: Odd) -> None:
    answer = odd.endpoint.select("SELECT ?s ?o WHERE { ?s ?p ?o FILTER (isBlank(?s)) }")
    ((subject, value),) = answer.rows
    assert isinstance(subject, Blank)
    assert subject == value


def test_an_endpoint_says_yes_and_no(odd: Odd) -> None:
    assert odd.endpoint.ask("ASK { ?s ?p '' }") is True
    assert odd.endpoint.ask("ASK { ?s ?p 'nothing' }") is False
