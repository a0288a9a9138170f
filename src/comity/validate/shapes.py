"""The shipped shapes and ontology, and the shapes of a caller's own."""

from __future__ import annotations

from pathlib import Path

from comity.graph.load import read_triples, turtle_files
from comity.paths import room
from comity.terms import Triple

_ROOMS_OF_THEIR_OWN = ("examples", "shapes")


def vocabulary() -> list[Triple]:
    """Return the shipped ontology: its modules, schemes and alignments."""
    home = Path(room("ontology"))
    files = [
        path
        for path in turtle_files([home])
        if path.relative_to(home).parts[0] not in _ROOMS_OF_THEIR_OWN
    ]
    return [triple for path in files for triple in read_triples(path)]


def shipped_shapes() -> list[Triple]:
    """Return the shipped shapes."""
    return [
        triple
        for path in turtle_files([Path(room("ontology")) / "shapes"])
        for triple in read_triples(path)
    ]


def extra_shapes(file: Path | None) -> list[Triple]:
    """Return the shapes of the caller's own file, if there is one."""
    return [] if file is None else read_triples(file)
