"""comity network: files by their ending, whole or not at all, and errors that say what to do."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx
import pytest

from comity.network.formats import ENDINGS, FORMATS
from tests.cli.conftest import Command, comity_command, store

__all__ = ["comity_command", "store"]  # fixtures that this folder shares with the command line

ON = ("--on", "2024-01-01")
BEGINS = {
    "html": b"<!doctype html>",
    "pdf": b"%PDF",
    "png": b"\x89PNG",
    "svg": b"<?xml",
    "csv": b"source,target,",
    "gexf": b"<?xml",
    "graphml": b"<?xml",
    "json": b"{",
    "cytoscape": b"{",
    "gephi-lite": b"{",
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_ending_of_the_file_says_how_it_is_written(
    comity_command: Command, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"pacts{ending}"
    told = comity_command("network", "--tie", "pact", *ON, "-o", str(target))
    assert (told.code, told.out) == (0, "")
    assert str(target) in told.err
    assert target.read_bytes().startswith(BEGINS[ENDINGS[ending]])
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_can_be_named_whatever_the_ending(
    comity_command: Command, tmp_path: Path, form: str
) -> None:
    target = tmp_path / "pacts.data"
    told = comity_command("network", "--tie", "pact", *ON, "--format", form, "-o", str(target))
    assert told.code == 0
    assert target.read_bytes().startswith(BEGINS[form])


@pytest.mark.parametrize("tie", ["attendance", "membership", "designation", "all"])
def test_every_kind_of_tie_of_the_shipped_graph_is_drawn(
    comity_command: Command, tmp_path: Path, tie: str
) -> None:
    target = tmp_path / "network.svg"
    told = comity_command("network", "--tie", tie, *ON, "-o", str(target))
    assert told.code == 0
    assert "polities and" in told.err


def test_data_go_to_stdout_and_the_rule_to_stderr(comity_command: Command) -> None:
    told = comity_command("network", "--tie", "pact", *ON, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(told.out)))
    assert rows[0]["claims"].startswith("https://w3id.org/comity/id/pact/")
    assert f"{len(rows)} ties; Technology pacts between polities, as of 1 January 2024." in told.err
    assert "A tie joins two parties of the same pacts" in told.err


def test_filters_and_backbone_reach_the_data_and_are_said(comity_command: Command) -> None:
    told = comity_command(
        *("network", "--region", "asia", "--area", "semiconductors", "--backbone", "2"),
        *("--weight", "count", "--min", "1", "--format", "json", *ON),
    )
    found = json.loads(told.out)
    regions = {node["region"] for node in found["nodes"]}
    assert regions == {"Asia"}
    rule = found["graph"]["rule"]
    assert "Only initiatives and pacts on Semiconductors count." in rule
    assert "Only polities in Asia are shown" in rule
    assert "among the 2 heaviest of either end" in rule
    graph = networkx.node_link_graph(found, edges="edges")
    assert graph.number_of_edges() == len(found["edges"]) > 0


def test_everything_of_a_time_span_has_its_spells(comity_command: Command) -> None:
    told = comity_command(
        *("network", "--projection", "everything", "--format", "json"),
        *("--from", "2010-01-01", "--to", "2024-01-01"),
    )
    found = json.loads(told.out)
    kinds = {edge["kind"] for edge in found["edges"]}
    assert {"membership", "attendance", "pact", "designation", "location"} <= kinds
    assert any(end for edge in found["edges"] for _, end in edge["spells"])
    assert "between 2010-01-01" not in told.err
    assert "1 January 2010 to 1 January 2024" in found["graph"]["title"]


def test_the_same_data_come_twice_in_the_same_bytes(comity_command: Command) -> None:
    once, again = (
        comity_command("network", *ON, "--tie", "all", "--format", "gexf") for _ in range(2)
    )
    assert once.out == again.out


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("-o", "network.gif"), "ends in '.gif', where .html, .pdf, .png, .svg"),
        (("-o", "network"), "has no ending"),
        (("-o", "nowhere/network.svg"), "cannot be written: No such file or directory"),
        (("--on", "2023", "-o", "network.svg"), "'2023' is not a day"),
        (("--on", "1800-01-01", "-o", "network.svg"), "No tie by membership is known to hold"),
        (("--min", "500", "-o", "network.svg"), "through at least 500 things"),
        (("--min", "500", "--format", "csv"), "through at least 500 things"),
        (("--min", "0", "-o", "network.svg"), "0 is not in the range"),
        (("--tie", "marriage", "-o", "network.svg"), "'marriage' is not one of"),
        ((), "Neither a file nor a format is given"),
        (("--format", "png"), "The format png goes to a file"),
        (("--format", "gml"), "There is no format 'gml'"),
        (("--region", "atlantis", "-o", "n.csv"), "there is no region 'atlantis'"),
        (("--role", "king", "-o", "n.csv"), "there is no role 'king'"),
        (("--backbone", "2.5", "-o", "n.csv"), "'2.5' is neither a level"),
        (("--from", "2020-01-01", "-o", "n.csv"), "--from is given without --to"),
        (("--from", "2020-01-01", "--to", "2021-01-01", "-o", "n.svg"), "are for data and for"),
        (("--projection", "everything", "-o", "n.html"), "is too much to draw"),
        (("--projection", "bipartite", "-o", "n.png"), "is not drawn as a network"),
        (("--picture", "matrix", "-o", "n.csv"), "--picture matrix has no format 'csv'"),
        (("--picture", "ego", "-o", "n.svg"), "--picture ego lacks its --centre"),
        (("--picture", "change", "-o", "n.svg"), "lacks --from and --to"),
        (("--picture", "change", "--to", "2020-01-01", "-o", "n.svg"), "--from is not given"),
        (("--centre", "JPN", "-o", "n.svg"), "--centre is for --picture"),
        (("--initiative", "echri", "-o", "n.svg"), "--initiative is for --picture"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told_in_two_lines(
    comity_command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    found: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    told = comity_command.fails("network", *arguments)
    fault, remedy = told.err.splitlines()[-2:]  # before them the store may say that it is built
    assert found in fault
    assert remedy.startswith("  ")
    assert list(tmp_path.iterdir()) == []
