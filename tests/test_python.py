"""What the documentation shows of Python runs, and answers as it says."""

from __future__ import annotations

import doctest

import pytest

import comity
from comity.cli.options import open_graph
from comity.errors import BadParameter, UnknownThing
from comity.query.library.rows import Rows
from tests import notebook


@pytest.fixture(scope="module")
def graph() -> comity.Graph:
    return comity.open()


def test_the_examples_in_the_docstrings_hold() -> None:
    failed, tried = doctest.testmod(comity)
    assert tried > 5
    assert failed == 0


def test_every_cell_of_the_notebook_says_what_it_shows() -> None:
    found = notebook.read()
    cells = found["cells"]
    assert isinstance(cells, list)
    shown = [
        [line for output in cell["outputs"] for line in output["text"]]
        for cell in cells
        if cell["cell_type"] == "code"
    ]
    assert list(notebook.outputs(found)) == shown


def test_parameters_may_be_lists_dates_and_numbers(graph: comity.Graph) -> None:
    from datetime import date

    by_text = graph.query("members", initiative="echri", on="2021-12-10")
    by_date = graph.query("members", initiative=["echri"], on=date(2021, 12, 10))
    assert isinstance(by_text, Rows)
    assert isinstance(by_date, Rows)
    assert list(by_text) == list(by_date)
    with pytest.raises(BadParameter, match="2 values"):
        graph.query("members", initiative=["echri", "quad"], on="2021-12-10")


def test_a_thing_is_shown_searched_and_reached(graph: comity.Graph) -> None:
    assert graph.show("echri").label == "Export Controls and Human Rights Initiative"
    assert graph.search("日本").hits[0].key == "JPN"
    chain = graph.path("JPN", "nso-group").chains[0]
    assert chain[0].start == graph.find("JPN")
    assert chain[-1].end == graph.find("nso-group")
    with pytest.raises(UnknownThing):
        graph.find("Atlantis")


def test_the_network_is_a_networkx_graph_with_the_claims_behind_its_edges(
    graph: comity.Graph,
) -> None:
    from datetime import date

    network = graph.network("pact", date(2021, 12, 9))
    claims = [data["tie"].claims for _, _, data in network.edges(data=True)]
    assert claims
    assert all(claims)


@pytest.mark.slow
def test_everything_goes_to_rdflib(graph: comity.Graph) -> None:
    dataset = graph.to_rdflib()
    named = {quad[:3] for quad in graph.engine.quads()}
    assert len(dataset) == len(named | set(graph.engine.triples()))
    assert len(dataset.default_graph) == len(set(graph.engine.triples()))


def test_without_a_command_line_no_option_is_chosen() -> None:
    assert open_graph().endpoint is None
