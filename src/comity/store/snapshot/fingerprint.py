"""What the store is compiled from, and the compiled store that fits the inputs as they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from comity.errors import StoreBroken
from comity.iris import GRAPH, ONTOLOGY
from comity.paths import files_in, room
from comity.store.engines.oxigraph import OxigraphEngine
from comity.terms import Iri

LAYOUT = "5"  # counts up when the layout of the compiled store changes
RULES = ("bounds",)  # the rules that need no date; run in this order at each build
IMPORT_FILES = ("import.json", "records.jsonl", "statements.nt", "cards.tsv")
"""The files of an import, the one that describes it first."""
_KEY = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")  # what the key of a source is made of
_NOT_DATA = ("shapes", "examples", "rules")  # the parts of the ontology that are not loaded


class Inputs(NamedTuple):
    """The two rooms that a store is compiled from, and the folder of imports, if there is one.

    ``layers`` is the folder of the user's own graphs.
    """

    ontology: str
    graphs: str
    imports: str = ""
    layers: str = ""

    @classmethod
    def shipped(cls, data: str = "") -> Inputs:
        """Return the rooms that come with comity, with the imports and layers of a data folder."""
        if not data:
            return cls(room("ontology"), room("graphs"))
        imports, layers = os.path.join(data, "imports"), os.path.join(data, "layers")
        return cls(room("ontology"), room("graphs"), imports, layers)

    @property
    def data(self) -> str:
        """The data folder in which the imports lie, or nothing."""
        return os.path.dirname(self.imports)

    def without_imports(self) -> Inputs:
        """Return the rooms alone."""
        return self._replace(imports="")

    def turtle(self) -> Iterator[tuple[str, Iri]]:
        """Give each Turtle file to load, with the name of its graph, in a fixed order."""
        for path in files_in(self.ontology, ".ttl"):
            if os.path.relpath(path, self.ontology).split(os.sep)[0] not in _NOT_DATA:
                yield path, Iri(ONTOLOGY)
        for path in files_in(self.graphs, ".ttl"):
            place = os.path.relpath(path, self.graphs).removesuffix(".ttl")
            yield path, Iri(GRAPH + place.replace(os.sep, "/"))
        for path in self.own():
            yield path, layer_graph(os.path.basename(path).removesuffix(".ttl"))

    def editions(self) -> list[str]:
        """Return the folder of each import, sorted."""
        return folders_of_imports(self.imports)[0] if self.imports else []

    def own(self) -> list[str]:
        """Return the file of each layer, sorted."""
        names = (name for name in _names(self.layers) if name.endswith(".ttl"))
        return [os.path.join(self.layers, name) for name in names] if self.layers else []

    def decisions(self) -> list[str]:
        """Return the file of readers' decisions on identity, where there is one."""
        path = os.path.join(self.data, "identities.csv")
        return [path] if self.imports and os.path.isfile(path) else []

    def rules(self) -> Iterator[tuple[str, str]]:
        """Give the name and file of each rule that a build runs."""
        for name in RULES:
            yield name, os.path.join(self.ontology, "rules", f"{name}.rq")

    def signature(self) -> str:
        """Return names, sizes and times of all files in both rooms, a line each.

        It is cheap to take and moves when an input does; what the files say is not looked at.
        """
        lines = [LAYOUT]
        for folder in (self.ontology, self.graphs):
            for path in files_in(folder, ".ttl", ".rq"):
                lines.append(_state(path))
        for folder in self.editions():
            lines += [_state(os.path.join(folder, name)) for name in IMPORT_FILES]
        lines += map(_state, self.decisions())
        lines += map(_state, self.own())
        return "\n".join(lines)


def layer_graph(name: str) -> Iri:
    """Return the name of the graph of a layer."""
    return Iri(f"{GRAPH}layer/{name}")


def folders_of_imports(folder: str) -> tuple[list[str], list[str]]:
    """Return the folders of imports below a folder, and what else lies there, both sorted.

    An import lies in ``<source>/<date>``, written exactly so: a copy of one with another name is
    none.
    """
    imports: list[str] = []
    others: list[str] = []
    for source in _names(folder):
        path = os.path.join(folder, source)
        if not set(source) <= _KEY or not os.path.isdir(path):
            others.append(path)
            continue
        for date in _names(path):
            (imports if is_edition_date(date) else others).append(os.path.join(path, date))
    return imports, others


def is_day(text: str) -> bool:
    """Return whether a text is written as a day: 2021-12-09."""
    return len(text) == 10 and is_edition_date(text)


def is_edition_date(text: str) -> bool:
    """Return whether a text is written as a year, a month or a day."""
    digits = text[:4] + text[5:7] + text[8:]
    dashes = text[4:5] + text[7:8]
    return (
        len(text) in (4, 7, 10)
        and dashes in ("", "-", "--")
        and len(digits) + len(dashes) == len(text)
        and digits.isascii()
        and digits.isdigit()
    )


def _names(folder: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _state(path: str) -> str:
    try:
        state = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return f"{path} is missing"
    return f"{path} {state.st_size} {state.st_mtime_ns}"


class State(NamedTuple):
    """The inputs as they were looked at: their digest, and a line for each import set aside."""

    digest: str
    aside: tuple[str, ...]

    def text(self, signature: str) -> str:
        """Return it as it is remembered, with the signature that the inputs had."""
        return "\n".join((self.digest, *self.aside, "", signature))


def memory(folder: str) -> str:
    """Return the file in which a data folder remembers its inputs."""
    return os.path.join(folder, "inputs.txt")


def place_of(folder: str, digest: str) -> str:
    """Return the folder of the store of that digest."""
    return os.path.join(folder, "snapshots", digest)


def remembered(folder: str, inputs: Inputs) -> State | None:
    """Return the state of the inputs if nothing has touched them since they were looked at."""
    try:
        with open(memory(folder), encoding="utf-8") as file:
            text, _, signature = file.read().partition("\n\n")
    except (OSError, UnicodeDecodeError):
        return None
    digest, *aside = text.split("\n")
    if signature != inputs.signature() or not digest.isalnum():
        return None
    return State(digest, tuple(aside))


def ready_engine(folder: str, inputs: Inputs) -> tuple[OxigraphEngine | None, tuple[str, ...]]:
    """Open the compiled store of these inputs if it is known to be there and is not broken.

    With it comes a line for each import that is set aside.
    """
    state = remembered(folder, inputs)
    if state is None or not os.path.isdir(place := place_of(folder, state.digest)):
        return None, ()
    try:
        return OxigraphEngine.open(place), state.aside
    except StoreBroken:
        return None, ()  # the slow way in says so and builds it again
