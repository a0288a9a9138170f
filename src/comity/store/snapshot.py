"""Builds the store once for each state of its inputs and opens it in milliseconds afterwards.

A snapshot is a folder ``snapshots/<digest>`` in the data folder. It is built beside its place and
renamed into it, so a reader sees a whole snapshot or none, and two processes that build the same
one do not disturb each other: the second finds the first's and drops its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from comity.errors import StoreBroken, StoreFailed
from comity.store.compile import fill
from comity.store.inputs import LAYOUT, Inputs
from comity.store.oxigraph import OxigraphEngine, OxigraphWriter
from comity.store.ready import memory, place_of, remembered

KEPT = 3  # snapshots that stay on disk: this one, and those of other versions or checkouts

Remark = Callable[[str], None]


def silent(_remark: str) -> None:
    """Take a remark and tell nobody."""


@dataclass(frozen=True)
class Snapshots:
    """The compiled stores in a data folder."""

    folder: str
    inputs: Inputs
    remark: Remark = silent

    def digest(self) -> str:
        """Return the digest of the inputs as they are now, and remember it."""
        known = remembered(self.folder, self.inputs)
        if known:
            return known
        signature, digest = self.inputs.signature(), content_digest(self.inputs)
        place = Path(memory(self.folder))
        beside = place.with_suffix(f".{os.getpid()}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(f"{digest}\n{signature}", "utf-8")
            beside.replace(place)
        except OSError:
            pass  # a folder that cannot be written costs some milliseconds at each start
        return digest

    def place(self) -> Path:
        """Return the folder of the snapshot of the inputs as they are now; it may not exist."""
        return Path(place_of(self.folder, self.digest()))

    def open(self) -> OxigraphEngine:
        """Open the snapshot of the inputs as they are now; build it if it is not there or broken.

        Raises StoreFailed where it can be neither opened nor built.
        """
        place = self.place()
        if not place.is_dir():
            self.remark("Building the store from the graphs: this happens once.")
            return self.build()
        try:
            return OxigraphEngine.open(str(place))
        except StoreBroken:
            return self.rebuild()

    def rebuild(self) -> OxigraphEngine:
        """Build the snapshot anew after it was found broken, and say so in one line."""
        self.remark("The store on disk is broken; building it again from the graphs.")
        return self.build(replace=True)

    def build(self, *, replace: bool = False) -> OxigraphEngine:
        """Build the snapshot beside its place, move it there, and open it.

        With ``replace`` a snapshot that is there already is thrown away; without, it wins.
        """
        place = self.place()
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._sweep(place)
            beside = Path(tempfile.mkdtemp(prefix=f".building-{os.getpid()}-", dir=place.parent))
        except OSError as error:
            raise _cannot_write(self.folder, error) from None
        try:
            writer = OxigraphWriter(str(beside))
            fill(writer, self.inputs)
            del writer  # closes the files before they move
            if replace and place.exists():
                place.rename(beside.with_name(f"{beside.name}-broken"))
            _move(beside, place)
        except OSError as error:
            raise _cannot_write(self.folder, error) from None
        finally:
            shutil.rmtree(beside, ignore_errors=True)
            shutil.rmtree(beside.with_name(f"{beside.name}-broken"), ignore_errors=True)
        return OxigraphEngine.open(str(place))

    def _sweep(self, place: Path) -> None:
        """Remove what builds that died left behind, and snapshots of long ago."""
        for left in place.parent.glob(".building-*"):
            if not _alive(int(left.name.split("-")[1])):
                shutil.rmtree(left, ignore_errors=True)
        others = [path for path in place.parent.glob("[0-9a-f]*") if path != place]
        others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
        for old in others[KEPT - 1 :]:
            shutil.rmtree(old, ignore_errors=True)


def content_digest(inputs: Inputs) -> str:
    """Return a digest of the content of all inputs: same content, same digest, anywhere."""
    total = hashlib.blake2b(LAYOUT.encode(), digest_size=16)
    named = [(graph.value, path) for path, graph in inputs.turtle()]
    for name, path in [*named, *inputs.rules()]:
        total.update(f"{name}\0".encode())
        total.update(hashlib.blake2b(Path(path).read_bytes()).digest())
    return total.hexdigest()


def _move(beside: Path, place: Path) -> None:
    """Rename a whole snapshot into its place; one that another process put there first stays."""
    try:
        beside.rename(place)
    except OSError:
        if not place.is_dir():
            raise


def _alive(process: int) -> bool:
    if sys.platform == "win32":
        return True  # there, signal 0 is no question but a signal
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _cannot_write(folder: str, error: OSError) -> StoreFailed:
    return StoreFailed(
        f"The data folder {folder} cannot be written: {error.strerror or error}.",
        "Choose another with --store DIR or COMITY_STORE, or free space there.",
    )
