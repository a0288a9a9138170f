"""The small world of ``tests/data``, compiled into each of the engines that must agree on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.paths import room
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.engines.rdflib import RdflibWriter
from comity.store.snapshot.compile import fill
from comity.store.snapshot.fingerprint import Inputs

WORLD = Inputs(room("ontology"), str(Path(__file__).parents[1] / "data"))


@pytest.fixture(scope="session")
def world_in_oxigraph() -> Engine:
    writer = OxigraphWriter()
    fill(writer, WORLD)
    return writer.reader()


@pytest.fixture(scope="session")
def world_in_rdflib() -> Engine:
    writer = RdflibWriter()
    fill(writer, WORLD)
    return writer.reader()


@pytest.fixture(params=["oxigraph", "rdflib"])
def world(request: pytest.FixtureRequest) -> Engine:
    """Give the small world in one engine after the other."""
    engine: Engine = request.getfixturevalue(f"world_in_{request.param}")
    return engine
