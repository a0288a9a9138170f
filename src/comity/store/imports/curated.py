"""Reads the entities and designations of the shipped graph that imports are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from comity.graph.identity.cards import Card, name_words, number
from comity.graph.identity.links import CURATED
from comity.graph.ntriples import worded
from comity.iris import COUNTRY_PATH, GRAPH, ID, SKOS, key_of, thing
from comity.store.engines.interface import Engine
from comity.store.imports.validity import Curated
from comity.terms import n_triples
from comity.vocab import COMITY

_ENTITIES = f"""
SELECT ?entity ?kind ?label ?name ?country ?scheme ?notation
WHERE {{
  VALUES ?graph {{ %s }}
  GRAPH ?graph {{
    ?entity a ?kind ; <{SKOS}prefLabel> ?label .
    FILTER (STRSTARTS(STR(?entity), "{ID}entity/") && LANG(?label) = "en")
    {{ ?entity <{SKOS}prefLabel>|<{SKOS}altLabel> ?name }}
    UNION {{ ?entity {COUNTRY_PATH} ?country }}
    UNION {{
      ?entity <{COMITY.identifier.value}> ?number .
      ?number <{COMITY.scheme.value}> ?scheme ; <{SKOS}notation> ?notation .
    }}
  }}
}}
"""
_ENTRIES = f"""
SELECT ?entity ?list ?listed
WHERE {{
  VALUES ?graph {{ %s }}
  GRAPH ?graph {{
    ?claim a <{COMITY.Designation.value}> ; <{COMITY.list.value}> ?list .
    OPTIONAL {{ ?claim <{COMITY.listedOn.value}> ?listed }}
  }}
  ?claim <{COMITY.entity.value}> ?entity .
}}
"""
_CLAIMS = f"""
SELECT ?claim ?entity ?listed ?observed ?from ?until
WHERE {{
  VALUES ?graph {{ %s }}
  GRAPH ?graph {{ ?claim a <{COMITY.Designation.value}> ; <{COMITY.list.value}> %s . }}
  ?claim <{COMITY.entity.value}> ?entity ; <{COMITY.holdsFrom.value}> ?from .
  OPTIONAL {{ ?claim <{COMITY.listedOn.value}> ?listed }}
  OPTIONAL {{ ?claim <{COMITY.observedOn.value}> ?observed }}
  OPTIONAL {{ ?claim <{COMITY.holdsUntil.value}> ?until }}
}}
ORDER BY ?claim ?listed ?observed ?from
"""


def _shipped_graphs(engine: Engine) -> str:
    """Return the graphs that are neither imported nor derived, as values of SPARQL."""
    return " ".join(
        n_triples(graph)
        for graph in engine.graphs()
        if not graph.value.startswith((f"{GRAPH}import/", f"{GRAPH}derived/"))
    )


def curated_cards(engine: Engine) -> list[Card]:
    """Return the cards of the entities of the shipped graph."""
    parts: dict[str, _Parts] = {}
    graphs = _shipped_graphs(engine)
    for entity, kind, label, name, country, scheme, notation in engine.select(
        _ENTITIES % graphs
    ).rows:
        if entity is None or kind is None or label is None:
            continue
        start = _Parts(key_of(kind.value), label.value, set(), set(), set(), set())
        of_entity = parts.setdefault(key_of(entity.value), start)
        if name is not None:
            of_entity.names.add(" ".join(name_words(name.value, of_entity.kind)))
        if country is not None:
            of_entity.countries.add(key_of(country.value))
        if scheme is not None and notation is not None:
            of_entity.numbers.add(number(key_of(scheme.value), notation.value))
    for entity, list_, listed in engine.select(_ENTRIES % graphs).rows:
        if entity is not None and list_ is not None and key_of(entity.value) in parts:
            day = listed.value if listed is not None else ""
            parts[key_of(entity.value)].entries.add(f"{key_of(list_.value)}@{day}")
    return [
        Card(
            key,
            CURATED,
            of_entity.kind,
            of_entity.label,
            " ".join(name_words(of_entity.label, of_entity.kind)),
            tuple(sorted(filter(None, of_entity.names))),
            frozenset(of_entity.countries),
            frozenset(),
            frozenset(filter(None, of_entity.numbers)),
            frozenset(of_entity.entries),
            (worded(of_entity.label, "en"),),
        )
        for key, of_entity in sorted(parts.items())
    ]


class _Parts(NamedTuple):
    """What a card of the shipped graph is made of."""

    kind: str
    label: str
    names: set[str]
    countries: set[str]
    numbers: set[str]
    entries: set[str]


def curated_designations(engine: Engine, lists: Iterable[str]) -> Iterator[Curated]:
    """Give the designations of the shipped graph on lists, each with the days of its bounds."""
    graphs = _shipped_graphs(engine)
    for list_ in sorted(set(lists)):
        claims: dict[str, Curated] = {}
        for row in engine.select(_CLAIMS % (graphs, n_triples(thing("list", list_)))).rows:
            claim, entity, *days = row
            if claim is not None and entity is not None:
                listed, observed, start, end = (day.value if day else "" for day in days)
                key = claim.value.removeprefix(ID)
                stated = Curated(key, key_of(entity.value), list_, listed, observed, start, end)
                claims.setdefault(key, stated)
        yield from claims.values()
