"""Cuts SPARQL into the tokens of its grammar, in one pass whose cost grows with the text alone.

A token is the longest piece of text that the grammar of SPARQL 1.1 (section 19.8) allows at its
position. No expression looks back: each run of characters is matched once, possessively.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MARKS = "\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPE = "%[0-9A-Fa-f]{2}|\\\\[_~.\\-!$&'()*+,;=/?#@%]"
_IRI_CHARACTER = r'[^<>"{}|^`\\\x00-\x20]'
_CODE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LONG_STRING = r'"{3}(?:[^"\\]++|\\[\s\S]|"(?!""))*+"{3}'
_SHORT_STRING = r'"(?!"")(?:[^"\\\n\r]++|\\[^\n\r])*+"'
_DOUBLE_QUOTED = f"{_LONG_STRING}|{_SHORT_STRING}"
_SINGLE_QUOTED = _DOUBLE_QUOTED.replace('"', "'")
_EXPONENT = r"[eE][+-]?[0-9]++"
_WORD = re.compile("[A-Za-z_][A-Za-z0-9_]*+")


class _Patterns(NamedTuple):
    """The expressions of the grammar, as they are used."""

    simple: re.Pattern[str]
    run: re.Pattern[str]
    prefix_first: re.Pattern[str]
    label_first: re.Pattern[str]
    local: re.Pattern[str]


@cache
def _patterns(is_ascii: bool) -> _Patterns:
    """Return the expressions; those for ASCII alone are compiled in a quarter of the time."""
    base, marks = ("A-Za-z", "") if is_ascii else (_BASE, _MARKS)
    rest = f"{base}_0-9{marks}"
    return _Patterns(
        re.compile(
            rf"(?P<space>[ \t\r\n]++)"
            rf"|(?P<comment>\#[^\n\r]*+)"
            rf"|(?P<iri><(?:{_IRI_CHARACTER}++|{_CODE})*+>)"
            rf"|(?P<string>{_DOUBLE_QUOTED}|{_SINGLE_QUOTED})"
            rf"|(?P<variable>[?$][{base}_0-9][{rest}]*+)"
            rf"|(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?+)"
            rf"|(?P<number>[0-9]++(?:\.[0-9]++|\.(?={_EXPONENT}))?+(?:{_EXPONENT})?+"
            rf"|\.[0-9]++(?:{_EXPONENT})?+)"
        ),
        re.compile(f"[{rest}.-]*+"),
        re.compile(f"[{base}]"),
        re.compile(f"[{base}_0-9]"),
        re.compile(f"(?:[{base}_0-9:]|{_ESCAPE})(?:[{rest}.:-]|{_ESCAPE})*+"),
    )


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


def declared_prefixes(text: str) -> dict[str, str]:
    """Return the prefixes that a query declares by absolute IRIs, with their namespaces."""
    declared: dict[str, str] = {}
    word, name = "", ""
    for token in tokens(text):
        if token.kind == "iri" and word == "PREFIX" and name:
            if re.match("<[A-Za-z][A-Za-z0-9+.-]*:", token.text) and "\\" not in token.text:
                declared[name.partition(":")[0]] = token.text[1:-1]
        elif token.kind == "name" and word == "PREFIX":
            name = token.text
            continue
        word, name = token.text.upper() if token.kind == "word" else "", ""
    return declared


def all_tokens(text: str, *, is_ascii: bool = True) -> Iterator[Token]:
    """Give the tokens of a query, white space and comments included, without any gap.

    It begins with the expressions for ASCII, and goes on with the others from the first name or
    variable that may have another character; ``is_ascii`` False begins with those.
    """
    patterns = _patterns(is_ascii)
    position, end = 0, len(text)
    no_prefix_until = 0
    while position < end:
        match = patterns.simple.match(text, position)
        kind = match.lastgroup if match is not None else None
        if match is not None and kind is not None:
            stop = match.end()
            is_cut = kind == "variable" and _is_beyond_ascii(text, stop)
        elif text[position] in "\"'":
            kind, stop, is_cut = "open", end, False
        else:
            kind, stop, is_cut = "mark", position + 1, _is_beyond_ascii(text, position)
            if position >= no_prefix_until:
                named, looked_at = _name_end(patterns, text, position)
                is_cut = is_cut or _is_beyond_ascii(text, looked_at)
                if named:
                    kind, stop = "name", named
                else:
                    no_prefix_until = looked_at
            if kind == "mark":
                word = _WORD.match(text, position)
                if word is not None:
                    kind, stop = "word", word.end()
        if is_ascii and is_cut:
            is_ascii, patterns, no_prefix_until = False, _patterns(False), 0
            continue
        yield Token(kind, text[position:stop], position)
        position = stop


def _is_beyond_ascii(text: str, position: int) -> bool:
    return text[position : position + 1] > "\x7f"


def _name_end(patterns: _Patterns, text: str, position: int) -> tuple[int, int]:
    """Return where a prefixed name or blank node label ends that begins at a position, or 0.

    With it comes the end of what was looked through; where no name begins, none does before that.
    """
    if text.startswith("_:", position):
        if not patterns.label_first.match(text, position + 2):
            return 0, position + 2
        run = _end(patterns.run, text, position + 2)
        return _without_dots(text, position + 2, run), run
    stop = position
    if patterns.prefix_first.match(text, position):
        stop = _end(patterns.run, text, position)
        if text[stop : stop + 1] != ":" or text[stop - 1] == ".":
            return 0, max(stop, position + 1)
    elif text[position] != ":":
        return 0, position + 1
    local = patterns.local.match(text, stop + 1)
    if local is None:
        return stop + 1, stop + 1
    return _without_dots(text, stop + 1, local.end()), local.end()


def _without_dots(text: str, start: int, stop: int) -> int:
    """Return the end of a name without the dots that end the sentence, but an escaped one."""
    while stop > start and text[stop - 1] == "." and text[stop - 2 : stop - 1] != "\\":
        stop -= 1
    return stop


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match is not None else position
