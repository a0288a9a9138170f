"""What the rules of the ontology derive, over Oxigraph and rdflib: bounds and short edges."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from comity.iris import GRAPH, concept, slug, term, thing
from comity.paths import room
from comity.query.library.catalogue import read_header
from comity.query.library.run import fill
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.engines.rdflib import RdflibWriter
from comity.store.snapshot.compile import Writer
from comity.terms import Iri, Triple, typed

RULES = Path(room("ontology")) / "rules"
HOME = Iri(GRAPH + "test")
ENGINES: dict[str, Callable[[], Writer]] = {"oxigraph": OxigraphWriter, "rdflib": RdflibWriter}
KINDS = {4: "gYear", 7: "gYearMonth", 10: "date"}
JAPAN, SUMMIT = thing("polity", "JPN"), thing("summit", "quad-leaders-summit-2022")
QUAD = thing("initiative", "quad")
OWNER, OWNED = thing("entity", "owner"), thing("entity", "owned")
LIST, AUTHORITY = thing("list", "bis-entity-list"), thing("authority", "us-bis")
CLAIM = thing("membership", "quad", "JPN")


@pytest.fixture(params=list(ENGINES.values()), ids=list(ENGINES))
def load(request: pytest.FixtureRequest) -> Callable[[list[Triple]], Engine]:
    make: Callable[[], Writer] = request.param

    def filled(triples: list[Triple]) -> Engine:
        writer = make()
        writer.add(triples, HOME)
        writer.finish()
        return writer.reader()

    return filled


def derive(engine: Engine, rule: str) -> set[Triple]:
    return set(engine.construct(rule))


def date(property_name: str, text: str, claim: Iri = CLAIM) -> Triple:
    return (claim, term(property_name), typed(text, KINDS[len(text)]))


@dataclass(frozen=True)
class Bounds:
    """What a claim says of time, and the two bounds that follow."""

    says: dict[str, str]
    holds_from: str | None
    holds_until: str | None = None


BOUNDS = {
    "a full date is the first day": Bounds({"since": "2021-12-10"}, "2021-12-10"),
    "a month counts from its last day": Bounds({"since": "2021-05"}, "2021-05-31"),
    "a month of thirty days counts from its thirtieth": Bounds({"since": "2021-04"}, "2021-04-30"),
    "a year counts from its last day": Bounds({"since": "2021"}, "2021-12-31"),
    "February has 28 days": Bounds({"since": "2023-02"}, "2023-02-28"),
    "February of a leap year has 29 days": Bounds({"since": "2024-02"}, "2024-02-29"),
    "February of 1900 has 28 days": Bounds({"since": "1900-02"}, "1900-02-28"),
    "February of 2000 has 29 days": Bounds({"since": "2000-02"}, "2000-02-29"),
    "an observation inside the month is the first day": Bounds(
        {"since": "2021-05", "observedOn": "2021-05-04"}, "2021-05-04"
    ),
    "an observation inside the year is the first day": Bounds(
        {"since": "2021", "observedOn": "2021-05-04"}, "2021-05-04"
    ),
    "an observation on the last day of the month moves nothing": Bounds(
        {"since": "2021-05", "observedOn": "2021-05-31"}, "2021-05-31"
    ),
    "an observation after the month moves nothing": Bounds(
        {"since": "2021-05", "observedOn": "2021-06-01"}, "2021-05-31"
    ),
    "an observation before the month is an announcement": Bounds(
        {"since": "2021-05", "observedOn": "2021-04-30"}, "2021-05-31"
    ),
    "an observation before the year is an announcement": Bounds(
        {"since": "2021", "observedOn": "2020-12-31"}, "2021-12-31"
    ),
    "an observation before the day is an announcement": Bounds(
        {"since": "2021-12-10", "observedOn": "2021-11-01"}, "2021-12-10"
    ),
    "an observation after the day moves nothing": Bounds(
        {"since": "2021-12-10", "observedOn": "2026-11-22"}, "2021-12-10"
    ),
    "an observed month inside the year counts from its last day": Bounds(
        {"since": "2021", "observedOn": "2021-05"}, "2021-05-31"
    ),
    "an observed year around the month moves nothing": Bounds(
        {"since": "2021-05", "observedOn": "2021"}, "2021-05-31"
    ),
    "without a start the observation is the first day": Bounds(
        {"observedOn": "2026-11-22"}, "2026-11-22"
    ),
    "without a start an observed leap February counts from its last day": Bounds(
        {"observedOn": "2024-02"}, "2024-02-29"
    ),
    "an end by the day is that day": Bounds(
        {"since": "2021", "until": "2023-03-04"}, "2021-12-31", "2023-03-04"
    ),
    "an end by the month is its first day": Bounds(
        {"since": "2021", "until": "2025-02"}, "2021-12-31", "2025-02-01"
    ),
    "an end by the year is its first day": Bounds(
        {"since": "2021", "until": "2023"}, "2021-12-31", "2023-01-01"
    ),
    "an end without a start is kept beside the observation": Bounds(
        {"observedOn": "2016-12-07", "until": "2016-12-06"}, "2016-12-07", "2016-12-06"
    ),
    "a signing is a start": Bounds(
        {"signedOn": "2022-11", "until": "2024"}, "2022-11-30", "2024-01-01"
    ),
    "a listing is a start and a delisting an end": Bounds(
        {"listedOn": "2024-02-27", "delistedOn": "2024-10-21", "observedOn": "2024-02-27"},
        "2024-02-27",
        "2024-10-21",
    ),
    "what is not a start bounds nothing": Bounds({"inForceFrom": "2020-01-01"}, None),
}


def _claim_of(case: str) -> Iri:
    return thing("membership", slug(case))


@pytest.fixture(scope="module", params=list(ENGINES.values()), ids=list(ENGINES))
def derived(request: pytest.FixtureRequest) -> set[Triple]:
    """The bounds of all cases, one claim a case, derived at one go."""
    writer: Writer = request.param()
    for case, bounds in BOUNDS.items():
        writer.add([date(name, text, _claim_of(case)) for name, text in bounds.says.items()], HOME)
    writer.finish()
    return derive(writer.reader(), (RULES / "bounds.rq").read_text("utf-8"))


@pytest.mark.parametrize("case", BOUNDS)
def test_bounds_of_a_claim(derived: set[Triple], case: str) -> None:
    claim = _claim_of(case)
    wanted = {"holdsFrom": BOUNDS[case].holds_from, "holdsUntil": BOUNDS[case].holds_until}
    assert {triple for triple in derived if triple[0] == claim} == {
        date(name, text, claim) for name, text in wanted.items() if text
    }


def test_bounds_of_two_thousand_claims_take_less_than_a_second() -> None:
    writer = OxigraphWriter()
    for number in range(2100):
        claim = thing("membership", f"m{number}")
        month = f"20{number % 25:02}-{number % 12 + 1:02}"
        writer.add([date("since", month, claim), date("observedOn", "2021-05-04", claim)], HOME)
    writer.finish()
    rule = (RULES / "bounds.rq").read_text("utf-8")
    begun = time.perf_counter()
    assert len(derive(writer.reader(), rule)) == 2100
    assert time.perf_counter() - begun < 1


@dataclass(frozen=True)
class Edge:
    """A claim without its dates, and the short edge that it gives while it holds."""

    claim: list[Triple]
    edge: Triple


def _claim(**says: Iri) -> list[Triple]:
    return [(CLAIM, term(name), value) for name, value in says.items()]


ATTENDED = concept("attendance-status", "attended")
EDGES = {
    "attended": Edge(
        _claim(polity=JAPAN, summit=SUMMIT, status=ATTENDED), (JAPAN, term("attended"), SUMMIT)
    ),
    "member-of": Edge(
        _claim(polity=JAPAN, initiative=QUAD, role=concept("membership-role", "supporter")),
        (JAPAN, term("memberOf"), QUAD),
    ),
    "party-to": Edge([(CLAIM, term("party"), JAPAN)], (JAPAN, term("partyTo"), CLAIM)),
    "listed-by": Edge(
        [*_claim(entity=OWNED, list=LIST), (LIST, term("authority"), AUTHORITY)],
        (OWNED, term("listedBy"), AUTHORITY),
    ),
    "owns": Edge(_claim(owner=OWNER, owned=OWNED), (OWNER, term("owns"), OWNED)),
}
SPELL = [date("holdsFrom", "2022-05-24"), date("holdsUntil", "2024-01-01")]


def _rule_on(name: str, day: str) -> str:
    return fill((RULES / f"{name}.rq").read_text("utf-8"), {"on": (typed(day, "date"),)})


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize(
    ("day", "holds"),
    [
        ("2022-05-23", False),
        ("2022-05-24", True),
        ("2023-12-31", True),
        ("2024-01-01", False),
    ],
)
def test_a_short_edge_is_drawn_from_the_first_day_to_the_day_before_the_end(
    load: Callable[[list[Triple]], Engine], name: str, day: str, holds: bool
) -> None:
    engine = load([*EDGES[name].claim, *SPELL])
    assert derive(engine, _rule_on(name, day)) == ({EDGES[name].edge} if holds else set())


@pytest.mark.parametrize("name", EDGES)
def test_a_short_edge_without_an_end_goes_on(
    load: Callable[[list[Triple]], Engine], name: str
) -> None:
    engine = load([*EDGES[name].claim, SPELL[0]])
    assert derive(engine, _rule_on(name, "2099-12-31")) == {EDGES[name].edge}


@pytest.mark.parametrize("status", ["invited", "declined", "absent", "not-invited"])
def test_who_is_not_said_to_have_attended_gets_no_edge(
    load: Callable[[list[Triple]], Engine], status: str
) -> None:
    claim = _claim(polity=JAPAN, summit=SUMMIT, status=concept("attendance-status", status))
    assert derive(load([*claim, SPELL[0]]), _rule_on("attended", "2023-01-01")) == set()


def test_an_observer_is_no_member(load: Callable[[list[Triple]], Engine]) -> None:
    observer = concept("membership-role", "observer")
    claim = _claim(polity=JAPAN, initiative=QUAD, role=observer)
    assert derive(load([*claim, SPELL[0]]), _rule_on("member-of", "2023-01-01")) == set()


@pytest.mark.parametrize("path", sorted(RULES.glob("*.rq")), ids=lambda path: path.stem)
def test_every_rule_says_what_it_derives_and_why(path: Path) -> None:
    text = path.read_text("utf-8")
    header = read_header(text, path.name)
    assert header is not None
    assert header.summary
    assert header.description.endswith(".")
    for parameter in header.parameters:
        assert f'"{parameter.example}"^^xsd:date' in text
