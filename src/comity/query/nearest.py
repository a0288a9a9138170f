"""Finds the names nearest to one that nobody knows, for "did you mean"."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~\u2010-\u2027\u2030-\u205e\u3000-\u303f\u30fb]+")


def folded(text: str) -> str:
    """Return text without case, accents and width: what two spellings of one name share."""
    wide = unicodedata.normalize("NFKD", text)
    return "".join(c for c in wide if not unicodedata.combining(c)).casefold().strip()


def spelling(text: str) -> str:
    """Return text without case, accents, width and punctuation, its words parted by a space."""
    plain = text.casefold() if text.isascii() else folded(text)
    return _BETWEEN_WORDS.sub(" ", plain).strip() or plain.strip()


def nearest(name: str, known: Iterable[str], at_most: int = 3) -> tuple[str, ...]:
    """Return the known names most like ``name``, best first; equal ones in the order of text."""
    spellings = {folded(one): one for one in sorted(known, reverse=True)}
    target = folded(name)
    close = difflib.get_close_matches(target, sorted(spellings), at_most, cutoff=0.6)
    inside = [one for one in sorted(spellings) if target in one] if len(target) > 2 else []
    return tuple(spellings[one] for one in dict.fromkeys([*close, *inside]))[:at_most]


def did_you_mean(names: Iterable[str]) -> str:
    """Return "Did you mean a, b or c?" or nothing where there are no names."""
    listed = [f"'{name}'" for name in names]
    if not listed:
        return ""
    return f"Did you mean {' or '.join(listed)}?"
