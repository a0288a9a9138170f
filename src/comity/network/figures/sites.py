"""Finds where polities are on a map: their areas in the atlas, and the point of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.names import PREFIXES, concept, key_of
from comity.network.figures.outlines import Area, world
from comity.network.figures.projection import Point
from comity.store.engine import Engine, Solutions
from comity.terms import Iri, Literal, n_triples, typed

_YES = typed("true", "boolean")
# Areas without a number of ISO's, by the name that the atlas has for them.
_UNNUMBERED: Mapping[str, str] = {"Kosovo": "XKX"}
_PLACES = f"""
PREFIX comity: <{PREFIXES["comity"]}>
PREFIX geo: <{PREFIXES["geo"]}>
PREFIX skos: <{PREFIXES["skos"]}>
SELECT ?polity ?number ?latitude ?longitude ?state
WHERE {{
  VALUES ?kind {{ comity:State comity:Territory comity:OtherPolity comity:Polity }}
  ?polity a ?kind .
  OPTIONAL {{
    ?polity comity:identifier ?identifier .
    ?identifier comity:scheme %s ; skos:notation ?number .
  }}
  OPTIONAL {{ ?polity geo:lat ?latitude ; geo:long ?longitude . }}
  BIND (?kind = comity:State AS ?state)
}}
ORDER BY ?polity"""


@dataclass(frozen=True, slots=True)
class Site:
    """A polity, its areas in the atlas (none of some small islands), and its point."""

    polity: Iri
    areas: tuple[Area, ...]
    point: Point | None
    is_state: bool


def sites(engine: Engine) -> tuple[Site, ...]:
    """Return every polity of the graph that is somewhere, by IRI; a union is nowhere."""
    areas: dict[str, list[Area]] = {}
    for area in world().areas:
        areas.setdefault(area.number or _UNNUMBERED.get(area.name, ""), []).append(area)
    scheme = n_triples(concept("identifier-scheme", "iso-3166-1-numeric"))
    answer = engine.query(_PLACES % scheme)
    assert isinstance(answer, Solutions)
    found = {}
    for polity, number, latitude, longitude, state in answer.rows:
        assert isinstance(polity, Iri)
        point = None
        if isinstance(latitude, Literal) and isinstance(longitude, Literal):
            point = (float(longitude.value), float(latitude.value))
        own = areas.get(number.value if number else key_of(polity.value), [])
        if own or point:
            found[polity] = Site(polity, tuple(own), point, state == _YES)
    return tuple(found.values())
