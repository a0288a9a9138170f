"""What the store is compiled from: the ontology, the graphs, and the rules that derive."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from comity.names import GRAPH, ONTOLOGY
from comity.paths import files_in, room
from comity.terms import Iri

LAYOUT = "1"  # counts up when the layout of the compiled store changes
RULES = ("bounds",)  # the rules that need no date; run in this order at each build
_NOT_DATA = ("shapes", "examples", "rules")  # the parts of the ontology that are not loaded


class Inputs(NamedTuple):
    """The two rooms that a store is compiled from, as folders."""

    ontology: str
    graphs: str

    @classmethod
    def shipped(cls) -> Inputs:
        """Return the rooms that come with comity."""
        return cls(room("ontology"), room("graphs"))

    def turtle(self) -> Iterator[tuple[str, Iri]]:
        """Give each Turtle file to load, with the name of its graph, in a fixed order."""
        for path in files_in(self.ontology, ".ttl"):
            if os.path.relpath(path, self.ontology).split(os.sep)[0] not in _NOT_DATA:
                yield path, Iri(ONTOLOGY)
        for path in files_in(self.graphs, ".ttl"):
            place = os.path.relpath(path, self.graphs).removesuffix(".ttl")
            yield path, Iri(GRAPH + place.replace(os.sep, "/"))

    def rules(self) -> Iterator[tuple[str, str]]:
        """Give the name and file of each rule that a build runs."""
        for name in RULES:
            yield name, os.path.join(self.ontology, "rules", f"{name}.rq")

    def signature(self) -> str:
        """Return names, sizes and times of all files in both rooms, a line each.

        It is cheap to take and moves when an input does; what the files say is not looked at.
        """
        lines = [LAYOUT]
        for folder in self:
            for path in files_in(folder, ".ttl", ".rq"):
                state = os.stat(path)
                lines.append(f"{path} {state.st_size} {state.st_mtime_ns}")
        return "\n".join(lines)
