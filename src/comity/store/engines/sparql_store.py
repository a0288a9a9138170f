"""Oxigraph as an endpoint needs it: the protocol's dataset, and answers that the engine writes."""

from __future__ import annotations

import errno
import os
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from typing import IO, NamedTuple, TypeVar

import pyoxigraph as ox

from comity.errors import BadData, BadParameter, ComityError, StoreFailed, StoreFull, UnknownFormat
from comity.graph.untrusted import check_untrusted
from comity.iris import PREFIXES
from comity.store.engines import guard
from comity.store.engines.oxigraph import OxigraphEngine, bad_query, unknown_function
from comity.store.engines.syntax import BadSyntax
from comity.store.engines.tokens import declared_prefixes
from comity.store.engines.xml_answers import in_rdf_xml, write_sound

ROW_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_KINDS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
ROW_FORMAT_IRIS = tuple(form.iri for form in ROW_FORMATS.values())
GRAPH_FORMAT_IRIS = tuple(form.iri for form in GRAPH_FORMATS.values())
_NO_ROOM = tuple(os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_Part = TypeVar("_Part")


class Dataset(NamedTuple):
    """The graphs that a request names; None leaves the choice to the query and the store."""

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


class ServedStore:
    """An Oxigraph store behind an endpoint: asked in SPARQL, answering in bytes."""

    def __init__(self, store: ox.Store, engine: OxigraphEngine) -> None:
        self._store = store
        self.engine = engine

    @classmethod
    def open(cls, folder: str) -> ServedStore:
        """Open a snapshot for reading; any number of processes may do so at once."""
        try:
            store = ox.Store.read_only(folder)
        except (OSError, RuntimeError) as error:
            raise failed(error) from error
        return cls(store, OxigraphEngine(store, settled=True, beside=folder))

    def answer(
        self,
        text: str,
        dataset: Dataset,
        base: str,
        media: str,
        output: IO[bytes],
        count: Callable[[], None],
    ) -> None:
        """Write the answer to a query, in the format named by its media type, to ``output``.

        ``count`` is told of each triple; rows are for the output to count. Raises BadQuery for
        what does not parse, UnknownFormat where the answer is of another kind than the format.
        """
        safe = guard.respelt(text)
        try:
            answer = self._store.query(
                safe,
                base_iri=base,
                default_graph=None if dataset.default is None else [*_nodes(dataset.default)],
                named_graphs=None if dataset.named is None else [*_nodes(dataset.named)],
            )
        except SyntaxError as error:
            fault = bad_query(safe, str(error))
            raise (fault.in_text(text) if isinstance(fault, BadSyntax) else fault) from None
        except (OSError, RuntimeError) as error:
            raise failed(error) from error
        if isinstance(answer, ox.QueryTriples):
            form = GRAPH_FORMATS.get(media)
            if form is None:
                raise _no_format(media)
            prefixes = PREFIXES | declared_prefixes(text)
            _write(_told(answer, count), output, form, prefixes)
            return
        rows = ROW_FORMATS.get(media)
        if rows is None:
            raise _no_format(media)
        try:
            write_sound(media, output, lambda sink: answer.serialize(sink, rows))
        except (OSError, RuntimeError) as error:
            raise failed(error) from error

    def dump(
        self, graph: str | None, media: str, output: IO[bytes], count: Callable[[], None]
    ) -> None:
        """Write a named graph, or the default one, to ``output``."""
        home = _nodes([graph])[0] if graph else ox.DefaultGraph()
        quads = self._store.quads_for_pattern(None, None, None, home)
        _write(_told((quad.triple for quad in quads), count), output, GRAPH_FORMATS[media])

    def has(self, graph: str) -> bool:
        """Say whether there is a named graph of that name; the default graph always is."""
        return self._store.contains_named_graph(_nodes([graph])[0])


class WorkingStore(ServedStore):
    """A store that its one process may also change; while the disk is full it is only read."""

    _full_folder = ""

    @classmethod
    def open(cls, folder: str) -> WorkingStore:
        """Open a working copy; another process that has it open keeps this one out."""
        try:
            store = ox.Store(folder)
        except (OSError, RuntimeError) as error:
            if not isinstance(failed(error), StoreFull):
                raise failed(error) from error
        else:
            return cls(store, OxigraphEngine(store))
        try:
            store = ox.Store.read_only(folder)
        except (OSError, RuntimeError) as error:
            raise failed(error) from error
        opened = cls(store, OxigraphEngine(store))
        opened._full_folder = folder
        return opened

    def update(self, text: str, base: str) -> None:
        """Run an update: all of it or nothing; raise StoreFull where the disk has no room."""
        if self._full_folder:
            again = WorkingStore.open(self._full_folder)
            self._store, self.engine = again._store, again.engine
            self._full_folder = again._full_folder
        if self._full_folder:
            raise _no_room()
        try:
            self._store.update(text, base_iri=base)
        except SyntaxError as error:
            raise bad_query(text, str(error)) from None
        except (OSError, RuntimeError) as error:
            raise failed(error) from error

    def put(self, graph: str | None, parts: Iterable[tuple[bytes, str]], base: str) -> bool:
        """Replace a graph by what the parts say; return whether it is new."""
        return self._load(graph, parts, base, replace=True)

    def post(self, graph: str | None, parts: Iterable[tuple[bytes, str]], base: str) -> bool:
        """Add to a graph what the parts say; return whether it is new."""
        return self._load(graph, parts, base, replace=False)

    def delete(self, graph: str | None) -> bool:
        """Drop a graph; return whether there was one."""
        there = graph is None or self.has(graph)
        self.update(f"DROP SILENT {_target(graph)}", "http://localhost/")
        return there

    def _load(
        self,
        graph: str | None,
        parts: Iterable[tuple[bytes, str]],
        base: str,
        *,
        replace: bool,
    ) -> bool:
        new = graph is not None and not self.has(graph)
        written = (
            ox.serialize(_parsed(body, media, base), format=ox.RdfFormat.N_TRIPLES)
            for body, media in parts
        )
        triples = "".join(one.decode() for one in written if one is not None)
        home = f"GRAPH {_iri(graph)} {{ {triples} }}" if graph else triples
        steps = [
            f"DROP SILENT {_target(graph)}" if replace else "",
            f"CREATE SILENT {_target(graph)}" if graph else "",
            f"INSERT DATA {{ {home} }}",
        ]
        self.update(" ;\n".join(step for step in steps if step), base)
        return new


def transcribe(
    paths: Iterable[str], media: str, output: IO[bytes], count: Callable[[], None]
) -> None:
    """Write what Turtle files of ours say to ``output``, in the format named."""
    triples = (
        quad.triple
        for path in paths
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    )
    _write(_told(triples, count), output, GRAPH_FORMATS[media])


def failed(error: Exception) -> ComityError:
    """Return what went wrong in the store as an answer for a client, who learns of no folder."""
    function = unknown_function(error)
    if function is not None:
        return function
    if any(words in str(error) for words in _NO_ROOM):
        return _no_room()
    return StoreFailed(
        "The store cannot be read or written.",
        "Ask again; if it happens again, the operator's log says more.",
    )


def _no_room() -> StoreFull:
    return StoreFull(
        "The disk has no room for the change; nothing was changed.",
        "Send it again when the operator has freed some.",
    )


def _nodes(names: Iterable[str]) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(name) for name in names]
    except ValueError:
        raise BadParameter(
            "A graph of the request has a name that is no absolute IRI.",
            "Give graphs by their IRIs, for example https://w3id.org/comity/graph/polities.",
        ) from None


