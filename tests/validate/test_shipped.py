"""The shipped graphs keep the shipped shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.graph.load import read_triples, turtle_files
from comity.paths import room
from comity.validate import Severity, render, validate_files, validate_graph

GRAPHS = turtle_files([Path(room("graphs"))])


@pytest.mark.slow
def test_nothing_in_the_shipped_graphs_is_wrong() -> None:
    triples = [triple for path in GRAPHS for triple in read_triples(path)]

    wrong = validate_graph(triples).from_severity(Severity.VIOLATION)

    assert wrong.findings == (), render(wrong, "text")


@pytest.mark.slow
def test_a_shipped_graph_is_sound_when_it_is_given_as_a_file_of_ones_own() -> None:
    report = validate_files([Path(room("graphs")) / "summits" / "summit-for-democracy-2021.ttl"])

    assert not report.has_violations, render(report, "text")
