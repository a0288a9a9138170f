"""Reads the W3C's manifests of HTTP tests, which lie beside the checkout and are not part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.collection import Collection
from rdflib.term import Node

SUITES = Path(__file__).resolve().parents[3] / "shared" / "conformance"
WHY_NOT = f"the W3C's suites are not at {SUITES}"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_STATUS = "http://www.w3.org/2011/http-statusCodes#"
_NAMED = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404, "BadRequest": 400}


@dataclass(frozen=True)
class Expected:
    """What has to come back."""

    statuses: frozenset[str]
    boolean: bool | None
    form: str
    location: str
    content_type: str
    body: str

    def has_status(self, status: int) -> bool:
        """Say whether a status is one of those expected."""
        return not self.statuses or any(
            _NAMED[one] == status if one in _NAMED else one[-3] == str(status)[0]
            for one in self.statuses
        )


@dataclass(frozen=True)
class Asked:
    """One request of a case."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    expected: Expected


@dataclass(frozen=True)
class Case:
    """A test case: graphs to load first, then requests in order."""

    name: str
    graphs: tuple[tuple[str, bytes], ...]
    requests: tuple[Asked, ...]


def cases(kind: rdflib.URIRef, *path: str) -> Iterator[Case]:
    """Give the cases of a kind in a manifest; none where the suites are not there."""
    manifest = SUITES.joinpath(*path)
    if not manifest.is_file():
        return
    graph = rdflib.Graph().parse(manifest, format="turtle")
    # One case is described and not in the list of entries; it counts all the same.
    for entry in sorted(graph.subjects(rdflib.RDF.type, kind), key=str):
        yield Case(
            str(entry).rpartition("#")[2],
            tuple(_loaded(graph, one) for one in graph.objects(entry, UT.graphData)),
            tuple(_requests(graph, entry)),
        )


def _loaded(graph: rdflib.Graph, node: Node) -> tuple[str, bytes]:
    file = str(graph.value(node, UT.graph)).removeprefix("file://")
    label = str(graph.value(node, rdflib.RDFS.label))
    return label, Path(file).read_bytes()


def _requests(graph: rdflib.Graph, entry: Node) -> Iterator[Asked]:
    action = graph.value(entry, MF.action)
    first = graph.value(action, HT.requests)
    if first is None:
        return
    for request in Collection(graph, first):
        body = graph.value(request, HT.body)
        yield Asked(
            str(graph.value(request, HT.methodName)),
            str(graph.value(request, HT.absolutePath)),
            tuple(_headers(graph, request)),
            None if body is None else _content(graph, body),
            _expected(graph, graph.value(request, HT.resp)),
        )


def _headers(graph: rdflib.Graph, node: Node | None) -> Iterator[tuple[str, str]]:
    first = graph.value(node, HT.headers)
    if first is not None:
        for header in Collection(graph, first):
            yield str(graph.value(header, HT.fieldName)), str(graph.value(header, HT.fieldValue))


def _content(graph: rdflib.Graph, node: Node) -> bytes:
    encoding = str(graph.value(node, CNT.characterEncoding))
    return str(graph.value(node, CNT.chars)).encode(encoding)


def _expected(graph: rdflib.Graph, node: Node | None) -> Expected:
    boolean = graph.value(node, MF.expectedBoolean)
    body = graph.value(node, HT.body)
    statuses = graph.objects(node, MF.expectedStatus)
    return Expected(
        frozenset(str(one).removeprefix(_STATUS) for one in statuses),
        None if boolean is None else str(boolean) == "true",
        str(graph.value(node, MF.expectedFormat) or ""),
        str(graph.value(node, MF.expectedLocation) or ""),
        dict(_headers(graph, node)).get("content-type", ""),
        "" if body is None else _content(graph, body).decode(),
    )
