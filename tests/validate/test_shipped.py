"""The shipped graphs keep the shipped shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.graph.load import read_triples, turtle_files
from comity.paths import room
from comity.validate import Report, Severity, render, validate_files
from comity.validate.data import shipped_shapes, vocabulary
from tests.validate.same import found_by_each, same

GRAPHS = turtle_files([Path(room("graphs"))])


@pytest.mark.slow
def test_nothing_in_the_shipped_graphs_is_wrong() -> None:
    data = [*vocabulary(), *(triple for path in GRAPHS for triple in read_triples(path))]

    told = found_by_each(data, shipped_shapes())

    assert same(told)
    wrong = Report(told["pyshacl"]).from_severity(Severity.VIOLATION)
    assert wrong.findings == (), render(wrong, "text")


@pytest.mark.slow
def test_a_shipped_graph_is_sound_when_it_is_given_as_a_file_of_ones_own() -> None:
    report = validate_files([Path(room("graphs")) / "summits" / "summit-for-democracy-2021.ttl"])

    assert not report.has_violations, render(report, "text")
