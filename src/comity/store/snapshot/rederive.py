"""Keeps what rules derive right in a store that changes, as a build would."""

from __future__ import annotations

from collections.abc import Iterable

from comity.iris import GRAPH
from comity.store.engines.sparql_store import WorkingStore
from comity.store.snapshot.fingerprint import Inputs
from comity.terms import Iri, Triple, n_triples

_BASE = "http://localhost/"


def rederive(store: WorkingStore) -> None:
    """Replace what each rule derived before by what it derives from the store as it is now.

    What somebody else says of the same thing by the same property, as imports do of their claims,
    stays and is not derived a second time.
    """
    for name, path in Inputs.shipped().rules():
        with open(path, encoding="utf-8") as file:
            derived = set(store.engine.construct(file.read()))
        graph = Iri(f"{GRAPH}derived/{name}")
        properties = {predicate for _, predicate, _ in derived}
        before = {triple for triple in store.engine.triples(graph=graph) if triple[0] != graph}
        properties |= {predicate for _, predicate, _ in before}
        said = {
            (subject, predicate)
            for each in properties
            for subject, predicate, value in store.engine.triples(predicate=each)
            if (subject, predicate, value) not in before
        }
        new = {triple for triple in derived - before if triple[:2] not in said}
        gone = before - derived
        steps = [
            f"{verb} DATA {{ {text} GRAPH {n_triples(graph)} {{ {text} }} }}"
            for verb, text in (("DELETE", _lines(gone)), ("INSERT", _lines(new)))
            if text
        ]
        if steps:
            store.update(" ;\n".join(steps), _BASE)


def _lines(triples: Iterable[Triple]) -> str:
    return " ".join(sorted(f"{' '.join(map(n_triples, triple))} ." for triple in triples))
