"""What is exported for other programs is what they accept, and holds what the graph holds."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any, cast

import pytest
from followthemoney import model

from comity.iris import ID
from comity.query.exports.follow_the_money import write_ftm
from comity.query.exports.graph_files import class_tables, write_shards
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.imports.registry import imports
from comity.store.snapshot.compile import add_imports, fill
from comity.store.snapshot.fingerprint import Inputs
from comity.terms import n_triples
from comity.vocab import COMITY
from tests.editions import ANNA, BEN, edition, taken


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("export")
    taken(folder / "data", edition("2021-12-09", ANNA, BEN, listed="2015-03-02"))
    writer = OxigraphWriter()
    inputs = Inputs.shipped(str(folder / "data"))
    fill(writer, inputs)
    held = imports(str(folder / "data"))
    add_imports(writer, inputs, held, held)
    return writer.reader()


@pytest.fixture(scope="module")
def entities(engine: Engine) -> list[dict[str, Any]]:
    return [json.loads(line) for line in write_ftm(engine)]


def test_every_line_is_valid_for_followthemoney(entities: list[dict[str, Any]]) -> None:
    for one in entities:
        schema = model.get(str(one["schema"]))
        assert schema is not None
        assert set(one["properties"]) <= set(schema.properties), one
        schema.validate(cast(Any, one))


def test_no_value_is_lost_when_followthemoney_reads_it(entities: list[dict[str, Any]]) -> None:
    for one in entities:
        read = model.get_proxy(dict(one), cleaned=False)
        for name, values in one["properties"].items():
            assert len(read.get(name)) == len(values), (one["id"], name, values)


def test_there_is_an_entity_for_each_entity_and_a_sanction_for_each_designation(
    engine: Engine, entities: list[dict[str, Any]]
) -> None:
    designations = {
        claim for claim, _, _ in engine.triples(predicate=COMITY.entity) if claim is not None
    }
    count = Counter(one["schema"] == "Sanction" for one in entities)
    assert count[True] == len(designations)
    listed = {value for _, _, value in engine.triples(predicate=COMITY.entity)}
    told = {str(one["id"]) for one in entities}
    for entity in listed:
        assert f"comity-{entity.value.removeprefix(ID).replace('/', '.')}" in told
    anna = next(one for one in entities if one["id"] == "comity-entity.un-sc-ZZi.001")
    assert anna["schema"] == "Person"
    assert anna["properties"]["name"] == ["ANNA ALPHA"]
    assert anna["properties"]["nationality"] == ["jp"]


def test_tables_hold_every_thing_of_a_class_and_every_value(engine: Engine) -> None:
    tables = {sheet.name: [*csv.DictReader(sheet.lines)] for sheet in class_tables(engine)}
    people = {row["iri"]: row for row in tables["Person"]}
    anna = people["https://w3id.org/comity/id/entity/un-sc-ZZi.001"]
    assert anna["prefLabel"] == "ANNA ALPHA"
    assert anna["nationality"] == "https://w3id.org/comity/id/polity/JPN"
    members = [*engine.triples(predicate=COMITY.initiative)]
    initiatives = {subject for subject, _, _ in members}
    assert len(tables["Membership"]) <= len(initiatives)
    japan = next(row for row in tables["State"] if row["iri"].endswith("/JPN"))
    assert japan["prefLabel"] == "Japan | 日本@ja"


def test_cells_of_a_table_are_exact(engine: Engine) -> None:
    rows = (row for sheet in class_tables(engine) for row in csv.reader(sheet.lines))
    cells = {cell for row in rows for cell in row}
    assert not {cell for cell in cells if cell.startswith(("'-", "'=", "'+", "'@"))}
    assert any(cell.startswith("-") and float(cell) < 0 for cell in cells)


def test_shards_hold_every_quad_once_and_are_the_same_again(engine: Engine, tmp_path: Path) -> None:
    files = write_shards(engine.quads(), 3, str(tmp_path / "one"))
    again = write_shards(engine.quads(), 3, str(tmp_path / "two"))
    assert [Path(file).read_bytes() for file in files] == [
        Path(file).read_bytes() for file in again
    ]
    lines = [line for file in files for line in Path(file).read_text("utf-8").splitlines()]
    wanted = {
        f"{n_triples(s)} {n_triples(p)} {n_triples(o)} {n_triples(g)} ."
        for s, p, o, g in engine.quads()
        if g is not None
    }
    assert len(lines) == len(wanted)
    assert set(lines) == wanted
    sizes = [Path(file).stat().st_size for file in files]
    assert min(sizes) > max(sizes) / 2
