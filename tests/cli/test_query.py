"""comity query: rows on stdout in every format, one clear line for everything else."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command

MEMBERS = ("query", "members", "-p", "initiative=echri", "--on", "2023-01-01")
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c < ?i) }"


def test_a_pipe_gets_csv_with_the_columns_of_the_contract(comity_command: Command) -> None:
    told = comity_command(*MEMBERS)
    rows = list(csv.DictReader(io.StringIO(told.out)))
    assert [row["polity"].rsplit("/", 1)[1] for row in rows] == [
        "AUS", "CAN", "DNK", "FRA", "GBR", "NLD", "NOR", "USA",
    ]  # fmt: skip
    assert list(rows[0])[:5] == ["polity", "name", "role", "since", "until"]
    assert rows[0]["role"] == "https://w3id.org/comity/scheme/membership-role/launching-member"
    assert (told.code, told.err) == (0, "")


def test_on_is_the_parameter_on(comity_command: Command) -> None:
    assert comity_command(*MEMBERS).out == comity_command(*MEMBERS[:-2], "-p", "on=2023-01-01").out


def test_the_day_before_the_first_day_has_no_rows(comity_command: Command) -> None:
    told = comity_command(*MEMBERS[:-1], "2021-12-09")
    assert told.out.count("\n") == 1
    assert comity_command(*MEMBERS[:-1], "2021-12-10").out.count("\n") == 9


def test_a_table_shows_labels_and_footnotes_with_quotes(comity_command: Command) -> None:
    told = comity_command(*MEMBERS, "--format", "table", "--cite")
    assert "Launching member" in told.out
    assert "https://w3id.org" not in told.out
    assert "[1]" in told.out
    assert "「輸出管理・人権イニシアチブ」" in told.out


def test_other_formats_cite_in_columns(comity_command: Command) -> None:
    told = comity_command(*MEMBERS, "--format", "json", "--cite")
    bindings = json.loads(told.out)["results"]["bindings"]
    sources = {row["cited_source"]["value"].rsplit("/", 1)[1] for row in bindings}
    assert "seed-sj" in sources
    assert any(row["cited_quote"].get("xml:lang") == "ja" for row in bindings)


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "markdown"])
def test_every_format_of_rows_is_the_same_bytes_each_time(
    comity_command: Command, form: str
) -> None:
    first = comity_command(*MEMBERS, "--format", form)
    assert first.code == 0
    assert "AUS" in first.out or "Australia" in first.out
    assert comity_command(*MEMBERS, "--format", form) == first


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld"])
def test_a_profile_is_a_graph(comity_command: Command, form: str) -> None:
    told = comity_command("query", "profile", "-p", "thing=echri", "--on", "2023-01-01",
                          "--format", form)  # fmt: skip
    assert told.code == 0
    assert "seed-sj" in told.out


def test_sparql_comes_from_a_file_or_from_stdin(
    comity_command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "ASK { <https://w3id.org/comity/id/polity/JPN> ?p ?o }"
    (tmp_path / "mine.rq").write_text(text)
    assert comity_command("query", str(tmp_path / "mine.rq")).out == "true\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert comity_command("query", "-").out == "true\n"


@pytest.mark.parametrize(
    ("arguments", "found", "remedy"),
    [
        (["query", "membres"], "no query 'membres'", "'members'"),
        (["query", "no-such.rq"], "cannot be read", "SPARQL"),
        (["query", "members", "-p", "initiativ=echri"], "no parameter 'initiativ'", "initiative"),
        (["query", "members", "--on", "2023-01-01"], "needs initiative", "-p initiative=echri"),
        (["query", "members", "-p", "initiative"], "not name=value", "-p initiative=echri"),
        (["query", "members", "-p", "initiative=echry", "--on", "2023-01-01"], "'echry'", "echri"),
        (["query", "initiatives-of", "-p", "polity=Japn", "--on", "2023-01-01"], "'Japn'", "JPN"),
        ([*MEMBERS[:-1], "2023-13-01"], "'2023-13-01' is not a day", "ISO date"),
        ([*MEMBERS, "-p", "on=2022-01-01"], "given twice", "once"),
        ([*MEMBERS, "--format", "cvs"], "no format 'cvs'", "'csv'"),
        ([*MEMBERS, "--format", "turtle"], "rows have no format 'turtle'", "csv"),
        ([*MEMBERS, "--engine", "jena"], "jena", "--help"),
        ([*MEMBERS, "--timeout", "0"], "0", "--help"),
        (["query"], "No question is given", "comity queries"),
        (["qurey"], "no verb 'qurey'", "'query'"),
        (["query", "profile", "-p", "thing=echri", "--on", "2023-01-01", "--format", "csv"],
         "a graph has no format 'csv'", "turtle"),
    ],
)  # fmt: skip
def test_misuse_is_told_in_one_line_with_a_remedy(
    comity_command: Command, arguments: list[str], found: str, remedy: str
) -> None:
    told = comity_command.fails(*arguments)
    first, second = told.err.splitlines()[:2]
    assert found in first
    assert remedy in second


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT ?s\nWHERE { ?s ?p }", "line 2, column"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT"),
        ("LOAD <file:///etc/passwd>", "LOAD"),
        ("", "does not parse"),
    ],
)
def test_bad_or_forbidden_sparql_is_refused(
    comity_command: Command, tmp_path: Path, text: str, found: str
) -> None:
    (tmp_path / "bad.rq").write_text(text)
    assert found in comity_command.fails("query", str(tmp_path / "bad.rq")).err


def test_a_file_that_is_no_text_is_refused(comity_command: Command, tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in comity_command.fails("query", str(tmp_path / "bad.rq")).err


def _comity(store: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "comity", *arguments],
        env={**os.environ, "COMITY_STORE": str(store)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_query_that_would_run_forever_stops_when_its_time_is_up(store: Path) -> None:
    told = _comity(store, "query", "-", "--timeout", "0.5").communicate(RUNAWAY, timeout=60)
    assert told == (
        "",
        "comity: The query was stopped after 0.5 seconds.\n"
        "  Ask for less, or give it longer with --timeout SECONDS.\n",
    )


def test_control_c_stops_a_running_query_at_once(store: Path) -> None:
    with _comity(store, "query", "-", "--explain") as process:
        try:
            assert process.stdin is not None
            assert process.stderr is not None
            process.stdin.write(RUNAWAY)
            process.stdin.close()
            process.stdin = None
            assert process.stderr.readline().startswith("SELECT")
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert err.strip().startswith("comity: Stopped")
    assert process.returncode == 130


def test_a_closed_pipe_is_no_fault(store: Path) -> None:
    with _comity(store, "query", "coverage") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == 0


def test_the_store_is_built_again_when_a_query_finds_it_broken(
    tmp_path: Path, comity_command: Command
) -> None:
    folder = str(tmp_path / "own")
    assert comity_command("build", "--store", folder).code == 0
    largest = max(tmp_path.rglob("*.sst"), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[100:-100] = bytes(len(content) - 200)
    largest.write_bytes(content)
    told = comity_command(*MEMBERS, "--store", folder)
    assert told.out.count("\n") == 9
    assert told.err == "comity: The store on disk is broken; building it again from the graphs.\n"


def test_help_of_a_question_lists_its_parameters_with_legal_values(comity_command: Command) -> None:
    told = comity_command("query", "attendance", "--help")
    assert "Parameters of attendance" in told.out
    assert "initiatives" not in told.out.split("Parameters of")[1]
    assert "absent, attended, declined" in told.out
    assert "Parameters of" not in comity_command("query", "--help").out


def test_a_window_has_options_of_its_own(comity_command: Command) -> None:
    window = ("--from", "2021-11-04", "--to", "2021-11-05")
    told = comity_command("query", "changes", "-p", "list=bis-entity-list", *window)
    assert told.out.count("\n") == 5
    none = comity_command("query", "changes", "-p", "list=bis-entity-list", "--from", "2021-11-05",
                          "--to", "2021-11-06")  # fmt: skip
    assert none.out.count("\n") == 1


@pytest.mark.parametrize("form", ["table", "markdown", "csv"])
@pytest.mark.parametrize("name", ["claim", "claim_of", "source"])
def test_a_variable_of_the_writer_is_never_left_out(
    comity_command: Command, tmp_path: Path, form: str, name: str
) -> None:
    file = tmp_path / "own.rq"
    file.write_text(f"SELECT ?{name} {{ ?{name} a comity:Membership }} LIMIT 1")
    assert name in comity_command("query", str(file), "--format", form).out.splitlines()[0]


def test_columns_of_the_writer_that_say_the_same_are_all_shown(
    comity_command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "own.rq"
    file.write_text("SELECT ?a ?b ?c { VALUES (?a ?b ?c) { (1 1 1) (2 2 2) } }")
    head = comity_command("query", str(file), "--format", "table").out.splitlines()[0]
    assert head.split() == ["a", "b", "c"]


def test_a_graph_comes_as_rdf_xml_or_not_at_all(comity_command: Command, tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text("CONSTRUCT { <urn:s> <urn:p> 1 } {}")
    assert "<rdf:RDF" in comity_command("query", str(file), "--format", "rdfxml").out
    file.write_text("CONSTRUCT { <urn:s> <urn:p> 1 ; <urn:/> 2 } {}")
    comity_command.fails("query", str(file), "--format", "rdfxml")


def test_a_query_s_own_prefixes_are_those_of_its_turtle(
    comity_command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "own.rq"
    file.write_text("PREFIX mine: <urn:x/>\nCONSTRUCT { mine:a skos:note mine:b } {}")
    told = comity_command("query", str(file)).out
    assert "mine:a" in told
    assert "skos:note mine:b" in told