def _iri(graph: str) -> str:
    return str(_nodes([graph])[0])


def _target(graph: str | None) -> str:
    return f"GRAPH {_iri(graph)}" if graph else "DEFAULT"


def _told(parts: Iterable[_Part], count: Callable[[], None]) -> Iterator[_Part]:
    for part in parts:
        count()
        yield part


def _write(
    triples: Iterable[ox.Triple],
    output: IO[bytes],
    form: ox.RdfFormat,
    names: dict[str, str] = PREFIXES,
) -> None:
    prefixes = names if form in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML) else None
    if form == ox.RdfFormat.RDF_XML:
        triples = map(in_rdf_xml, triples)
    try:
        write_sound(
            form.media_type,
            output,
            lambda sink: ox.serialize(triples, sink, form, prefixes=prefixes),
        )
    except (OSError, RuntimeError) as error:
        raise failed(error) from error


def _parsed(body: bytes, media: str, base: str) -> Iterator[ox.Triple]:
    body = body.removeprefix(BOM_UTF8)
    check_untrusted(body, _KINDS[media], "The graph")
    try:
        for quad in ox.parse(body, GRAPH_FORMATS[media], base_iri=base, rename_blank_nodes=True):
            yield quad.triple
    except SyntaxError as error:
        place = f" at line {error.lineno}, column {error.offset}" if error.lineno else ""
        raise BadData(
            f"The graph does not parse{place}: {error.msg}.", "Mend it there and send it again."
        ) from None
    except MemoryError:
        raise BadData(
            "The graph has a value of more than 16 MiB.", "Shorten it and send it again."
        ) from None


def _no_format(media: str) -> UnknownFormat:
    return UnknownFormat(
        f"The answer to this query cannot be written as {media}.",
        "Ask for a format of rows for SELECT and ASK, of graphs for CONSTRUCT and DESCRIBE.",
    )
