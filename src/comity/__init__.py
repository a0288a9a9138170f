"""A knowledge graph of states, what they join, meet at and sign, and whom they list.

    >>> import comity
    >>> graph = comity.open()
    >>> rows = graph.query("members", initiative="echri", on="2023-04-01")

Importing this loads nothing heavy; each part is loaded when it is first used.
"""

from __future__ import annotations

import warnings
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import TypeVar, Unpack

    import networkx
    import rdflib

    from comity.network.choice import Wishes
    from comity.network.claim_paths import Chains
    from comity.network.measures import Measures
    from comity.query.claims.profile import Profile
    from comity.query.library.catalogue import Query
    from comity.query.library.rows import Result
    from comity.query.library.run import Arguments
    from comity.query.names.search import SearchResult
    from comity.store.engines.interface import Engine
    from comity.store.snapshot.snapshots import Snapshots
    from comity.terms import Iri
    from comity.validate.layers import Layer

    Value = TypeVar("Value")

__all__ = ["Graph", "open"]


class Graph:
    """The whole graph, opened for reading: ask it questions by name or in SPARQL."""

    def __init__(
        self,
        folder: str,
        engine: str,
        endpoint: str | None,
        seconds: float | None,
        remark: Callable[[str], None] | None,
    ) -> None:
        self.folder = folder
        self.set_aside: tuple[str, ...] = ()
        """A line for each import that is damaged or gone, once the graph is open."""
        self._seconds = seconds
        self.endpoint = endpoint
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
        if self.endpoint is not None:
            from comity.graph.load import read_triples
            from comity.store.engines.remote import RemoteEngine

            return RemoteEngine.open(
                self.endpoint,
                seconds=self._seconds,
                read_turtle=lambda body: read_triples(body, "turtle"),
            )
        from comity.store.snapshot.fingerprint import Inputs

        inputs = Inputs.shipped(self.folder)
        if self._engine_name == "rdflib":
            from comity.store.engines.rdflib import RdflibWriter
            from comity.store.snapshot.compile import fill_with_imports

            writer = RdflibWriter()
            for aside in fill_with_imports(writer, inputs):
                self._warn(aside.line)
            return writer.reader()
        from comity.store.snapshot.fingerprint import ready_engine

        engine, set_aside = ready_engine(self.folder, inputs)
        for line in set_aside:
            self._warn(line)
        return engine or self._snapshots.open()

    @cached_property
    def _snapshots(self) -> Snapshots:
        from comity.store.snapshot.fingerprint import Inputs
        from comity.store.snapshot.snapshots import Snapshots, silent

        inputs = Inputs.shipped(self.folder)
        return Snapshots(self.folder, inputs, self._remark or silent, self._warn)

    def _warn(self, line: str) -> None:
        """Tell the caller, even one who wants no remarks, that answers lack an import."""
        if line not in self.set_aside:
            self.set_aside = (*self.set_aside, line)
            if self._remark is None:
                warnings.warn(line, stacklevel=2)
            else:
                self._remark(line)

    def listen(self, say: Callable[[str], None]) -> None:
        """Tell ``say`` the text of each query before it is run."""
        from comity.store.engines.interface import ListeningEngine

        self._engine = ListeningEngine(self.engine, say)

    def digest(self) -> str:
        """Return the digest of what the graph is compiled from; of an endpoint its address."""
        return self._snapshots.digest() if self.endpoint is None else self.endpoint

    def build(self, *, anew: bool = False) -> None:
        """Compile the store if its inputs have changed, digests looked at, or ``anew`` anyhow."""
        stores = self._snapshots
        self._engine = stores.build(replace=True) if anew else stores.open(check=True)

    def work(self, task: Callable[[Engine], Value]) -> Value:
        """Do something with the engine; if the store proves broken, build it again and repeat."""
        from comity.errors import StoreBroken

        try:
            return task(self.engine)
        except StoreBroken:
            self._engine = self._snapshots.rebuild()
            return task(self._engine)

    def query(self, name: str, **parameters: str | Sequence[str] | date | int) -> Result:
        """Ask a question of the library by its name; see ``comity queries`` for the names.

        Parameters are what the command line takes, dates, numbers, or lists. A SELECT answers with
        :class:`comity.query.library.rows.Rows`. Raises the errors of :mod:`comity.errors`.

            >>> import comity
            >>> graph = comity.open()
            >>> rows = graph.query("members", initiative="echri", on="2021-12-10")
            >>> [row["name"] for row in rows.dicts()][:2]
            ['Australia', 'Canada']
        """
        from comity.query.library.catalogue import Library

        given = {
            key: value if isinstance(value, str | list | tuple) else str(value)
            for key, value in parameters.items()
        }
        return self.run(Library.shipped().find(name), given)

    def sparql(self, text: str) -> Result:
        """Ask a question of your own in SPARQL 1.1, with our prefixes; it can only read.

        >>> import comity
        >>> comity.open().sparql("ASK { ?claim a comity:Membership }").holds
        True
        """
        from comity.query.library.catalogue import Query

        return self.run(Query("sparql", text, None), {})

    def run(self, query: Query, parameters: Arguments) -> Result:
        """Ask a question that was read from a file or written by the caller."""
        from comity.query.library.run import run
        from comity.query.library.staleness import with_remark

        return self.work(lambda engine: with_remark(engine, run(engine, query, parameters)))

    def show(self, thing: str, on: date | None = None) -> Profile:
        """Return what is known of a thing, of a day or altogether, with its sources."""
        from comity.query.claims.profile import profile

        return self.work(lambda engine: profile(engine, self.find(thing), on))

    def find(self, thing: str) -> Iri:
        """Return the thing that a key, code, IRI or name in any language means.

        >>> import comity
        >>> comity.open().find("日本").value
        'https://w3id.org/comity/id/polity/JPN'
        """
        from comity.query.names.resolve import find

        return self.work(lambda engine: find(engine, thing))

    def search(self, text: str, kind: str | None = None, limit: int | None = 20) -> SearchResult:
        """Find things by name, alias or identifier, in any script."""
        from comity.query.names.search import search

        return self.work(lambda engine: search(engine, text, kind, limit))

    def path(
        self,
        a: str,
        b: str,
        on: date | None = None,
        limit: int = 1,
        ties: Sequence[str] = (),
    ) -> Chains:
        """Return the shortest chains of claims of these kinds of tie, each with its sources."""
        from comity.network.claim_hops import kinds_of
        from comity.network.claim_paths import shortest_chains

        kinds = kinds_of(ties)
        return self.work(
            lambda engine: shortest_chains(
                engine, self.find(a), self.find(b), on, kinds, limit=limit
            )
        )

    def network(
        self,
        tie: str | Sequence[str] = "membership",
        on: date | None = None,
        **wishes: Unpack[Wishes],
    ) -> networkx.MultiGraph[Iri] | networkx.MultiDiGraph[Iri]:
        """Return a network as a networkx graph; each edge carries its ``tie`` and its ``weight``.

        ``tie`` is membership, attendance, pact, designation, several of them, or all; the day is by
        default the last on which a claim begins to hold. Filters and weights are those of
        :func:`comity.network.choice.read_choice`; docs/networks.md says what they mean.

            >>> import comity
            >>> network = comity.open().network("pact", region="eastern-asia")
            >>> sorted(label for _, label in network.nodes(data="label"))
            ['Japan', 'South Korea', 'Taiwan']
        """
        from comity.network.choice import read_choice
        from comity.network.graphs import network_of

        day = on.isoformat() if on else None
        return self.work(
            lambda engine: network_of(engine, read_choice(engine, tie=tie, on=day, **wishes))
        )

    def measures(
        self,
        tie: str | Sequence[str] = "membership",
        on: date | None = None,
        **wishes: Unpack[Wishes],
    ) -> Measures:
        """Return the measures of each polity in a network, which is chosen as in ``network``."""
        from comity.network.attributes import regions_of
        from comity.network.choice import read_choice
        from comity.network.measures.table import measure
        from comity.network.projections import project

        day = on.isoformat() if on else None
        return self.work(
            lambda engine: measure(
                project(engine, read_choice(engine, tie=tie, on=day, **wishes)).ties,
                regions_of(engine),
            )
        )

    def add(self, *files: str, name: str = "", kind: str = "", dry_run: bool = False) -> Layer:
        """Take facts of your own, tables or RDF, as the layer ``name``, whole or not at all.

        Raises :class:`comity.tables.read.FaultyTables`, with every fault by file, row and column.
        """
        from comity.validate.layers import take_layer

        wishes = ("" if self.endpoint else self.folder, files, name, kind, dry_run)
        layer = self.work(lambda engine: take_layer(engine, *wishes))
        self.build()
        return layer

    def to_rdflib(self) -> rdflib.Dataset:
        """Return everything as an rdflib dataset: each named graph, and as default the merged."""
        from comity.store.engines.rdflib import dataset_of

        return self.work(dataset_of)


def open(  # noqa: A001  # comity.open() reads as what it does
    store: str | None = None,
    *,
    engine: str = "oxigraph",
    endpoint: str | None = None,
    seconds: float | None = None,
    remark: Callable[[str], None] | None = None,
) -> Graph:
    """Open the graph.

    ``store`` is the folder of the compiled store, by default the user's data folder; ``engine`` is
    ``oxigraph`` or ``rdflib`` (in memory, slow); ``endpoint`` is a SPARQL 1.1 endpoint to ask
    instead, ``seconds`` how long to wait for it. ``remark`` is told when the store has to be built
    or an import is set aside because it is damaged; without it, the latter is a warning.
    """
    from comity.paths import data_folder

    return Graph(store or data_folder(), engine, endpoint, seconds, remark)
