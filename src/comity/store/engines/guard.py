"""Lets through queries that only read this store, in a spelling that no engine reads otherwise.

The meaning of a query is decided by the longest tokens of SPARQL's grammar. Engines may cut a text
elsewhere: Oxigraph needs no blank after a keyword, so to it ``SERVICEe:{…}`` is a call of another
endpoint, and a ``<`` in a filter may begin an IRI or be an operator, which moves every comment and
string after it. So a text in which a word that calls out occurs anywhere is respelt for the engine:
IRIs so that they are nothing but IRIs, comments as blanks, prefixes and blank nodes by other names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from comity.errors import BadQuery
from comity.store.engines.tokens import Token, all_tokens, tokens

__all__ = ["LONGEST", "Token", "check", "respelt", "respelt_update", "tokens"]

LONGEST = 2**20  # characters of a query: more than any that people or programs write
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY", "WITH"}
_QUERIES = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_CALLS = re.compile("SERVICE", re.IGNORECASE)
_CALLS_OF_UPDATES = re.compile("SERVICE|LOAD", re.IGNORECASE)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_KEPT = ("iri", "string", "open")
_BOOLEANS = re.compile(r"\b(?!true\b|false\b)(?i:true|false)\b")


def check(text: str, found: Sequence[Token] | None = None) -> str:
    """Return the form of a query, ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.

    ``found`` are its tokens, where they are known already. A text without any of these words is
    left to the parser, which says where it fails; its form is ``""``.

    Raises BadQuery for an update, for SERVICE, whether or not code point escapes inside strings
    and IRIs are read before all else, and for a query longer than ``LONGEST``.
    """
    _check_length(text)
    form = _form(tokens(without_escapes(text)) if found is None else found)
    decoded = _decoded(text)
    return form if decoded == text else _form(tokens(decoded)) or form


def respelt(text: str) -> str:
    """Return a query as an engine may have it; raise BadQuery where it asks elsewhere."""
    text = without_escapes(text)
    if _CALLS.search(text):
        check(text)
    elif not _BOOLEANS.search(text):  # the engine takes these in small letters alone
        return text
    return "".join(_pieces(text, _CALLS))


def respelt_update(text: str) -> str:
    """Return an update as an engine may have it; raise BadQuery where it asks elsewhere."""
    _check_length(text)
    for token in tokens(text):
        if token.text == "\\":
            raise BadQuery(
                "The update has a code point escape outside a string.",
                "Write the character as it is.",
            )
        called = _CALLS_OF_UPDATES.search(token.text) if token.kind == "word" else None
        if called is not None:
            raise BadQuery(
                f"The update asks elsewhere ({called[0].upper()}); comity changes its own store.",
                "Take that part out, or fetch the data yourself and send them to /store.",
            )
    return "".join(_pieces(text, _CALLS_OF_UPDATES)) if _CALLS_OF_UPDATES.search(text) else text


def without_escapes(text: str) -> str:
    """Return a query with its code point escapes outside strings and IRIs resolved."""
    if "\\u" not in text and "\\U" not in text:
        return text
    pieces: list[str] = []
    plain: list[str] = []
    for token in all_tokens(text):
        if token.kind in _KEPT:
            pieces += (_decoded("".join(plain)), token.text)
            plain.clear()
        else:
            plain.append(token.text)
    return "".join((*pieces, _decoded("".join(plain))))


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        raise BadQuery(
            f"The query has {len(text):,} characters; the most is {LONGEST:,}.",
            "Ask for less at once, or import the data and ask about it.",
        )


def _form(found: Sequence[Token] | Iterator[Token]) -> str:
    form = ""
    for token in found:
        word = token.text.upper() if token.kind == "word" else ""
        if "SERVICE" in word:
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


def _pieces(text: str, calls: re.Pattern[str]) -> Iterator[str]:
    declaring = False
    declared: set[str] = set()
    for token in all_tokens(text):
        kind, piece = token.kind, token.text
        if kind == "comment":
            yield " " * len(piece)
        elif kind == "iri" and len(piece) > 2:
            yield f"<{_escaped(piece[1])}{calls.sub(_first_escaped, piece[2:-1])}>"
        elif kind == "name" and piece.startswith("_:"):
            yield f"_:b{piece[2:].encode().hex()}" if calls.search(piece) else piece
        elif kind == "name" and calls.search(piece.partition(":")[0]):
            prefix, _, local = piece.partition(":")
            if declaring:
                declared.add(prefix)
            elif prefix not in declared:
                raise BadQuery(
                    f"The query uses the prefix '{prefix}:' without declaring it.",
                    f"Declare it at the head of the query: PREFIX {prefix}: <…>",
                )
            yield f"p{prefix.encode().hex()}:{local}"
        else:
            yield piece.lower() if piece.upper() in ("TRUE", "FALSE") else piece
        if kind not in ("space", "comment"):
            declaring = kind == "word" and piece.upper() == "PREFIX"


def _escaped(character: str) -> str:
    return character if character == "\\" else f"\\U{ord(character):08X}"


def _first_escaped(word: re.Match[str]) -> str:
    return _escaped(word[0][0]) + word[0][1:]


def _decoded(text: str) -> str:
    """Resolve code point escapes, which SPARQL 1.1 reads before all else."""

    def character(escape: re.Match[str]) -> str:
        code = int(escape[1] or escape[2], 16)
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else escape[0]

    return _CODE_POINT.sub(character, text)
