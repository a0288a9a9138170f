"""Builds the store once for each state of its inputs and opens it in milliseconds afterwards.

A snapshot is a folder ``snapshots/<digest>`` in the data folder. It is built beside its place and
renamed into it, so a reader sees a whole snapshot or none, and two processes that build the same
one do not disturb each other: the second finds the first's and drops its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from comity.errors import ComityError, StoreBroken, StoreFailed
from comity.files import move_whole, write_whole
from comity.store.engines.oxigraph import OxigraphEngine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.imports.folders import STATEMENTS, Import
from comity.store.imports.registry import Holdings, checked_holdings, has_names
from comity.store.locks import BUILDING, DROPPED, exclusive, temporary_folder
from comity.store.snapshot.compile import add_imports, fill
from comity.store.snapshot.fingerprint import LAYOUT, Inputs, State, memory, place_of, remembered
from comity.store.snapshot.name_index import write_names
from comity.store.snapshot.summary import write_summary

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
    warn: Remark = silent  # is told of each import that is set aside
    known: dict[str, State] = field(default_factory=dict)  # the last state, by its signature
    seen: set[str] = field(default_factory=set)  # names of imports that this process has seen

    def digest(self) -> str:
        """Return the digest of the inputs as they are now, and remember it."""
        self._miss_imports()
        state = remembered(self.folder, self.inputs) or self.known.get(self.inputs.signature())
        return state.digest if state else self._check()[0].digest

    def place(self) -> Path:
        """Return the folder of the snapshot of the inputs as they are now; it may not exist."""
        return Path(place_of(self.folder, self.digest()))

    def open(self, *, check: bool = False) -> OxigraphEngine:
        """Open the snapshot of the inputs as they are now; build it if it is not there or broken.

        With ``check`` every file of an import is read, also where none seems to have changed.
        Raises StoreFailed where it can be neither opened nor built.
        """
        self._miss_imports()
        state, editions = None if check else remembered(self.folder, self.inputs), None
        if state is None:
            state, editions = self._check()
        self._tell(state)
        place = Path(place_of(self.folder, state.digest))
        if not place.is_dir():
            self.remark("Building the store from the graphs: this happens once.")
            return self.build() if editions is None else self._build(state, editions)
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
        state, editions = self._check()
        self._tell(state)
        return self._build(state, editions, replace=replace)

    def _tell(self, state: State) -> None:
        for line in state.aside:
            self.warn(line)

    def _miss_imports(self) -> None:
        """Refuse a data folder whose imports have vanished with all that told of them."""
        if self.seen and not has_names(self.folder):
            raise StoreFailed(
                f"The imports in {self.folder} have vanished, and so has imports.json.",
                "Restore that folder, or start comity again to go on without them.",
            )

    def _check(self) -> tuple[State, Sequence[Import]]:
        """Look at all inputs; return their state, which is remembered, and the whole imports."""
        self._miss_imports()
        signature = self.inputs.signature()
        described = (
            checked_holdings(self.inputs.data) if self.inputs.imports else Holdings((), (), ())
        )
        for line in described.remarks:
            self.remark(line)
        if has_names(self.folder):
            self.seen.update(described.names)
        digest = content_digest(self.inputs, described.whole)
        state = State(digest, tuple(one.line for one in described.aside))
        self.known.clear()
        self.known[signature] = state
        if state != remembered(self.folder, self.inputs):
            # A folder that cannot be written costs some time at each start.
            with suppress(OSError, ComityError), exclusive(self.folder):
                write_whole([state.text(signature).encode()], memory(self.folder))
        return state, described.whole

    def _build(
        self, state: State, editions: Sequence[Import], *, replace: bool = False
    ) -> OxigraphEngine:
        place = Path(place_of(self.folder, state.digest))
        try:
            with temporary_folder(self.folder, "snapshots", BUILDING) as beside:
                self._fill(Path(beside), editions, anew=replace)
                with exclusive(self.folder):
                    if replace or not place.is_dir():
                        self._drop(place)
                        move_whole(beside, str(place))
                    self._drop_old(place)
        except FileNotFoundError as error:
            if self.inputs.signature() in self.known:
                raise _cannot_write(self.folder, error) from None
            return self.open()  # another process has changed the imports meanwhile
        except OSError as error:
            raise _cannot_write(self.folder, error) from None
        return OxigraphEngine.open(str(place))

    def _fill(
        self, beside: Path, editions: Sequence[Import], *, anew: bool, alone: bool = False
    ) -> None:
        """Fill an empty folder with the graphs and the imports.

        With ``alone`` no earlier snapshot with imports is used.

        What an earlier snapshot holds is not loaded again unless ``anew``: its files never change,
        so the new one shares them and adds the imports that it lacks.
        """
        graphs = _without_editions(self.inputs)
        earlier, missing = None, editions
        if not anew:
            with exclusive(self.folder):  # nobody drops the earlier one meanwhile
                earlier, missing = self._earlier(graphs, editions, alone=alone)
                if earlier is not None:
                    _share(earlier, beside)
        try:
            writer = OxigraphWriter(str(beside))
            if earlier is None:
                fill(writer, self.inputs)
            is_added = add_imports(writer, self.inputs, editions, missing)
        except StoreBroken:
            if earlier is None:
                raise
            self.remark("An earlier store on disk is broken; building all of it again.")
            self._fill(_emptied(beside), editions, anew=True)
            return
        if not is_added:
            del writer
            self._fill(_emptied(beside), editions, anew=anew, alone=True)
            return
        with ThreadPoolExecutor(1) as thread:
            finishing = thread.submit(writer.finish)  # it waits for the disk, and others need not
            write_names(writer.reader(), str(beside))
            write_summary(writer.reader(), str(beside))
            finishing.result()
        del writer  # closes the files before they move
        (beside / MADE_OF).write_text("\n".join([graphs, *map(_mark, editions)]), "utf-8")

    def _earlier(
        self, graphs: str, editions: Sequence[Import], *, alone: bool
    ) -> tuple[Path | None, Sequence[Import]]:
        """Return the snapshot that has the most of what is wanted, and the imports it lacks.

        An import that shares lists or numbers with one that is there changes what is said of
        them, so it cannot be added; then a snapshot without either is taken.
        """
        best: tuple[Path | None, Sequence[Import]] = (None, editions)
        if not editions:
            return best
        for path in sorted(Path(place_of(self.folder, "")).glob(f"[0-9a-f]*/{MADE_OF}")):
            made_of = path.read_text("utf-8", "replace").split("\n")
            there = [one for one in editions if _mark(one) in made_of]
            lacking = [one for one in editions if one not in there]
            names = {name for one in there for name in (*one.spaces, *one.entries)}
            if made_of[0] != graphs or len(there) != len(made_of) - 1 or (alone and there):
                continue
            if any(names & {*one.spaces, *one.entries} for one in lacking):
                continue
            if best[0] is None or len(lacking) < len(best[1]):
                best = (path.parent, lacking)
        return best

    def _drop_old(self, place: Path) -> None:
        """Drop the snapshots of long ago; the caller holds the data folder's lock."""
        others = [path for path in place.parent.glob("[0-9a-f]*") if path != place]
        others.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
        for old in others[KEPT - 1 :]:
            self._drop(old)

    def _drop(self, place: Path) -> None:
        """Remove a snapshot, if it is there, so that nobody finds half of one."""
        if place.is_dir():
            beside = tempfile.mkdtemp(prefix=DROPPED, dir=place.parent)
            place.rename(Path(beside, place.name))
            shutil.rmtree(beside)


def content_digest(inputs: Inputs, editions: Sequence[Import] = ()) -> str:
    """Return a digest of the content of all inputs: same content, same digest, anywhere."""
    total = hashlib.blake2b(LAYOUT.encode(), digest_size=16)
    for one in editions:
        total.update(f"{_mark(one)}\0".encode())
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
    doubted = (f"doubted:{key}" for key in one.doubted)
    return " ".join((one.name, one.digest, STATEMENTS, *one.whole, *doubted, one.retrieved))


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


def _cannot_write(folder: str, error: OSError) -> StoreFailed:
    return StoreFailed(
        f"The data folder {folder} cannot be written: {error.strerror or error}.",
        "Choose another with --store DIR or COMITY_STORE, or free space there.",
    )
