"""The command line as its users run it: over the shipped graph, in a store of the tests' own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import comity
from comity.cli import run
from comity.paths import data_folder


@pytest.fixture(scope="session")
def store() -> Path:
    """Return the data folder of the tests, with the store in it built."""
    folder = data_folder()
    comity.open(folder).build()
    return Path(folder)


@dataclass(frozen=True)
class Told:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


class Command:
    """Runs comity in this process, over the store of the tests."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Told:
        self._capsys.readouterr()
        code = run(list(arguments))
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return Told(code, said.out, said.err)

    def fails(self, *arguments: str, code: int = 2) -> Told:
        """Run a command that must fail with two lines on stderr and nothing on stdout."""
        told = self(*arguments)
        assert (told.code, told.out) == (code, "")
        assert told.err.startswith("comity: ")
        return told


@pytest.fixture
def comity_command(
    capsys: pytest.CaptureFixture[str], store: Path, monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.setenv("COMITY_STORE", str(store))
    return Command(capsys)
