"""Finds what to call a term when people read it."""

from __future__ import annotations

from comity.names import ID, PREFIXES, SKOS
from comity.store.engine import Engine
from comity.terms import Iri, Literal, Term

_LABEL = Iri(SKOS + "prefLabel")


class Labels:
    """The preferred labels of one store, each looked up once."""

    def __init__(self, engine: Engine, language: str = "en") -> None:
        self._engine = engine
        self._language = language
        self._known: dict[Iri, str] = {}

    def __call__(self, term: Term | None) -> str:
        """Return the label of an IRI, or its short name where it has none; a literal's own text."""
        if term is None:
            return ""
        if not isinstance(term, Iri):
            return term.value
        if term not in self._known:
            self._known[term] = self._find(term)
        return self._known[term]

    def _find(self, iri: Iri) -> str:
        by_language = {
            label.language: label.value
            for _, _, label in self._engine.triples(subject=iri, predicate=_LABEL)
            if isinstance(label, Literal)
        }
        for language in (self._language, "en", *sorted(by_language, key=str)):
            if language in by_language:
                return by_language[language]
        return short(iri.value)


def short(iri: str) -> str:
    """Return an IRI of ours as its path, another one with its prefix, or as it is."""
    if iri.startswith(ID):
        return iri.removeprefix(ID)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
