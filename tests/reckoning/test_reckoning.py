"""What the library answers over the shipped graphs is what the tables, reckoned apart, says."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from comity.iris import ID, key_of
from comity.query.library.catalogue import Library
from comity.query.library.rows import Rows, Statements
from comity.query.library.run import run
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.snapshot.compile import fill
from comity.store.snapshot.fingerprint import Inputs
from comity.terms import Iri, Term
from tests.reckoning import designations, evidence, states
from tests.reckoning.facts import Answer
from tests.store.engines.answers import comparable

LIBRARY = Library.shipped()
SUMMITS = ("summit-for-democracy-2021", "summit-for-democracy-2023", "quad-leaders-summit-2021")
DAYS = ("2021-12-09", "2023-04-01", "2026-11-22")
ABOUT = re.compile(r"(attendance|membership|pact|endorsement)/")


@pytest.fixture(scope="module")
def shipped() -> Engine:
    writer = OxigraphWriter()
    fill(writer, Inputs.shipped())
    return writer.reader()


def cell(term: Term | None, kind: str) -> str:
    """Return a term as the reckoning has it: a key, with its kind if that varies."""
    plain = comparable(term)
    if plain is None:
        return ""
    if not isinstance(plain, Iri):
        return plain.value
    if kind in ("claim", "thing", "pact"):
        return plain.value.removeprefix(ID)
    return key_of(plain.value)


def asked(engine: Engine, name: str, columns: str, given: Mapping[str, str]) -> Answer:
    """Return some columns of the answer, sorted; rows that they do not tell apart stay apart."""
    query = LIBRARY.find(name)
    answer = run(engine, query, given)
    assert isinstance(answer, Rows)
    assert query.header is not None
    kinds = dict(query.header.columns)
    places = [(answer.columns.index(column), kinds[column]) for column in columns.split()]
    return sorted(tuple(cell(row[place], kind) for place, kind in places) for row in answer)


@pytest.mark.parametrize("status", ["attended", "absent", "declined", "invited", "not-invited"])
@pytest.mark.parametrize("summit", SUMMITS)
def test_attendance(shipped: Engine, summit: str, status: str) -> None:
    given = {"summit": summit, "status": status}
    found = asked(shipped, "attendance", "polity role representative", given)
    assert found == states.attendance(summit, status)


@pytest.mark.parametrize("summit", SUMMITS)
@pytest.mark.parametrize("initiative", ["brics", "nato", "open-government-partnership", "sco"])
def test_not_seen(shipped: Engine, initiative: str, summit: str) -> None:
    given = {"initiative": initiative, "summit": summit}
    assert asked(shipped, "not-seen", "polity answer", given) == states.not_seen(**given)


@pytest.mark.parametrize("on", [*DAYS, "2023-09-30", "2023-10-01", "2016-06-01"])
@pytest.mark.parametrize(
    "initiative", ["echri-code-of-conduct", "freedom-online-coalition", "aukus"]
)
def test_members(shipped: Engine, initiative: str, on: str) -> None:
    given = {"initiative": initiative, "on": on}
    found = asked(shipped, "members", "polity role since until complete", given)
    assert found == states.members(**given)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("polity", ["JPN", "NLD", "ARE", "HUN"])
def test_initiatives_of(shipped: Engine, polity: str, on: str) -> None:
    given = {"polity": polity, "on": on}
    found = asked(shipped, "initiatives-of", "initiative role since", given)
    assert found == states.initiatives_of(**given)


@pytest.mark.parametrize("summit", SUMMITS)
@pytest.mark.parametrize("initiative", ["echri", "echri-code-of-conduct", "artemis-accords"])
def test_joined_since_summit(shipped: Engine, initiative: str, summit: str) -> None:
    given = {"initiative": initiative, "summit": summit}
    found = asked(shipped, "joined-since-summit", "polity role since", given)
    assert found == states.joined_since_summit(**given)


@pytest.mark.parametrize("least", ["1", "2", "12"])
@pytest.mark.parametrize("on", DAYS)
def test_shared_initiatives(shipped: Engine, on: str, least: str) -> None:
    given = {"on": on, "min": least}
    found = asked(shipped, "shared-initiatives", "a b shared", given)
    assert found == states.shared_initiatives(**given)


@pytest.mark.parametrize("least", ["3", "5"])
@pytest.mark.parametrize("on", DAYS)
def test_missing_links(shipped: Engine, on: str, least: str) -> None:
    given = {"on": on, "min": least}
    assert asked(shipped, "missing-links", "a b shared", given) == states.missing_links(**given)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize(("x", "y"), [("nato", "oecd"), ("brics", "sco"), ("quad", "pax-silica")])
def test_in_both(shipped: Engine, x: str, y: str, on: str) -> None:
    given = {"x": x, "y": y, "on": on}
    assert asked(shipped, "in-both", "polity", given) == states.in_both(**given)


@pytest.mark.parametrize("on", [*DAYS, "2025-01-31", "2025-02-01"])
@pytest.mark.parametrize("polity", ["USA", "EUE", "CHN"])
def test_pacts_of(shipped: Engine, polity: str, on: str) -> None:
    given = {"polity": polity, "on": on}
    assert asked(shipped, "pacts-of", "pact partners signed", given) == states.pacts_of(**given)


@pytest.mark.parametrize(("a", "b"), [("JPN", "USA"), ("GBR", "EUE"), ("CHN", "RUS")])
def test_pacts_between(shipped: Engine, a: str, b: str) -> None:
    found = asked(shipped, "pacts-between", "pact kind signed", {"a": a, "b": b})
    assert found == states.pacts_between(a, b)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize(("a", "b"), [("JPN", "SGP"), ("USA", "EUE"), ("JPN", "KOR")])
def test_bridges(shipped: Engine, a: str, b: str, on: str) -> None:
    given = {"a": a, "b": b, "on": on}
    assert asked(shipped, "bridges", "polity with_a with_b", given) == states.bridges(**given)


LISTS = ("bis-entity-list", "ofac-ns-cmic", "ofac-sdn", "eu-myanmar-401-2013")


@pytest.mark.parametrize("on", [*DAYS, "2024-10-20", "2024-10-21"])
@pytest.mark.parametrize("list_", LISTS)
def test_listed_and_its_grounds(shipped: Engine, list_: str, on: str) -> None:
    given = {"list": list_, "on": on}
    found = asked(shipped, "listed", "entity country listed ground", given)
    assert found == designations.listed(**given)
    assert asked(shipped, "grounds", "ground entities", given) == designations.grounds(**given)


@pytest.mark.parametrize("on", [*DAYS, "2024-06-01"])
@pytest.mark.parametrize("initiative", ["quad", "five-eyes", "brics"])
def test_listed_in_members(shipped: Engine, initiative: str, on: str) -> None:
    given = {"initiative": initiative, "list": "bis-entity-list", "on": on}
    found = asked(shipped, "listed-in-members", "entity country listed", given)
    assert found == designations.listed_in_members(**given)


@pytest.mark.parametrize(("months", "days"), [(6, 0), (0, 30), (31, 366)])
@pytest.mark.parametrize("summit", SUMMITS)
def test_listed_around(shipped: Engine, summit: str, months: int, days: int) -> None:
    given = {"summit": summit, "before": f"P{months}M", "after": f"P{days}D"}
    found = asked(shipped, "listed-around", "entity country list listed ground", given)
    assert found == designations.listed_around(summit, months, days)


@pytest.mark.parametrize("on", [*DAYS, "2026-07-31", "2026-08-01", "2024-06-01"])
@pytest.mark.parametrize(
    ("x", "y"), [("bis-entity-list", "ofac-ns-cmic"), ("ofac-sdn", "bis-entity-list")]
)
def test_two_lists(shipped: Engine, x: str, y: str, on: str) -> None:
    given = {"x": x, "y": y, "on": on}
    found = asked(shipped, "listed-on-both", "entity listed_x listed_y", given)
    assert found == designations.listed_on_both(**given)
    assert asked(shipped, "only-on", "entity answer", given) == designations.only_on(**given)


@pytest.mark.parametrize("on", DAYS)
def test_exposure(shipped: Engine, on: str) -> None:
    found = asked(shipped, "exposure", "polity entities initiatives attended", {"on": on})
    assert found == designations.exposure(on)


@pytest.mark.parametrize("on", [*DAYS, "2024-06-01"])
@pytest.mark.parametrize("summit", SUMMITS)
def test_hosts_of_listed(shipped: Engine, summit: str, on: str) -> None:
    given = {"summit": summit, "on": on}
    found = asked(shipped, "hosts-of-listed", "polity entities", given)
    assert found == designations.hosts_of_listed(**given)


@pytest.mark.parametrize("on", [*DAYS, "2024-06-01"])
@pytest.mark.parametrize(
    "entity", ["sandvine-incorporated-jpn", "myanmar-economic-holdings-limited", "ntechlab-llc"]
)
def test_restricted(shipped: Engine, entity: str, on: str) -> None:
    given = {"entity": entity, "on": on}
    found = sorted(set(asked(shipped, "restricted", "list claim", given)))
    assert found == designations.restricted(**given)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2019-01-01", "2020-07-22"), ("2020-07-22", "2022-01-01"), ("2022-01-01", "2026-11-22")],
)
@pytest.mark.parametrize("list_", ["bis-entity-list", "ofac-sdn"])
def test_changes(shipped: Engine, list_: str, start: str, end: str) -> None:
    given = {"list": list_, "from": start, "to": end}
    found = asked(shipped, "changes", "date entity change", given)
    assert found == designations.changes(list_, start, end)


@pytest.mark.parametrize(
    ("start", "end"), [("2021-01-01", "2022-01-01"), ("1900-01-01", "2026-11-22")]
)
@pytest.mark.parametrize("polity", ["JPN", "GBR", "ARE"])
def test_timeline(shipped: Engine, polity: str, start: str, end: str) -> None:
    given = {"thing": f"polity/{polity}", "from": start, "to": end}
    found = set(asked(shipped, "timeline", "date event claim", given))
    assert sorted(found) == evidence.timeline(polity, start, end)


@pytest.mark.parametrize("initiative", ["echri", "pidr", "quad-tech-principles"])
def test_commitments(shipped: Engine, initiative: str) -> None:
    given = {"initiative": initiative}
    found = asked(shipped, "commitments", "kind position amount currency", given)
    assert found == evidence.commitments(initiative)


def test_conflicts(shipped: Engine) -> None:
    # The tables hold no two rows that contradict each other: what did, was left out of it.
    assert asked(shipped, "conflicts", "claim_a claim_b", {}) == []


@pytest.mark.parametrize("initiative", ["aukus", "freedom-online-coalition", "pall-mall-process"])
def test_citations(shipped: Engine, initiative: str) -> None:
    found = asked(shipped, "citations", "claim source", {"thing": f"initiative/{initiative}"})
    assert sorted(set(found)) == evidence.citations(initiative)


@pytest.mark.parametrize("kind", ["Attendance", "Membership", "Designation"])
def test_single_source(shipped: Engine, kind: str) -> None:
    found = asked(shipped, "single-source", "claim source", {"kind": kind})
    assert found == evidence.single_source(kind)


def test_coverage(shipped: Engine) -> None:
    found = asked(shipped, "coverage", "subject status complete known expected as_of", {})
    assert found == evidence.coverage()


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("polity", ["JPN", "PHL"])
def test_profile(shipped: Engine, polity: str, on: str) -> None:
    given = {"thing": f"polity/{polity}", "on": on}
    answer = run(shipped, LIBRARY.find("profile"), given)
    assert isinstance(answer, Statements)
    subjects = {
        subject.value.removeprefix(ID)
        for subject, predicate, _ in answer.triples
        if isinstance(subject, Iri) and predicate.value.endswith("#type")
    }
    found = sorted((subject,) for subject in subjects if ABOUT.match(subject))
    assert found == evidence.profile(polity, on)
