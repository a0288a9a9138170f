"""The graph as of a day holds the claims of that day, what they cite, and what follows."""

from __future__ import annotations

import pytest

from comity.iris import concept, thing
from comity.query.exports.graph_files import as_of
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.terms import Iri, Triple, typed
from comity.vocab import COMITY

CLAIM = thing("membership", "echri", "NOR", "member", "2021-12-10")
CITATION = thing("citation", "membership", "echri", "NOR", "member", "2021-12-10", "seed-sj")
NORWAY, ECHRI = thing("polity", "NOR"), thing("initiative", "echri")
TRIPLES: list[Triple] = [
    (CLAIM, COMITY.polity, NORWAY),
    (CLAIM, COMITY.initiative, ECHRI),
    (CLAIM, COMITY.role, concept("membership-role", "member")),
    (CLAIM, COMITY.citation, CITATION),
    (CLAIM, COMITY.holdsFrom, typed("2021-12-10", "date")),
    (CLAIM, COMITY.holdsUntil, typed("2022-01-01", "date")),
    (CITATION, COMITY.source, thing("source", "seed-sj")),
    (NORWAY, COMITY.capital, typed("Oslo", "string")),
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    writer = OxigraphWriter()
    writer.add(TRIPLES, Iri("https://w3id.org/comity/graph/test"))
    return writer.reader()


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2021-12-09", False), ("2021-12-10", True), ("2021-12-31", True), ("2022-01-01", False)],
)
def test_a_claim_its_citation_and_its_edge_are_there_on_its_days_alone(
    engine: Engine, day: str, holds: bool
) -> None:
    said = {(subject, name) for subject, name, _, _ in as_of(engine, typed(day, "date"))}
    assert (NORWAY, COMITY.capital) in said
    assert ((CLAIM, COMITY.polity) in said) is holds
    assert ((CITATION, COMITY.source) in said) is holds
    assert ((NORWAY, COMITY.memberOf) in said) is holds
