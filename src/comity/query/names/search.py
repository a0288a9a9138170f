"""Finds things by what they are called: any name or code, in any script, spelt loosely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from comity.errors import BadParameter, UnknownThing
from comity.iris import COMITY as NAMESPACE
from comity.iris import COUNTRY_PATH, ID, SKOS, key_of
from comity.query.claims.records import Names, asked, kind_of
from comity.query.names.labels import did_you_mean, most_alike, nearest, pieces_of
from comity.query.names.resolve import THINGS, canonical
from comity.store.engines.interface import Engine, Row
from comity.store.snapshot.name_index import KEY, PROPERTIES, Named, names_in, opened
from comity.terms import Iri, n_triples, quoted
from comity.text import spelling

# What the names in the properties of the index are called, best first.
_SORTS = dict(
    zip(PROPERTIES, ("name", "official name", "alias", "weak alias", "title"), strict=True)
)
_BY_CODE = f"""
SELECT ?thing ?scheme ?notation
WHERE {{
  VALUES ?notation {{ %s }}
  ?node <{SKOS}notation> ?notation ; <{NAMESPACE}scheme> ?scheme .
  ?thing <{NAMESPACE}identifier> ?node .
}}"""
_BY_IRI = f"""
SELECT ?thing
WHERE {{ VALUES ?iri {{ %s }} ?thing <{SKOS}exactMatch> ?iri }}"""
_TIES = "|".join(
    f"<{NAMESPACE}{name}>"
    for name in (
        *("entity", "polity", "initiative", "summit", "list", "party", "owner", "owned"),
        *("canonical", "authority", "act"),
    )
)
_CLAIMS = f"""
SELECT ?subject (COUNT(*) AS ?claims)
WHERE {{ %s ?claim {_TIES} ?subject }}
GROUP BY ?subject"""
_LISTED = f"""
SELECT ?subject ?country ?list
WHERE {{
  %s
  {{ ?subject {COUNTRY_PATH} ?country }}
  UNION {{
    ?claim <{NAMESPACE}entity> ?subject ; <{NAMESPACE}list> ?list ; <{NAMESPACE}holdsFrom> ?from .
    FILTER NOT EXISTS {{ ?claim <{NAMESPACE}holdsUntil> ?until }}
  }}
}}"""
_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
_NOT_ASCII = "[^ -~]"  # such a name always comes: only Python can fold it
_SORT_ORDER = {sort: place for place, sort in enumerate(_SORTS.values())}
_KIND_ORDER = {kind: place for place, kind in enumerate(THINGS)}


class Rank(IntEnum):
    """How well something matches, best first."""

    CODE = 0
    """The key of a thing, or a code or number of it."""
    NAME = 1
    """A whole name."""
    PREFIX = 2
    """The beginning of a name."""
    WORDS = 3
    """Whole words in a name, in the order in which they were asked for."""
    BEGINNINGS = 4
    """The beginnings of words in a name, in any order."""
    WITHIN = 5
    """A part of a name."""


class Hit(NamedTuple):
    """A thing that matches: its name, what of it matched, and as what sort of name.

    ``prominence`` counts the claims and entries that name it; ``countries`` and ``lists`` are the
    polities to which an entity is tied and the lists on which it stands, by key.
    """

    thing: Iri
    label: str
    matched: str
    language: str
    sort: str
    rank: Rank
    prominence: int = 0
    countries: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the thing: ``polity``, ``entity`` …"""
        return kind_of(self.thing)

    @property
    def key(self) -> str:
        """The key of the thing among those of its kind."""
        return key_of(self.thing.value)


class SearchResult(NamedTuple):
    """The best hits, and how many things were found in all."""

    hits: tuple[Hit, ...]
    total: int


def search(
    engine: Engine, text: str, kind: str | None = None, limit: int | None = None
) -> SearchResult:
    """Find the things that are called so, best first; each once, by what of it matches best.

    Case, accents, width and punctuation are ignored. Among equals sources come last, then the
    order of kinds, prominence, shorter names and keys decide. Raises BadParameter for text without
    a letter or digit, UnknownThing for a kind that is none.
    """
    wanted = spelling(text)
    if not wanted:
        raise BadParameter("There is nothing to search for.", "Give a word, for example: Norway.")
    if kind is not None and kind not in THINGS:
        close = nearest(kind, THINGS)
        raise UnknownThing(
            f"There is no kind of thing '{kind}'.",
            f"{did_you_mean(close)} Give one of {', '.join(THINGS)}.".strip(),
            close,
        )
    best: dict[Iri, Hit] = {}
    for hit in (*_by_code(engine, text.strip()), *_by_name(engine, wanted)):
        if hit.kind in _KIND_ORDER and kind in (None, hit.kind):
            previous = best.get(hit.thing)
            best[hit.thing] = hit if previous is None else min(previous, hit, key=_merit)
    counts = _prominence(engine, best)
    counted = (hit._replace(prominence=counts.get(hit.thing, 0)) for hit in best.values())
    ordered = sorted(counted, key=_merit)[:limit]
    names = Names(engine, (hit.thing for hit in ordered))
    listings = _listings(engine, ordered)
    hits = (
        hit._replace(
            label=names[hit.thing],
            countries=tuple(sorted(listings.get(hit.thing, _NOTHING)[0])),
            lists=tuple(sorted(listings.get(hit.thing, _NOTHING)[1])),
        )
        for hit in ordered
    )
    return SearchResult(tuple(hits), len(best))


def _prominence(engine: Engine, things: Iterable[Iri]) -> dict[Iri, int]:
    """Return how many claims and entries name each thing."""
    return {
        thing: int(count.value)
        for thing, count in asked(engine, _CLAIMS, sorted(things))
        if isinstance(thing, Iri) and count is not None
    }


