"""Every question of the library has one answer, whatever engine is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from comity.query.library.catalogue import Library, Parameter, Query
from comity.query.library.run import run
from comity.store.engines.interface import Engine
from tests.store.engines.answers import told
from tests.store.engines.conftest import Open

# What to ask beyond the examples in the headers: the first values in a first round, and so on.
FURTHER = {
    "attendance-status": ("declined", "absent", "invited"),
    "authority": ("us-bis", "us-ofac", "us-bis"),
    "claim-kind": ("Designation", "Pact", "Attendance"),
    "date": ("2021-12-09", "2024-02-29", "2026-01-01"),
    "duration": ("P2Y6M", "P31D", "P1M15D"),
    "entity": ("Positive Technologies", "asia-sun-group", "NSO Group"),
    "initiative": ("quad", "artemis-accords", "wassenaar-arrangement", "gpai"),
    "integer": ("8", "4", "12"),
    "list": ("ofac-sdn", "eu-ghrsr", "bis-entity-list", "us-1260h"),
    "pact": (),
    "polity": ("KR", "United States", "日本", "CHN"),
    "rule": (),
    "source": (),
    "summit": ("summit-for-democracy-2023", "g7-summit-2023", "ai-safety-summit-2023"),
    "thing": ("polity/JPN", "list/bis-entity-list", "summit/summit-for-democracy-2021"),
}
# rdflib gets one round, over a part of the graph; these stand in for what that part lacks.
IN_THE_PART = {
    "bis-entity-list": "ofac-sdn",
    "ofac-ns-cmic": "eu-myanmar-401-2013",
    "sandvine-incorporated": "asia-sun-group",
}
ROUNDS = {"oxigraph_memory": 1, "oxigraph_server": 3, "virtuoso": 3, "rdflib_part": 0}
# Nothing to find: the shipped graph states no contradiction.
SILENT = {"conflicts"}


@dataclass(frozen=True)
class Case:
    """A question with its parameters, and the round it belongs to."""

    query: Query
    given: tuple[tuple[str, str], ...]
    round: int

    def __str__(self) -> str:
        """Name the case as test reports show it."""
        return f"{self.query.name}-{f'round{self.round}' if self.round else 'example'}"


def questions() -> Iterator[Query]:
    """Give every question of the library, and the one for its claims where there is one."""
    library = Library.shipped()
    for query in library:
        yield query
        behind = library.claims_behind(query)
        if behind is not None:
            yield behind


def cases() -> Iterator[Case]:
    """Give every question with its examples, then with further values of each kind.

    The questions for the claims behind the rows give the most rows and get their examples only.
    """
    for query in questions():
        parameters = query.header.parameters if query.header else ()
        yield Case(query, tuple((one.name, one.example) for one in parameters), 0)
        more = parameters and not query.name.endswith(".claims")
        for number in range(1, max(ROUNDS.values()) + 1) if more else ():
            given = tuple(
                (one.name, further(one, number + place)) for place, one in enumerate(parameters)
            )
            yield Case(query, given, number)


def further(parameter: Parameter, number: int) -> str:
    """Return another value of a parameter; its example where there is no other of that kind."""
    values = FURTHER[parameter.kind] or (parameter.example,)
    return values[number % len(values)]


def asked_of(engine: str, case: Case) -> object:
    """Return what to ask of an engine; None for nothing."""
    if case.round > ROUNDS[engine]:
        return None
    name = f"{engine}-{case}"
    if engine == "rdflib_part":
        given = tuple((key, IN_THE_PART.get(value, value)) for key, value in case.given)
        case = Case(case.query, given, case.round)
    return pytest.param(engine, case, id=name)


ASKED = [asked for case in cases() for engine in ROUNDS if (asked := asked_of(engine, case))]


@pytest.fixture(scope="module")
def reference(oxigraph_disk: Engine, oxigraph_part: Engine) -> Callable[[str, Case], object]:
    """Return what the store on disk, which users ask, answers to a case; each is asked once."""

    @cache
    def answer(engine: str, case: Case) -> object:
        store = oxigraph_part if engine == "rdflib_part" else oxigraph_disk
        return told(run(store, case.query, dict(case.given)))

    return answer


@pytest.mark.parametrize(("engine", "case"), ASKED)
def test_every_engine_gives_the_rows_that_the_store_gives(
    engine: str, case: Case, reference: Callable[[str, Case], object], engine_named: Open
) -> None:
    expected = reference("rdflib_part" if engine == "rdflib_part" else "", case)
    assert told(run(engine_named(engine), case.query, dict(case.given))) == expected


def test_the_cases_find_something_to_compare(reference: Callable[[str, Case], object]) -> None:
    silent = {case.query.name for case in cases()}
    for case in cases():
        answer = reference("", case)
        if answer[1] if isinstance(answer, tuple) else answer:
            silent.discard(case.query.name)
    assert silent == SILENT
