"""Data of networks: each format read back by another program, and safe whatever the names."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import igraph  # type: ignore[import-untyped]  # it has no types
import networkx
import pytest
from lxml import etree

import comity
from comity.iris import thing
from comity.network import formats
from comity.network.choice import Choice, Form, Weight
from comity.network.node_link import NetworkData, described, for_programs, last_day
from comity.network.projections import project
from comity.network.ties import BETWEEN_POLITIES, Kind, Spell
from tests.clients import CLIENTS
from tests.network.conftest import DAY, World

HERE = Path(__file__).parent
CHOICES = {
    "membership": Choice(on=date(2015, 1, 1)),
    "pacts": Choice((Kind.PACT,), date(2023, 4, 1)),
    "listings": Choice((Kind.DESIGNATION,), date(2023, 4, 1)),
    "all": Choice(BETWEEN_POLITIES, date(2021, 12, 8)),
    "bipartite": Choice(on=date(2023, 4, 1), form=Form.BIPARTITE),
    "everything": Choice(tuple(Kind), date(2023, 4, 1), form=Form.EVERYTHING),
    "window": Choice(window=(date(1970, 1, 1), date(2010, 1, 1))),
}
# networkx reads no GEXF where only some edges have a direction, and says so.
MIXED = ("all", "everything")
NASTY = '=1+1 <b a="1">&\t\x0b\x00\ud800日本 \U0001f600 ]]>'


@pytest.fixture(scope="module", params=CHOICES)
def named(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def data_of(name: str) -> NetworkData:
    engine = comity.open().engine
    return described(engine, project(engine, for_programs(CHOICES[name])))


@pytest.fixture(scope="module")
def data(named: str) -> NetworkData:
    return data_of(named)


def written(data: NetworkData, form: str) -> str:
    return "".join(formats.write(data, form))


def _ends(data: NetworkData) -> list[tuple[str, str, float]]:
    """Return the edges as any reader should find them; ends without direction are sorted."""
    found = []
    for edge in data.edges:
        one, other = edge.source, edge.target
        if not data.is_directed:
            one, other = sorted((one, other))
        found.append((one, other, edge.weight))
    return sorted(found)


def test_graphml_is_read_by_igraph(data: NetworkData, tmp_path: Path) -> None:
    target = tmp_path / "network.graphml"
    target.write_text(written(data, "graphml"), "utf-8")
    graph = igraph.Graph.Read_GraphML(str(target))
    ids = graph.vs["id"]
    assert ids == [node.id for node in data.nodes]
    assert graph.vs["label"] == [node.label for node in data.nodes]
    assert graph.is_directed() == data.is_directed
    ends = [(ids[edge.source], ids[edge.target]) for edge in graph.es]
    found = [
        (*(pair if data.is_directed else sorted(pair)), round(weight, 9))
        for pair, weight in zip(ends, graph.es["weight"], strict=True)
    ]
    assert sorted(found) == _ends(data)
    assert graph.es["claims"] == [" ".join(edge.claims) for edge in data.edges]


def test_graphml_is_read_by_networkx(named: str, data: NetworkData) -> None:
    if named in MIXED:
        with pytest.raises(networkx.NetworkXError, match="directed"):
            networkx.parse_graphml(written(data, "graphml"))
        return
    graph = networkx.parse_graphml(written(data, "graphml"))
    assert list(graph) == [node.id for node in data.nodes]
    assert graph.number_of_edges() == len(data.edges)
    for node in data.nodes[:20]:
        assert graph.nodes[node.id].get("latitude") == node.latitude


def test_gexf_is_read_by_networkx_with_spells(named: str, data: NetworkData) -> None:
    if named in MIXED:
        pytest.skip("networkx reads no GEXF where only some edges have a direction")
    graph = networkx.read_gexf(io.BytesIO(written(data, "gexf").encode()), version="1.3")
    assert sorted(graph) == [node.id for node in data.nodes]
    found = [
        (*((one, other) if data.is_directed else sorted((one, other))), edge["weight"])
        for one, other, edge in graph.edges(data=True)
    ]
    assert sorted(found) == _ends(data)
    by_id = {edge["id"]: edge for _, _, edge in graph.edges(data=True)}
    for edge in data.edges[:: max(1, len(data.edges) // 50)]:
        spells = [(spell.start, last_day(spell) or "None") for spell in edge.spells]
        assert by_id[edge.id]["spells"] == spells
        assert by_id[edge.id]["claims"].split() == list(edge.claims)


def test_gexf_keeps_to_the_grammar_of_the_format(data: NetworkData) -> None:
    grammar = etree.RelaxNG(etree.parse(str(HERE / "schemas" / "gexf-1.3.rng")))
    document = etree.fromstring(written(data, "gexf").encode())
    assert grammar.validate(document), grammar.error_log
    ids = [one.get("id") for one in document.iter("{*}node", "{*}edge")]
    assert len(set(ids)) == len(ids)


def test_the_grammar_refuses_what_is_no_gexf(data: NetworkData) -> None:
    grammar = etree.RelaxNG(etree.parse(str(HERE / "schemas" / "gexf-1.3.rng")))
    wrong = written(data, "gexf").replace('mode="dynamic"', 'mode="moving"', 1)
    assert not grammar.validate(etree.fromstring(wrong.encode()))


def test_node_link_json_is_read_by_networkx(data: NetworkData) -> None:
    graph = networkx.node_link_graph(json.loads(written(data, "json")), edges="edges")
    assert list(graph) == [node.id for node in data.nodes]
    assert graph.number_of_edges() == len(data.edges)
    assert graph.is_directed() == data.is_directed
    assert graph.graph["title"] == data.title
    edge = data.edges[0]
    assert graph[edge.source][edge.target][edge.id]["claims"] == list(edge.claims)


def test_cytoscape_json_is_read_by_networkx(data: NetworkData) -> None:
    graph = networkx.cytoscape_graph(json.loads(written(data, "cytoscape")))
    assert list(graph) == [node.id for node in data.nodes]
    assert graph.number_of_edges() == len(data.edges)
    assert graph.nodes[data.nodes[0].id]["name"] == data.nodes[0].label


def test_csv_has_a_line_for_each_edge_with_the_columns_of_gephi(data: NetworkData) -> None:
    rows = list(csv.DictReader(io.StringIO(written(data, "csv"))))
    assert [(row["source"], row["target"], float(row["weight"])) for row in rows] == [
        (edge.source, edge.target, edge.weight) for edge in data.edges
    ]
    assert {row["type"] for row in rows} <= {"directed", "undirected"}
    assert all(row["claims"] for row in rows)


def _node_program(form: str) -> list[str]:
    """Return how node reads a format; skip where it or the library of the format is not there."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    library = {"gexf": "graphology-gexf", "gephi-lite": "graphology", "cytoscape": "cytoscape"}[
        form
    ]
    if not (CLIENTS / "node_modules" / library).is_dir():
        pytest.skip(f"{library} is not installed: make clients")
    return [str(CLIENTS), node, str(HERE / "read_back.mjs"), form]


