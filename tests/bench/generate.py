"""Makes a graphs room as many times the size of the shipped one as wished, and of the same shape.

Each copy renames what the shipped graph tells of (summits, initiatives, pacts, entities and all
claims) and lets other polities play the parts, by a seeded permutation. Polities, authorities,
lists, rules and sources are the world in which all of it happens: they stay as they are. Dates,
kinds and the number of claims a thing stay too, so each copy answers like the original. The same
seed gives the same bytes; one copy at a time is held in memory.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

from comity.graph.load import read_triples, turtle_files
from comity.iris import ID
from comity.terms import Iri, Literal, Term, Triple, n_triples
from comity.vocab import COMITY

SEED = 2021
_WORLD = ("act", "authority", "identifier", "list", "polity", "rowcount", "rule", "source")
_ABOUT_OTHERS = ("citation", "coverage")  # their next part says what they are about


def generate(shipped: Path, target: Path, times: int, seed: int = SEED) -> None:
    """Write the shipped room, and ``times - 1`` copies of it beside, into an empty folder."""
    shutil.copytree(shipped, target)
    triples = [triple for path in turtle_files([shipped]) for triple in read_triples(path)]
    own = [triple for triple in triples if _is_copied(triple[0]) and triple[1] != COMITY.identifier]
    polities = sorted({iri for triple in triples for iri in triple if _is_polity(iri)})
    copies = target / "copies"
    copies.mkdir()
    random = Random(seed)
    for number in range(1, times):
        others = polities.copy()
        random.shuffle(others)
        with (copies / f"{number:04}.ttl").open("w", encoding="utf-8") as file:
            file.writelines(_copy(own, dict(zip(polities, others, strict=True)), number))


def _copy(triples: list[Triple], players: dict[Term, Term], number: int) -> Iterator[str]:
    """Give one copy as lines of N-Triples, which are Turtle too."""
    renamed: dict[Term, str] = {}

    def write(term: Term) -> str:
        text = renamed.get(term)
        if text is None:
            text = renamed[term] = n_triples(_rename(term, players, number))
        return text

    for subject, predicate, value in triples:
        yield f"{write(subject)} {n_triples(predicate)} {write(value)} .\n"


def _rename(term: Term, players: dict[Term, Term], number: int) -> Term:
    if isinstance(term, Literal):
        named = term.language is not None
        return term._replace(value=f"{term.value} ({number})") if named else term
    if _is_copied(term):
        return Iri(f"{term.value}-copy-{number}")
    return players.get(term, term)


def _is_copied(term: Term) -> bool:
    if not isinstance(term, Iri) or not term.value.startswith(ID):
        return False
    kind, about, *_ = term.value.removeprefix(ID).split("/")
    return (about if kind in _ABOUT_OTHERS else kind) not in _WORLD


def _is_polity(term: Term) -> bool:
    return isinstance(term, Iri) and term.value.startswith(f"{ID}polity/")
