"""Read RDF files into plain triples, and bring Turtle files into their one canonical form."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock
from xml.sax import SAXParseException

import rdflib
from rdflib.compare import isomorphic
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax

from comity.errors import BadData, UnknownFormat
from comity.files import read_whole, write_whole
from comity.graph.turtle import write_turtle
from comity.names import BASE
from comity.terms import XSD, Blank, Iri, Literal, Term, Triple, n_triples, tagged

FORMATS = {
    ".jsonld": "json-ld",
    ".nt": "nt",
    ".rdf": "xml",
    ".ttl": "turtle",
}
LARGEST = 2**26  # bytes of a file, more than any that people write by hand
_switches = Lock()


def read_triples(source: Path | bytes, media: str | None = None) -> list[Triple]:
    """Return the triples of a file, or of bytes in the format ``media``, in a stable order.

    ``media`` is ``turtle``, ``nt``, ``xml`` or ``json-ld``; for a file its ending tells.
    Lexical forms are kept as written, language tags come in lower case, relative IRIs are
    resolved against ``https://w3id.org/comity/``. Blank nodes keep no labels across two reads.
    Raises BadData, with the file and where possible line and column, for what does not parse,
    and UnknownFormat for an ending or a format that is none of the four.
    """
    name, data = ("the text", source) if isinstance(source, bytes) else (str(source), _read(source))
    kind = media
    if kind is None and isinstance(source, Path):
        kind = FORMATS.get(source.suffix)
    if kind is None or kind not in FORMATS.values():
        raise UnknownFormat(
            f"{name} is in no RDF format that comity reads.",
            f"Give one of: {', '.join(sorted(FORMATS))}.",
        )
    graph = rdflib.Graph()
    with _quiet_and_exact():
        _parse(graph, data, kind, name)
    triples = [_triple(*triple) for triple in graph]
    return sorted(triples, key=lambda triple: tuple(n_triples(term) for term in triple))


def format_file(path: Path) -> str:
    """Return the canonical text of a Turtle file, proven to say what the file says.

    Raises BadData where the file does not parse or its text would not read back the same.
    """
    triples = read_triples(path)
    text = write_turtle(triples)
    if not same_graph(triples, read_triples(text.encode(), "turtle")):
        raise BadData(
            f"{path} does not survive being written and read again.",
            "Look for IRIs with characters that RDF forbids, and encode them.",
        )
    return text


def same_graph(one: Iterable[Triple], other: Iterable[Triple]) -> bool:
    """Say whether two graphs are the same but for the labels of their blank nodes."""
    left, right = set(one), set(other)
    if not any(isinstance(term, Blank) for triple in left | right for term in triple):
        return left == right
    return bool(isomorphic(_skeleton(left), _skeleton(right)))


def turtle_files(paths: Iterable[Path]) -> list[Path]:
    """Return the Turtle files among the paths and anywhere in their folders, sorted."""
    found: set[Path] = set()
    for path in paths:
        found.update(path.rglob("*.ttl") if path.is_dir() else [path])
    return sorted(found)


def unformatted(paths: Iterable[Path]) -> list[Path]:
    """Return the Turtle files, of these and in these folders, that are not in canonical form."""
    return [path for path in turtle_files(paths) if _read(path) != format_file(path).encode()]


def rewrite(path: Path) -> bool:
    """Bring a file into canonical form, at once or not at all; say whether it had to change."""
    text = format_file(path).encode()
    if text == _read(path):
        return False
    write_whole([text], path)
    return True


def _read(path: Path) -> bytes:
    try:
        return read_whole(path, LARGEST)
    except OSError as error:
        raise BadData(
            f"{path} cannot be read: {error.strerror}.", "Check the path and the permissions."
        ) from error


@contextmanager
def _quiet_and_exact() -> Iterator[None]:
    """Let rdflib neither rewrite literals such as "01"^^xsd:integer nor complain while it reads.

    Literals that their datatype does not allow are found by the shapes; what rdflib deprecates
    in its own JSON-LD parser concerns nobody here. All three switches are one for the whole
    process, hence the lock and the way back.
    """
    log = logging.getLogger("rdflib.term")
    with _switches, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = rdflib.NORMALIZE_LITERALS, log.disabled
        rdflib.NORMALIZE_LITERALS, log.disabled = False, True
        try:
            yield
        finally:
            rdflib.NORMALIZE_LITERALS, log.disabled = before


def _parse(graph: rdflib.Graph, data: bytes, kind: str, name: str) -> None:
    try:
        text: str | bytes = data if kind == "xml" else data.decode("utf-8-sig")
        graph.parse(data=text, format=kind, publicID=BASE)
    except BadSyntax as error:
        line, column = _place(str(text), error._i)
        raise _bad(name, f"line {line}, column {column}: {error._why}") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _bad(name, f"line {line}: not UTF-8") from error
    except SAXParseException as error:
        where = f"line {error.getLineNumber()}, column {error.getColumnNumber()}"
        raise _bad(name, f"{where}: {error.getMessage()}") from error
    except json.JSONDecodeError as error:
        raise _bad(name, f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except IndexError as error:
        raise _bad(name, "it ends in the middle of a statement") from error
    except (ParserError, ValueError, KeyError, AssertionError, TypeError) as error:
        # rdflib lets its parsers fail in all these ways on malformed input
        raise _bad(name, " ".join(str(error).split())) from error


def _place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _bad(name: str, why: str) -> BadData:
    return BadData(f"{name} is not valid RDF: {why}.", "Correct the text at that place.")


def _triple(
    subject: rdflib.term.Node, predicate: rdflib.term.Node, thing: rdflib.term.Node
) -> Triple:
    start, verb = _term(subject), _term(predicate)
    if isinstance(start, Literal) or not isinstance(verb, Iri):
        raise BadData(
            f"The data has a triple that RDF 1.1 forbids: {subject} {predicate} {thing}.",
            "Give it an IRI or blank node as subject and an IRI as predicate.",
        )
    return start, verb, _term(thing)


def _term(node: rdflib.term.Node) -> Term:
    if isinstance(node, rdflib.BNode):
        return Blank(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language is not None:
            return tagged(str(node), node.language)
        return Literal(str(node), str(node.datatype or XSD + "string"))
    return Iri(str(node))


def _skeleton(triples: Iterable[Triple]) -> rdflib.Graph:
    """Return the triples for rdflib's comparison, every name and literal as the IRI of its digest.

    The comparison is about blank nodes alone; rdflib's own ideas about literals stay out of it.
    """
    graph = rdflib.Graph()
    for subject, predicate, thing in triples:
        graph.add((_bone(subject), _bone(predicate), _bone(thing)))
    return graph


def _bone(term: Term) -> rdflib.URIRef | rdflib.BNode:
    if isinstance(term, Blank):
        return rdflib.BNode(term.value)
    return rdflib.URIRef(f"urn:sha256:{sha256(n_triples(term).encode()).hexdigest()}")
