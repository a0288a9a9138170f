"""As of a day: every kind of claim, every way to date it, and the days around its ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.iris import concept, thing
from comity.query.library.catalogue import Library
from comity.query.library.rows import Rows
from comity.query.library.run import run
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.snapshot.compile import fill
from comity.store.snapshot.fingerprint import Inputs
from comity.terms import Iri, Literal, Triple, tagged, typed
from comity.vocab import COMITY

LABEL = Iri("http://www.w3.org/2004/02/skos/core#prefLabel")
TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
NORWAY, JAPAN = thing("polity", "NOR"), thing("polity", "JPN")
ECHRI, LIST = thing("initiative", "echri"), thing("list", "bis-entity-list")
ENTITY = thing("entity", "example")
# What is said of the start, the end and the observation; the first and the last day it is known.
DATES = {
    "a day": ("2021-12-10", None, "2022-05-01", "2021-12-10", None),
    "a day, seen before": ("2021-12-10", None, "2021-11-01", "2021-12-10", None),
    "a month": ("2021-12", None, "2022-05-01", "2021-12-31", None),
    "a month, seen inside": ("2021-12", None, "2021-12-15", "2021-12-15", None),
    "a leap month": ("2024-02", None, "2025-01-01", "2024-02-29", None),
    "a year": ("2021", None, "2022-05-01", "2021-12-31", None),
    "a year, seen inside": ("2021", None, "2021-03-05", "2021-03-05", None),
    "no start": (None, None, "2021-06-30", "2021-06-30", None),
    "until a day": ("2021-12-10", "2022-03-01", "2022-05-01", "2021-12-10", "2022-02-28"),
    "until a month": ("2021-12-10", "2022-03", "2022-05-01", "2021-12-10", "2022-02-28"),
    "until a year": ("2021-12-10", "2023", "2022-05-01", "2021-12-10", "2022-12-31"),
}
DAY_BEFORE = {
    "2021-12-10": "2021-12-09",
    "2021-12-31": "2021-12-30",
    "2021-12-15": "2021-12-14",
    "2024-02-29": "2024-02-28",
    "2021-03-05": "2021-03-04",
    "2021-06-30": "2021-06-29",
}
DAY_AFTER = {"2022-02-28": "2022-03-01", "2022-12-31": "2023-01-01"}


def _date(text: str) -> Literal:
    return typed(text, {4: "gYear", 7: "gYearMonth", 10: "date"}[len(text)])


def _membership(claim: Iri) -> tuple[list[Triple], Iri, Iri]:
    said: list[Triple] = [
        (claim, TYPE, COMITY.Membership),
        (claim, COMITY.polity, NORWAY),
        (claim, COMITY.initiative, ECHRI),
        (claim, COMITY.role, concept("membership-role", "member")),
    ]
    return said, COMITY.since, COMITY.until


def _pact(claim: Iri) -> tuple[list[Triple], Iri, Iri]:
    said: list[Triple] = [
        (claim, TYPE, COMITY.Pact),
        (claim, LABEL, tagged("A pact", "en")),
        (claim, COMITY.party, NORWAY),
        (claim, COMITY.party, JAPAN),
    ]
    return said, COMITY.signedOn, COMITY.until


def _designation(claim: Iri) -> tuple[list[Triple], Iri, Iri]:
    said: list[Triple] = [
        (claim, TYPE, COMITY.Designation),
        (claim, COMITY.entity, ENTITY),
        (claim, COMITY.list, LIST),
        (claim, COMITY.entryCountry, JAPAN),
        (claim, COMITY.ground, concept("ground", "human-rights-abuse")),
    ]
    return said, COMITY.listedOn, COMITY.delistedOn


KINDS = {
    "members": (_membership, {"initiative": "echri"}),
    "initiatives-of": (_membership, {"polity": "NOR"}),
    "pacts-of": (_pact, {"polity": "JPN"}),
    "listed": (_designation, {"list": "bis-entity-list"}),
}


def _world(triples: list[Triple], folder: Path) -> Engine:
    """Return an engine over the statements, the ontology and what the rules derive."""
    for name in ("ontology", "graphs"):
        (folder / name).mkdir()
    rules = Path(Inputs.shipped().ontology) / "rules"
    (folder / "ontology" / "rules").symlink_to(rules)
    names: list[Triple] = [
        (one, LABEL, tagged(text, "en"))
        for one, text in (
            (NORWAY, "Norway"),
            (JAPAN, "Japan"),
            (ECHRI, "ECHRI"),
            (LIST, "Entity List"),
            (ENTITY, "Example"),
        )
    ]
    writer = OxigraphWriter()
    writer.add([*triples, *names], Iri("https://w3id.org/comity/graph/test"))
    fill(writer, Inputs(str(folder / "ontology"), str(folder / "graphs")))
    return writer.reader()


@pytest.mark.parametrize("dates", DATES.values(), ids=list(DATES))
@pytest.mark.parametrize("query", list(KINDS))
def test_a_claim_holds_from_its_first_known_day_through_its_last(
    query: str, dates: tuple[str | None, str | None, str, str, str | None], tmp_path: Path
) -> None:
    since, until, observed, first, last = dates
    make, given = KINDS[query]
    claim = thing("pact", "example")
    said, start, end = make(claim)
    said.append((claim, COMITY.observedOn, _date(observed)))
    if since:
        said.append((claim, start, _date(since)))
    if until:
        said.append((claim, end, _date(until)))
    engine = _world(said, tmp_path)

    def rows(day: str) -> int:
        answer = run(engine, Library.shipped().find(query), {**given, "on": day})
        assert isinstance(answer, Rows)
        return len(answer)

    assert rows(DAY_BEFORE[first]) == 0
    assert rows(first) == 1
    assert rows(last or "2099-12-31") == 1
    if last:
        assert rows(DAY_AFTER[last]) == 0
