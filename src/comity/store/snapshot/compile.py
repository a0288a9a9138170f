"""Compiles the inputs into an engine: every graph by name, all of them merged, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Protocol

from comity.iris import DCTERMS, GRAPH, ONTOLOGY, PROV
from comity.store.engines.interface import Engine
from comity.store.imports.folders import Import
from comity.store.imports.identities import IDENTITY, curated_cards, decisions, linked
from comity.store.imports.merge import everywhere, merged
from comity.store.imports.registry import SetAside, checked_holdings
from comity.store.imports.statements import restated
from comity.store.snapshot.fingerprint import Inputs
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

    def load_quads(self, lines: Iterable[str]) -> None:
        """Load lines of N-Quads; one without a graph goes into the default graph."""
        ...

    def finish(self) -> None:
        """Write everything out, in the shape that is fastest to read."""
        ...

    def reader(self) -> Engine:
        """Return the same store as an engine."""
        ...


def fill(writer: Writer, inputs: Inputs) -> None:
    """Load every graph, then derive: each rule's triples go to a graph of their own."""
    writer.load(inputs.turtle())
    for name, path in inputs.rules():
        text = Path(path).read_text("utf-8")
        derived = writer.reader().construct(text)
        graph = Iri(f"{GRAPH}derived/{name}")
        writer.add([*derived, *_origin(graph, text)], graph)


def fill_with_imports(writer: Writer, inputs: Inputs) -> tuple[SetAside, ...]:
    """Load every graph and every import that is whole; return those that are not."""
    fill(writer, inputs)
    holdings = checked_holdings(inputs.data)
    add_imports(writer, inputs, holdings.whole, holdings.whole)
    return holdings.aside


def add_imports(
    writer: Writer, inputs: Inputs, held: Sequence[Import], new: Sequence[Import]
) -> None:
    """Add the ``new`` of all imports that are ``held`` to a store that has all the rest."""
    if not new:
        return
    held = [restated(one) for one in held]
    names = {one.name for one in new}
    new = [one for one in held if one.name in names]
    curated = curated_cards(writer.reader())
    links = linked(curated, held, new, decisions(inputs.data))
    writer.load_quads(chain(merged(new), everywhere(links, IDENTITY)))


def _origin(graph: Iri, rule: str) -> list[Triple]:
    """Say of a derived graph which rule made it."""
    summary = _SUMMARY.search(rule)
    assert summary is not None, f"the rule of {graph.value} has no summary"
    return [
        (graph, Iri(DCTERMS + "title"), tagged(summary[1], "en")),
        (graph, Iri(PROV + "wasDerivedFrom"), Iri(ONTOLOGY)),
    ]
