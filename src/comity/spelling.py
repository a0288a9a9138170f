"""Brings text to what two spellings of one name share: no case, accents, width, punctuation."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~\u2010-\u2027\u2030-\u205e\u3000-\u303f\u30fb]+")


def folded(text: str) -> str:
    """Return text without case, accents and width: what two spellings of one name share."""
    wide = unicodedata.normalize("NFKD", text)
    return "".join(c for c in wide if not unicodedata.combining(c)).casefold().strip()


def spelling(text: str) -> str:
    """Return text without case, accents, width and punctuation, its words parted by a space."""
    plain = text.casefold() if text.isascii() else folded(text)
    return _BETWEEN_WORDS.sub(" ", plain).strip() or plain.strip()
