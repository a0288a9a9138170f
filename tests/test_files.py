"""What a user names is written whole or not at all, whatever stands there, and read to a bound."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from comity import files
from comity.errors import ComityError
from comity.files import read_whole, write_whole

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="devices and links of Unix")

WRITE = """
import sys
from comity.files import write_whole
write_whole([b"one", b" two"], sys.argv[1])
"""


def written(place: str, **given: object) -> subprocess.CompletedProcess[bytes]:
    """Write "one two" to a place from a process of its own."""
    return subprocess.run(  # type: ignore[call-overload,no-any-return]  # what is given differs
        [sys.executable, "-c", WRITE, place], timeout=60, **given
    )


def failing() -> Iterator[bytes]:
    yield b"half"
    raise RuntimeError("no more")


def test_a_regular_file_is_replaced_at_once_or_stays(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(b"old")
    place.chmod(0o640)
    with pytest.raises(RuntimeError):
        write_whole(failing(), place)
    assert place.read_bytes() == b"old"
    with place.open("rb") as reader:
        write_whole([b"new"], place)
        assert reader.read() == b"old"
    assert place.read_bytes() == b"new"
    assert stat.S_IMODE(place.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path, there: bool) -> None:
    target, link, further = tmp_path / "far" / "a.txt", tmp_path / "link", tmp_path / "further"
    target.parent.mkdir()
    if there:
        target.write_bytes(b"old")
    link.symlink_to("far/a.txt")
    further.symlink_to(link)
    with pytest.raises(RuntimeError):
        write_whole(failing(), further)
    assert target.exists() == there
    write_whole([b"new"], further)
    assert (link.is_symlink(), further.is_symlink(), target.read_bytes()) == (True, True, b"new")
    assert os.listdir(target.parent) == ["a.txt"]


def test_a_device_is_written_to_and_stays() -> None:
    before = os.stat(os.devnull)
    write_whole([b"gone"], os.devnull)
    assert os.stat(os.devnull).st_rdev == before.st_rdev


def test_a_named_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_whole([b"one", b" two"], pipe)
    reader.join(timeout=60)
    assert read == [b"one two"]
    assert pipe.is_fifo()


def test_a_pipe_from_which_nobody_reads_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.0)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ComityError, match="nobody reads"):
        write_whole([b"one"], tmp_path / "pipe")


@pytest.mark.parametrize("place", ["/dev/stdout", "/dev/fd/1"])
@pytest.mark.parametrize("mode", ["wb", "ab"])
def test_an_open_file_of_the_process_goes_on_where_it_is(
    tmp_path: Path, place: str, mode: str
) -> None:
    out = tmp_path / "out"
    out.write_bytes(b"before ")
    with out.open(mode) as stream:
        stream.write(b"first ")
        stream.flush()
        assert written(place, stdout=stream).returncode == 0
        stream.seek(0, os.SEEK_END)
        stream.write(b" last")
    wanted = b"first one two last"
    assert out.read_bytes() == (wanted if mode == "wb" else b"before " + wanted)


def test_a_pipe_at_dev_stdout_is_written_to() -> None:
    assert written("/dev/stdout", stdout=subprocess.PIPE).stdout == b"one two"


@pytest.mark.parametrize(
    "place", ["", ".", "no/folder.txt", "file/x", "folder", "new/", "loop", "n" * 300, "/dev/fd/77"]
)
def test_what_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(ComityError, match="cannot be written") as refused:
        write_whole([b"one"], f"{tmp_path}/{place}" if not place.startswith("/") else place)
    assert len(refused.value.found.splitlines()) == 1
    assert sorted(os.listdir(tmp_path)) == before


def test_a_place_without_a_name_is_refused() -> None:
    with pytest.raises(ComityError, match="No such file"):
        write_whole([b"one"], "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_device_is_told() -> None:
    with pytest.raises(ComityError, match="No space left"):
        write_whole([b"one"], "/dev/full")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_without_the_right_to_write_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o400)
    with pytest.raises(ComityError, match="Permission denied"):
        write_whole([b"new"], tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_terminal_behind_a_device_gets_text_through_the_filter() -> None:
    main, side = os.openpty()
    write_whole(["a\x1b[2J\u202eb".encode()], os.ttyname(side))
    assert os.read(main, 100) == "a\ufffd[2J\ufffdb".encode()
    os.close(side)
    os.close(main)


def test_only_a_regular_file_of_bounded_size_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 2**20)
    os.mkfifo(tmp_path / "pipe")
    assert len(read_whole(tmp_path / "file", 2**20)) == 2**20
    for place, words in (
        (tmp_path / "file", "more than"),
        (tmp_path / "pipe", "not a regular file"),
        (tmp_path, "directory"),
        ("/dev/zero", "not a regular file"),
        (tmp_path / "none", "No such file"),
    ):
        with pytest.raises(OSError, match=words):
            read_whole(place, 2**20 - 1)
