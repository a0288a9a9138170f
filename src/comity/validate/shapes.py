"""The shipped shapes and ontology, and the shapes of a caller's own."""

from __future__ import annotations

from pathlib import Path

from comity.errors import BadData, BadQuery
from comity.graph.load import read_triples, turtle_files
from comity.graph.untrusted import DEEPEST
from comity.names import SH
from comity.paths import room
from comity.store.guard import check, respelt, tokens
from comity.terms import Iri, Literal, Triple

MOST_TOKENS = 10_000  # of the SPARQL of one shape; engines follow some of it with their stack
_OPEN, _CLOSE = ("{", "(", "["), ("}", ")", "]")
_ROOMS_OF_THEIR_OWN = ("examples", "shapes")
_PREFIX, _NAMESPACE = Iri(SH + "prefix"), Iri(SH + "namespace")
_SPARQL = {SH + name for name in ("ask", "construct", "select", "update")}


def vocabulary() -> list[Triple]:
    """Return the shipped ontology: its modules, schemes and alignments."""
    home = Path(room("ontology"))
    files = [
        path
        for path in turtle_files([home])
        if path.relative_to(home).parts[0] not in _ROOMS_OF_THEIR_OWN
    ]
    return [triple for path in files for triple in read_triples(path)]


def shipped_shapes() -> list[Triple]:
    """Return the shipped shapes."""
    return [
        triple
        for path in turtle_files([Path(room("ontology")) / "shapes"])
        for triple in read_triples(path)
    ]


def extra_shapes(file: Path | None) -> list[Triple]:
    """Return the shapes of the caller's own file, if there is one.

    Raises BadData where the SPARQL of a shape asks anything but the data.
    """
    if file is None:
        return []
    triples = read_triples(file)
    prologue = _prologue(triples)
    return [
        (subject, predicate, _guarded(value, prologue, file))
        if predicate.value in _SPARQL and isinstance(value, Literal)
        else (subject, predicate, value)
        for subject, predicate, value in triples
    ]


def _prologue(triples: list[Triple]) -> str:
    """Return the prefixes that the shapes declare, as SPARQL has them."""
    names = {subject: value.value for subject, predicate, value in triples if predicate == _PREFIX}
    return "".join(
        f"PREFIX {names[subject]}: <{value.value}>\n"
        for subject, predicate, value in triples
        if predicate == _NAMESPACE and subject in names
    )


def _guarded(query: Literal, prologue: str, file: Path) -> Literal:
    """Return the SPARQL of a shape as an engine may have it."""
    try:
        check(query.value)
        safe = respelt(prologue + query.value)
    except BadQuery as error:
        raise BadData(
            f"{file} has a shape whose SPARQL is refused: {error.found}",
            "Ask the data alone, with SELECT or ASK.",
        ) from None
    depth = 0
    for number, token in enumerate(tokens(query.value)):
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth > DEEPEST or number > MOST_TOKENS:
            raise BadData(
                f"{file} has a shape whose SPARQL is deeper than {DEEPEST} levels or longer than"
                f" {MOST_TOKENS:,} words and marks.",
                "Make several shapes of it.",
            )
        if token.kind == "word" and token.text.upper() == "FROM":
            raise BadData(
                f"{file} has a shape whose SPARQL names a dataset (FROM), which shapes may not.",
                "Take FROM out: a shape judges the data that it is run over.",
            )
    return query if safe == prologue + query.value else query._replace(value=safe)
