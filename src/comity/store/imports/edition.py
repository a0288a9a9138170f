"""Says of an import what it is: DCAT and PROV, its source, the lists in it, what they cover."""

from __future__ import annotations

import os
import re

from comity.iris import DCTERMS, PROV, SKOS, concept, thing
from comity.lists.model.sources import KeptList, Source, keepers, kept_lists, sources
from comity.paths import room
from comity.store.imports.folders import Import
from comity.terms import RDF, XSD, Iri, Literal, Term, Triple, tagged, typed
from comity.vocab import COMITY

_TYPE = Iri(RDF + "type")
_LABEL = Iri(SKOS + "prefLabel")
_ACT = re.compile(r"eu-(\d+)-(\d{4})\Z")


def statements(one: Import) -> list[Triple]:
    """Return what the graph of an import says of itself."""
    source = sources().get(one.source)
    said = [*_dataset(one, source), *_source(one, source)]
    for key in one.entries:
        said += _list(key)
    for key in one.whole:
        said += _coverage(one, key)
    return said


def source_iri(one: Import) -> Iri:
    """Return the source that an import is: what the citations of its claims lead to."""
    return thing("source", f"import-{one.source}-{one.published}")


def _dataset(one: Import, source: Source | None) -> list[Triple]:
    graph = one.graph
    said: list[tuple[Iri, Term]] = [
        (_TYPE, COMITY.Import),
        (Iri(DCTERMS + "title"), tagged(f"{one.title}, {one.published}", "en")),
        (Iri(DCTERMS + "identifier"), Literal(one.name)),
        (Iri(DCTERMS + "issued"), _dated(one.published)),
        (Iri(DCTERMS + "rights"), Literal(source.licence if source else "not stated")),
        (Iri(DCTERMS + "source"), source_iri(one)),
        (Iri(PROV + "generatedAtTime"), _dated(one.retrieved)),
        (Iri(PROV + "wasDerivedFrom"), source_iri(one)),
        (COMITY.recordCount, _integer(one.records)),
        (COMITY.refusedCount, _integer(one.refused)),
        (COMITY.readBy, Literal(one.reader)),
        *((COMITY.publisherFault, Literal(f"{kind}: {n}")) for kind, n in one.faults.items()),
        *((COMITY.sha256, Literal(digest)) for digest in one.sha256),
    ]
    return [(graph, predicate, value) for predicate, value in said]


def _source(one: Import, source: Source | None) -> list[Triple]:
    subject = source_iri(one)
    kind = "official" if one.whole or source is None else "dataset"
    said: list[tuple[Iri, Term]] = [
        (_TYPE, COMITY.Source),
        (Iri(DCTERMS + "title"), Literal(f"{one.title}, edition of {one.published}")),
        (Iri(DCTERMS + "issued"), _dated(one.published)),
        (COMITY.sourceKind, concept("source-kind", kind)),
    ]
    if source:
        said += [
            (COMITY.publisherName, Literal(source.publisher)),
            (COMITY.url, Literal(source.page, XSD + "anyURI")),
            (Iri(DCTERMS + "rights"), Literal(source.licence)),
        ]
    return [(subject, predicate, value) for predicate, value in said]


def _list(key: str) -> list[Triple]:
    """Describe a list that the shipped graph does not, and the authority that keeps it.

    Of a list that only a collection of lists names, no more is known than the key it has there.
    """
    if os.path.isfile(os.path.join(room("graphs"), "designations", f"{key}.ttl")):
        return []
    kept = kept_lists().get(key) or _only_named(key)
    subject = thing("list", key)
    authority = thing("authority", kept.authority)
    said: list[Triple] = [
        (subject, _TYPE, COMITY.DesignationList),
        (subject, _LABEL, tagged(kept.name, "en")),
        (subject, COMITY.authority, authority),
    ]
    keeper = keepers().get(kept.authority)
    if keeper:
        said += [
            (authority, _TYPE, COMITY.Authority),
            (authority, _LABEL, tagged(keeper.name, "en")),
            (authority, COMITY.ofPolity, thing("polity", keeper.polity)),
        ]
    elif kept.authority == f"of-{key}":
        said += [
            (authority, _TYPE, COMITY.Authority),
            (authority, _LABEL, tagged(f"Authority of {key}, not named by the source", "en")),
        ]
    return said


def _only_named(key: str) -> KeptList:
    if act := _ACT.match(key):
        return KeptList(key, f"EU restrictive measures, Regulation {act[1]}/{act[2]}", "eu-council")
    return KeptList(key, key, f"of-{key}")


def _coverage(one: Import, key: str) -> list[Triple]:
    """Say that a list was held whole on the day of the edition, and on no other.

    It is not called complete while another edition of the list is set aside.
    """
    subject = thing("coverage", "list", key, f"import-{one.source}-{one.published}")
    citation = thing("citation", *subject.value.split("/id/")[1].split("/"))
    doubted = key in one.doubted
    said: list[tuple[Iri, Term]] = [
        (_TYPE, COMITY.Coverage),
        (COMITY.covers, thing("list", key)),
        (COMITY.isComplete, typed("false" if doubted else "true", "boolean")),
        (COMITY.knownCount, _integer(one.entries[key])),
        (COMITY.expectedCount, _integer(one.entries[key])),
        (COMITY.asOf, _dated(one.published)),
        (COMITY.citation, citation),
    ]
    if doubted:
        note = "Another edition of the list was imported and is set aside, because it is damaged."
        said.append((Iri(SKOS + "note"), tagged(note, "en")))
    else:
        said.append((COMITY.completeFrom, _dated(one.published)))
    return [
        *((subject, predicate, value) for predicate, value in said),
        (citation, _TYPE, COMITY.Citation),
        (citation, COMITY.source, source_iri(one)),
        (citation, COMITY.locator, Literal("the whole file")),
    ]


def _integer(number: int) -> Literal:
    return typed(str(number), "integer")


def _dated(value: str) -> Literal:
    """Return a year, a month or a day with the datatype that says just that."""
    return typed(value, {4: "gYear", 7: "gYearMonth"}.get(len(value), "date"))
