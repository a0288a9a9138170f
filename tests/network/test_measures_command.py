"""comity measures: tables for people, exact numbers for programs, and remarks on the whole."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

import comity
from comity.iris import key_of
from comity.network import measures
from comity.network.graphs import Kind, ties
from tests.cli.conftest import Command, comity_command, store

__all__ = ["comity_command", "store"]  # fixtures that this folder shares with the command line

ON = ("--on", "2023-04-01")
DAY = date(2023, 4, 1)


def test_the_rows_are_the_measures_of_each_polity_the_strongest_first(
    comity_command: Command,
) -> None:
    told = comity_command("measures", *ON, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(told.out)))
    taken = measures.measure(ties(comity.open().engine, Kind.MEMBERSHIP, DAY))
    assert [row["key"] for row in rows] == [key_of(one.node.value) for one in taken.rows]
    first, expected = rows[0], taken.rows[0]
    assert first["name"] == "United States"
    assert int(first["degree"]) == expected.degree
    assert float(first["strength"]) == pytest.approx(expected.strength)
    assert float(first["eigenvector"]) == pytest.approx(expected.prominence)
    assert float(first["betweenness"]) == pytest.approx(expected.betweenness)
    assert [float(first[name]) for name in ("participation", "within")] == pytest.approx(
        [expected.participation, expected.within]
    )


def test_remarks_state_projection_modularity_and_assortativity(comity_command: Command) -> None:
    told = comity_command("measures", *ON, "--format", "table")
    assert "Polities bound by shared initiatives, as of 1 April 2023" in told.err
    assert "adds 1/(n - 1)" in told.err
    assert "modularity 0." in told.err
    assert "Assortativity by region 0." in told.err
    assert "bridge" in told.err


def test_a_network_in_parts_has_pagerank_and_says_why(comity_command: Command) -> None:
    told = comity_command("measures", "--tie", "pact", "--on", "2026-01-01", "--format", "csv")
    assert "PageRank" in told.out.splitlines()[0]
    assert "PageRank stands in for the eigenvector" in told.err


def test_a_table_for_people_is_rounded_and_aligned(comity_command: Command) -> None:
    told = comity_command("measures", "--tie", "pact", *ON, "--format", "table")
    head, _, first, *_ = told.out.splitlines()
    assert head.split()[:4] == ["key", "name", "degree", "strength"]
    assert head.index("degree") + len("degree") == first.index(first.split()[-9]) + len(
        first.split()[-9]
    )
    assert first.split()[-8] == f"{float(first.split()[-8]):.2f}"


def test_a_narrow_table_does_without_columns_and_says_so(
    comity_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    told = comity_command("measures", "--tie", "pact", *ON, "--format", "table")
    *lines, last = told.out.splitlines()
    assert (
        last == "Left out for want of room: participation, within, bridges; --format csv has all."
    )
    assert max(len(line) for line in lines) <= 90
    assert lines[0].split()[-2:] == ["core", "community"]


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "markdown"])
def test_every_format_has_the_same_rows(comity_command: Command, form: str) -> None:
    told = comity_command("measures", "--tie", "pact", *ON, "--format", form)
    lines = told.out.splitlines()
    if form == "csv":
        keys = [row["key"] for row in csv.DictReader(io.StringIO(told.out))]
    elif form == "json":
        keys = [row["key"] for row in json.loads(told.out)["rows"]]
    elif form == "tsv":
        keys = [line.split("\t")[0] for line in lines[1:]]
    else:
        keys = [line.split(" | ")[0][2:] for line in lines[2:]]
    taken = measures.measure(ties(comity.open().engine, Kind.PACT, DAY))
    assert keys == [key_of(one.node.value) for one in taken.rows]


def test_json_has_the_figures_of_the_whole(comity_command: Command) -> None:
    found = json.loads(comity_command("measures", *ON, "--format", "json").out)
    taken = measures.measure(ties(comity.open().engine, Kind.MEMBERSHIP, DAY))
    assert found["modularity"] == pytest.approx(taken.modularity)
    assert found["components"] == 1
    assert [len(part) for part in found["communities"]] == [len(c) for c in taken.communities]
    assert "rule" in found


def test_a_series_has_a_column_for_each_year(comity_command: Command) -> None:
    told = comity_command(
        *("measures", "--tie", "pact", "--from", "2020", "--to", "2023-04-01"),
        *("--measure", "degree", "--format", "csv"),
    )
    rows = list(csv.DictReader(io.StringIO(told.out)))
    assert list(rows[0])[2:] == ["2020-12-31", "2021-12-31", "2022-12-31", "2023-04-01"]
    engine = comity.open().engine
    then = measures.measure(ties(engine, Kind.PACT, date(2020, 12, 31)))
    degrees = {key_of(row.node.value): row.degree for row in then.rows}
    assert {row["key"]: int(row["2020-12-31"]) for row in rows if row["2020-12-31"]} == degrees
    assert "2020-12-31: " in told.err


def test_a_series_without_years_is_that_of_the_last_ten(comity_command: Command) -> None:
    told = comity_command("measures", "--tie", "pact", "--series", "--format", "csv")
    assert len(told.out.splitlines()[0].split(",")) == 2 + 11


def test_two_polities_are_compared(comity_command: Command) -> None:
    told = comity_command("measures", "--similar", "JPN", "KR", *ON, "--format", "csv")
    rows = {row["measure"]: row for row in csv.DictReader(io.StringIO(told.out))}
    assert 0 < float(rows["Jaccard index of partners"]["value"]) <= 1
    assert "Wassenaar Arrangement" in rows["shared by the two"]["which"]
    assert "Group of Seven" in rows["only Japan"]["which"]


def test_a_file_gets_what_stdout_would(comity_command: Command, tmp_path: Path) -> None:
    target = tmp_path / "measures.csv"
    said = comity_command("measures", "--tie", "pact", *ON, "--format", "csv").out
    told = comity_command("measures", "--tie", "pact", *ON, "--format", "csv", "-o", str(target))
    assert (told.out, target.read_text("utf-8")) == ("", said)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--tie", "marriage"), "'marriage' is not one of"),
        (("--region", "atlantis"), "there is no region 'atlantis'"),
        (("--format", "xml"), "There is no format 'xml'"),
        (("--on", "1500-01-01"), "No tie by membership is known to hold on 1500-01-01"),
        (("--from", "15", "--to", "2020"), "--from: '15' is neither a year nor a day"),
        (("--from", "2020", "--to", "2019"), "--from 2020-12-31 is after --to 2019-12-31"),
        (("--from", "2020", "--on", "2021-01-01"), "--on is given beside a series"),
        (("--from", "1500", "--to", "1600", "--tie", "pact"), "on any of 101 days"),
        (("--from", "1300", "--to", "1600"), "more than 100 years"),
        (("--similar", "JPN", "Atlantis"), "there is no polity 'Atlantis'"),
        (("--similar", "JPN", "JPN"), "JPN is given twice"),
        (("--tie", "pact", "--similar", "JPN", "TUV"), "TUV has no tie in this network"),
        (("--similar", "JPN", "KOR", "--series"), "asked at once"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told_in_two_lines(
    comity_command: Command, arguments: tuple[str, ...], found: str
) -> None:
    told = comity_command.fails("measures", *arguments)
    fault, remedy = told.err.splitlines()[-2:]
    assert found in fault
    assert remedy.startswith("  ")
