"""The verbs beside query: what they write, where, and how they end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

from tests.cli.conftest import Command

FORMATS = {
    "turtle": "turtle",
    "ntriples": "nt",
    "rdfxml": "xml",
    "jsonld": "json-ld",
    "nquads": "nquads",
    "trig": "trig",
}
GRAPH = ("export", "--graph", "initiatives/echri")


def _triples(path: Path, form: str) -> set[tuple[str, ...]]:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format=form)
    return {tuple(node.n3() for node in triple) for triple in dataset.triples((None, None, None))}


def test_every_export_format_says_the_same(comity_command: Command, tmp_path: Path) -> None:
    said = {}
    for form, name in FORMATS.items():
        target = tmp_path / f"echri.{form}"
        assert comity_command(*GRAPH, "--format", form, "-o", str(target)).code == 0
        said[form] = _triples(target, name)
    assert len(said["turtle"]) > 100
    assert all(triples == said["turtle"] for triples in said.values())


@pytest.mark.slow
def test_the_whole_graph_is_read_alike_by_rdflib_oxigraph_and_raptor(
    comity_command: Command, tmp_path: Path
) -> None:
    target = tmp_path / "comity.ttl"
    comity_command("export", "-o", str(target))
    ours = comity_command("export", "--format", "ntriples").out.splitlines()
    assert not any(line.startswith("_:") or " _:" in line.split('"')[0] for line in ours)
    graph = rdflib.Graph().parse(target)
    assert len(graph) == len(ours)
    readers = {
        "oxigraph": ["convert", "--from-file", str(target), "--to-format", "nt"],
        "rapper": ["-q", "-i", "turtle", "-o", "ntriples", str(target)],
    }
    missing = []
    for program, arguments in readers.items():
        path = shutil.which(program, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        if path is None:
            missing.append(program)
            continue
        read = subprocess.run([path, *arguments], capture_output=True, text=True, check=True)
        again = rdflib.Graph().parse(data=read.stdout, format="nt")
        assert set(again) == set(graph), program
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def test_two_stores_give_the_same_bytes(comity_command: Command, tmp_path: Path) -> None:
    assert comity_command("build", "--store", str(tmp_path / "other")).code == 0
    first = comity_command("export", "--format", "trig")
    second = comity_command("export", "--format", "trig", "--store", str(tmp_path / "other"))
    assert first.out == second.out


def test_an_unknown_graph_is_refused_with_the_nearest(comity_command: Command) -> None:
    told = comity_command.fails("export", "--graph", "initiatives/echry")
    assert "'initiatives/echri'" in told.err


@pytest.mark.parametrize("place", ["no-such-folder/out.ttl", "."])
def test_a_place_that_cannot_be_written_is_refused_and_kept(
    comity_command: Command, tmp_path: Path, place: str
) -> None:
    told = comity_command.fails(*GRAPH, "-o", str(tmp_path / place))
    assert "cannot be written" in told.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_told_in_one_line(store: Path) -> None:
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "comity", "export"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "COMITY_STORE": str(store)},
        )
    assert run.returncode == 2
    assert "No space left" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_store_that_is_a_file_is_refused(comity_command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert "is a file" in comity_command.fails("build", "--store", str(tmp_path / "file")).err
    assert (tmp_path / "file").read_text() == "mine"


def test_store_may_stand_before_the_verb(comity_command: Command, tmp_path: Path) -> None:
    told = comity_command("--store", str(tmp_path / "mine"), "build")
    assert told.code == 0
    assert (tmp_path / "mine" / "snapshots").is_dir()


def test_info_says_what_is_loaded_and_how_complete(comity_command: Command) -> None:
    told = json.loads(comity_command("info", "--format", "json").out)
    assert told["classes"]["Summit"] == 18
    assert told["classes"]["Initiative"] == 53
    assert any(graph["graph"].endswith("initiatives/echri") for graph in told["graphs"])
    assert told["complete"] + told["incomplete"] == 109
    text = comity_command("info").out
    assert "Coverage: complete for 36" in text


def test_queries_lists_the_library_and_shows_one(comity_command: Command) -> None:
    listed = comity_command("queries").out
    assert "members" in listed
    shown = comity_command("queries", "members").out
    assert "comity query members -p initiative=echri" in shown
    assert "SELECT" in shown


def test_help_names_every_verb(comity_command: Command) -> None:
    told = comity_command("--help")
    assert told.code == 0
    for verb in ("build", "export", "info", "network", "queries", "query", "validate"):
        assert f"  {verb}" in told.out
    assert comity_command() == told


def test_validate_names_the_fault_the_place_and_the_repair(
    comity_command: Command, tmp_path: Path
) -> None:
    (tmp_path / "mine.ttl").write_text(
        "PREFIX comity: <https://w3id.org/comity/ontology#>\n"
        "<https://w3id.org/comity/id/membership/echri/JPN/member/2022> a comity:Membership ;\n"
        "  comity:polity <https://w3id.org/comity/id/polity/JPN> ;\n"
        "  comity:initiative <https://w3id.org/comity/id/initiative/echri> ;\n"
        "  comity:role <https://w3id.org/comity/scheme/membership-role/member> ;\n"
        '  comity:since "2022"^^<http://www.w3.org/2001/XMLSchema#gYear> .\n'
    )
    told = comity_command("validate", str(tmp_path / "mine.ttl"))
    assert told.code == 1
    assert "citation" in told.out
    assert "mine.ttl" in told.out


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("none.ttl", None, "none.ttl"),
        ("bad.ttl", "<a:a> <a:b> .\n", "line 1"),
        ("bad.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", "bad.xml"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_place(
    comity_command: Command, tmp_path: Path, name: str, content: str | None, found: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    assert found in comity_command.fails("validate", str(tmp_path / name)).err


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("comity exp", ["plain,export"]),
        ("comity query memb", ["plain,members"]),
        ("comity query members -p ini", ["plain,initiative="]),
        ("comity query members -p initiative=ech", ["plain,initiative=echri",
                                                   "plain,initiative=echri-code-of-conduct"]),
        ("comity query membres -p ini", []),
    ],
)  # fmt: skip
def test_a_shell_is_told_what_may_come_next(store: Path, words: str, found: list[str]) -> None:
    asked = {
        "_COMITY_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
        "COMITY_STORE": str(store),
    }
    run = subprocess.run(
        [sys.executable, "-m", "comity"],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
    )
    assert run.stdout.split() == found


def test_a_file_given_as_store_or_both_store_and_endpoint_are_refused(
    comity_command: Command, tmp_path: Path
) -> None:
    told = comity_command.fails("info", "--store", str(tmp_path), "--endpoint", "http://a/")
    assert "one or the other" in told.err
    assert "is built by" in comity_command.fails("build", "--endpoint", "http://127.0.0.1:9/").err


def test_an_endpoint_that_does_not_answer_is_told_in_one_line(comity_command: Command) -> None:
    told = comity_command.fails("--endpoint", "http://127.0.0.1:9/", "info")
    assert "127.0.0.1:9" in told.err


def test_verbose_prints_what_is_run(comity_command: Command) -> None:
    told = comity_command("-v", "query", "pacts-of", "-p", "polity=JPN", "--on", "2023-01-01")
    assert "SELECT" in told.err
    assert told.out.startswith("pact,")


def test_control_c_while_building_leaves_nothing_half_done(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "comity", "build", "--store", str(tmp_path / "mine")],
        stderr=subprocess.PIPE,
        text=True,
    ) as build:
        assert build.stderr is not None
        assert "Building the store" in build.stderr.readline()
        build.send_signal(signal.SIGINT)
        said = build.stderr.read()
        code = build.wait(timeout=60)
    assert (code, "Traceback" in said) == (130, False)
    assert "Stopped; nothing was changed." in said
    assert list((tmp_path / "mine" / "snapshots").glob("*")) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc on this system")
def test_a_place_where_nothing_can_be_written_is_told_with_a_remedy(
    comity_command: Command,
) -> None:
    told = comity_command("build", "--store", "/proc/comity")
    assert (told.code, told.out) == (2, "")
    assert "comity: The data folder /proc/comity cannot be written" in told.err
    assert "--store DIR" in told.err
