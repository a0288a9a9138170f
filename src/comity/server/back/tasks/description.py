"""Describes the service (SPARQL 1.1 Service Description) and the data behind it (VoID)."""

from __future__ import annotations

from collections.abc import Iterator

from comity.graph.write import WRITERS
from comity.iris import BASE, COMITY, DCTERMS, RDFS
from comity.query.claims.coverage import Contents, contents
from comity.server.back.answer_stream import Output
from comity.server.back.tasks import MEDIA_WRITERS
from comity.server.back.tasks.sparql_tasks import content_type
from comity.server.wire.ipc import Values, text
from comity.store.engines.sparql_store import (
    GRAPH_FORMAT_IRIS,
    ROW_FORMAT_IRIS,
    ServedStore,
    WorkingStore,
)
from comity.terms import RDF, Iri, Literal, Term, Triple, tagged, typed

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
_SIMPLE = "http://www.w3.org/ns/entailment/Simple"
_TYPE = Iri(RDF + "type")


def service(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Give the service description: what may be asked here, and over which graphs."""
    _tell(_service(store, text(values, "endpoint"), text(values, "void")), values, output)


def void(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Give the VoID description: what the data are, how many, and where they are to be had."""
    told = _void(store, text(values, "void"), text(values, "endpoint"))
    _tell(told, values, output)


def _service(store: ServedStore, endpoint: str, void: str) -> Iterator[Triple]:
    service, dataset = Iri(f"{endpoint}#service"), Iri(f"{void}#dataset")
    graph = Iri(f"{endpoint}#default-graph")
    yield service, _TYPE, Iri(SD + "Service")
    yield service, Iri(SD + "endpoint"), Iri(endpoint)
    yield service, Iri(SD + "supportedLanguage"), Iri(SD + "SPARQL11Query")
    if isinstance(store, WorkingStore):
        yield service, Iri(SD + "supportedLanguage"), Iri(SD + "SPARQL11Update")
    else:
        # While nobody writes, the default graph is all named graphs merged.
        yield service, Iri(SD + "feature"), Iri(SD + "UnionDefaultGraph")
    yield service, Iri(SD + "feature"), Iri(SD + "EmptyGraphs")
    for form in (*ROW_FORMAT_IRIS, *GRAPH_FORMAT_IRIS):
        yield service, Iri(SD + "resultFormat"), Iri(form)
    yield service, Iri(SD + "defaultEntailmentRegime"), Iri(_SIMPLE)
    yield service, Iri(SD + "defaultDataset"), dataset
    yield dataset, _TYPE, Iri(SD + "Dataset")
    yield dataset, Iri(SD + "defaultGraph"), graph
    yield graph, _TYPE, Iri(SD + "Graph")
    for name in store.engine.graphs():
        named = Iri(f"{endpoint}#graph/{name.value.removeprefix(BASE)}")
        if not name.value.startswith(BASE):
            continue
        yield dataset, Iri(SD + "namedGraph"), named
        yield named, _TYPE, Iri(SD + "NamedGraph")
        yield named, Iri(SD + "name"), name


def _void(store: ServedStore, void: str, endpoint: str) -> Iterator[Triple]:
    held, dataset = contents(store.engine), Iri(f"{void}#dataset")
    document = Iri(void)
    yield document, _TYPE, Iri(VOID + "DatasetDescription")
    yield document, Iri("http://xmlns.com/foaf/0.1/primaryTopic"), dataset
    yield dataset, _TYPE, Iri(VOID + "Dataset")
    yield dataset, Iri(DCTERMS + "title"), tagged("comity", "en")
    yield dataset, Iri(VOID + "sparqlEndpoint"), Iri(endpoint)
    yield dataset, Iri(VOID + "uriSpace"), Literal(f"{BASE}id/")
    yield dataset, Iri(VOID + "exampleResource"), Iri(f"{BASE}id/polity/JPN")
    yield dataset, Iri(VOID + "vocabulary"), Iri(COMITY)
    yield dataset, Iri(VOID + "triples"), _number(held.statements)
    for name in GRAPH_FORMAT_IRIS:
        yield dataset, Iri(VOID + "feature"), Iri(name)
    yield from _parts(held, dataset, void)


def _parts(held: Contents, dataset: Iri, void: str) -> Iterator[Triple]:
    for graph in held.graphs:
        if not graph.graph.startswith(BASE):
            continue
        part = Iri(f"{void}#{graph.graph.removeprefix(BASE)}")
        yield dataset, Iri(VOID + "subset"), part
        yield part, _TYPE, Iri(VOID + "Dataset")
        yield part, Iri(RDFS + "seeAlso"), Iri(graph.graph)
        yield part, Iri(VOID + "triples"), _number(graph.statements)
        if graph.title:
            yield part, Iri(DCTERMS + "title"), tagged(graph.title, "en")
        if graph.licence:
            yield part, Iri(DCTERMS + "license"), _licence(graph.licence)
    for name, label, things in held.classes:
        part = Iri(f"{void}#class/{name}")
        yield dataset, Iri(VOID + "classPartition"), part
        yield part, Iri(VOID + "class"), Iri(COMITY + name)
        yield part, Iri(VOID + "entities"), _number(things)
        yield part, Iri(DCTERMS + "title"), tagged(label, "en")


def _licence(said: str) -> Term:
    return Iri(said) if said.startswith(("http://", "https://")) else Literal(said)


def _number(count: int) -> Literal:
    return typed(str(count), "integer")


def _tell(triples: Iterator[Triple], values: Values, output: Output) -> None:
    media = text(values, "media")
    output.begin(content_type(media))
    for piece in WRITERS[MEDIA_WRITERS[media]]((*triple, None) for triple in triples):
        output.write(piece.encode())
