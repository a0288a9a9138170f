"""The files of one edition as given: plain, gzip, zip or standard input, within bounds."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import os
import stat
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import BinaryIO, cast

from comity.errors import BadData
from comity.lists import bounds
from comity.lists.io import encoding, workbook

MOST_BYTES = 2 << 30
"""Bytes that one file may unpack to, however it is packed."""

BOMB_BYTES = 256 << 20
BOMB_RATIO = 200
"""A file that unpacks to more bytes than this, and to this many times its own size, is a bomb."""

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BUFFER = 1 << 18
_DAMAGE = (  # what the packers of the standard library raise
    *(OSError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)
_WHOLE = "Get the file once more from its publisher: it is damaged or cut."
_SAFE = "Unpack it yourself and look whether it is what its publisher gives."


@dataclass(frozen=True)
class Parcel:
    """One file of an edition; it can be opened as often as wanted, each time from its start."""

    name: str  # as given; of a file in a zip, its name there
    size: int  # bytes on disk; of a file in a zip, packed
    bytes_on_disk: Callable[[], io.BufferedReader]  # the file that was given, as it is
    unpacked: Callable[[], tuple[BinaryIO, ...]]  # the first is read; all are closed after it

    def open(self) -> BinaryIO:
        """Open the unpacked bytes; more of them than the bounds allow are BadData."""
        return io.BufferedReader(_Bounded(self, self.unpacked()), _BUFFER)  # type: ignore[type-var]  # reads, and no more

    def head(self) -> str:
        """Return how the file begins: its first 64 kB as text; of a workbook, its first rows."""
        with self.open() as stream:
            start = stream.read(encoding.HEAD)
        if workbook.is_workbook(start):
            return workbook.preview(self)
        return encoding.decode(start)

    def digest(self) -> str:
        """Return the SHA-256 of the file as it was given."""
        with self.bytes_on_disk() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


class _Bounded(io.RawIOBase):
    """Gives the bytes of a stream, counts them, and turns the faults of packers into BadData."""

    def __init__(self, parcel: Parcel, streams: tuple[BinaryIO, ...]) -> None:
        super().__init__()
        self._streams = streams
        self._name = parcel.name
        self._most = _most(parcel.size)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # as io calls it
        try:
            piece = self._streams[0].read(len(buffer))
        except EOFError:
            raise BadData(f"{self._name} is cut: its end is missing.", _WHOLE) from None
        except _DAMAGE as error:
            raise BadData(f"{self._name} is damaged: {error}.", _WHOLE) from None
        self._count += len(piece)
        if self._count > self._most:
            raise _too_much(self._name, self._most)
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        for stream in self._streams:
            stream.close()
        super().close()


class _At(io.RawIOBase):
    """A file that is read from a place of its own, whoever else reads it at the same time."""

    def __init__(self, handle: int) -> None:
        super().__init__()
        self._handle = handle
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        ground = (0, self._place, os.fstat(self._handle).st_size)[whence]
        self._place = max(0, ground + offset)
        return self._place

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # as io calls it
        piece = os.pread(self._handle, len(buffer), self._place)
        self._place += len(piece)
        buffer[: len(piece)] = piece
        return len(piece)


def parcels(paths: Sequence[str]) -> list[Parcel]:
    """Return the files of the given paths; a zip gives each file in it, ``-`` is standard input.

    What a file is, its first bytes say, never its name. A workbook is a zip that stays whole.
    Raises BadData for a file that cannot be read, is empty, or is packed more than once.
    """
    found = [parcel for path in paths for parcel in _parcels(path)]
    if not found:
        raise BadData("No file was given.", "Name at least one file of the list.")
    return found


def _parcels(path: str) -> list[Parcel]:
    """Return the one file of a path, or each of a zip."""
    if path == "-":
        handle = _spool()
        name = "standard input"

        def given() -> io.BufferedReader:
            return io.BufferedReader(cast(io.RawIOBase, _At(handle)))
    else:
        name = path

        def given() -> io.BufferedReader:
            return _regular(path)

    try:
        with given() as stream:
            start = stream.read(encoding.HEAD)
            size = stream.seek(0, os.SEEK_END)
    except OSError as error:
        raise BadData(
            f"{path} cannot be read: {error.strerror or error}.", "Name a file that is there."
        ) from None
    if not start:
        raise BadData(f"{name} is empty.", _WHOLE)
    if start.startswith(_GZIP):
        return [_checked(Parcel(name, size, given, lambda: _gunzip(given())))]
    if start.startswith(_ZIP) and not workbook.is_workbook(start):
        return _members(name, given)
    return [Parcel(name, size, given, lambda: (given(),))]


def _regular(path: str) -> io.BufferedReader:
    """Open a regular file; raise OSError for a pipe, a device, a socket or a folder."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(0, "it is not a regular file (give - for standard input)")
    return os.fdopen(handle, "rb")


