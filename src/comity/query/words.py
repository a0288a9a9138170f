"""Finds misspelt terms of ours in a query: they match nothing, and nothing would read as no."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.errors import BadQuery
from comity.names import COMITY
from comity.query.nearest import did_you_mean, nearest
from comity.store.guard import Token, tokens
from comity.vocab import TERMS


def check_words(text: str) -> None:
    """Raise BadQuery, with line, column and the nearest term, for a term that we do not have."""
    for name, token in _terms_of_ours(text):
        if name in TERMS:
            continue
        before = text[: token.start]
        line = before.count("\n") + 1
        column = token.start - (before.rfind("\n") + 1) + 1
        close = did_you_mean(f"comity:{one}" for one in nearest(name, TERMS))
        raise BadQuery(
            f"The query has {token.text} at line {line}, column {column}; "
            "the ontology has no such term.",
            close or "See the terms in the folder ontology/.",
        )


def _terms_of_ours(text: str) -> Iterator[tuple[str, Token]]:
    """Give the local name of each term in our namespace, written out or with a prefix."""
    prefixes: dict[str, str] = {}
    declared = ""
    for token in tokens(text):
        if token.kind == "word" and token.text.upper() == "PREFIX":
            declared = ":"
        elif declared == ":" and token.kind == "name":
            declared = token.text
        elif declared and token.kind == "iri":
            prefixes[declared] = token.text[1:-1]
            declared = ""
        elif token.kind == "iri" and token.text.startswith(f"<{COMITY}"):
            yield token.text[len(COMITY) + 1 : -1], token
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefixes.get(f"{prefix}:") == COMITY:
                yield re.sub(r"\\(.)", r"\1", local), token
