"""One compiled store for all tests of the server, and two servers that most of them share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import comity
from tests.server.running import Server, serving


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the compiled store in it."""
    folder = tmp_path_factory.mktemp("served")
    comity.open(str(folder)).build()
    return folder


@pytest.fixture(scope="session")
def server(data: Path) -> Iterator[Server]:
    """Serve the store for reading, with short limits."""
    limits = {"timeout": 30.0, "brief": 0.7, "rows": 60_000, "slow": 2.0, "idle": 3.0}
    with serving(data, limits=limits) as running:
        yield running


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Iterator[Server]:
    """Serve a working copy that may be changed."""
    folder = tmp_path_factory.mktemp("writable")
    (folder / "snapshots").symlink_to(data / "snapshots")
    with serving(folder, allow_update=True) as running:
        yield running
