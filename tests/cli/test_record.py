"""A recorded search says what was asked of what, and later whether the answer still stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

ASK = ("query", "members", "-p", "initiative=echri", "--on", "2021-12-10")


@pytest.fixture(autouse=True)
def a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def test_a_record_holds_question_graph_coverage_day_and_version(
    comity_command: Command, tmp_path: Path
) -> None:
    target = tmp_path / "search.json"
    told = comity_command(*ASK, "--report", str(target))
    assert told.out == comity_command(*ASK).out
    record = json.loads(target.read_text("utf-8"))
    assert record["query"] == "members"
    assert record["parameters"]["initiative"] == [
        {"iri": "https://w3id.org/comity/id/initiative/echri"}
    ]
    assert record["asked_on"] == "2023-11-14"
    assert len(record["graph"]) == 32
    assert len(record["rows"]) == 8
    assert [one["complete"] for one in record["coverage"]] == ["true"]
    first = target.read_bytes()
    comity_command(*ASK, "--report", str(target))
    assert target.read_bytes() == first


def test_the_same_question_is_found_to_give_the_same_answer(
    comity_command: Command, tmp_path: Path
) -> None:
    target = tmp_path / "search.json"
    comity_command(*ASK, "--report", str(target))
    told = comity_command("query", "--check", str(target))
    assert told.code == 0
    assert told.out.startswith("The same 8 rows: 'members' as asked on 2023-11-14")


def test_rows_that_came_and_went_are_told(comity_command: Command, tmp_path: Path) -> None:
    target = tmp_path / "search.json"
    comity_command(*ASK, "--report", str(target))
    record = json.loads(target.read_text("utf-8"))
    record["rows"][0][0]["iri"] = "https://w3id.org/comity/id/polity/ATL"
    target.write_text(json.dumps(record))
    told = comity_command("query", "--check", str(target))
    assert told.code == 1
    assert "1 rows came and 1 went" in told.out
    assert "+ polity https://w3id.org/comity/id/polity/AUS" in told.out
    assert "- polity https://w3id.org/comity/id/polity/ATL" in told.out


def test_a_record_to_be_read_names_the_coverage(comity_command: Command, tmp_path: Path) -> None:
    target = tmp_path / "search.md"
    comity_command(*ASK, "--report", str(target))
    page = target.read_text("utf-8")
    assert "- Coverage of Export Controls and Human Rights Initiative: complete" in page
    assert "| Australia |" in page
    assert "```sparql" in page


@pytest.mark.parametrize("content", ["", "{}", '{"form": "other"}', "\x00", None])
def test_a_file_that_is_no_record_is_refused(
    comity_command: Command, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "search.json"
    if content is not None:
        path.write_text(content)
    assert "search.json" in comity_command.fails("query", "--check", str(path)).err


def test_a_report_of_another_kind_is_refused(comity_command: Command, tmp_path: Path) -> None:
    comity_command.fails(*ASK, "--report", str(tmp_path / "search.txt"))
    assert list(tmp_path.iterdir()) == []
