"""A file that a user names is refused in two lines where it is none, and never waited for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command

READERS = {  # the ending that each wants
    "query": ".rq",
    "query --check": ".json",
    "validate": ".ttl",
    "validate --shapes": ".ttl",
    "identities --decide": ".csv",
}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of Unix")
@pytest.mark.parametrize("verb", READERS)
@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "huge", "missing", "loop"])
def test_what_is_no_file_of_bounded_size_is_refused(
    comity_command: Command, tmp_path: Path, verb: str, kind: str
) -> None:
    place = tmp_path / f"-named{READERS[verb]}"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    elif kind == "device":
        place.symlink_to("/dev/zero")
    elif kind == "huge":
        with place.open("wb") as file:
            file.truncate(2**33)
    elif kind == "loop":
        place.symlink_to(place)
    told = comity_command.fails(*verb.split(), str(place))
    assert len(told.err.splitlines()) == 2
    assert str(place) in told.err


@pytest.mark.parametrize("target", ["folder", "missing/x.ttl", "file/x.ttl"])
def test_a_place_that_cannot_be_written_is_refused_before_anything_is_left(
    comity_command: Command, tmp_path: Path, target: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    before = sorted(tmp_path.iterdir())
    for verb in (
        ("export", "--graph", "polities", "-o", f"{tmp_path}/{target}"),
        ("network", "--format", "json", "-o", f"{tmp_path}/{target}"),
        ("measures", "--format", "csv", "-o", f"{tmp_path}/{target}"),
    ):
        told = comity_command.fails(*verb)
        assert "cannot be written" in told.err
        assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("target", ["-", "file", "/dev/null"])
def test_tables_want_a_folder(comity_command: Command, tmp_path: Path, target: str) -> None:
    (tmp_path / "file").write_text("mine")
    place = f"{tmp_path}/{target}" if target == "file" else target
    told = comity_command.fails("export", "--format", "csv", "-o", place)
    assert "no folder" in told.err
    assert (tmp_path / "file").read_text() == "mine"
