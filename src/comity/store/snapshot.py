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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from comity.errors import StoreBroken, StoreFailed
from comity.store.compile import add_imports, fill
from comity.store.imports import STATEMENTS, Import, read_import
from comity.store.inputs import LAYOUT, Inputs
from comity.store.nameindex import write_names
from comity.store.oxigraph import OxigraphEngine
from comity.store.oxigraph_writer import OxigraphWriter
from comity.store.ready import memory, place_of, remembered
from comity.store.summary import write_summary

KEPT = 4  # snapshots that stay on disk: this one, that without imports, and those of other inputs
MADE_OF = "made-of.txt"  # in a snapshot: the digest of the graphs, then a line for each import

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
            self._fill(beside, anew=replace)
            if replace and place.exists():
                place.rename(beside.with_name(f"{beside.name}-broken"))
            _move(beside, place)
        except OSError as error:
            raise _cannot_write(self.folder, error) from None
        finally:
            shutil.rmtree(beside, ignore_errors=True)
            shutil.rmtree(beside.with_name(f"{beside.name}-broken"), ignore_errors=True)
        return OxigraphEngine.open(str(place))

    def _fill(self, beside: Path, *, anew: bool) -> None:
        """Fill an empty folder with the graphs and the imports.

        What an earlier snapshot holds is not loaded again unless ``anew``: its files never change,
        so the new one shares them and adds the imports that it lacks.
        """
        held = [read_import(path) for path in self.inputs.editions()]
        graphs = _without_editions(self.inputs)
        earlier, missing = (None, held) if anew else self._earlier(graphs, held)
        if earlier is not None:
            try:
                _share(earlier, beside)
                writer = OxigraphWriter(str(beside))
                add_imports(writer, self.inputs, held, missing)
            except StoreBroken:
                self.remark("An earlier store on disk is broken; building all of it again.")
                self._fill(_emptied(beside), anew=True)
                return
        else:
            writer = OxigraphWriter(str(beside))
            fill(writer, self.inputs)
            add_imports(writer, self.inputs, held, held)
        with ThreadPoolExecutor(1) as thread:
            finishing = thread.submit(writer.finish)  # it waits for the disk, and others need not
            write_names(writer.reader(), str(beside))
            write_summary(writer.reader(), str(beside))
            finishing.result()
        del writer  # closes the files before they move
        (beside / MADE_OF).write_text("\n".join([graphs, *map(_mark, held)]), "utf-8")

    def _earlier(self, graphs: str, held: list[Import]) -> tuple[Path | None, list[Import]]:
        """Return the snapshot that has the most of what is wanted, and the imports it lacks.

        An import that shares lists or numbers with one that is there changes what is said of
        them, so it cannot be added; then a snapshot without either is taken.
        """
        best: tuple[Path | None, list[Import]] = (None, held)
        if not held:
            return best
        for path in sorted(Path(place_of(self.folder, "")).glob(f"[0-9a-f]*/{MADE_OF}")):
            made_of = path.read_text("utf-8").split("\n")
            there = [one for one in held if _mark(one) in made_of]
            lacking = [one for one in held if one not in there]
            names = {name for one in there for name in (*one.spaces, *one.entries)}
            if made_of[0] != graphs or len(there) != len(made_of) - 1:
                continue
            if any(names & {*one.spaces, *one.entries} for one in lacking):
                continue
            if best[0] is None or len(lacking) < len(best[1]):
                best = (path.parent, lacking)
        return best

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
    for path in inputs.editions():
        total.update(f"{_mark(read_import(path))}\0".encode())
    for path in inputs.decisions():
        total.update(Path(path).read_bytes())
    named = [(graph.value, path) for path, graph in inputs.turtle()]
    for name, path in [*named, *inputs.rules()]:
        total.update(f"{name}\0".encode())
        total.update(hashlib.blake2b(Path(path).read_bytes()).digest())
    return total.hexdigest()


def _without_editions(inputs: Inputs) -> str:
    """Return a digest of all that an added import leaves as it is: the graphs and the decisions."""
    said = [Path(path).read_bytes() for path in inputs.decisions()]
    return content_digest(inputs.without_imports()) + "".join(
        f" {hashlib.blake2b(one, digest_size=8).hexdigest()}" for one in said
    )


def _mark(one: Import) -> str:
    """Return the line that stands for an import: its name, its records, who read them."""
    return " ".join((one.name, one.digest, STATEMENTS, *one.whole, one.retrieved))


def _share(earlier: Path, beside: Path) -> None:
    """Give a folder the files of a store: links to those that never change, copies of the rest."""
    for path in earlier.iterdir():
        target = beside / path.name
        if path.suffix == ".sst":
            try:
                os.link(path, target)
                continue
            except OSError:
                pass  # a file system without links: copy
        shutil.copyfile(path, target)


def _emptied(folder: Path) -> Path:
    """Return a folder without what was in it."""
    shutil.rmtree(folder)
    folder.mkdir()
    return folder


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