def _listings(engine: Engine, hits: Iterable[Hit]) -> dict[Iri, tuple[set[str], set[str]]]:
    """Return the countries of entities, and the lists on which they stand without a known end."""
    result: dict[Iri, tuple[set[str], set[str]]] = {}
    entities = sorted(hit.thing for hit in hits if hit.kind == "entity")
    for thing, country, list_ in asked(engine, _LISTED, entities):
        if isinstance(thing, Iri):
            countries, lists = result.setdefault(thing, (set(), set()))
            if isinstance(country, Iri):
                countries.add(key_of(country.value))
            if isinstance(list_, Iri):
                lists.add(key_of(list_.value))
    return result


def suggestions(engine: Engine, text: str, kind: str | None = None) -> tuple[str, ...]:
    """Return names that are spelt much like the text, for one that is called nothing."""
    labels: dict[str, str] = {}
    pieces = pieces_of(text)
    for entry in _having_any(engine, pieces):
        kind_found = kind_of(entry.thing)
        if entry.property != KEY and kind_found in _KIND_ORDER and kind in (None, kind_found):
            labels[entry.spelling] = max(labels.get(entry.spelling, ""), entry.label.value)
    return tuple(labels[entry] for entry in nearest(spelling(text), most_alike(pieces, labels)))


def _by_name(engine: Engine, asked: str) -> Iterator[Hit]:
    longest = max(asked.split(), key=len)
    for entry in _having(engine, longest):
        rank = _rank(asked, entry.spelling)
        if rank is not None and entry.property != KEY:
            label, sort = entry.label, _SORTS[entry.property]
            yield Hit(entry.thing, "", label.value, label.language or "", sort, rank)


def _having(engine: Engine, word: str) -> Iterator[Named]:
    with opened(engine.beside) as index:
        yield from index.within(word) if index else names_in(engine, _pattern([word]))


def _having_any(engine: Engine, pieces: Sequence[str]) -> Iterator[Named]:
    with opened(engine.beside) as index:
        yield from index.having_any(pieces) if index else names_in(engine, _pattern(pieces))


def _rank(asked: str, name: str) -> Rank | None:
    if name == asked:
        return Rank.NAME
    if name.startswith(asked):
        return Rank.PREFIX
    if f" {asked} " in f" {name} ":
        return Rank.WORDS
    spaced = f" {name}"
    if all(f" {word}" in spaced for word in asked.split()):
        return Rank.BEGINNINGS
    return Rank.WITHIN if asked in name else None


def _pattern(parts: Iterable[str]) -> str:
    """Return a filter for a store without an index that lets all names through that may match.

    Only letters and digits of ASCII mean the same before and after folding, so only they narrow
    the scan down; the rest is for Python to decide.
    """
    plain = [part for part in parts if part.isascii()]
    pattern = "|".join((_NOT_ASCII, *(re.escape(part) for part in plain)))
    return f'FILTER (REGEX(STR(?label), {quoted(pattern)}, "i"))'


def _by_code(engine: Engine, text: str) -> Iterator[Hit]:
    """Give the things of which the text is the key, the IRI, a code, or an IRI elsewhere."""
    for thing in _keyed(text):
        if next(engine.triples(subject=thing), None) is not None:
            yield Hit(canonical(engine, thing), "", text, "", "key", Rank.CODE)
    if re.match(r"https?://[^\s<>\"{}|^`\\]+\Z", text):
        for (same,) in _rows(engine, _BY_IRI % n_triples(Iri(text))):
            if isinstance(same, Iri):
                yield Hit(same, "", text, "", "IRI elsewhere", Rank.CODE)
        return
    spellings = " ".join(quoted(variant) for variant in sorted(_codes(text)))
    rows = list(_rows(engine, _BY_CODE % spellings))
    schemes = Names(engine, (scheme for _, scheme, _ in rows if isinstance(scheme, Iri)))
    for owner, scheme, notation in rows:
        if isinstance(owner, Iri) and isinstance(scheme, Iri) and notation is not None:
            yield Hit(owner, "", notation.value, "", schemes[scheme], Rank.CODE)


def _codes(text: str) -> set[str]:
    """Return the ways in which a code or number may be written: "IMO 9187629" is 9187629 too."""
    scheme, _, number = re.sub(r"^([A-Za-z]{2,5})[ :#-]*(?=\d)", r"\1 ", text).partition(" ")
    texts = {text, re.sub(r"[^A-Za-z0-9._~]+", "-", text).strip("-"), re.sub(r"[\s-]+", "", text)}
    if scheme.isalpha() and any(character.isdigit() for character in number):
        texts |= {number, re.sub(r"[\s-]+", "", number)}
    return {variant for code in texts if code for variant in (code, code.upper(), code.lower())}


def _keyed(text: str) -> Iterator[Iri]:
    path = text.removeprefix(ID)
    if not re.fullmatch(r"[A-Za-z0-9._~/-]+", path):
        return
    if path.partition("/")[0] in _KIND_ORDER:
        yield Iri(ID + path)
    for kind in THINGS:
        for key in dict.fromkeys((path, path.upper(), path.lower())):
            yield Iri(f"{ID}{kind}/{key}")


def _merit(hit: Hit) -> tuple[int | str | bool, ...]:
    """Return what hits are ordered by: how well they match, then sort, kind, length and key."""
    return (
        hit.kind == "source",
        hit.rank,
        _KIND_ORDER[hit.kind],
        -hit.prominence,
        len(hit.matched),
        _SORT_ORDER.get(hit.sort, -1),
        hit.matched,
        hit.language != "en",
        hit.language,
        hit.thing.value,
    )


def _rows(engine: Engine, query: str) -> Iterator[Row]:
    answer = engine.select(query)
    yield from answer.rows
