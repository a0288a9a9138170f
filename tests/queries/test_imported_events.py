"""What two editions of an imported list show is in the answers about changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.query.library.catalogue import Library
from comity.query.library.rows import Rows
from comity.query.library.run import run
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.snapshot.compile import fill_with_imports
from comity.store.snapshot.fingerprint import Inputs
from tests.editions import ANNA, BEN, CLEO, Person, edition, taken

OMEGA = (ANNA[0], "ANNA OMEGA", ANNA[2])


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("events")
    editions: tuple[tuple[str, tuple[Person, ...]], ...] = (
        ("2021-12-09", (ANNA, BEN)),
        ("2021-12-15", (OMEGA, CLEO)),
    )
    for day, people in editions:
        one = taken(folder / "data", edition(day, *people)).edition
        replace(one, whole=("un-sc",)).write()
    writer = OxigraphWriter()
    fill_with_imports(writer, Inputs.shipped(str(folder / "data")))
    return writer.reader()


def answered(engine: Engine, name: str, **given: str) -> list[dict[str, str]]:
    answer = run(engine, Library.shipped().find(name), given)
    assert isinstance(answer, Rows)
    return [
        {
            column: "" if term is None else term.value
            for column, term in zip(answer.columns, row, strict=True)
        }
        for row in answer
    ]


def test_changes_tells_who_came_who_went_and_of_whom_more_is_said(engine: Engine) -> None:
    given = {"list": "un-sc", "from": "2021-12-01", "to": "2022-01-01"}
    found = [
        (row["name"], row["change"], row["date"]) for row in answered(engine, "changes", **given)
    ]
    assert found == [
        ("ANNA OMEGA", "amended", "2021-12-15"),
        ("BEN BETA", "removed", "2021-12-15"),
        ("CLEO GAMMA", "added", "2021-12-15"),
    ]


def test_a_change_is_told_only_within_its_days(engine: Engine) -> None:
    for first, last in (("2021-12-01", "2021-12-15"), ("2021-12-16", "2022-01-01")):
        assert answered(engine, "changes", **{"list": "un-sc", "from": first, "to": last}) == []


def test_the_timeline_of_an_entity_tells_it(engine: Engine) -> None:
    given = {"thing": "entity/un-sc-ZZi.002", "from": "2021-01-01", "to": "2022-01-01"}
    found = {(row["date"], row["event"]) for row in answered(engine, "timeline", **given)}
    assert found == {("2021-12-15", "delisted")}


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("2021-12-08", "unknown"),
        ("2021-12-09", "yes"),
        ("2021-12-10", "unknown"),
        ("2021-12-15", "yes"),
        ("2021-12-16", "unknown"),
    ],
)
def test_not_on_a_list_is_said_on_the_days_of_its_editions_alone(
    engine: Engine, on: str, answer: str
) -> None:
    found = answered(engine, "only-on", x="bis-entity-list", y="un-sc", on=on)
    assert {row["answer"] for row in found} == {answer}
    assert len({row["claim"] for row in found}) == len(found)