def _members(name: str, given: Callable[[], io.BufferedReader]) -> list[Parcel]:
    """Return the files in a zip, in its order, without what macOS adds to every zip."""
    try:
        with given() as stream:
            bounds.check_directory(stream)
            with zipfile.ZipFile(stream) as archive:
                infos = [info for info in archive.infolist() if _is_file(info)]
            for info in infos:
                bounds.check_member(info)
    except _DAMAGE as error:
        raise BadData(f"{name} is a zip that is cut or damaged: {error}.", _WHOLE) from None
    if not infos:
        raise BadData(f"{name} is a zip without files.", _WHOLE)
    for info in infos:
        if info.file_size > _most(info.compress_size):
            raise _too_much(info.filename, _most(info.compress_size))
    return [
        _checked(Parcel(info.filename, info.compress_size, given, partial(_member, given, info)))
        for info in infos
    ]


def _is_file(info: zipfile.ZipInfo) -> bool:
    """Say whether a member of a zip is a file that somebody put there."""
    parts = info.filename.split("/")
    return not info.is_dir() and parts[0] != "__MACOSX" and parts[-1] != ".DS_Store"


def _member(given: Callable[[], io.BufferedReader], info: zipfile.ZipInfo) -> tuple[BinaryIO, ...]:
    """Open one file in a zip, and with it the zip."""
    whole = given()
    try:
        return zipfile.ZipFile(whole).open(info), whole  # type: ignore[return-value]  # it reads bytes
    except (*_DAMAGE, EOFError) as error:
        whole.close()
        raise BadData(f"{info.filename} cannot be unpacked: {error}.", _SAFE) from None


def _gunzip(packed: BinaryIO) -> tuple[BinaryIO, ...]:
    """Open a gzip, and with it the file that it is."""
    return gzip.GzipFile(fileobj=packed), packed  # type: ignore[return-value]  # it reads bytes


def _checked(parcel: Parcel) -> Parcel:
    """Refuse a packed file that is empty, or holds a packed file; a workbook may be packed."""
    with parcel.open() as stream:
        start = stream.read(encoding.HEAD)
    if not start:
        raise BadData(f"{parcel.name} is empty.", _WHOLE)
    if start.startswith((_GZIP, *_ZIP)) and not workbook.is_workbook(start):
        raise BadData(f"{parcel.name} is packed more than once.", "Unpack the outer file first.")
    return parcel


def _most(packed: int) -> int:
    """Return how many bytes a file of that size may unpack to."""
    return min(MOST_BYTES, max(BOMB_BYTES, packed * BOMB_RATIO))


def _too_much(name: str, most: int) -> BadData:
    """Return the complaint about a file that unpacks to more than its bound."""
    return BadData(f"{name} unpacks to more than {most >> 20:,} MiB.", _SAFE)


@cache
def _spool() -> int:
    """Copy standard input to a nameless file, once, and return its handle."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- it lives as long as the process
    count = 0
    while piece := sys.stdin.buffer.read(_BUFFER):
        count += len(piece)
        if count > MOST_BYTES:
            raise _too_much("standard input", MOST_BYTES)
        file.write(piece)
    file.flush()
    return os.dup(file.fileno())
