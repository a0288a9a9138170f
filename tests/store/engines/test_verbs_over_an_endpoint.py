"""What a verb says and writes is the same from an endpoint as from the local store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import comity
from comity.cli import run
from tests.store.engines import servers
from tests.store.engines.conftest import need_oxigraph

Verb = Callable[..., tuple[int, str, str]]
SAID = (
    ("network", "--tie", "pact", "--on", "2023-04-01", "--format", "json"),
    ("network", "--tie", "designation", "--on", "2023-04-01", "--format", "csv"),
    ("network", "--format", "json"),
    ("path", "JPN", "KOR"),
    ("path", "summit/summit-for-democracy-2021", "entity/nso-group", "--on", "2023-04-01"),
    ("show", "JPN", "--on", "2023-04-01"),
    ("show", "echri"),
    ("search", "日本"),
    ("search", "sandvine"),
    ("search", "no such thing"),
    ("query", "members", "-p", "initiative=echri", "--on", "2023-04-01"),
    ("export", "--graph", "initiatives/echri", "--format", "trig"),
    ("export", "--format", "nquads"),
)
WRITTEN = (
    ("network", "--on", "2023-04-01", "--output", "network.svg"),
    ("network", "--on", "2023-04-01", "--output", "network.html"),
    ("export", "--on", "2021-12-09", "--format", "nquads", "--output", "then.nq"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a data folder of this module's own."""
    folder = tmp_path_factory.mktemp("data")
    comity.open(str(folder)).build()
    return folder


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    """Serve what was built there by Oxigraph's own server; give the endpoint's URL."""
    need_oxigraph()
    (compiled,) = (store / "snapshots").iterdir()
    with servers.oxigraph(compiled) as url:
        yield url


@pytest.fixture
def verb(store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Verb:
    """Run comity in this process; return the exit code and what stood on stdout and stderr."""
    monkeypatch.setenv("COMITY_STORE", str(store))

    def answer(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return answer


@pytest.mark.parametrize("arguments", SAID, ids=" ".join)
def test_a_verb_says_the_same_of_an_endpoint(
    arguments: tuple[str, ...], verb: Verb, address: str
) -> None:
    own, remote = verb(*arguments), verb(*arguments, "--endpoint", address)
    assert own[0] == 0, own[2]
    assert own[1]
    assert remote == own


@pytest.mark.parametrize("arguments", WRITTEN, ids=" ".join)
def test_a_verb_writes_the_same_bytes_from_an_endpoint(
    arguments: tuple[str, ...], verb: Verb, address: str, tmp_path: Path
) -> None:
    *others, name = arguments
    files = {place: tmp_path / place / name for place in ("own", "remote")}
    for file in files.values():
        file.parent.mkdir()
    assert verb(*others, str(files["own"]))[0] == 0
    assert verb(*others, str(files["remote"]), "--endpoint", address)[0] == 0
    assert files["own"].stat().st_size > 10_000
    assert files["remote"].read_bytes() == files["own"].read_bytes()
