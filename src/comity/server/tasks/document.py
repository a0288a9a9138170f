"""Gives what is said about one IRI that we mint: the document behind it."""

from __future__ import annotations

import os

from comity.errors import UnknownThing
from comity.names import COMITY, ID, ONTOLOGY, SKOS
from comity.paths import files_in, room
from comity.query.bind import bind
from comity.query.library import Library
from comity.server.output import Output
from comity.server.tasks import Values, text
from comity.server.tasks.sparql import content_type, sink
from comity.store.served import Dataset, ServedStore, transcribe
from comity.terms import Iri, n_triples

_LINKS = (
    *("polity", "summit", "initiative", "party", "entity"),
    *("list", "owner", "owned", "linksEntity", "covers"),
)
# As the query "profile" of the library, without a day: whatever is said of the thing, at any time.
_THING = f"""
CONSTRUCT {{ ?subject ?property ?value . ?value <{SKOS}prefLabel> ?label }}
WHERE {{
  VALUES ?thing {{ %s }}
  ?node ({"|".join(f"<{COMITY}{name}>" for name in _LINKS)})? ?thing .
  ?node (<{COMITY}identifier>|<{COMITY}citation>|<{COMITY}citation>/<{COMITY}source>)? ?subject .
  ?subject ?property ?value .
  OPTIONAL {{ ?value <{SKOS}prefLabel> ?label }}
}}"""
_OTHER = f"""
CONSTRUCT {{ ?thing ?property ?value . ?value <{SKOS}prefLabel> ?label . ?part ?joined ?thing }}
WHERE {{
  VALUES ?thing {{ %s }}
  {{ ?thing ?property ?value . OPTIONAL {{ ?value <{SKOS}prefLabel> ?label }} }}
  UNION
  {{ ?part ?joined ?thing FILTER (?joined IN (<{SKOS}inScheme>, <{SKOS}broader>)) }}
}}"""


def document(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Give the document of a thing, of a day where one is given; raise UnknownThing for none."""
    iri, media, day = Iri(text(values, "iri")), text(values, "media"), text(values, "on")
    if next(store.engine.triples(subject=iri), None) is None:
        raise UnknownThing(
            f"Nothing is known of {iri.value}.", "Find things by name with the search."
        )
    if day:
        profile = Library.shipped().find("profile")
        question = bind(store.engine, profile, {"thing": iri.value, "on": day}).text
    else:
        question = (_THING if iri.value.startswith(ID) else _OTHER) % n_triples(iri)
    output.begin(content_type(media))
    store.answer(question, Dataset(), iri.value, media, sink(output), output.one_more)


def module(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Give the ontology with its schemes, from the store, or the shapes, from their files."""
    media = text(values, "media")
    if text(values, "module") == "ontology":
        output.begin(content_type(media))
        store.dump(ONTOLOGY, media, sink(output), output.one_more)
        return
    files = [
        path for path in files_in(room("ontology"), ".ttl") if f"{os.sep}shapes{os.sep}" in path
    ]
    output.begin(content_type(media))
    transcribe(files, media, sink(output), output.one_more)
