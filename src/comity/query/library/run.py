"""Checks a query, binds its parameters, asks an engine, and returns the answer as values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from comity.errors import BadQuery
from comity.iris import COMITY, ID, PREFIXES, SCHEME
from comity.query.library.bind import Asked, Given, bind
from comity.query.library.catalogue import Query
from comity.query.library.rows import Result, Rows, Statements, Verdict
from comity.query.names.labels import did_you_mean, nearest
from comity.store.engines.guard import Token, check, tokens
from comity.store.engines.interface import Engine
from comity.vocab import TERMS

_KINDS = ("entity", "initiative", "list", "pact", "polity", "source", "summit")
_SCHEMES = (
    *("attendance-role", "attendance-status", "commitment-kind", "endorsement-kind", "event-kind"),
    *("ground", "identifier-scheme", "initiative-kind", "interest-kind", "measure"),
    *("membership-role", "pact-kind", "polity-kind", "region", "source-kind", "summit-format"),
    "technology-area",
)
KNOWN = (
    PREFIXES
    | {kind: f"{ID}{kind}/" for kind in _KINDS}
    | {scheme: f"{SCHEME}{scheme}/" for scheme in _SCHEMES}
)


def with_prefixes(text: str) -> str:
    """Return the query with declarations, on one line before it, of those of our prefixes it uses.

    A prefix that the query declares itself keeps its meaning.
    """
    own = {found.casefold() for found in re.findall(r"(?i)\bPREFIX\s+([^\s:]*):", text)}
    used = {token.text.partition(":")[0] for token in tokens(text) if token.kind == "name"}
    lines = (f"PREFIX {name}: <{KNOWN[name]}>" for name in sorted(used & KNOWN.keys() - own))
    head = " ".join(lines)
    return f"{head} {text}" if head else text


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


_form_of = lru_cache(maxsize=64)(check)  # the library is small and stays as it is


def run(engine: Engine, query: Query, given: Given) -> Result:
    """Bind the parameters, ask, and return rows, a graph, or a verdict.

    A query that is not the library's may use our prefixes without declaring them.

    Raises BadQuery for an update, for SERVICE, for a term of ours that does not exist, and for
    SPARQL that does not parse; and what :func:`comity.query.library.bind.bind` raises.
    """
    if query.folder:
        form = _form_of(query.text)
    else:
        form = check(query.text)
        query = query._replace(text=with_prefixes(query.text))
        check_words(query.text)
    return ask(engine, bind(engine, query, given), form)


def ask(engine: Engine, asked: Asked, form: str = "") -> Result:
    """Ask a question whose parameters are bound; its form is looked up where it is not known."""
    form = form or check(asked.text)
    if form == "ASK":
        return Verdict(engine.ask(asked.text), asked)
    if form in ("CONSTRUCT", "DESCRIBE"):
        return Statements(tuple(engine.construct(asked.text)), asked)
    answer = engine.select(asked.text)
    return Rows(answer.variables, tuple(answer.rows), asked)
