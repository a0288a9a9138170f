"""The graph as of a day: the claims that held then, and the short edges that follow from them."""

from __future__ import annotations

import os
from collections.abc import Iterator

from comity.names import GRAPH
from comity.paths import room
from comity.query.bind import fill
from comity.store.engine import Engine, Solutions, Triples
from comity.terms import Blank, Iri, Literal, Quad, Term, n_triples
from comity.vocab import COMITY

SHORT_EDGES = ("attended", "listed-by", "member-of", "owns", "party-to")

_NOT_THEN = f"""
SELECT ?claim ?citation
WHERE {{
  ?claim <{COMITY.holdsFrom.value}> ?from .
  OPTIONAL {{ ?claim <{COMITY.holdsUntil.value}> ?until }}
  FILTER(?from > %(day)s || ?until <= %(day)s)
  OPTIONAL {{ ?claim <{COMITY.citation.value}> ?citation }}
}}
"""


def as_of(engine: Engine, day: Literal) -> Iterator[Quad]:
    """Give every statement of the graph but those on claims that did not hold on the day.

    What a claim cites goes with it. The short edges of the day (``comity:memberOf`` and the like)
    are added, each kind in a graph of its own, derived by its rule.
    """
    answer = engine.query(_NOT_THEN % {"day": n_triples(day)})
    assert isinstance(answer, Solutions)
    gone: set[Iri | Blank] = {
        term for row in answer.rows for term in row if isinstance(term, Iri | Blank)
    }
    for subject, predicate, value, graph in engine.quads():
        if subject not in gone and value not in gone:
            yield subject, predicate, value, graph
    for rule in SHORT_EDGES:
        for subject, predicate, value in _follows(engine, rule, day):
            yield subject, predicate, value, Iri(f"{GRAPH}derived/{rule}")


def _follows(engine: Engine, rule: str, day: Literal) -> Iterator[tuple[Iri | Blank, Iri, Term]]:
    with open(os.path.join(room("ontology"), "rules", f"{rule}.rq"), encoding="utf-8") as file:
        answer = engine.query(fill(file.read(), {"on": (day,)}))
    assert isinstance(answer, Triples), f"the rule {rule} is not a CONSTRUCT query"
    yield from answer.triples
