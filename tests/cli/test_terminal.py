"""No text from data, files or arguments steers a terminal, in any format, remark or fault."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cli import run
from comity.cli.terminal import shown
from comity.graph.load import read_triples
from comity.graph.write import WRITERS
from comity.terms import Iri, Literal
from comity.text import on_one_line, without_controls
from tests.cli.conftest import Command

pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")

JOINERS = "\u200c\u200d"
# what stands before digits or letters of some scripts and is seen, and the soft hyphen
SHOWN = (
    "\u00ad\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
STEERING = "\x1b[2J\x07\x9b1A\r\x85\u200e\u200f\u061c\u2028\u2029\u202e\u2066\u200b\U000e0041"
FORGED = f"Tokyo{STEERING}\n0 violations.\n"
FACTS = """\
PREFIX comity: <https://w3id.org/comity/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

<https://w3id.org/comity/id/polity/UTO>
    a comity:State ;
    skos:prefLabel "%s"@en ;
.
"""


def _is_unsafe(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind in ("Cc", "Zl", "Zp", "Cs", "Cf") and character not in JOINERS + SHOWN


def on_terminal(
    *arguments: str, store: Path, folder: Path, given: str | None = None
) -> tuple[int, str]:
    """Run the command with stdout and stderr on a pseudo-terminal; return its code and output."""
    main, side = pty.openpty()
    environment = {**os.environ, "COMITY_STORE": str(store), "TERM": "dumb", "COLUMNS": "200"}
    process = subprocess.Popen(
        [sys.executable, "-m", "comity", *arguments],
        stdin=subprocess.PIPE,
        stdout=side,
        stderr=side,
        env=environment,
        cwd=folder,
    )
    os.close(side)
    assert process.stdin is not None
    process.stdin.write((given or "").encode())
    process.stdin.close()
    shown = b""
    try:
        while piece := os.read(main, 65536):
            shown += piece
    except OSError:  # Linux says so where macOS gives the end of a file
        pass
    os.close(main)
    return process.wait(timeout=60), shown.decode().replace("\r\n", "\n")


def assert_harmless(shown: str) -> None:
    assert "\ufffd" in shown
    assert not [hex(ord(one)) for one in shown if _is_unsafe(one) and one not in "\n\t"]
    assert "0 violations." not in shown.splitlines()


@given(st.text(st.characters()))
def test_what_passes_the_filter_has_no_control_but_tab_and_newline(text: str) -> None:
    shown = without_controls(text)
    assert not [hex(ord(one)) for one in shown if _is_unsafe(one) and one not in "\n\t"]
    assert len(shown) == len(text)
    assert without_controls(shown) == shown


def test_the_filter_takes_every_control_of_unicode() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert not [hex(ord(one)) for one in without_controls(every) if _is_unsafe(one)][2:]


@given(st.text(st.characters()))
def test_text_on_one_line_has_no_line_break_that_any_program_knows(text: str) -> None:
    assert len(on_one_line(text).splitlines()) <= 1


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍🔬", "日本", "Türkiye", "ශ්‍රී", "café", "❤️"])
def test_names_of_every_script_pass_the_filter(text: str) -> None:
    assert without_controls(text) == text


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_validate_shows_a_label_that_would_steer_as_text(
    store: Path, tmp_path: Path, form: str
) -> None:
    label = FORGED.replace("\n", "\\n").replace("\r", "\\r")
    (tmp_path / "mine.ttl").write_text(FACTS % label, "utf-8", newline="")
    code, screen = on_terminal(
        "validate", "mine.ttl", "--format", form, store=store, folder=tmp_path
    )
    assert code == 1
    assert_harmless(screen)


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "markdown"])
def test_a_query_shows_a_value_that_would_steer_as_text(
    store: Path, tmp_path: Path, form: str
) -> None:
    value = FORGED.replace("\n", "\\n").replace("\r", "\\r")
    code, screen = on_terminal(
        *("query", "-", "--format", form),
        store=store,
        folder=tmp_path,
        given=f'SELECT ?a WHERE {{ VALUES ?a {{ "{value}" }} }}',
    )
    assert code == 0
    assert_harmless(screen)


def test_a_graph_shows_a_value_that_would_steer_as_text(store: Path, tmp_path: Path) -> None:
    value = 'a \\" b <c> \\"\\"\\" ' + FORGED.replace("\n", "\\n").replace("\r", "\\r")
    code, screen = on_terminal(
        *("query", "-", "--format", "turtle"),
        store=store,
        folder=tmp_path,
        given=f'CONSTRUCT {{ <urn:a> <urn:b> ?a }} WHERE {{ VALUES ?a {{ "{value}" "x\\ny" }} }}',
    )
    assert code == 0
    assert_harmless(screen)
    assert len(read_triples(screen.encode(), "turtle")) == 2


@pytest.mark.parametrize("form", ["turtle", "trig", "rdfxml", "gexf", "graphml"])
def test_on_a_terminal_no_value_begins_a_line(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    triple = (Iri("urn:a"), Iri("urn:x#b"), Literal('one "two"\n0 violations.\n<three> """'))
    written = WRITERS.get(form, WRITERS["rdfxml"])([(*triple, None)])
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    text = "".join(shown(written, form))
    assert "0 violations." not in text.splitlines()
    media = {"turtle": "turtle", "trig": "trig"}.get(form, "xml")
    assert read_triples(text.encode(), media) == [triple]


