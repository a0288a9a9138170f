"""A knowledge graph of states, what they join, meet at and sign, and whom they list.

    >>> import comity
    >>> graph = comity.open()
    >>> rows = graph.query("members", initiative="echri", on="2023-04-01")

Importing this loads nothing heavy; each part is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from comity.query.library import Query
    from comity.query.rows import Result
    from comity.store.engine import Engine

    Value = TypeVar("Value")

__all__ = ["Graph", "open"]


class Graph:
    """The whole graph, opened for reading: ask it questions by name or in SPARQL."""

    def __init__(self, folder: str, engine: str, remark: Callable[[str], None]) -> None:
        self.folder = folder
        self._engine_name = engine
        self._remark = remark
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The store behind the graph; built on first use where it is not there yet."""
        if self._engine is None:
            self._engine = self._open()
        return self._engine

    def _open(self) -> Engine:
        from comity.store.inputs import Inputs

        inputs = Inputs.shipped()
        if self._engine_name == "rdflib":
            from comity.store.compile import fill
            from comity.store.rdflib import RdflibWriter

            writer = RdflibWriter()
            fill(writer, inputs)
            return writer.reader()
        from comity.errors import StoreBroken
        from comity.store.oxigraph import OxigraphEngine
        from comity.store.ready import ready_store

        place = ready_store(self.folder, inputs)
        if place is not None:
            try:
                return OxigraphEngine.open(place)
            except StoreBroken:
                pass  # the slow way in says so and builds it again
        from comity.store.snapshot import Snapshots

        return Snapshots(self.folder, inputs, self._remark).open()

    def digest(self) -> str:
        """Return the digest of what the graph is compiled from: same content, same digest."""
        from comity.store.inputs import Inputs
        from comity.store.snapshot import Snapshots

        return Snapshots(self.folder, Inputs.shipped(), self._remark).digest()

    def build(self, *, anew: bool = False) -> None:
        """Compile the store if its inputs have changed, or ``anew`` in any case."""
        from comity.store.inputs import Inputs
        from comity.store.snapshot import Snapshots

        snapshots = Snapshots(self.folder, Inputs.shipped(), self._remark)
        self._engine = snapshots.build(replace=True) if anew else snapshots.open()

    def work(self, task: Callable[[Engine], Value]) -> Value:
        """Do something with the engine; if the store proves broken, build it again and repeat."""
        from comity.errors import StoreBroken

        try:
            return task(self.engine)
        except StoreBroken:
            from comity.store.inputs import Inputs
            from comity.store.snapshot import Snapshots

            self._engine = Snapshots(self.folder, Inputs.shipped(), self._remark).rebuild()
            return task(self._engine)

    def query(self, name: str, **parameters: str) -> Result:
        """Ask a question of the library by its name; see ``comity queries`` for the names.

        Parameters are text, as on the command line: keys, codes, labels, ISO dates. Raises the
        errors of :mod:`comity.errors` that the command line prints.
        """
        from comity.query.library import Library

        return self.run(Library.shipped().find(name), parameters)

    def run(self, query: Query, parameters: Mapping[str, str]) -> Result:
        """Ask a question that was read from a file or written by the caller."""
        from comity.query.run import run

        return self.work(lambda engine: run(engine, query, parameters))


def open(  # noqa: A001  # comity.open() reads as what it does
    store: str | None = None,
    *,
    engine: str = "oxigraph",
    remark: Callable[[str], None] | None = None,
) -> Graph:
    """Open the graph.

    ``store`` is the folder of the compiled store (the user's data folder where it is not given),
    ``engine`` is ``oxigraph`` or ``rdflib`` (in memory, slow, for a second opinion), and
    ``remark`` is told in one line when the store has to be built.
    """
    from comity.paths import data_folder

    return Graph(store or data_folder(), engine, remark or (lambda _text: None))
