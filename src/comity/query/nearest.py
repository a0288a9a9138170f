"""Finds the names nearest to one that nobody knows, for "did you mean"."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from heapq import nlargest

from comity.spelling import folded, spelling

_ALIKE = 1000  # names that are looked at more closely where none fits


def nearest(name: str, known: Iterable[str], at_most: int = 3) -> tuple[str, ...]:
    """Return the known names most like ``name``, best first; equal ones in the order of text."""
    spellings = {folded(one): one for one in sorted(known, reverse=True)}
    target = folded(name)
    close = difflib.get_close_matches(target, sorted(spellings), at_most, cutoff=0.6)
    inside = [one for one in sorted(spellings) if target in one] if len(target) > 2 else []
    return tuple(spellings[one] for one in dict.fromkeys([*close, *inside]))[:at_most]


def pieces_of(text: str) -> tuple[str, ...]:
    """Return the two or three letters each of which a name much like the text has some.

    A text without a letter or digit has none: no name is like it.
    """
    asked = spelling(text)
    if not asked:
        return ()
    size = 3 if len(asked) > 4 else 2
    return tuple(sorted({asked[at : at + size] for at in range(max(1, len(asked) - size + 1))}))


def most_alike(pieces: Sequence[str], spellings: Iterable[str]) -> list[str]:
    """Return, of many spellings, those that have the most of the pieces; at least one."""
    told = ((sum(piece in one for piece in pieces), -len(one), one) for one in spellings)
    return [one for _, _, one in nlargest(_ALIKE, (each for each in told if each[0]))]


def did_you_mean(names: Iterable[str]) -> str:
    """Return "Did you mean a, b or c?" or nothing where there are no names."""
    listed = [f"'{name}'" for name in names]
    if not listed:
        return ""
    return f"Did you mean {' or '.join(listed)}?"
