"""Gives the words that a query may be made of: prefixes, terms of the ontology, concepts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from comity.iris import COMITY, OWL, PREFIXES, SCHEME, SKOS
from comity.query.claims.records import NAME, TYPE, Record, read
from comity.query.library.run import QUERY_PREFIXES
from comity.server.back.answer_stream import Output
from comity.server.wire.ipc import Values, text
from comity.store.engines.interface import Engine
from comity.store.engines.sparql_store import ServedStore
from comity.terms import Iri, Literal

_SORTS: Mapping[str, tuple[str, ...]] = {
    "class": (f"{OWL}Class",),
    "property": (f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty"),
    "scheme": (f"{SKOS}ConceptScheme",),
    "concept": (f"{SKOS}Concept",),
}
_MEANING = Iri(f"{SKOS}definition")
_LOCAL = re.compile(r"\w(?:[\w.-]*[\w-])?\Z", re.ASCII)
# A look at so many statements finds the properties of other vocabularies that data commonly use,
# in a time that does not grow with the store.
_LOOK = 200_000
_USED = f"""
SELECT DISTINCT ?property
WHERE {{ {{ SELECT ?property WHERE {{ ?subject ?property ?value }} LIMIT {_LOOK} }} }}"""


def terms(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Give them as JSON, called and defined in a language where they are, else in English."""
    told = {
        "prefixes": QUERY_PREFIXES,
        "terms": list(_terms(store.engine, text(values, "language"))),
    }
    output.begin("application/json")
    output.write(json.dumps(told, ensure_ascii=False).encode())


def _terms(engine: Engine, language: str) -> Iterator[dict[str, object]]:
    for sort, classes in _SORTS.items():
        found = {
            one
            for name in classes
            for one, _, _ in engine.triples(predicate=TYPE, value=Iri(name))
            if isinstance(one, Iri) and one.value.startswith((COMITY, SCHEME))
        }
        for iri, record in sorted(read(engine, found).items()):
            meaning = _best(record, _MEANING, language)[:1]
            yield {
                "name": _prefixed(iri.value),
                "kind": sort,
                "labels": [one.value for one in _best(record, NAME, language)],
                "definition": meaning[0].value if meaning else "",
                "language": meaning[0].language if meaning else None,
            }
    for name in _used_of_others(engine):
        yield {"name": name, "kind": "property", "labels": [], "definition": "", "language": None}


def _best(record: Record, of: Iri, language: str) -> list[Literal]:
    """Return the values of a property that are text, in the language, then English, first."""
    said = [one for one in record.all(of) if isinstance(one, Literal)]
    return sorted(said, key=lambda one: (one.language != language, one.language != "en"))


def _prefixed(iri: str) -> str:
    """Return an IRI as it may stand in a query, with the longest of our prefixes that fits."""
    for prefix, space in sorted(QUERY_PREFIXES.items(), key=lambda pair: (-len(pair[1]), pair)):
        if iri.startswith(space) and _LOCAL.match(iri[len(space) :]):
            return f"{prefix}:{iri[len(space) :]}"
    return f"<{iri}>"


def _used_of_others(engine: Engine) -> list[str]:
    answer = engine.select(_USED)
    ours = (COMITY, SCHEME)
    others = tuple(space for space in PREFIXES.values() if space not in ours)
    return sorted(
        _prefixed(one.value)
        for row in answer.rows
        for one in row
        if isinstance(one, Iri) and one.value.startswith(others)
    )
