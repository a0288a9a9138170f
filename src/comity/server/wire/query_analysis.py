"""What can be told of a query before it runs: its form, and if it always answers the same."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from comity.store.engines.guard import Token, check, tokens
from comity.store.engines.syntax import check_patterns

LONG = 8192  # characters; it takes a while to look at more, and much memory to remember them
_DIFFERENT_EACH_TIME = {"NOW", "RAND", "UUID", "STRUUID", "BNODE"}


class Question(NamedTuple):
    """A query that may be run."""

    form: str
    """``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``; nothing for what does not parse."""
    steady: bool
    """Whether the same store answers it with the same bytes each time."""


def question(text: str) -> Question:
    """Look at a query; raise BadQuery for an update and for SERVICE."""
    return _remembered(text) if len(text) <= LONG else _question(text)


def _question(text: str) -> Question:
    found = list(tokens(text))
    form = check(text, found)
    check_patterns(text)
    words = {token.text.upper() for token in found if token.kind == "word"}
    hidden = "\\" in text and any(
        token.text == "\\" for token in found
    )  # a code point escape may hide a word
    steady = not hidden and not words & _DIFFERENT_EACH_TIME
    return Question(form, steady and not (form == "CONSTRUCT" and _makes_blank_nodes(found)))


_remembered = lru_cache(maxsize=1024)(_question)


def _makes_blank_nodes(found: list[Token]) -> bool:
    """Say whether the template of a CONSTRUCT has blank nodes, which get new labels each time."""
    depth = 0
    for token in found:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.text == "}":
            return False
        if depth and (token.text in ("[", "(") or token.text.startswith("_:")):
            return True
    return False