@pytest.mark.parametrize("form", ["gexf", "gephi-lite", "cytoscape"])
def test_the_library_of_a_format_reads_it(data: NetworkData, form: str, tmp_path: Path) -> None:
    folder, *program = _node_program(form)
    target = tmp_path / "network"
    target.write_text(written(data, form), "utf-8")
    ran = subprocess.run(
        [*program, str(target)], cwd=folder, capture_output=True, text=True, check=True, timeout=60
    )
    found = json.loads(ran.stdout)
    assert found["nodes"] == sorted(node.id for node in data.nodes)
    assert sorted(found["labels"]) == sorted(node.label for node in data.nodes)
    ours = sorted((e.source, e.target, e.is_directed, e.weight) for e in data.edges)
    assert sorted(tuple(edge) for edge in found["edges"]) == ours


def test_the_same_network_gives_the_same_bytes_in_another_run() -> None:
    code = (
        "import sys, comity\n"
        "from tests.network.test_formats import CHOICES, data_of, written\n"
        "from comity.network import formats\n"
        "from hashlib import sha256\n"
        "for name in ('pacts', 'listings'):\n"
        "    for form in formats.NAMES:\n"
        "        print(sha256(written(data_of(name), form).encode()).hexdigest())\n"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=HERE.parent.parent,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert len(told[0].split()) == 12


@pytest.fixture
def nasty(world: World) -> NetworkData:
    """Return a network whose names are as bad as names can be."""
    world.members("club", "AAA BBB")
    world.name("polity", "AAA", NASTY.replace("\ud800", "").replace("\x00", ""))
    world.name("polity", "BBB", "@sum(A1)")
    world.name("initiative", "club", "-2+3|cmd")
    engine = world.engine()
    return described(engine, project(engine, Choice(on=DAY)))


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_no_name_breaks_the_xml(nasty: NetworkData, form: str) -> None:
    document = etree.fromstring(written(nasty, form).encode())
    said = [text for one in document.iter() for text in (str(one.text), *one.attrib.values())]
    assert any(str(text).startswith('=1+1 <b a="1">&') for text in said)
    assert "\x0b" not in written(nasty, form)


def test_the_csv_is_exact(nasty: NetworkData) -> None:
    (row,) = csv.DictReader(io.StringIO(written(nasty, "csv")))
    assert row["source label"].startswith("=1+1")
    assert row["target label"] == "@sum(A1)"
    assert row["through"] == "-2+3|cmd"


@pytest.mark.parametrize("form", ["json", "cytoscape", "gephi-lite"])
def test_no_name_breaks_the_json(nasty: NetworkData, form: str) -> None:
    assert "@sum(A1)" in json.dumps(json.loads(written(nasty, form)))


def test_a_node_says_where_it_lies_and_when_it_has_a_tie() -> None:
    nodes = {node.key: node for node in data_of("membership").nodes}
    japan = nodes["JPN"]
    assert (japan.label, japan.kind, japan.region) == ("Japan", "polity", "Asia")
    assert (japan.subregion, japan.id) == ("Eastern Asia", "polity/JPN")
    assert japan.latitude == pytest.approx(36, abs=2)
    assert japan.spells[0].start < "1965"
    assert japan.iri == thing("polity", "JPN").value


def test_a_spell_counts_its_last_day_where_the_format_does() -> None:
    assert last_day(Spell("2010-01-01", "2012-03-01")) == "2012-02-29"
    assert last_day(Spell("2010-01-01", "")) == ""


def test_pacts_are_edges_of_their_own_unless_their_weights_are_wished() -> None:
    assert for_programs(Choice((Kind.PACT,))).weight is Weight.EACH
    for choice in (
        Choice((Kind.PACT,), weight=Weight.COUNT),
        Choice((Kind.PACT,), least=2),
        Choice((Kind.PACT,), form=Form.BIPARTITE),
        Choice(BETWEEN_POLITIES),
    ):
        assert for_programs(choice) == choice
