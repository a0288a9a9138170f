"""Fills an Oxigraph store, on disk or in memory, and hands it on for reading."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

import pyoxigraph as ox

from comity.errors import BadData
from comity.store.engines.oxigraph import OxigraphEngine, failed, node_of, resource_of
from comity.terms import Iri, Triple

_LOADERS = 2  # parts that are loaded at once; each needs some eighty megabytes
_PART = 40_000  # lines of a part


class OxigraphWriter:
    """An Oxigraph store being filled; :meth:`reader` hands it on for reading."""

    def __init__(self, folder: str | None = None) -> None:
        try:
            self._store = ox.Store(folder) if folder else ox.Store()
        except (OSError, RuntimeError) as error:
            raise failed(error) from None

    def load(self, files: Iterable[tuple[str, Iri]]) -> None:
        """Load Turtle files, each into its named graph and all into the default graph.

        It is one transaction: many small ones would leave many small files, slow to open.
        """
        try:
            self._store.bulk_extend(
                ox.Quad(triple.subject, triple.predicate, triple.object, target)
                for path, graph in files
                for triple in _parsed(path)
                for target in (ox.NamedNode(graph.value), ox.DefaultGraph())
            )
        except (OSError, RuntimeError) as error:
            raise failed(error) from None

    def add(self, triples: Iterable[Triple], graph: Iri) -> None:
        """Add triples to a named graph and to the default graph."""
        try:
            self._store.bulk_extend(
                _quad(triple, target) for triple in triples for target in (graph, None)
            )
        except (OSError, RuntimeError) as error:
            raise failed(error) from None

    def load_quads(self, lines: Iterable[str]) -> None:
        """Load lines of N-Quads, as they come: a few parts at a time are on their way in."""
        lines = iter(lines)
        with ThreadPoolExecutor(_LOADERS) as loaders:
            under_way: deque[Future[None]] = deque()
            while part := "".join(islice(lines, _PART)):
                if len(under_way) == _LOADERS:
                    under_way.popleft().result()
                under_way.append(loaders.submit(self._load_part, part.encode()))
            for one in under_way:
                one.result()

    def _load_part(self, part: bytes) -> None:
        try:
            self._store.bulk_load(part, ox.RdfFormat.N_QUADS)
        except (OSError, RuntimeError, SyntaxError) as error:
            raise failed(error) from None

    def rewrite(self, lost: Iterable[Triple], gained: Iterable[Triple]) -> None:
        """Remove triples from the default graph, then add others to it."""
        try:
            for triple in lost:
                self._store.remove(_quad(triple, None))
            self._store.bulk_extend(_quad(triple, None) for triple in gained)
        except (OSError, RuntimeError) as error:
            raise failed(error) from None

    def finish(self) -> None:
        """Write everything to disk in the shape that is fastest to read."""
        try:
            self._store.optimize()
            self._store.flush()
        except (OSError, RuntimeError) as error:
            raise failed(error) from None

    def reader(self) -> OxigraphEngine:
        """Return the same store as an engine."""
        return OxigraphEngine(self._store)


def _quad(triple: Triple, graph: Iri | None) -> ox.Quad:
    subject, predicate, value = triple
    name = ox.NamedNode(graph.value) if graph else ox.DefaultGraph()
    return ox.Quad(resource_of(subject), ox.NamedNode(predicate.value), node_of(value), name)


def _parsed(path: str) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        place = f", line {error.lineno}, column {error.offset}" if error.lineno else ""
        said = re.sub(r"^Parser error at line.*?: ", "", error.msg)
        raise BadData(
            f"{path}{place}: {said}.", "Mend the Turtle at that place, then run it again."
        ) from None
