"""The ontology as a page: its classes, properties and schemes with their definitions."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from comity.names import COMITY, OWL, RDFS, SCHEME, SKOS, key_of
from comity.query.records import TYPE, Names, Record, read
from comity.server.pages.asked import Asked, latest_day, page_of
from comity.store.engine import Engine
from comity.terms import Iri, Literal, spoken

_KINDS = {
    "section-classes": (f"{OWL}Class",),
    "section-properties": (f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty"),
}
_PARENTS = (Iri(f"{RDFS}subClassOf"), Iri(f"{RDFS}subPropertyOf"))
_RANGES = (Iri(f"{RDFS}range"), Iri("https://schema.org/rangeIncludes"))
_DOMAINS = (Iri(f"{RDFS}domain"), Iri("https://schema.org/domainIncludes"))


def ontology(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Return every term and every scheme, with anchors."""
    sections = []
    titles = asked.say("Classes"), asked.say("Properties")
    for title, (anchor, classes) in zip(titles, _KINDS.items(), strict=True):
        found = {
            one
            for name in classes
            for one, _, _ in engine.triples(predicate=TYPE, value=Iri(name))
            if isinstance(one, Iri) and one.value.startswith(COMITY)
        }
        sections.append((anchor, title, _terms(engine, asked, found)))
    schemes = {
        one
        for one, _, _ in engine.triples(predicate=TYPE, value=Iri(f"{SKOS}ConceptScheme"))
        if isinstance(one, Iri) and one.value.startswith(SCHEME)
    }
    names = Names(engine, schemes, asked.language)
    told = []
    for scheme in sorted(schemes):
        members = {
            one
            for one, _, _ in engine.triples(predicate=Iri(f"{SKOS}inScheme"), value=scheme)
            if isinstance(one, Iri)
        }
        told.append((key_of(scheme.value), names[scheme], _terms(engine, asked, members)))
    return "ontology.html", {"day": latest_day(engine), "sections": sections, "schemes": told}


def _terms(engine: Engine, asked: Asked, found: set[Iri]) -> list[dict[str, object]]:
    records = read(engine, found)
    others = {
        value
        for record in records.values()
        for value in record.things(*_PARENTS, *_RANGES, *_DOMAINS)
    }
    names = Names(engine, found | others, asked.language)
    return [
        {
            "key": key_of(one.value),
            "name": names[one],
            "definition": _worded(record, "definition", asked.language),
            "example": _worded(record, "example", asked.language),
            "links": [
                (words, [(names[value], _place(asked, value)) for value in values])
                for words, properties in (
                    (asked.say("Is a kind of"), _PARENTS),
                    (asked.say("From"), _DOMAINS),
                    (asked.say("To"), _RANGES),
                )
                if (values := record.things(*properties))
            ],
        }
        for one, record in sorted(records.items())
    ]


def _place(asked: Asked, iri: Iri) -> str:
    if iri.value.startswith(COMITY):
        return f"#{quote(key_of(iri.value))}"
    path = page_of(iri.value)
    return asked.link(path) if path.startswith("/doc/") else ""


def _worded(record: Record, name: str, language: str) -> str:
    said = [one for one in record.all(Iri(SKOS + name)) if isinstance(one, Literal)]
    said.sort(key=lambda one: (one.language != language, one.language != "en"))
    return spoken(said[0]) if said else ""
