"""Reads what sorts polities and initiatives: regions, technology areas and kinds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from comity.iris import PREFIXES, SKOS
from comity.store.engines.interface import Engine
from comity.terms import Iri


def polities_in(engine: Engine, regions: Collection[Iri]) -> frozenset[Iri]:
    """Return the polities of some regions, and of the regions inside these."""
    return _sorted_under(engine, "comity:region", regions)


def things_in_areas(engine: Engine, areas: Collection[Iri]) -> frozenset[Iri]:
    """Return the initiatives and pacts of some technology areas, and of narrower ones."""
    return _sorted_under(engine, "comity:technologyArea", areas)


def initiatives_of(engine: Engine, kinds: Collection[Iri]) -> frozenset[Iri]:
    """Return the initiatives of some kinds."""
    return _sorted_under(engine, "comity:initiativeKind", kinds)


def regions_of(engine: Engine) -> dict[Iri, Iri]:
    """Return the region of each polity: the widest one it is in (Asia, not Western Asia)."""
    above = _broader(engine)
    found: defaultdict[Iri, list[Iri]] = defaultdict(list)
    for polity, region in _pairs(engine, "?one comity:region ?other"):
        found[polity].append([region, *_all_above(region, above)][-1])
    return {polity: min(regions) for polity, regions in found.items()}


def _sorted_under(engine: Engine, how: str, concepts: Collection[Iri]) -> frozenset[Iri]:
    above = _broader(engine)
    wanted = set(concepts)
    return frozenset(
        thing
        for thing, concept in _pairs(engine, f"?one {how} ?other")
        if wanted.intersection([concept, *_all_above(concept, above)])
    )


def _broader(engine: Engine) -> dict[Iri, Iri]:
    """Return the broader concept of each; a path with ``*`` is not for every endpoint."""
    return dict(_pairs(engine, f"?one <{SKOS}broader> ?other"))


def _all_above(concept: Iri, above: Mapping[Iri, Iri]) -> Iterator[Iri]:
    met = {concept}
    while (concept := above.get(concept, concept)) not in met:
        met.add(concept)
        yield concept


def _pairs(engine: Engine, pattern: str) -> list[tuple[Iri, Iri]]:
    answer = engine.select(
        f"PREFIX comity: <{PREFIXES['comity']}>\nSELECT DISTINCT ?one ?other WHERE {{ {pattern} }}"
    )
    return sorted(
        (one, other)
        for one, other in answer.rows
        if isinstance(one, Iri) and isinstance(other, Iri)
    )
