"""Puts a caller's values into the VALUES row of a query: as terms, never as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple
from weakref import WeakKeyDictionary

from comity.errors import BadParameter, BadQuery
from comity.query.library.catalogue import Parameter, Query
from comity.query.names.labels import did_you_mean, nearest
from comity.query.names.resolve import resolve
from comity.store.engines.guard import Token, tokens
from comity.store.engines.interface import Engine
from comity.terms import Term, n_triples

Bound = dict[str, tuple[Term, ...]]
Given = Mapping[str, str | Sequence[str]]


class Asked(NamedTuple):
    """A question as it was put: the query, its parameters as terms, and the SPARQL that ran."""

    query: Query
    bound: Bound
    text: str


# The questions last asked of each engine whose store stays as it is, by query and parameters.
_ASKED: WeakKeyDictionary[Engine, dict[tuple[object, ...], Asked]] = WeakKeyDictionary()
_MOST_ASKED = 256


def bind(engine: Engine, query: Query, given: Given) -> Asked:
    """Return the query with the caller's terms in its VALUES row.

    A parameter that is not given takes its default. Raises BadParameter for one that is missing
    or not known, and what :func:`~comity.query.names.resolve.resolve` raises for an unknown one.
    """
    if not engine.settled:
        return _bind(engine, query, given)
    asked = _ASKED.get(engine)
    if asked is None:
        asked = _ASKED[engine] = {}
    said = [value if isinstance(value, str) else tuple(value) for value in given.values()]
    key = (query.name, query.text, *given, *said)
    found = asked.get(key)
    if found is None:
        found = _bind(engine, query, given)
        if len(asked) >= _MOST_ASKED:
            asked.clear()
        asked[key] = found
    return found


def _bind(engine: Engine, query: Query, given: Given) -> Asked:
    parameters = query.header.parameters if query.header else ()
    _refuse_unknown(query, parameters, given)
    bound: Bound = {}
    for parameter in parameters:
        said = given.get(parameter.name, parameter.default)
        if said is None:
            raise BadParameter(
                f"The query {query.name} needs {parameter.name} ({parameter.kind}).",
                f"Give it, for example: -p {parameter.name}={parameter.example}",
            )
        parts = _parts(parameter, said)
        bound[parameter.name] = tuple(
            resolve(engine, parameter.name, parameter.kind, part.strip()) for part in parts
        )
    return Asked(query, bound, fill(query.text, bound) if bound else query.text)


def _parts(parameter: Parameter, said: str | Sequence[str]) -> Sequence[str]:
    """Return the values of a parameter: a list as it is, text cut at commas if it may be many."""
    if isinstance(said, str):
        return said.split(",") if parameter.many else [said]
    if len(said) != 1 and not parameter.many:
        raise BadParameter(
            f"{parameter.name} is given {len(said)} values.", "This parameter takes exactly one."
        )
    return said


def _refuse_unknown(query: Query, parameters: Iterable[Parameter], given: Given) -> None:
    known = [parameter.name for parameter in parameters]
    for name in given:
        if name in known:
            continue
        takes = f"It takes {', '.join(known)}." if known else "It takes no parameters."
        close = did_you_mean(nearest(name, known))
        raise BadParameter(
            f"The query {query.name} has no parameter '{name}'.", f"{close} {takes}".strip()
        )


def fill(text: str, bound: Bound) -> str:
    """Return the query with the rows of its first VALUES block replaced by the bound terms.

    Several values of one parameter give one row each; of two parameters, every combination.
    Raises BadQuery where the block's variables are not the parameters.
    """
    names, start, end = _block(text)
    if set(names) != set(bound):
        raise BadQuery(
            f"The VALUES row binds {', '.join(names)}; the header declares {', '.join(bound)}.",
            "Make the two the same.",
        )
    rows = product(*(bound[name] for name in names))
    lines = [f"({' '.join(n_triples(term) for term in row)})" for row in rows]
    return f"{text[:start]} {' '.join(lines)} {text[end:]}"


@lru_cache(maxsize=64)
def _block(text: str) -> tuple[tuple[str, ...], int, int]:
    """Find the first VALUES block: its variables, and where the rows between its braces lie."""
    pieces: list[Token] = list(tokens(text))
    for place, piece in enumerate(pieces):
        if piece.kind != "word" or piece.text.upper() != "VALUES":
            continue
        names: list[str] = []
        start = 0
        for later in pieces[place + 1 :]:
            if later.kind == "variable" and not start:
                names.append(later.text[1:])
            elif later.text == "{":
                start = later.start + 1
            elif later.text == "}":
                return tuple(names), start, later.start
    raise BadQuery(
        "The header declares parameters, but the query has no VALUES row for them.",
        "Begin its WHERE with VALUES (?name …) { (example …) }.",
    )
