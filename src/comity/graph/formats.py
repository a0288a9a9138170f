"""The RDF formats that comity writes, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from comity.graph.turtle import write_turtle
from comity.graph.write import (
    write_jsonld,
    write_nquads,
    write_ntriples,
    write_rdfxml,
    write_trig,
)
from comity.terms import Quad, Triple


def _merged(
    write: Callable[[Iterable[Triple]], Iterator[str]],
) -> Callable[[Iterable[Quad]], Iterator[str]]:
    """Turn a writer of triples into one of quads that says nothing of graphs."""

    def merge(quads: Iterable[Quad]) -> Iterator[str]:
        return write((subject, predicate, value) for subject, predicate, value, _ in quads)

    return merge


WRITERS: dict[str, Callable[[Iterable[Quad]], Iterator[str]]] = {
    "turtle": _merged(lambda triples: iter([write_turtle(triples)])),
    "trig": write_trig,
    "nquads": write_nquads,
    "ntriples": _merged(write_ntriples),
    "jsonld": write_jsonld,
    "rdfxml": _merged(write_rdfxml),
}
