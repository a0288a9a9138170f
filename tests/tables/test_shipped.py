"""The shipped tables and the graphs are one: compiled, in their form, and described for others."""

from __future__ import annotations

from pathlib import Path

from frictionless import Package, system

from comity.graph.load import read_triples
from comity.paths import room
from comity.tables.check import gather
from comity.tables.graphs import CATALOG, compiled, formatted, graphs_of
from comity.tables.read import read_csv
from comity.tables.schema import kinds
from comity.tables.write import rows_of, written

TABLES, GRAPHS = Path(room("tables")), Path(room("graphs"))


def test_the_graphs_are_what_the_tables_give() -> None:
    files = compiled(TABLES, GRAPHS)
    different = [
        path.relative_to(GRAPHS)
        for path, text in files.items()
        if text is None or not path.exists() or path.read_text("utf-8") != text
    ]
    assert different == []


def test_the_tables_have_their_one_form() -> None:
    files = formatted(TABLES)
    assert [path.name for path, text in files.items() if path.read_text("utf-8") != text] == []
    assert {path.name for path in files} == {path.name for path in TABLES.iterdir()}


def test_what_the_graphs_say_as_tables_gives_the_same_graphs() -> None:
    triples = [triple for path in sorted(GRAPHS.rglob("*.ttl")) for triple in read_triples(path)]
    rows = rows_of(triples)
    tables = [
        read_csv(written(kind, rows[name]).encode(), f"{name}.csv", kind, [])
        for name, kind in kinds().items()
        if rows[name]
    ]
    again = graphs_of(gather(tables))
    assert len(again) > 100
    assert again[CATALOG] == (GRAPHS / f"{CATALOG}.ttl").read_text("utf-8")
    assert [key for key in again if again[key] != (GRAPHS / f"{key}.ttl").read_text("utf-8")] == []


def test_other_programs_find_the_tables_as_they_are_described() -> None:
    with system.use_context(trusted=True):
        report = Package(str(TABLES / "datapackage.json")).validate()
    assert report.flatten(["type", "rowNumber", "fieldName", "note"]) == []
    assert report.stats["tasks"] == len([*TABLES.glob("*.csv")])
