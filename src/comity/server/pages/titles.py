"""What a page on a thing is called: its name, or for a claim its sentence, and what sort it is."""

from __future__ import annotations

from comity.names import DCTERMS, PREFIXES, RDFS, SKOS, key_of
from comity.query.labels import short
from comity.query.profile import Profile
from comity.query.records import Names, Record
from comity.query.relation import mentioned, sentence
from comity.server.pages.asked import Asked
from comity.store.engine import Engine
from comity.terms import Iri, spoken
from comity.vocab import COMITY

# Terms of others that pages show: those vocabularies have no label in the graph.
_OTHERS = {
    RDFS + "isDefinedBy": "Defined by",
    SKOS + "Concept": "Concept",
    SKOS + "ConceptScheme": "Concept scheme",
    SKOS + "broader": "Broader concept",
    SKOS + "closeMatch": "Close match elsewhere",
    SKOS + "definition": "Definition",
    SKOS + "hasTopConcept": "Top concepts",
    SKOS + "inScheme": "In the scheme",
    SKOS + "notation": "Notation",
    SKOS + "note": "Note",
    SKOS + "scopeNote": "Scope note",
    SKOS + "topConceptOf": "Top concept of",
    DCTERMS + "license": "Licence",
    PREFIXES["dcat"] + "Catalog": "Catalogue",
    PREFIXES["dcat"] + "Dataset": "Data set",
    PREFIXES["dcat"] + "dataset": "Data sets",
    PREFIXES["prov"] + "wasDerivedFrom": "Derived from",
}
_NOTATION = Iri(SKOS + "notation")


def word_of(asked: Asked, iri: Iri, name: str) -> str:
    """Return what to call a class or property: its name, or ours where it is a term of others."""
    ours = _OTHERS.get(iri.value)
    return asked.say(ours) if ours else name


def classes_of(asked: Asked, told: Profile) -> list[str]:
    """Return what a thing is called by its classes, as its profile has them."""
    others = {short(iri): asked.say(words) for iri, words in _OTHERS.items()}
    return [others.get(name, name) for name in told.classes]


def title_of(engine: Engine, told: Profile, record: Record) -> str:
    """Return the name of a thing; of what has none, the sentence that it says."""
    if told.label != short(told.thing.value):
        return told.label
    wanted = mentioned(record) | set(record.things(*record.says))
    names = Names(engine, wanted, told.called.language)
    said = sentence(record, names)
    if said != told.label:
        return said[:1].upper() + said[1:]
    sort = " · ".join(told.classes)
    parts = record.things(COMITY.scheme, COMITY.source, COMITY.act)
    name = " ".join([names.list(parts), *(spoken(one) for one in record.all(_NOTATION))]).strip()
    return f"{sort}: {name or key_of(told.thing.value)}"
