"""Where a query of the editor fails: the place in the text as the reader wrote it."""

from __future__ import annotations

import re
from typing import NamedTuple

from comity.errors import ComityError
from comity.query.prologue import with_prefixes

_PLACE = re.compile(r"\bat line (\d{1,9}), column (\d{1,9})")
_AROUND = 60  # characters of the line that are shown on either side


class Fault(NamedTuple):
    """What was found and what to do, the place, and the line there in three parts.

    ``line`` and ``column`` count from 1, in characters; 0 where the fault has no place. ``mark`` is
    the word at the place, or the one before it where none begins there, and ``shown`` its line.
    """

    found: str
    remedy: str
    line: int = 0
    column: int = 0
    shown: int = 0
    before: str = ""
    mark: str = ""
    after: str = ""


def fault_of(error: ComityError, text: str) -> Fault:
    """Return the fault of a query; prefixes that were declared for its writer do not count."""
    place = _PLACE.search(error.found)
    if place is None:
        return Fault(error.found, error.remedy)
    line, column = int(place[1]), int(place[2])
    if line == 1:
        column = max(1, column - (len(with_prefixes(text)) - len(text)))
    said = f"at line {line}, column {column}"
    found = f"{error.found[: place.start()]}{said}{error.found[place.end() :]}"
    # A remedy of several lines shows the place, which is done here.
    remedy = "" if "\n" in error.remedy else error.remedy
    return Fault(found, remedy, line, column, *_parts(text, line, column))


def _parts(text: str, line: int, column: int) -> tuple[int, str, str, str]:
    """Return the line of the word at a place, what is before it there, the word, and the rest."""
    lines = text.split("\n")
    before = lines[: line - 1]
    start = sum(len(one) + 1 for one in before) + min(column - 1, len("".join(lines[line - 1 :])))
    if not text[start : start + 1].strip():
        words = text[:start].split()
        start = len(text[:start].rstrip()) - len(words[-1]) if words else 0
    word = re.match(r"\S*", text[start:])
    end = start + min(len(word[0]) if word else 0, _AROUND)
    left, right = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0].rstrip("\r")
    return (
        text.count("\n", 0, start) + 1,
        f"…{left[-_AROUND:]}" if len(left) > _AROUND else left,
        text[start:end],
        f"{right[:_AROUND]}…" if len(right) > _AROUND else right,
    )
