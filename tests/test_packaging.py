"""What is packed and pinned: the version, the locks, and a wheel that holds the whole graph."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from comity.graph.load import read_triples
from comity.iris import ONTOLOGY, OWL
from comity.terms import Iri, Literal

TOP = Path(__file__).parent.parent
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
ROOMS = ("ontology", "graphs", "queries")


def test_the_version_is_in_pyproject_alone() -> None:
    version = PROJECT["project"]["version"]
    places = [TOP / name for name in ("Makefile", "CITATION.cff", "README.md", ".ci/run")]
    places += [*TOP.glob("src/**/*.py"), *TOP.glob("docs/**/*.md")]
    assert [str(place) for place in places if version in place.read_text("utf-8")] == []


def test_the_ontology_has_the_version_of_the_project() -> None:
    version = PROJECT["project"]["version"]
    header = read_triples(TOP / "ontology" / "comity.ttl")
    about = Iri(ONTOLOGY)
    assert (about, Iri(OWL + "versionInfo"), Literal(version)) in header
    assert (about, Iri(OWL + "versionIRI"), Iri(f"{ONTOLOGY}/{version}")) in header


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    newest = re.search(r"^## (\S+)", (TOP / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == PROJECT["project"]["version"]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_every_package_by_hash_and_names_no_host(name: str) -> None:
    text = (TOP / name).read_text("utf-8")
    assert "://" not in text
    for entry in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]:
        assert re.match(r"[a-z0-9.-]+==\S+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


@pytest.mark.parametrize("folder", ["src/comity/server/frontend", "tests/clients"])
def test_the_locks_of_scripts_pin_every_package_and_name_no_host(folder: str) -> None:
    asked = json.loads((TOP / folder / "package.json").read_text("utf-8"))
    held = json.loads((TOP / folder / "package-lock.json").read_text("utf-8"))["packages"]
    packages = {place: one for place, one in held.items() if place}
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())
    for name, version in {
        **asked.get("dependencies", {}),
        **asked.get("devDependencies", {}),
    }.items():
        assert packages[f"node_modules/{name}"]["version"] == version


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    groups = PROJECT["dependency-groups"]
    wanted = {
        "requirements.lock": [*PROJECT["project"]["dependencies"], *groups["build"]],
        "requirements-dev.lock": [*PROJECT["project"]["dependencies"], *groups["dev"]],
    }
    for name, requirements in wanted.items():
        pinned = re.findall(r"^([a-z0-9.-]+)==", (TOP / name).read_text("utf-8"), re.MULTILINE)
        asked = {re.split(r"[^A-Za-z0-9._-]", one)[0].lower() for one in requirements}
        assert asked - set(pinned) == set()


def test_both_locks_agree() -> None:
    pins = [
        dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", (TOP / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert pins[0].items() <= pins[1].items()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=TOP,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_the_wheel_holds_the_whole_room(wheel: Path, room: str) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        paths = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}

    assert files(wheel / "comity" / "_data" / room) == files(TOP / room)


@pytest.mark.slow
def test_the_wheel_holds_all_licences_the_types_and_no_tests(wheel: Path) -> None:
    names = {path.relative_to(wheel).as_posix() for path in wheel.rglob("*") if path.is_file()}
    licences = {name.rsplit("/", 1)[1] for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "LICENSE-DATA", "editor.licences.txt"}
    assert "comity/py.typed" in names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"comity"}


@pytest.mark.slow
def test_the_wheel_answers_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    asked = ["query", "members", "-p", "initiative=echri", "--on", "2023-04-01"]
    answer = subprocess.run(
        [sys.executable, "-m", "comity", *asked, "--store", str(tmp_path / "store")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(wheel), "PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "https://w3id.org/comity/id/polity/NOR" in answer


def test_the_bill_of_materials_has_every_package_of_the_lock_with_its_licence(
    tmp_path: Path,
) -> None:
    for name in ("one", "two"):
        subprocess.run(
            [sys.executable, str(TOP / ".ci" / "sbom.py"), str(tmp_path / name)],
            check=True,
            timeout=60,
        )
    bill = json.loads((tmp_path / "one" / "sbom.cdx.json").read_text("utf-8"))
    lock = (TOP / "requirements.lock").read_text("utf-8")
    pins = set(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", lock, re.MULTILINE))
    parts = bill["components"]
    assert {(part["name"], part["version"]) for part in parts} == pins
    digests = [
        each["hashes"][0]["content"] for part in parts for each in part["externalReferences"]
    ]
    assert sorted(digests) == sorted(re.findall("sha256:([0-9a-f]{64})", lock))
    direct = {re.split(r"[^A-Za-z0-9._-]", one)[0] for one in PROJECT["project"]["dependencies"]}
    licences = {part["name"]: part["licenses"][0]["license"]["name"] for part in parts}
    assert not {name for name in direct if licences[name] == "not stated"}
    for name in ("sbom.cdx.json", "licences.tsv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.slow
def test_two_builds_give_the_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=TOP, check=False, capture_output=True, timeout=60
    )
    if listed.returncode:
        pytest.skip("no checkout of git, whose files a build takes")
    built = []
    for number, name in enumerate(("one", "a much longer name")):
        copy = tmp_path / name / "source"
        for path in filter(None, listed.stdout.decode().split("\0")):
            if (TOP / path).is_file():
                (copy / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(TOP / path, copy / path)
                os.utime(copy / path, (number * 10**8, number * 10**8))
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path / name / "built")],
            cwd=copy,
            env={**os.environ, "TZ": ("UTC", "Asia/Tokyo")[number], "PYTHONHASHSEED": str(number)},
            check=True,
            capture_output=True,
            timeout=300,
        )
        files = sorted((tmp_path / name / "built").iterdir())
        built.append({file.name: file.read_bytes() for file in files})
    assert built[0] == built[1]
    assert {name.rpartition(".")[2] for name in built[0]} == {"whl", "gz"}
