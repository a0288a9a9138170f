"""Fields that hold several things at once: ``(1) Syria (2) Iraq``, ``a) 1960 b) 1961``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from comity.lists.model.record import Note

# ruff: noqa: RUF001, RUF003 -- labels and signs of lists in Japanese and Chinese


# "(1)", "(a)", "a)", "1)", "（a）"; also "(1)-(3)" and "(1) to (3)" before what holds for three.
_LABEL = re.compile(
    r"(?:[(（]|(?<![^\s,;.、；)）]))(?P<first>\d{1,2}|([A-Za-z])\2?)[)）]"
    r"(?:(?:-|–|\s?to\s)[(（]?(?P<last>\d{1,2}|[A-Za-z])[)）])?[\s:.]*"
)
_NOTHING = frozenset({"", "-", "–", "na", "n/a", "none", "unknown", "不明", "none given"})
_ENDS = " ,;、，；"
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Ltd|Co|Inc|Corp|Jr|Sr|St|Str|Ave|No|Bldg)|\.[A-Za-z]+)\.\Z"
)


def parts(text: str) -> tuple[str, ...]:
    """Return the parts of a lettered or numbered field; any other text is one part.

    The labels must run from the first letter or number on, each one more than the one before it,
    so that a letter in brackets inside a text does not cut it. Parts that say nothing (``-``,
    ``na``) are left out.
    """
    return tuple(part for part in slots(text) if says_something(part))


def outside_brackets(text: str, separators: str = ";") -> tuple[str, ...]:
    """Return the parts of a field between separators that stand in no bracket.

    A bracket that is never closed holds nothing together.
    """
    pieces: list[str] = []
    depth = start = 0
    last_closing = max(map(text.rfind, ")]）"))
    for position, character in enumerate(text):
        if character in "([（":
            depth += position < last_closing
        elif character in ")]）":
            depth = max(0, depth - 1)
        elif character in separators and not depth:
            pieces.append(text[start:position])
            start = position + 1
    pieces.append(text[start:])
    return tuple(piece.strip() for piece in pieces if piece.strip())


def slots(text: str) -> tuple[str, ...]:
    """Return the parts of a lettered field with those that say nothing, to match two fields."""
    cuts: list[tuple[int, int, bool]] = []
    wanted = 1
    for match in _LABEL.finditer(text):
        if _rank(match["first"]) == wanted:
            wanted = _rank(match["last"] or match["first"]) + 1
            cuts.append((match.start(), match.end(), match["last"] is not None))
    if not cuts or text[: cuts[0][0]].strip(_ENDS + "."):
        return (text,)
    ends = [start for start, _, _ in cuts[1:]] + [len(text)]
    return tuple(_whole(text[end:stop]) for (_, end, _), stop in zip(cuts, ends, strict=True))


def says_something(text: str) -> bool:
    """Say whether a field has a text that is not only a word for nothing."""
    return text.strip(" .").lower() not in _NOTHING


def unlike(texts: Iterable[str]) -> tuple[str, ...]:
    """Return each text once, in the order of its first place, without empty ones."""
    return tuple(dict.fromkeys(text for text in texts if text))


def notes(*fields: tuple[str, str]) -> tuple[Note, ...]:
    """Return fields as notes, each once, without those that have no text."""
    return tuple(dict.fromkeys(Note(field, text) for field, text in fields if text))


def _whole(text: str) -> str:
    """Return a part without separators at its ends, and without a full stop that ends no word."""
    bare = text.strip(_ENDS)
    if bare.endswith(".") and not _ABBREVIATED.search(bare):
        bare = bare.rstrip(" .")
    return bare


def _rank(label: str) -> int:
    """Return the place of a label: a and 1 are the first, aa follows on z."""
    if label.isdigit():
        return int(label)
    return ord(label[0].lower()) - ord("a") + 1 + 26 * (len(label) - 1)
