"""Lets through queries that only read this store, and says what kind of question each one is.

The text is cut into the tokens of the SPARQL 1.1 grammar, so a word inside a string, an IRI, a
comment or a name is never taken for a keyword. In that grammar the bare word SERVICE stands in a
federated pattern and nowhere else, and an update begins with one of ten words; so looking at bare
words is as exact as looking at the parse tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from comity.errors import BadQuery

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\n\r]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)
        (?:(?:[\w:.·-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\.))?
      | (?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:
      | _:[\w](?:[\w.·-]*[\w·-])?)
  | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)? | \.\d+(?:[eE][+-]?\d+)?)
  | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY", "WITH"}
_QUERIES = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


class Token(NamedTuple):
    """A piece of SPARQL: its kind, its text, and the place of its first character."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a query without white space and comments."""
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind is not None and kind != "space":
            yield Token(kind, found.group(), found.start())


def check(text: str, found: Sequence[Token] | None = None) -> str:
    """Return the form of a query, ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.

    ``found`` are its tokens, where they are known already.

    Raises BadQuery for an update and for SERVICE, whatever they are hidden behind. A text without
    any of these words is left to the parser, which says where it fails; its form is ``""``.
    """
    form = _form(tokens(text) if found is None else found)
    decoded = _decoded(text)
    return form if decoded == text else _form(tokens(decoded))


def _form(found: Iterable[Token]) -> str:
    form = ""
    for token in found:
        word = token.text.upper() if token.kind == "word" else ""
        if word == "SERVICE":
            raise BadQuery(
                "The query asks another endpoint (SERVICE); comity answers from its own store.",
                "Take the SERVICE part out, or ask that endpoint with --endpoint URL.",
            )
        if not form and word in _UPDATES:
            raise BadQuery(
                f"This is an update ({word}); a query only reads.",
                "Change the graph in its Turtle files, or bring in a list with: comity import",
            )
        if not form and word in _QUERIES:
            form = word
    return form


def _decoded(text: str) -> str:
    """Resolve code point escapes, which SPARQL allows anywhere and reads before all else.

    Engines differ on whether they still do, so :func:`check` looks at both readings.
    """

    def character(found: re.Match[str]) -> str:
        code = int(found[1] or found[2], 16)
        return chr(code) if code <= 0x10FFFF else found[0]

    return _CODE_POINT.sub(character, text)
