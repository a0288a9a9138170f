"""Writes triples and quads as N-Triples, N-Quads, TriG, JSON-LD or RDF/XML, byte for byte."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from comity.errors import BadData
from comity.graph.blank_nodes import canonical_labels
from comity.graph.turtle import TURTLE_PREFIXES, turtle_body, turtle_header, write_turtle
from comity.terms import RDF, XSD, Blank, Iri, Literal, Quad, Term, Triple, n_triples

_TYPE = Iri(RDF + "type")
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT_ENTITIES = {"\r": "&#13;"}
_ATTRIBUTE_ENTITIES = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def write_ntriples(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield one line for each triple."""
    yield from write_nquads((*triple, None) for triple in triples)


def write_nquads(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield one line for each quad; those of the default graph name no graph."""
    lines = set()
    for subject, predicate, thing, graph in _relabelled(quads):
        home = f" {n_triples(graph)}" if graph is not None else ""
        lines.add(f"{n_triples(subject)} {n_triples(predicate)} {n_triples(thing)}{home} .\n")
    yield from sorted(lines)


def write_trig(
    quads: Iterable[Quad], prefixes: Mapping[str, str] = TURTLE_PREFIXES
) -> Iterator[str]:
    """Yield the default graph, then each named graph in braces, each in the form of our Turtle.

    Raises BadData for a blank node that several graphs share: N-Quads can hold it.
    """
    graphs: defaultdict[str, list[Triple]] = defaultdict(list)
    homes: dict[Blank, str] = {}
    for subject, predicate, thing, graph in quads:
        home = graph.value if graph is not None else ""
        for term in (subject, thing):
            if isinstance(term, Blank) and homes.setdefault(term, home) != home:
                raise BadData(
                    "A blank node is shared by two graphs, which comity does not write as TriG.",
                    "Ask for N-Quads, or give the node an IRI.",
                )
        graphs[home].append((subject, predicate, thing))
    used: dict[str, str] = {}
    bodies: list[tuple[str, str]] = []
    labelled = 0
    for home in sorted(graphs):
        body, names = turtle_body(graphs[home], prefixes, labelled)
        labelled += sum(owner == home for owner in homes.values())
        used |= names
        bodies.append((home, body))
    yield turtle_header(used)
    for home, body in bodies:
        yield f"\n{n_triples(Iri(home))} {{\n{body}}}\n" if home else f"\n{body}"


def write_jsonld(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield flattened JSON-LD: an array of nodes, named graphs as nodes with ``@graph``.

    IRIs are written in full and there is no context, so nothing has to be fetched to read it.
    """
    graphs: defaultdict[str, set[Triple]] = defaultdict(set)
    for subject, predicate, thing, graph in _relabelled(quads):
        graphs[graph.value if graph is not None else ""].add((subject, predicate, thing))
    yield "["
    comma = "\n"
    for home in sorted(graphs):
        if home:
            yield f'{comma}{{"@id": {json.dumps(home, ensure_ascii=False)}, "@graph": ['
            comma = "\n"
        for node in _json_nodes(graphs[home]):
            yield comma + json.dumps(node, ensure_ascii=False, sort_keys=True)
            comma = ",\n"
        if home:
            yield "\n]}"
            comma = ",\n"
    yield "\n]\n"


def write_rdfxml(
    triples: Iterable[Triple], prefixes: Mapping[str, str] = TURTLE_PREFIXES
) -> Iterator[str]:
    """Yield RDF/XML, one element for each subject, with namespaces for the predicates.

    Raises BadData for a predicate that cannot be an XML name and for characters that XML 1.0
    does not allow.
    """
    ordered = sorted(
        {
            (subject, predicate, thing)
            for subject, predicate, thing, _ in _relabelled(_quads(triples))
        },
        key=_line,
    )
    spaces = _namespaces({predicate.value for _, predicate, _ in ordered}, prefixes)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF'
    for namespace, name in sorted(spaces.items(), key=lambda item: item[1]):
        yield f"\n    xmlns:{name}={_attribute(namespace)}"
    yield ">\n"
    for subject, group in groupby(ordered, key=lambda triple: triple[0]):
        kind = "nodeID" if isinstance(subject, Blank) else "about"
        yield f"  <rdf:Description rdf:{kind}={_attribute(subject.value)}>\n"
        for _, predicate, thing in group:
            namespace, local = _split(predicate.value)
            yield f"    {_element(f'{spaces[namespace]}:{local}', thing)}\n"
        yield "  </rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _quads(triples: Iterable[Triple]) -> Iterator[Quad]:
    return ((subject, predicate, thing, None) for subject, predicate, thing in triples)


def _line(triple: Triple) -> tuple[str, str, str]:
    subject, predicate, thing = triple
    return n_triples(subject), n_triples(predicate), n_triples(thing)


def _relabelled(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads with canonical labels for their blank nodes."""
    found = list(quads)
    if not any(isinstance(term, Blank) for quad in found for term in (quad[0], quad[2])):
        return found
    labels = {blank: Blank(label) for blank, label in canonical_labels(found).items()}
    relabelled: list[Quad] = []
    for subject, predicate, thing, graph in found:
        start = labels[subject] if isinstance(subject, Blank) else subject
        end = labels[thing] if isinstance(thing, Blank) else thing
        relabelled.append((start, predicate, end, graph))
    return relabelled


def _json_nodes(triples: Iterable[Triple]) -> Iterator[dict[str, object]]:
    ordered = sorted(triples, key=_line)
    for subject, group in groupby(ordered, key=lambda triple: triple[0]):
        node: dict[str, object] = {"@id": _json_id(subject)}
        values: defaultdict[str, list[object]] = defaultdict(list)
        for _, predicate, thing in group:
            if predicate == _TYPE and not isinstance(thing, Literal):
                values["@type"].append(_json_id(thing))
            else:
                values[predicate.value].append(_json_value(thing))
        yield node | values


def _json_id(term: Iri | Blank) -> str:
    return f"_:{term.value}" if isinstance(term, Blank) else term.value


def _json_value(term: Term) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"@id": _json_id(term)}
    if term.language is not None:
        return {"@language": term.language, "@value": term.value}
    if term.datatype == XSD + "string":
        return {"@value": term.value}
    return {"@type": term.datatype, "@value": term.value}


def _split(iri: str) -> tuple[str, str]:
    """Return the namespace and the longest local name of a predicate that XML can hold."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    while cut < len(iri) and not _XML_NAME.match(iri, cut):
        cut += 1
    if cut == len(iri):
        raise BadData(
            f"The predicate <{iri}> cannot be written as an XML name.",
            "Ask for another format, such as Turtle.",
        )
    return iri[:cut], iri[cut:]


def _namespaces(predicates: set[str], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return a prefix for each namespace of the predicates, ours where we have one."""
    known = {prefixes[name]: name for name in sorted(prefixes, reverse=True)} | {RDF: "rdf"}
    wanted = sorted({_split(predicate)[0] for predicate in predicates} | {RDF})
    strangers = [namespace for namespace in wanted if namespace not in known]
    return {namespace: known[namespace] for namespace in wanted if namespace in known} | {
        namespace: f"ns{number}" for number, namespace in enumerate(strangers)
    }


def _element(name: str, thing: Term) -> str:
    if isinstance(thing, Blank):
        return f"<{name} rdf:nodeID={_attribute(thing.value)}/>"
    if isinstance(thing, Iri):
        return f"<{name} rdf:resource={_attribute(thing.value)}/>"
    mark = ""
    if thing.language is not None:
        mark = f" xml:lang={_attribute(thing.language)}"
    elif thing.datatype != XSD + "string":
        mark = f" rdf:datatype={_attribute(thing.datatype)}"
    return f"<{name}{mark}>{escape(_allowed(thing.value), _TEXT_ENTITIES)}</{name}>"


def _attribute(text: str) -> str:
    return quoteattr(_allowed(text), _ATTRIBUTE_ENTITIES)


def _allowed(text: str) -> str:
    if _NOT_XML.search(text):
        raise BadData(
            "The data has a character that XML 1.0 does not allow.",
            "Ask for another format, such as Turtle.",
        )
    return text


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