def test_a_pipe_gets_the_value_as_it_is(store: Path) -> None:
    value = FORGED.replace("\n", "\\n").replace("\r", "\\r")
    answered = subprocess.run(
        [sys.executable, "-m", "comity", "query", "-", "--format", "csv"],
        input=f'SELECT ?a WHERE {{ VALUES ?a {{ "{value}" }} }}'.encode(),
        capture_output=True,
        env={**os.environ, "COMITY_STORE": str(store)},
        timeout=60,
    )
    assert answered.stdout.decode() == f'a\n"{FORGED}"\n'


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", FORGED),
        ("query", f"{FORGED}/x.rq"),
        ("show", FORGED),
        ("validate", "--", f"-{FORGED}.ttl"),
        ("validate", "--shapes", f"{FORGED}.ttl"),
        ("export", "--format", FORGED),
        ("export", "--graph", "polities", "-o", f"{FORGED}/x"),
        (FORGED,),
    ],
)
def test_a_fault_shows_what_it_names_on_one_line(
    store: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    code, screen = on_terminal(*arguments, store=store, folder=tmp_path)
    assert code == 2
    assert_harmless(screen)
    assert len(screen.splitlines()) == 2


def test_a_fault_in_a_pipe_is_two_lines_too(comity_command: Command) -> None:
    told = comity_command.fails("query", FORGED)
    assert len(told.err.splitlines()) == 2


def test_verbose_shows_the_query_without_what_would_steer(store: Path, tmp_path: Path) -> None:
    code, screen = on_terminal(
        *("query", "-", "-v", "--explain"),
        store=store,
        folder=tmp_path,
        given='SELECT ?a WHERE { VALUES ?a { "x\x1b]0;y\x07\u202e" } }',
    )
    assert code == 0
    assert_harmless(screen)


@pytest.mark.parametrize("fault", [RuntimeError, RecursionError, MemoryError, BaseException])
def test_a_failure_of_comity_itself_has_an_exit_code_of_its_own(
    comity_command: Command, monkeypatch: pytest.MonkeyPatch, fault: type[BaseException]
) -> None:
    def fail(_self: object, _ctx: click.Context) -> None:
        raise fault("no \x1b[2J\nfindings")

    monkeypatch.setattr(click.Command, "invoke", fail)
    told = comity_command.fails("info", code=3)
    assert len(told.err.splitlines()) == 2
    assert "\x1b" not in told.err


def test_verbose_shows_where_comity_failed(
    capsys: pytest.CaptureFixture[str], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: object, _ctx: click.Context) -> None:
        raise RuntimeError("within")

    monkeypatch.setattr(click.Command, "invoke", fail)
    assert run(["info", "--verbose", "--store", str(store)]) == 3
    assert "Traceback" in capsys.readouterr().err
