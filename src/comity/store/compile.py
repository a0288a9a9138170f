"""Compiles the inputs into an engine: every graph by name, all of them merged, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from comity.names import DCTERMS, GRAPH, ONTOLOGY, PROV
from comity.store.engine import Engine, Triples
from comity.store.inputs import Inputs
from comity.terms import Iri, Triple, tagged

_SUMMARY = re.compile(r"^#\+ summary: (.+)$", re.MULTILINE)


class Writer(Protocol):
    """A store being filled: the other door to an engine, open only while it is built."""

    def load(self, files: Iterable[tuple[str, Iri]]) -> None:
        """Load Turtle files, each into its named graph and all into the default graph."""
        ...

    def add(self, triples: Iterable[Triple], graph: Iri) -> None:
        """Add triples to a named graph and to the default graph."""
        ...

    def finish(self) -> None:
        """Write everything out."""
        ...

    def reader(self) -> Engine:
        """Return the same store as an engine."""
        ...


def fill(writer: Writer, inputs: Inputs) -> None:
    """Load every graph, then derive: each rule's triples go to a graph of their own."""
    writer.load(inputs.turtle())
    for name, path in inputs.rules():
        text = Path(path).read_text("utf-8")
        answer = writer.reader().query(text)
        assert isinstance(answer, Triples), f"{path} is not a CONSTRUCT query"
        graph = Iri(f"{GRAPH}derived/{name}")
        writer.add([*answer.triples, *_origin(graph, text)], graph)
    writer.finish()


def _origin(graph: Iri, rule: str) -> list[Triple]:
    """Say of a derived graph which rule made it."""
    summary = _SUMMARY.search(rule)
    assert summary is not None, f"the rule of {graph.value} has no summary"
    return [
        (graph, Iri(DCTERMS + "title"), tagged(summary[1], "en")),
        (graph, Iri(PROV + "wasDerivedFrom"), Iri(ONTOLOGY)),
    ]
