"""Runs a query: binds its parameters, checks the text, asks an engine, returns rows or a graph.

The caller's values go into the VALUES row of the query as terms, never as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from weakref import WeakKeyDictionary

from comity.errors import BadParameter, BadQuery
from comity.iris import COMITY, ID, PREFIXES, SCHEME
from comity.query.library.catalogue import Parameter, Query
from comity.query.library.rows import Bindings, BoundQuery, Result, Rows, Statements, Verdict
from comity.query.names.labels import did_you_mean, nearest
from comity.query.names.resolve import resolve
from comity.store.engines.guard import Token, check, tokens
from comity.store.engines.interface import Engine
from comity.store.engines.syntax import BadSyntax, check_patterns
from comity.terms import n_triples
from comity.vocab import TERMS

Arguments = Mapping[str, str | Sequence[str]]

# The latest bound queries of each engine whose store does not change, by query and arguments.
_BOUND: WeakKeyDictionary[Engine, dict[tuple[object, ...], BoundQuery]] = WeakKeyDictionary()
_MOST_BOUND = 256
_form_of = lru_cache(maxsize=64)(check)  # the library is small and does not change


def run(engine: Engine, query: Query, arguments: Arguments) -> Result:
    """Bind the parameters, ask, and return rows, a graph, or a verdict.

    A query that is not in the library may use our prefixes without declaring them.

    Raises BadQuery for an update, for SERVICE, for a term of ours that does not exist, and for
    SPARQL that does not parse; and what :func:`bind` raises.
    """
    if query.folder:
        form = _form_of(query.text)
        return ask(engine, bind(engine, query, arguments), form)
    form = check(query.text)
    check_words(query.text)
    check_patterns(query.text)
    complete = query._replace(text=with_prefixes(query.text))
    try:
        return ask(engine, bind(engine, complete, arguments), form)
    except BadSyntax as error:
        raise error.in_text(query.text) from None


def ask(engine: Engine, asked: BoundQuery, form: str = "") -> Result:
    """Ask a query whose parameters are bound; ``form`` is its form, where that was looked up."""
    form = form or check(asked.text)
    if form == "ASK":
        return Verdict(engine.ask(asked.text), asked)
    if form in ("CONSTRUCT", "DESCRIBE"):
        return Statements(tuple(engine.construct(asked.text)), asked)
    answer = engine.select(asked.text)
    return Rows(answer.variables, tuple(answer.rows), asked)


def bind(engine: Engine, query: Query, arguments: Arguments) -> BoundQuery:
    """Return the query with the caller's terms in its VALUES row.

    A parameter without an argument takes its default. Raises BadParameter for one that is missing
    or unknown, and what :func:`~comity.query.names.resolve.resolve` raises for an unknown value.
    """
    if not engine.settled:
        return _bind(engine, query, arguments)
    bound = _BOUND.setdefault(engine, {})
    values = [value if isinstance(value, str) else tuple(value) for value in arguments.values()]
    key = (query.name, query.text, *arguments, *values)
    bound_query = bound.get(key)
    if bound_query is None:
        bound_query = _bind(engine, query, arguments)
        if len(bound) >= _MOST_BOUND:
            bound.clear()
        bound[key] = bound_query
    return bound_query


def _bind(engine: Engine, query: Query, arguments: Arguments) -> BoundQuery:
    parameters = query.header.parameters if query.header else ()
    _refuse_unknown(query, parameters, arguments)
    bindings: Bindings = {}
    for parameter in parameters:
        argument = arguments.get(parameter.name, parameter.default)
        if argument is None:
            raise BadParameter(
                f"The query {query.name} needs {parameter.name} ({parameter.kind}).",
                f"Give it, for example: -p {parameter.name}={parameter.example}",
            )
        bindings[parameter.name] = tuple(
            resolve(engine, parameter.name, parameter.kind, value.strip())
            for value in _values(parameter, argument)
        )
    return BoundQuery(query, bindings, fill(query.text, bindings))


def _values(parameter: Parameter, argument: str | Sequence[str]) -> Sequence[str]:
    """Return the values of a parameter: a list as it is, text cut at commas if it may be many."""
    if isinstance(argument, str):
        return argument.split(",") if parameter.many else [argument]
    if len(argument) != 1 and not parameter.many:
        raise BadParameter(
            f"{parameter.name} is given {len(argument)} values.",
            "This parameter takes exactly one.",
        )
    return argument


def _refuse_unknown(query: Query, parameters: Iterable[Parameter], arguments: Arguments) -> None:
    names = [parameter.name for parameter in parameters]
    for name in arguments:
        if name in names:
            continue
        takes = f"It takes {', '.join(names)}." if names else "It takes no parameters."
        close = did_you_mean(nearest(name, names))
        raise BadParameter(
            f"The query {query.name} has no parameter '{name}'.", f"{close} {takes}".strip()
        )


def fill(text: str, bindings: Bindings) -> str:
    """Return the query with the rows of its first VALUES block replaced by the bound terms.

    Several values of one parameter give one row each; of two parameters, every combination.
    Raises BadQuery where the variables of the block are not the parameters.
    """
    if not bindings:
        return text
    names, start, end = _values_block(text)
    if set(names) != set(bindings):
        raise BadQuery(
            f"The VALUES row binds {', '.join(names)}; the header declares {', '.join(bindings)}.",
            "Make the two the same.",
        )
    rows = product(*(bindings[name] for name in names))
    lines = [f"({' '.join(n_triples(term) for term in row)})" for row in rows]
    return f"{text[:start]} {' '.join(lines)} {text[end:]}"


@lru_cache(maxsize=64)
def _values_block(text: str) -> tuple[tuple[str, ...], int, int]:
    """Return the variables of the first VALUES block, and the offsets of the text in its braces."""
    names: list[str] = []
    start = 0
    in_block = False
    for token in tokens(text):
        if not in_block:
            in_block = token.kind == "word" and token.text.upper() == "VALUES"
        elif token.kind == "variable" and not start:
            names.append(token.text[1:])
        elif token.text == "{":
            start = token.start + 1
        elif token.text == "}":
            return tuple(names), start, token.start
    raise BadQuery(
        "The header declares parameters, but the query has no VALUES row for them.",
        "Begin its WHERE with VALUES (?name …) { (example …) }.",
    )


_KINDS = ("entity", "initiative", "list", "pact", "polity", "source", "summit")
_SCHEMES = (
    *("attendance-role", "attendance-status", "commitment-kind", "endorsement-kind", "event-kind"),
    *("ground", "identifier-scheme", "initiative-kind", "interest-kind", "measure"),
    *("membership-role", "pact-kind", "polity-kind", "region", "source-kind", "summit-format"),
    "technology-area",
)
QUERY_PREFIXES = (
    PREFIXES
    | {kind: f"{ID}{kind}/" for kind in _KINDS}
    | {scheme: f"{SCHEME}{scheme}/" for scheme in _SCHEMES}
)


def with_prefixes(text: str) -> str:
    """Return the query with declarations, on its first line, of those of our prefixes that it uses.

    A prefix that the query declares itself keeps its meaning.
    """
    own, used = set[str](), set[str]()
    before = ""
    for token in tokens(text):
        if token.kind == "name":
            (own if before == "PREFIX" else used).add(token.text.partition(":")[0])
        before = token.text.upper() if token.kind == "word" else ""
    names = sorted(used & QUERY_PREFIXES.keys() - own)
    head = " ".join(f"PREFIX {name}: <{QUERY_PREFIXES[name]}>" for name in names)
    return f"{head} {text}" if head else text


def check_words(text: str) -> None:
    """Raise BadQuery, with line, column and the nearest term, for a term not in the ontology."""
    for name, token in _terms_of_ours(text):
        if name in TERMS or not name:  # the namespace itself is no term
            continue
        before = text[: token.start]
        line = before.count("\n") + 1
        column = token.start - (before.rfind("\n") + 1) + 1
        close = did_you_mean(f"comity:{term}" for term in nearest(name, TERMS))
        raise BadQuery(
            f"The query has {token.text} at line {line}, column {column}; "
            "the ontology has no such term.",
            close or "See the terms in the folder ontology/.",
        )


def _terms_of_ours(text: str) -> Iterator[tuple[str, Token]]:
    """Give the local name of each term in our namespace, written out or with a prefix."""
    prefixes = {"comity:": COMITY}
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
