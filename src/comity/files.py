"""Writes a file or a folder whole or not at all, also where the power fails."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable

from comity.errors import ComityError


def write_whole(pieces: Iterable[bytes], place: str | os.PathLike[str]) -> None:
    """Write a file beside its place and move it there when it is whole.

    Whatever goes wrong, also in making the pieces, what stood there before is kept. Raises
    ComityError where the folder is missing, read-only or full.
    """
    folder, name = os.path.split(os.path.abspath(place))
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
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
    except OSError as error:
        raise ComityError(
            f"{place} cannot be written: {error.strerror or error}.",
            "Choose another place, or mend its rights or its space.",
        ) from None


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
