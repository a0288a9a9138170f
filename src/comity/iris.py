"""The names comity mints and abbreviates: namespaces, prefixes, and the IRI of each thing."""

from __future__ import annotations

import re
import unicodedata

from comity.errors import BadParameter
from comity.terms import RDF, XSD, Iri

BASE = "https://w3id.org/comity/"
ONTOLOGY = BASE + "ontology"
COMITY = ONTOLOGY + "#"
SHAPE = BASE + "shapes#"
ID = BASE + "id/"
SCHEME = BASE + "scheme/"
GRAPH = BASE + "graph/"

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SH = "http://www.w3.org/ns/shacl#"

PREFIXES: dict[str, str] = {
    "comity": COMITY,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS,
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "graph": GRAPH,
    "id": ID,
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "scheme": SCHEME,
    "sh": SH,
    "shape": SHAPE,
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}

# How an entity is tied to a polity: comity:linkedTo and its sub-properties, which are named because
# the store infers nothing.
COUNTRY_PROPERTIES = tuple(
    Iri(COMITY + name)
    for name in ("linkedTo", "headquarteredIn", "incorporatedIn", "addressIn", "nationality")
)
COUNTRY_PATH = "|".join(f"<{iri.value}>" for iri in COUNTRY_PROPERTIES)

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*(?:/[A-Za-z0-9][A-Za-z0-9._~-]*)*\Z")


def thing(kind: str, *key: str) -> Iri:
    """Return the IRI of a thing or claim from its kind and the parts of its key.

    Empty parts are left out, so a membership without a start has a shorter key. The same parts
    give the same IRI on any machine and in any order of the facts.
    """
    path = "/".join(part for part in key if part)
    if not _KEY.match(path):
        raise BadParameter(
            f"'{path}' cannot be the key of a {kind}: letters, digits, '.', '_', '~', '-' wanted.",
            "Give the key in that form, for example echri or JPN.",
        )
    return Iri(f"{ID}{kind}/{path}")


def concept(scheme: str, key: str) -> Iri:
    """Return the IRI of a concept of one of our SKOS schemes."""
    return Iri(f"{SCHEME}{scheme}/{key}")


def term(name: str) -> Iri:
    """Return the IRI of an ontology term; ``comity.vocab`` is the checked way to name one."""
    return Iri(COMITY + name)


def key_of(iri: str) -> str:
    """Return the key of a thing or concept: the last part of its IRI."""
    return re.split(r"[/#]", iri)[-1]


def slug(text: str) -> str:
    """Return text as a key: Latin letters without accents, lower case, words joined by '-'."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
