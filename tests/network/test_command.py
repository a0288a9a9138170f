"""comity network: files by their ending, whole or not at all, and errors that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.network.export import FORMATS
from tests.cli.conftest import Command, comity_command, store

__all__ = ["comity_command", "store"]  # fixtures that this folder shares with the command line

ON = ("--on", "2024-01-01")


@pytest.mark.parametrize("form", FORMATS)
def test_the_ending_of_the_file_says_how_it_is_written(
    comity_command: Command, tmp_path: Path, form: str
) -> None:
    target = tmp_path / f"pacts.{form}"
    told = comity_command("network", "--tie", "pact", *ON, "-o", str(target))
    assert (told.code, told.out) == (0, "")
    assert "polities and" in told.err
    begins = {"html": b"<!doctype html>", "pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<?xml"}
    assert target.read_bytes().startswith(begins[form])
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("tie", ["attendance", "membership", "designation", "all"])
def test_every_kind_of_tie_of_the_shipped_graph_is_drawn(
    comity_command: Command, tmp_path: Path, tie: str
) -> None:
    target = tmp_path / "network.html"
    assert comity_command("network", "--tie", tie, *ON, "-o", str(target)).code == 0
    assert "as of 1 January 2024</h1>" in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("-o", "network.gif"), "ends in '.gif', where .html, .pdf, .png or .svg is wanted"),
        (("-o", "network"), "has no ending"),
        (("-o", "nowhere/network.svg"), "cannot be written: No such file or directory"),
        (("--on", "2023", "-o", "network.svg"), "'2023' is not a day"),
        (("--on", "1800-01-01", "-o", "network.svg"), "No tie by membership is known to hold"),
        (("--min", "500", "-o", "network.svg"), "through at least 500 things"),
        (("--min", "0", "-o", "network.svg"), "0 is not in the range"),
        (("--tie", "marriage", "-o", "network.svg"), "'marriage' is not one of"),
        ((), "Missing option '-o'"),
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
