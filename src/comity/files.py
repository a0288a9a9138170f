"""Writes a file or a folder whole or not at all, also where the power fails, and reads files."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from comity.errors import ComityError
from comity.text import without_controls

PATIENCE = 30.0  # seconds that a named pipe may take to find a reader
_LONGEST_NAME = 200  # bytes of a name that leave room for more before and behind it
_LINKS = 40  # links that one after another may lead to a file, as on Linux
_SEPARATORS = tuple({os.sep, os.altsep or os.sep})


def write_whole(pieces: Iterable[bytes], place: str | os.PathLike[str]) -> None:
    """Write a file beside its place and move it there when it is whole.

    Whatever goes wrong, also in making the pieces, what stood there before is kept. A symbolic link
    stays, and what it leads to is replaced. A device, a pipe and an open file of this process
    (``/dev/stdout``, ``/dev/fd/3``) are written to. Raises ComityError where the place is a folder
    or the folder is missing, read-only or full.
    """
    place = os.fspath(place)
    try:
        if not place:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        stream = _open_stream(place)
        if stream is not None:
            with stream:
                stream.writelines(_shown(pieces) if stream.isatty() else pieces)
        else:
            _replace(pieces, os.path.realpath(place))
    except BrokenPipeError:
        raise  # the reader has what it wanted, as with stdout
    except OSError as error:
        raise ComityError(
            f"{place} cannot be written: {error.strerror or error}.",
            "Choose another place, or correct its permissions or free some space.",
        ) from None


def _open_stream(place: str) -> BinaryIO | None:
    """Open what is written to rather than replaced; None for a regular file, there or not."""
    descriptor = _own_descriptor(place)
    if descriptor is not None:
        return os.fdopen(os.dup(descriptor), "wb")
    try:
        mode = os.stat(place).st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG
    if stat.S_ISDIR(mode) or place.endswith(_SEPARATORS):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if stat.S_ISFIFO(mode):
        return os.fdopen(_open_pipe(place), "wb")
    return None if stat.S_ISREG(mode) else os.fdopen(os.open(place, os.O_WRONLY), "wb")


def _own_descriptor(place: str) -> int | None:
    """Return the number of an open file of this process that the place leads to, if it does."""
    for _ in range(_LINKS):
        folder, name = os.path.split(os.path.abspath(place))
        if name.isdecimal() and os.path.realpath(folder) in (f"/proc/{os.getpid()}/fd", "/dev/fd"):
            return int(name)
        if not os.path.islink(place):
            return None
        place = os.path.join(folder, os.readlink(place))
    return None


def _open_pipe(place: str) -> int:
    """Open a named pipe for writing, once somebody reads from it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            handle = os.open(place, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > until:
                raise OSError(errno.ENXIO, "nobody reads from the pipe") from None
            time.sleep(0.05)
        else:
            os.set_blocking(handle, True)
            return handle


def _shown(pieces: Iterable[bytes]) -> Iterator[bytes]:
    return (without_controls(piece.decode(errors="replace")).encode() for piece in pieces)


def _replace(pieces: Iterable[bytes], place: str) -> None:
    folder = os.path.dirname(place)
    if os.path.exists(place) and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    name = os.path.basename(place)  # by which a data folder knows what a killed process left
    prefix = f".{name}." if len(os.fsencode(name)) < _LONGEST_NAME else ".comity-"
    beside = os.path.join(folder, prefix + os.urandom(8).hex())
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(beside, flags, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, _usual_rights(place))
        os.replace(beside, place)
    except BaseException:
        os.unlink(beside)
        raise
    sync(folder)


def read_whole(place: str | os.PathLike[str], most: int) -> bytes:
    """Return the content of a regular file of at most ``most`` bytes.

    Raises OSError, with words for people, for whatever else stands there; a pipe or a device is
    never waited for.
    """
    handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(file.fileno())
        if stat.S_ISDIR(about.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        content = file.read(most + 1) if about.st_size <= most else b""
    if about.st_size > most or len(content) > most:
        raise OSError(errno.EFBIG, f"it has more than {most // 2**20} MiB")
    return content


def move_whole(folder: str, place: str) -> None:
    """Rename a folder into its place, once all files in it are on the disk."""
    for name in os.listdir(folder):
        sync(os.path.join(folder, name))
    sync(folder)
    os.rename(folder, place)
    sync(os.path.dirname(place))


def sync(path: str) -> None:
    """Wait until the disk has a file, or the names in a folder."""
    if sys.platform == "win32" and os.path.isdir(path):
        return  # it has no such call for folders, and needs none
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _usual_rights(place: str | os.PathLike[str]) -> int:
    """Return the rights the file has, or those that a new file gets from the user's mask."""
    try:
        return os.stat(place).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
