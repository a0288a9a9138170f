"""Read RDF files into plain triples, and bring Turtle files into their one canonical form."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.compare import isomorphic

from comity.errors import BadData, UnknownFormat
from comity.files import read_whole, write_whole
from comity.graph.turtle import write_turtle
from comity.graph.untrusted import check_untrusted, malformed
from comity.iris import BASE
from comity.terms import Blank, Iri, Literal, Term, Triple, n_triples, tagged

FORMATS = {
    ".jsonld": "json-ld",
    ".nq": "nquads",
    ".nt": "nt",
    ".rdf": "xml",
    ".trig": "trig",
    ".ttl": "turtle",
}
_PARSERS = {
    "json-ld": ox.RdfFormat.JSON_LD,
    "nquads": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
    "xml": ox.RdfFormat.RDF_XML,
}
LARGEST = 2**25  # bytes of a file, more than any that people write by hand
_PLACE = re.compile(r"^Parser error at line .*?: ")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def read_triples(source: Path | bytes, media: str | None = None) -> list[Triple]:
    """Return the triples of a file, or of bytes in the format ``media``, in a stable order.

    ``media`` is a value of ``FORMATS``; for a file its ending tells. Graphs are merged.
    Lexical forms are kept as written, language tags come in lower case, relative IRIs are
    resolved against ``https://w3id.org/comity/``. Blank nodes keep no labels across two reads.
    Raises BadData, with the file and where possible line and column, for what does not parse,
    and UnknownFormat for any other ending or format.
    """
    if isinstance(source, bytes):
        name, data = "the text", source
    else:
        name, data = str(source), content_of(source)
    kind = media
    if kind is None and isinstance(source, Path):
        kind = FORMATS.get(source.suffix)
    if kind is None or kind not in FORMATS.values():
        raise UnknownFormat(
            f"{name} is in no RDF format that comity reads.",
            f"Give one of: {', '.join(sorted(FORMATS))}.",
        )
    triples = set(_parse(data, kind, name))
    return sorted(triples, key=lambda triple: tuple(n_triples(term) for term in triple))


def read_piped(data: bytes) -> list[Triple]:
    """Return the triples of bytes in a format that they themselves tell: one of ``FORMATS``.

    Raises BadData where they are in none.
    """
    begin = data.removeprefix(BOM_UTF8).lstrip()[:1]
    if begin in (b"{", b"["):
        return read_triples(data, "json-ld")
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rdf:RDF|!--)", data):
        return read_triples(data, "xml")
    try:
        return read_triples(data, "trig")  # and so Turtle and N-Triples
    except BadData as error:
        try:
            return read_triples(data, "nquads")
        except BadData:
            raise error from None


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
    return [path for path in turtle_files(paths) if content_of(path) != format_file(path).encode()]


def rewrite(path: Path) -> bool:
    """Bring a file into canonical form, at once or not at all; say whether it had to change."""
    text = format_file(path).encode()
    if text == content_of(path):
        return False
    write_whole([text], path)
    return True


def content_of(path: str | Path, most: int = LARGEST) -> bytes:
    """Return the bytes of a file of at most ``most``; raises BadData where it cannot be read."""
    try:
        return read_whole(path, most)
    except OSError as error:
        raise BadData(
            f"{path} cannot be read: {error.strerror or error}.",
            "Check the path and the permissions.",
        ) from error


def _parse(data: bytes, kind: str, name: str) -> Iterator[Triple]:
    """Give the triples of a text, graph by graph where it has several.

    Nothing is fetched, and what could fill the memory or the stack is refused before.
    """
    data = data.removeprefix(BOM_UTF8)
    check_untrusted(data, kind, name)
    if kind == "xml":
        data = _in_utf_8(data)
    try:
        for quad in ox.parse(data, _PARSERS[kind], base_iri=BASE, rename_blank_nodes=True):
            yield _triple(quad.triple)
    except SyntaxError as error:
        why = _PLACE.sub("", error.msg)
        where = f"line {error.lineno}, column {error.offset}: " if error.lineno else ""
        raise malformed(name, f"{where}{why}") from None
    except MemoryError:
        raise malformed(name, "one of its values has more than 16 MiB") from None


def _in_utf_8(data: bytes) -> bytes:
    """Return XML in UTF-8, whatever encoding it declares."""
    utf_16 = data.startswith((BOM_UTF16_BE, BOM_UTF16_LE))
    declared = _ENCODING.match(data)
    encoding = "utf-16" if utf_16 else declared[1].decode() if declared else "utf-8"
    if encoding.lower() in ("utf-8", "utf8"):
        return data
    return _DECLARATION.sub("", data.decode(encoding, errors="replace"), count=1).encode()


def _triple(triple: ox.Triple) -> Triple:
    subject, value = _term(triple.subject), _term(triple.object)
    assert not isinstance(subject, Literal)
    return subject, Iri(triple.predicate.value), value


def _term(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    if isinstance(node, ox.NamedNode):
        return Iri(node.value)
    if isinstance(node, ox.BlankNode):
        return Blank(node.value)
    if isinstance(node, ox.Triple):
        raise BadData(
            "The data has a triple within a triple, which RDF 1.1 does not know.",
            "Describe the inner triple by a node of its own.",
        )
    if node.language is not None:
        return tagged(node.value, node.language)
    return Literal(node.value, node.datatype.value)


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
