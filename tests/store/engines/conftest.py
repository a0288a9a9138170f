"""The engines that must agree: over the shipped graph, and rdflib, the slow one, over a part."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comity.graph.load import read_triples
from comity.iris import GRAPH
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph import OxigraphEngine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.engines.rdflib import RdflibWriter
from comity.store.engines.remote import RemoteEngine
from comity.store.snapshot.compile import fill
from comity.store.snapshot.fingerprint import Inputs
from comity.terms import Iri, Triple, n_triples
from tests.store.engines import servers

Open = Callable[[str], Engine]
PART = (
    "authorities",
    "designations/cn-mfa-countermeasures",
    "designations/eu-myanmar-401-2013",
    "designations/ofac-sdn",
    "entities",
    "initiatives/echri",
    "initiatives/five-eyes",
    "initiatives/freedom-online-coalition",
    "initiatives/open-government-partnership",
    "initiatives/quad",
    "pacts/2021",
    "pacts/2022",
    "pacts/2023",
    "polities",
    "rules",
    "sources",
    "summits/summit-for-democracy-2021",
)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep proxies and logins of the user's out of what the tests ask on loopback."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("USER", "PASSWORD", "TOKEN", "TIMEOUT"):
        monkeypatch.delenv(f"COMITY_ENDPOINT_{name}", raising=False)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the shipped graph onto disk and return the folder."""
    folder = tmp_path_factory.mktemp("compiled") / "store"
    writer = OxigraphWriter(str(folder))
    fill(writer, Inputs.shipped())
    return folder


@pytest.fixture(scope="session")
def oxigraph_disk(compiled: Path) -> Engine:
    return OxigraphEngine.open(str(compiled))


@pytest.fixture(scope="session")
def oxigraph_memory() -> Engine:
    writer = OxigraphWriter()
    fill(writer, Inputs.shipped())
    return writer.reader()


@pytest.fixture(scope="session")
def part(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    """Copy the part of the shipped graph that rdflib can take in a few seconds."""
    whole, graphs = Inputs.shipped(), tmp_path_factory.mktemp("part")
    for name in PART:
        copy = graphs / f"{name}.ttl"
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(Path(whole.graphs) / f"{name}.ttl", copy)
    return Inputs(whole.ontology, str(graphs))


@pytest.fixture(scope="session")
def oxigraph_part(part: Inputs) -> Engine:
    writer = OxigraphWriter()
    fill(writer, part)
    return writer.reader()


@pytest.fixture(scope="session")
def rdflib_part(part: Inputs) -> Engine:
    writer = RdflibWriter()
    fill(writer, part)
    return writer.reader()


@pytest.fixture(scope="session")
def oxigraph_server(compiled: Path) -> Iterator[Engine]:
    need_oxigraph()
    with servers.oxigraph(compiled) as url:
        yield over_http(url)


@pytest.fixture(scope="session")
def virtuoso(oxigraph_disk: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    for name in ("virtuoso-t", "isql-vt"):
        _need(name, "virtuoso-opensource-7 of Debian")
    folder = tmp_path_factory.mktemp("virtuoso")
    with (folder / servers.STATEMENTS).open("w", encoding="utf-8") as file:
        for triple in oxigraph_disk.triples():  # its default graph is the union of named graphs
            quad = (*triple, Iri(f"{GRAPH}merged"))
            file.write(f"{' '.join(n_triples(term) for term in quad)} .\n")
    with servers.virtuoso(folder) as url:
        yield over_http(url)


@pytest.fixture
def engine_named(request: pytest.FixtureRequest) -> Open:
    """Return the engine of a name, started when it is first asked for; skip where it cannot be."""

    def find(name: str) -> Engine:
        engine: Engine = request.getfixturevalue(name)
        return engine

    return find


def over_http(url: str) -> RemoteEngine:
    """Open an endpoint as comity's users do, Turtle and all."""
    return RemoteEngine.open(url, seconds=60, read_turtle=_read_turtle)


def _read_turtle(body: bytes) -> list[Triple]:
    return read_triples(body, "turtle")


def need_oxigraph() -> None:
    """Skip the test where Oxigraph's server is not installed."""
    _need("oxigraph", "the oxigraph package of PyPI")


def _need(name: str, package: str) -> None:
    if servers.program(name) is None:
        pytest.skip(f"{name} is not installed; it comes with {package}")
