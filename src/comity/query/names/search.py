"""Finds things by what they are called: any name or code, in any script, spelt loosely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from comity.errors import BadParameter, UnknownThing
from comity.iris import COMITY as NAMESPACE
from comity.iris import ID, SKOS, key_of
from comity.query.claims.records import Names, kind_of
from comity.query.names.labels import did_you_mean, most_alike, nearest, pieces_of
from comity.query.names.resolve import THINGS
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
    """A thing that was found: its name, what of it matched, and as what sort of name."""

    thing: Iri
    label: str
    matched: str
    language: str
    sort: str
    rank: Rank

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
    order of kinds, shorter names and keys decide. Raises BadParameter for text without a letter
    or digit, UnknownThing for a kind that is none.
    """
    asked = spelling(text)
    if not asked:
        raise BadParameter("There is nothing to search for.", "Give a word, for example: Norway.")
    if kind is not None and kind not in THINGS:
        close = nearest(kind, THINGS)
        raise UnknownThing(
            f"There is no kind of thing '{kind}'.",
            f"{did_you_mean(close)} Give one of {', '.join(THINGS)}.".strip(),
            close,
        )
    best: dict[Iri, Hit] = {}
    for hit in (*_by_code(engine, text.strip()), *_by_name(engine, asked)):
        if hit.kind in _KIND_ORDER and kind in (None, hit.kind):
            previous = best.get(hit.thing)
            best[hit.thing] = hit if previous is None else min(previous, hit, key=_merit)
    ordered = sorted(best.values(), key=_merit)[:limit]
    names = Names(engine, (hit.thing for hit in ordered))
    return SearchResult(tuple(hit._replace(label=names[hit.thing]) for hit in ordered), len(best))


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
            yield Hit(thing, "", text, "", "key", Rank.CODE)
    if re.match(r"https?://[^\s<>\"{}|^`\\]+\Z", text):
        for (same,) in _rows(engine, _BY_IRI % n_triples(Iri(text))):
            if isinstance(same, Iri):
                yield Hit(same, "", text, "", "IRI elsewhere", Rank.CODE)
        return
    spellings = " ".join(quoted(variant) for variant in sorted({text, text.upper(), text.lower()}))
    rows = list(_rows(engine, _BY_CODE % spellings))
    schemes = Names(engine, (scheme for _, scheme, _ in rows if isinstance(scheme, Iri)))
    for owner, scheme, notation in rows:
        if isinstance(owner, Iri) and isinstance(scheme, Iri) and notation is not None:
            yield Hit(owner, "", notation.value, "", schemes[scheme], Rank.CODE)


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
