"""RDF terms as plain values, so that no room but the store depends on an engine's own classes."""

from __future__ import annotations

from typing import NamedTuple

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


class Iri(NamedTuple):
    """An absolute IRI."""

    value: str


class Blank(NamedTuple):
    """A blank node; its label means nothing outside one answer or one file.

    The label has no colon, as Turtle's grammar wants, so that it never equals an absolute IRI.
    """

    value: str


class Literal(NamedTuple):
    """A literal: lexical form, datatype IRI, and a language tag (lower case) or none."""

    value: str
    datatype: str = XSD + "string"
    language: str | None = None


Term = Iri | Blank | Literal
Triple = tuple[Iri | Blank, Iri, Term]
Quad = tuple[Iri | Blank, Iri, Term, Iri | None]


class Text(str):
    """Text that people read, which knows its language: a tag, "" where none is stated."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str | None = None) -> Text:
        """Return the text with its language."""
        made = super().__new__(cls, text)
        made.language = language or ""
        return made


def tagged(text: str, language: str) -> Literal:
    """Return a language-tagged string."""
    return Literal(text, RDF + "langString", language.lower())


def typed(lexical: str, datatype: str) -> Literal:
    """Return a literal of an XML Schema datatype given by its local name (``date``, ``gYear``)."""
    return Literal(lexical, XSD + datatype)


_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_ESCAPE_TABLE = str.maketrans(
    {**{chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}, **_ESCAPES}
)
_IRI_TABLE = str.maketrans(
    {character: f"\\u{ord(character):04X}" for character in '<>"{}|^`\\'}
    | {chr(code): f"\\u{code:04X}" for code in range(0x21)}
)


def quoted(text: str) -> str:
    """Return ``text`` as a quoted string of N-Triples, Turtle and SPARQL."""
    return f'"{text.translate(_ESCAPE_TABLE)}"'


def n_triples(term: Term) -> str:
    """Return a term in the one spelling that N-Triples, Turtle and SPARQL share."""
    if isinstance(term, Iri):
        return f"<{term.value.translate(_IRI_TABLE)}>"
    if isinstance(term, Blank):
        return f"_:{term.value}"
    if term.language is not None:
        return f"{quoted(term.value)}@{term.language}"
    if term.datatype == XSD + "string":
        return quoted(term.value)
    return f"{quoted(term.value)}^^{n_triples(Iri(term.datatype))}"


def text_of(term: Term | None) -> str | None:
    """Return the text of a term: the IRI, the label of a blank node, or the lexical form."""
    if isinstance(term, Blank):
        return f"_:{term.value}"
    return None if term is None else term.value


def spoken(term: Term | None) -> str:
    """Return a term as text, that of a literal with its language; "" of nothing."""
    if isinstance(term, Literal):
        return Text(term.value, term.language)
    return "" if term is None else term.value
