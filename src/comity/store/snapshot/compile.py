"""Compiles the inputs into an engine: every graph by name, all of them merged, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Protocol

from comity.graph.identity.links import link_lines, source
from comity.iris import DCTERMS, GRAPH, ONTOLOGY, PROV
from comity.store.engines.interface import Engine
from comity.store.imports.curated import curated_cards, curated_designations
from comity.store.imports.decisions import decisions
from comity.store.imports.folders import Import
from comity.store.imports.identities import (
    CANONICAL,
    IDENTITY,
    canonical_lines,
    canonical_of,
    import_cards,
    join,
    join_curated,
    stated_links,
)
from comity.store.imports.merge import Merge, everywhere, origin, stated
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

    def rewrite(self, lost: Iterable[Triple], gained: Iterable[Triple]) -> None:
        """Remove triples from the default graph, then add others to it."""
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
    _put_together(writer, inputs, (), ())


def fill_with_imports(writer: Writer, inputs: Inputs) -> tuple[SetAside, ...]:
    """Load every graph and every import that is whole; return those that are not."""
    fill(writer, inputs)
    holdings = checked_holdings(inputs.data)
    add_imports(writer, inputs, holdings.whole, holdings.whole)
    return holdings.aside


def add_imports(
    writer: Writer, inputs: Inputs, held: Sequence[Import], new: Sequence[Import]
) -> bool:
    """Add the ``new`` of all imports that are ``held`` to a store that has all the rest.

    Returns False, and adds nothing, where that would change which entity of the store is the
    canonical one of another; then all imports have to be added to a store without any.
    """
    if not new:
        return True
    held = [restated(edition) for edition in held]
    names = {edition.name for edition in new}
    return _put_together(writer, inputs, held, [one for one in held if one.name in names])


def _put_together(
    writer: Writer, inputs: Inputs, held: Sequence[Import], new: Sequence[Import]
) -> bool:
    """Join the entities of the store and of new imports, and add what the imports state."""
    engine = writer.reader()
    before = canonical_of(engine)
    decided = decisions(inputs.data) if inputs.imports else {}
    joined = join(curated_cards(engine), held, new, decided, stated_links(engine))
    after = joined.clusters.canonical
    if len(new) < len(held):
        fresh = {card.key for edition in new for card in import_cards(edition, joined.renamed)}
        if any(
            before.get(key, key) != after.get(key, key)
            for key in {*before, *after}
            if key not in fresh
        ):
            return False
    writer.rewrite(*join_curated(engine, joined.clusters))
    lines = [everywhere(canonical_lines(joined), CANONICAL)]
    if joined.clusters.canonical:
        title = "Which entities are one, and which of them stands for all"
        lines.append(everywhere(stated(origin(CANONICAL, title)), CANONICAL))
    merge = None
    if new:
        lists = {name for edition in new for name in edition.entries}
        merge = Merge(new, joined, engine, curated_designations(engine, lists))
        lines.append(merge.lines())
    if joined.links or new:
        day = max((edition.published for edition in held), default="")
        links = chain(source(day), *(link_lines(link) for link in joined.links))
        lines.append(everywhere(links, IDENTITY))
    writer.load_quads(chain.from_iterable(lines))
    if merge is not None:
        writer.rewrite(*merge.revised())
    return True


def _origin(graph: Iri, rule: str) -> list[Triple]:
    """Say of a derived graph which rule made it."""
    summary = _SUMMARY.search(rule)
    assert summary is not None, f"the rule of {graph.value} has no summary"
    return [
        (graph, Iri(DCTERMS + "title"), tagged(summary[1], "en")),
        (graph, Iri(PROV + "wasDerivedFrom"), Iri(ONTOLOGY)),
    ]
