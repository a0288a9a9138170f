"""Cuts SPARQL into the tokens of its grammar, in one pass whose cost grows with the text alone.

A token is the longest piece of text that the grammar of SPARQL 1.1 (section 19.8) allows at its
position. No expression looks back: each run of characters is matched once, possessively.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_DIGITS_AND_MARKS = "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_VARIABLE_FIRST = f"{_BASE}_0-9"
_VARIABLE_REST = f"{_BASE}_{_DIGITS_AND_MARKS}"
_NAME = f"{_VARIABLE_REST}-"
_ESCAPE = "%[0-9A-Fa-f]{2}|\\\\[_~.\\-!$&'()*+,;=/?#@%]"

_IRI_CHARACTER = r'[^<>"{}|^`\\\x00-\x20]'
_CODE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LONG_STRING = r'"{3}(?:[^"\\]++|\\[\s\S]|"(?!""))*+"{3}'
_SHORT_STRING = r'"(?!"")(?:[^"\\\n\r]++|\\[^\n\r])*+"'
_DOUBLE_QUOTED = f"{_LONG_STRING}|{_SHORT_STRING}"
_SINGLE_QUOTED = _DOUBLE_QUOTED.replace('"', "'")
_EXPONENT = r"[eE][+-]?[0-9]++"
_SIMPLE = re.compile(
    rf"(?P<space>[ \t\r\n]++)"
    rf"|(?P<comment>\#[^\n\r]*+)"
    rf"|(?P<iri><(?:{_IRI_CHARACTER}++|{_CODE})*+>)"
    rf"|(?P<string>{_DOUBLE_QUOTED}|{_SINGLE_QUOTED})"
    rf"|(?P<variable>[?$][{_VARIABLE_FIRST}][{_VARIABLE_REST}]*+)"
    rf"|(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?+)"
    rf"|(?P<number>[0-9]++(?:\.[0-9]++|\.(?={_EXPONENT}))?+(?:{_EXPONENT})?+"
    rf"|\.[0-9]++(?:{_EXPONENT})?+)"
)
_RUN = re.compile(f"[{_NAME}.]*+")
_PREFIX_FIRST = re.compile(f"[{_BASE}]")
_LABEL_FIRST = re.compile(f"[{_VARIABLE_FIRST}]")
_LOCAL = re.compile(f"(?:[{_BASE}_0-9:]|{_ESCAPE})(?:[{_NAME}.:]|{_ESCAPE})*+")
_WORD = re.compile("[A-Za-z_][A-Za-z0-9_]*+")


class Token(NamedTuple):
    """A piece of SPARQL: its kind, its text, and the offset of its first character."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a query without white space and comments.

    Kinds are ``iri``, ``string``, ``variable``, ``language``, ``name`` (a prefixed name or the
    label of a blank node), ``number``, ``word``, ``mark`` (any other character) and ``open`` (the
    rest of a text whose string has no end).
    """
    return (token for token in all_tokens(text) if token.kind not in ("space", "comment"))


def all_tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a query, white space and comments included, without any gap."""
    position, end = 0, len(text)
    no_prefix_until = 0
    while position < end:
        match = _SIMPLE.match(text, position)
        kind = match.lastgroup if match is not None else None
        if match is not None and kind is not None:
            stop = match.end()
        elif text[position] in "\"'":
            kind, stop = "open", end
        else:
            kind, stop = "mark", position + 1
            if position >= no_prefix_until:
                named = _name_end(text, position)
                if named > 0:
                    kind, stop = "name", named
                else:
                    no_prefix_until = -named
            if kind == "mark":
                word = _WORD.match(text, position)
                if word is not None:
                    kind, stop = "word", word.end()
        yield Token(kind, text[position:stop], position)
        position = stop


def _name_end(text: str, position: int) -> int:
    """Return where a prefixed name or blank node label ends that begins at a position.

    Where none begins, the negative of the offset before which none can begin.
    """
    if text.startswith("_:", position):
        if not _LABEL_FIRST.match(text, position + 2):
            return -(position + 1)
        return _without_dots(text, position + 2, _end(_RUN, text, position + 2))
    stop = position
    if _PREFIX_FIRST.match(text, position):
        stop = _end(_RUN, text, position)
        if text[stop : stop + 1] != ":" or text[stop - 1] == ".":
            return -max(stop, position + 1)
    elif text[position] != ":":
        return -(position + 1)
    local = _LOCAL.match(text, stop + 1)
    if local is None:
        return stop + 1
    return _without_dots(text, stop + 1, local.end())


def _without_dots(text: str, start: int, stop: int) -> int:
    """Return the end of a name without the dots that end the sentence, but an escaped one."""
    while stop > start and text[stop - 1] == "." and text[stop - 2 : stop - 1] != "\\":
        stop -= 1
    return stop


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match is not None else position
