"""The README is held true: every command in it runs, and says what the page says it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import comity

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text("utf-8")
CONSOLE = re.findall(r"^```console\n\$ (.*?)\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
SHELL = "".join(re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE))
COMMANDS = re.findall(r"^(comity .*?)\s*(?:#.*)?$", SHELL, re.MULTILINE)
PYTHON = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment in which ``comity`` is this checkout's, on a terminal 100 wide."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "comity"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m comity "$@"\n')
    program.chmod(0o755)
    comity.open().build()
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "COLUMNS": "100"}


def said(command: str, environment: dict[str, str], folder: Path = TOP) -> str:
    """Run a line of shell and return what it wrote to stdout."""
    run = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize(("command", "answer"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_an_answer_in_the_readme_is_the_answer(
    command: str, answer: str, environment: dict[str, str]
) -> None:
    assert said(command, environment) == answer


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_in_the_readme_runs(
    command: str, environment: dict[str, str], tmp_path: Path
) -> None:
    facts = TOP / "graphs" / "initiatives" / "echri.ttl"
    (tmp_path / "my-facts.ttl").write_bytes(facts.read_bytes())
    said(command, environment, tmp_path)


def test_the_python_in_the_readme_runs(environment: dict[str, str]) -> None:
    for block in PYTHON:
        run = subprocess.run([sys.executable, "-c", block], env=environment, capture_output=True)
        assert run.returncode == 0, run.stderr
        assert b"polity/AUS" in run.stdout


def test_the_readme_has_five_questions_with_answers_and_its_pictures() -> None:
    assert len([answer for _, answer in CONSOLE if answer.strip()]) >= 5
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", README)
    assert pictures
    assert all((TOP / picture).is_file() for picture in pictures)
