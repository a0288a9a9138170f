"""What to call a term when people read it, and the names nearest to an unknown one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from heapq import nlargest

from comity.iris import ID, PREFIXES, SKOS
from comity.store.engines.interface import Engine
from comity.terms import Iri, Literal, Term
from comity.text import folded, spelling

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


_ALIKE = 1000  # names that are looked at more closely where none fits


def nearest(name: str, known: Iterable[str], at_most: int = 3) -> tuple[str, ...]:
    """Return the known names most like ``name``, best first; equal ones in the order of text."""
    by_spelling = {folded(candidate): candidate for candidate in sorted(known, reverse=True)}
    target = folded(name)
    close = difflib.get_close_matches(target, sorted(by_spelling), at_most, cutoff=0.6)
    containing = (
        [candidate for candidate in sorted(by_spelling) if target in candidate]
        if len(target) > 2
        else []
    )
    return tuple(by_spelling[candidate] for candidate in dict.fromkeys([*close, *containing]))[
        :at_most
    ]


def pieces_of(text: str) -> tuple[str, ...]:
    """Return the two or three letters each of which a name much like the text has some.

    A text without a letter or digit has none: no name is like it.
    """
    folded_text = spelling(text)
    if not folded_text:
        return ()
    size = 3 if len(folded_text) > 4 else 2
    return tuple(
        sorted(
            {
                folded_text[start : start + size]
                for start in range(max(1, len(folded_text) - size + 1))
            }
        )
    )


def most_alike(pieces: Sequence[str], spellings: Iterable[str]) -> list[str]:
    """Return, of many spellings, those that have the most of the pieces; at least one."""
    scored = (
        (sum(piece in candidate for piece in pieces), -len(candidate), candidate)
        for candidate in spellings
    )
    return [
        candidate for _, _, candidate in nlargest(_ALIKE, (entry for entry in scored if entry[0]))
    ]


def did_you_mean(names: Iterable[str]) -> str:
    """Return "Did you mean a, b or c?" or nothing where there are no names."""
    listed = [f"'{name}'" for name in names]
    if not listed:
        return ""
    return f"Did you mean {' or '.join(listed)}?"
