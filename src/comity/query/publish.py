"""Publishes the library as RDF, by the pattern of the SIB Swiss Institute of Bioinformatics.

Each query is an ``sh:SPARQLExecutable`` with its question, its keywords and its text, as in
https://github.com/sib-swiss/sparql-examples, so that tools made for those collections read ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.names import BASE, DCTERMS, PREFIXES, RDFS, SH
from comity.query.header import Header
from comity.query.library import Query
from comity.store.guard import check
from comity.terms import RDF, Iri, Literal, Triple, tagged

QUERIES = BASE + "query/"
_FORMS = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
    "ASK": ("SPARQLAskExecutable", "ask"),
}


def published(queries: Iterable[Query]) -> Iterator[Triple]:
    """Give the statements about each query that has a header."""
    for query in queries:
        if query.header is None:
            continue
        name = Iri(QUERIES + query.name)
        kind, text = _FORMS[check(query.text)]
        for class_ in ("SPARQLExecutable", kind):
            yield name, Iri(RDF + "type"), Iri(SH + class_)
        yield name, Iri(RDFS + "label"), Literal(query.name)
        for language, summary, description in _worded(query.header):
            yield name, Iri(RDFS + "comment"), tagged(summary, language)
            yield name, Iri(DCTERMS + "description"), tagged(description, language)
        for tag in query.header.tags:
            yield name, Iri(PREFIXES["schema"] + "keywords"), tagged(tag, "en")
        yield name, Iri(SH + text), Literal(query.text)


def _worded(header: Header) -> Iterator[tuple[str, str, str]]:
    """Give the summary and the description, with their language, in each that there is."""
    yield "en", header.summary, header.description
    if header.summary_ja:
        yield "ja", header.summary_ja, header.description_ja
