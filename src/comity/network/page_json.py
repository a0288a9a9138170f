"""Packs what the page holds as JSON: each name, date and quote once, all else as numbers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

from comity.iris import SCHEME, SKOS, key_of
from comity.network import page_layout
from comity.network.page_data import SORTS, Fact, Holdings
from comity.query.claims.citations import Cited
from comity.query.claims.facts import Interval
from comity.query.claims.records import Record, kind_of, path_of
from comity.terms import Iri, Literal
from comity.vocab import COMITY

_EPOCH = date(1970, 1, 1).toordinal()
_ALWAYS, _NEVER = -1_000_000, 1_000_000  # days that stand for "no first day" and "no last day"
_SORTS = tuple(SORTS)
_NAMES = Iri(SKOS + "prefLabel")
_ALIASES = (Iri(SKOS + "altLabel"), COMITY.weakAlias, COMITY.officialName)
_BROADER = Iri(SKOS + "broader")
_GROUPED = ("membership", "attendance", "pact")
_LEAVES = ("entity", "pact")

Item = TypeVar("Item", bound=Hashable)
Json = object


class _Numbered(Generic[Item]):
    """Gives each different item a number, in the order in which they come."""

    def __init__(self) -> None:
        self._number: dict[Item, int] = {}

    def __call__(self, item: Item) -> int:
        return self._number.setdefault(item, len(self._number))

    def packed(self, how: Callable[[Item], Json]) -> list[Json]:
        return [how(item) for item in self._number]


def pack(holdings: Holdings, opening: dict[str, Json]) -> str:
    """Return what the script needs, as JSON that cannot end the element it stands in."""
    nodes = sorted(holdings.things, key=lambda iri: (kind_of(iri), iri))
    number = {iri: place for place, iri in enumerate(nodes)}
    concepts = sorted(holdings.concepts)
    concept = {iri: place for place, iri in enumerate(concepts)}
    whens: _Numbered[Interval] = _Numbered()
    sources: _Numbered[tuple[str, ...]] = _Numbered()
    citations: _Numbered[tuple[int | str, ...]] = _Numbered()

    def numbers(record: Record, *properties: Iri) -> list[int]:
        return [concept[one] for one in record.things(*properties) if one in concept]

    def cite(one: Cited) -> int:
        title = one.title or key_of(one.source.value)
        source = sources((title, one.publisher, one.date, one.url))
        quote, language = (one.quote.value, one.quote.language or "") if one.quote else ("", "")
        return citations((source, quote, language, one.locator))

    facts = holdings.facts
    data: dict[str, Json] = {
        "opening": opening,
        "sorts": _SORTS,
        "concepts": [
            [concept_path(iri), *_named(holdings.concepts[iri]),
             next(iter(numbers(holdings.concepts[iri], _BROADER)), -1)]
            for iri in concepts
        ],
        "nodes": [
            [path_of(iri), *_named(record), _aliases(record),
             next(iter(numbers(record, COMITY.region)), -1),
             numbers(record, COMITY.technologyArea)]
            for iri in nodes
            for record in [holdings.things[iri]]
        ],
        "facts": {
            "sort": [_SORTS.index(fact.sort) for fact in facts],
            "one": [number[fact.one] for fact in facts],
            "other": [number[fact.other] for fact in facts],
            "when": [whens(fact.interval) for fact in facts],
            "how": [[concept[one] for one in fact.how if one in concept] for fact in facts],
            "cited": [sorted({cite(one) for one in cited}) for cited in holdings.cited],
        },
        "coverage": [
            [number[one.covers], -1 if one.status is None else concept.get(one.status, -1),
             int(one.complete), one.known, one.expected, one.as_of, one.note]
            for found in holdings.coverage.values()
            for one in found
        ],
        "places": layouts(facts, number),
    }  # fmt: skip
    data["whens"] = whens.packed(_when)
    data["citations"] = citations.packed(list)
    data["sources"] = sources.packed(list)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def concept_path(iri: Iri) -> str:
    """Return the scheme and key of a concept: region/asia."""
    return iri.value.removeprefix(SCHEME)


def days(stated: str, missing: int) -> int:
    """Return a date as its number of days since 1970-01-01."""
    return date.fromisoformat(stated).toordinal() - _EPOCH if stated else missing


def name_of(record: Record) -> str:
    """Return the English name of a thing, or one in another language, or its key."""
    return _named(record)[0]


def layouts(facts: Sequence[Fact], number: dict[Iri, int]) -> dict[str, list[float]]:
    """Return the places of the nodes in each way of looking, as number, x, y and so on.

    One for the ties of polities of each kind, one for all kinds together, and one of
    everything with what ties it.
    """
    pulls: dict[str, dict[page_layout.Pair, float]] = {
        sort: page_layout.shared(
            (number[fact.one], number[fact.other])
            for fact in facts
            if fact.sort == sort and fact.ties
        )
        for sort in _GROUPED
    }
    pulls["designation"] = _listings(facts, number)
    together: defaultdict[page_layout.Pair, float] = defaultdict(float)
    for found in pulls.values():
        most = max(found.values(), default=1.0)
        for pair, weight in found.items():
            together[pair] += weight / most
    pulls["all"] = dict(together)
    placed = {name: page_layout.places(found) for name, found in pulls.items()}
    placed["everything"] = _everything(facts, number)
    return {
        name: [value for node in sorted(found) for value in (node, *found[node])]
        for name, found in placed.items()
    }


def _listings(facts: Sequence[Fact], number: dict[Iri, int]) -> dict[page_layout.Pair, float]:
    """Return how many entities of a country each lister has on its lists."""
    keeper = {fact.one: fact.other for fact in facts if fact.sort == "keeper"}
    organ = {fact.one: fact.other for fact in facts if fact.sort == "organ"}
    countries: defaultdict[Iri, list[Iri]] = defaultdict(list)
    for fact in facts:
        if fact.sort == "country":
            countries[fact.one].append(fact.other)
    found: defaultdict[page_layout.Pair, float] = defaultdict(float)
    for fact in facts:
        if fact.sort == "designation" and fact.other in keeper:
            lister = organ.get(keeper[fact.other], keeper[fact.other])
            for country in countries[fact.one]:
                if country != lister:
                    ends = sorted((number[lister], number[country]))
                    found[ends[0], ends[1]] += 1
    return dict(found)


def _everything(facts: Sequence[Fact], number: dict[Iri, int]) -> dict[int, tuple[float, float]]:
    """Place all things by what ties them; entities and pacts stand around what they are tied to."""
    kind = {number[iri]: kind_of(iri) for iri in number}
    pulls: dict[page_layout.Pair, float] = {}
    leaves: defaultdict[int, list[int]] = defaultdict(list)
    for fact in sorted(facts, key=lambda fact: fact.sort != "designation"):
        one, other = number[fact.one], number[fact.other]
        if not fact.ties or one == other:
            continue
        ends = [end for end in (one, other) if kind[end] in _LEAVES]
        for end in ends:
            leaves[end].append(other if end == one else one)
        if not ends:
            pulls[min(one, other), max(one, other)] = 1.0
    for near in leaves.values():  # what only leaves tie stands near for their sake
        for one, other in pairwise(sorted(set(near))):
            pulls.setdefault((one, other), 0.2)
    core = page_layout.places(pulls, 20.0)
    return {**core, **page_layout.around(core, leaves)}


def _named(record: Record) -> tuple[str, str]:
    """Return the English name (or the one there is, or the key) and the Japanese one or ""."""
    names = {name.language: name.value for name in record.all(_NAMES) if isinstance(name, Literal)}
    any_name = next((names[language] for language in sorted(names, key=str)), "")
    return names.get("en") or any_name or key_of(record.iri.value), names.get("ja", "")


def _aliases(record: Record) -> list[str]:
    """Return what else people may type to find it."""
    known = set(_named(record))
    names: Iterable[str] = (name.value for name in record.all(_NAMES, *_ALIASES))
    return sorted({key_of(record.iri.value), *names} - known)


def _when(interval: Interval) -> list[Json]:
    return [
        interval.begin_word,
        interval.begin,
        interval.end_word,
        interval.end,
        interval.observed,
        days(interval.known_from, _ALWAYS),
        days(interval.known_until, _NEVER),
    ]
