"""Locks and temporary folders, so that processes on one data folder never harm one another.

The system ends a lock with its process, however that ends, and it holds between containers that
share a folder, where process numbers do not say who is alive. Whoever adds, replaces or removes
something in a data folder holds its one lock for that short while; longer work is done in a
temporary folder, which is locked as long as its process runs. A temporary folder without a lock
was left behind, and the next process that writes removes it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

if sys.platform == "win32":
    import msvcrt
    import time

    def _lock(handle: int, *, wait: bool) -> bool:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except PermissionError:
                if not wait:
                    return False
                time.sleep(0.05)
            else:
                return True
else:
    import fcntl

    def _lock(handle: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


_LOCK = ".lock"  # of a data folder, and the ending of the lock of a temporary folder
_FOLDERS = ("", "imports", "snapshots")  # of a data folder, in which something is replaced
TAKING, FORGOTTEN = ".taking-", ".forgotten-"
BUILDING, DROPPED, WORKING = ".building-", ".dropped-", ".working-"
_WRITTEN = (".inputs.txt.", ".imports.json.", ".identities.csv.")  # see comity.files.write_whole
_TEMPORARY = (TAKING, FORGOTTEN, BUILDING, DROPPED, WORKING, *_WRITTEN)


@contextmanager
def exclusive(data: str) -> Iterator[None]:
    """Keep all other processes from changing a data folder; wait while another one does.

    Not to be entered twice by one process. Raises OSError where the folder cannot be written.
    """
    os.makedirs(data, exist_ok=True)
    handle = os.open(os.path.join(data, _LOCK), os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(handle, wait=True)
        yield
    finally:
        os.close(handle)


@contextmanager
def temporary_folder(data: str, room: str, prefix: str) -> Iterator[str]:
    """Give a new folder in a room of a data folder, and remove it, unless it was moved away.

    What processes that were killed have left in the data folder is removed first. Raises OSError
    where the folder cannot be written.
    """
    with exclusive(data):
        sweep(data)
        parent = os.path.join(data, room)
        os.makedirs(parent, exist_ok=True)
        folder = tempfile.mkdtemp(prefix=prefix, dir=parent)
        handle = os.open(folder + _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
        _lock(handle, wait=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)
        with suppress(FileNotFoundError):  # another process may have swept it away meanwhile
            os.unlink(folder + _LOCK)


def sweep(data: str) -> None:
    """Remove what processes that were killed have left; the caller holds the data folder's lock."""
    for room in _FOLDERS:
        parent = os.path.join(data, room)
        try:
            names = os.listdir(parent)
        except FileNotFoundError:
            continue
        for name in names:
            if name.startswith(_TEMPORARY):
                left = os.path.join(parent, name.removesuffix(_LOCK))
                if not _in_use(left):
                    remove(left)
                    remove(left + _LOCK)


def remove(path: str) -> None:
    """Remove a file or a folder with all that is in it, if it is there."""
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
        return
    with suppress(FileNotFoundError):
        os.unlink(path)


def _in_use(folder: str) -> bool:
    """Say whether the process that made a temporary folder still runs."""
    try:
        handle = os.open(folder + _LOCK, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _lock(handle, wait=False)
    finally:
        os.close(handle)
