"""The store on disk: built once, opened afterwards, rebuilt when it must be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from comity.errors import BadData, StoreFailed
from comity.store.engines.interface import Engine
from comity.store.snapshot.fingerprint import Inputs
from comity.store.snapshot.snapshots import KEPT, Snapshots, content_digest
from comity.terms import Iri, Quad
from tests.editions import ANNA, edition, taken

RULE = """#+ summary: Copies a since to the day from which a claim holds.
CONSTRUCT { ?claim <https://example.org/from> ?since }
WHERE { ?claim <https://example.org/since> ?since }
"""
CLAIM = '<https://example.org/c> <https://example.org/since> "2021-12-10" .\n'
DERIVED = Iri("https://w3id.org/comity/graph/derived/bounds")


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    ontology, graphs = tmp_path / "ontology", tmp_path / "graphs"
    (ontology / "rules").mkdir(parents=True)
    (ontology / "rules" / "bounds.rq").write_text(RULE)
    (graphs / "initiatives").mkdir(parents=True)
    (graphs / "initiatives" / "echri.ttl").write_text(CLAIM)
    return Inputs(str(ontology), str(graphs))


class Told(list[str]):
    """Remarks, in the order in which they were made."""


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def snapshots(tmp_path: Path, inputs: Inputs, told: Told) -> Snapshots:
    return Snapshots(str(tmp_path / "data"), inputs, told.append)


def _count(engine: Engine) -> int:
    return sum(1 for _ in engine.quads())


def test_the_first_opening_builds_and_says_so_and_the_second_does_neither(
    snapshots: Snapshots, told: Told
) -> None:
    assert _count(snapshots.open()) == 4
    assert len(told) == 1
    before = {path: path.stat().st_mtime_ns for path in snapshots.place().iterdir()}
    assert _count(snapshots.open()) == 4
    assert len(told) == 1
    assert before == {path: path.stat().st_mtime_ns for path in snapshots.place().iterdir()}


def test_a_file_is_a_named_graph_and_a_rule_fills_a_graph_of_its_own(snapshots: Snapshots) -> None:
    engine = snapshots.open()
    assert engine.graphs() == (DERIVED, Iri("https://w3id.org/comity/graph/initiatives/echri"))
    derived = list(engine.triples(graph=DERIVED, subject=Iri("https://example.org/c")))
    assert [str(value.value) for _, _, value in derived] == ["2021-12-10"]
    titles = [value.value for _, _, value in engine.triples(subject=DERIVED)]
    assert "Copies a since to the day from which a claim holds." in titles


def test_a_changed_input_gives_another_store(snapshots: Snapshots, inputs: Inputs) -> None:
    first = snapshots.open()
    (Path(inputs.graphs) / "more.ttl").write_text(CLAIM.replace("/c>", "/d>"))
    again = Snapshots(snapshots.folder, Inputs(inputs.ontology, inputs.graphs))
    assert _count(again.open()) == _count(first) + 2


def test_the_digest_depends_on_content_alone(
    snapshots: Snapshots, inputs: Inputs, tmp_path: Path
) -> None:
    shutil.copytree(inputs.ontology, tmp_path / "elsewhere" / "ontology")
    shutil.copytree(inputs.graphs, tmp_path / "elsewhere" / "graphs")
    moved = Inputs(str(tmp_path / "elsewhere" / "ontology"), str(tmp_path / "elsewhere" / "graphs"))
    assert content_digest(moved) == content_digest(inputs)
    os.utime(Path(inputs.graphs) / "initiatives" / "echri.ttl", (0, 0))
    assert content_digest(inputs) == content_digest(moved)


@pytest.mark.parametrize("harm", ["a file is gone", "a file is cut", "the folder is empty"])
def test_a_broken_store_is_built_again_with_one_line(
    snapshots: Snapshots, told: Told, harm: str
) -> None:
    del told[:]
    snapshots.open()
    place = snapshots.place()
    if harm == "a file is gone":
        (place / "CURRENT").unlink()
    elif harm == "a file is cut":
        largest = max(place.glob("*.sst"), key=lambda path: path.stat().st_size)
        os.truncate(largest, 10)
    else:
        shutil.rmtree(place)
        place.mkdir()
    del told[:]
    assert _count(snapshots.open()) == 4
    assert told == ["The store on disk is broken; building it again from the graphs."]


def test_two_processes_that_build_at_once_both_get_a_whole_store(
    tmp_path: Path, inputs: Inputs
) -> None:
    script = (
        "import sys; from comity.store.snapshot.fingerprint import Inputs\n"
        "from comity.store.snapshot.snapshots import Snapshots\n"
        "at = sys.argv[1:]\n"
        "print(sum(1 for _ in Snapshots(at[0], Inputs(at[1], at[2])).open().quads()))\n"
    )
    places = [str(tmp_path / "both"), str(inputs.ontology), str(inputs.graphs)]
    runs = [
        subprocess.Popen([sys.executable, "-c", script, *places], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [run.communicate(timeout=60)[0].strip() for run in runs] == ["4"] * 4
    assert [run.returncode for run in runs] == [0] * 4
    assert len(list((tmp_path / "both" / "snapshots").iterdir())) == 1


def test_a_build_that_fails_leaves_the_last_store_and_no_litter(
    snapshots: Snapshots, inputs: Inputs
) -> None:
    snapshots.open()
    good = (Path(inputs.graphs) / "initiatives" / "echri.ttl").read_text()
    (Path(inputs.graphs) / "initiatives" / "echri.ttl").write_text("nonsense")
    with pytest.raises(BadData, match=r"echri\.ttl.*line 1"):
        Snapshots(snapshots.folder, Inputs(inputs.ontology, inputs.graphs)).open()
    (Path(inputs.graphs) / "initiatives" / "echri.ttl").write_text(good)
    assert len(list((Path(snapshots.folder) / "snapshots").iterdir())) == 1
    assert _count(snapshots.open()) == 4


def test_what_a_killed_build_left_behind_is_swept_away(snapshots: Snapshots) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    litter = Path(snapshots.folder) / "snapshots" / f".building-{ended.pid}-abc"
    litter.mkdir(parents=True)
    snapshots.open()
    assert not litter.exists()


def test_only_the_latest_stores_are_kept(snapshots: Snapshots, inputs: Inputs) -> None:
    for number in range(KEPT + 2):
        (Path(inputs.graphs) / "more.ttl").write_text(CLAIM.replace("/c>", f"/{number}>"))
        Snapshots(snapshots.folder, Inputs(inputs.ontology, inputs.graphs)).open()
    assert len(list((Path(snapshots.folder) / "snapshots").iterdir())) == KEPT


def test_a_folder_that_cannot_be_written_is_refused_with_a_remedy(
    tmp_path: Path, inputs: Inputs
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFailed) as fault:
        Snapshots(str(tmp_path / "file"), inputs).open()
    assert "--store" in fault.value.remedy


def test_an_import_is_added_to_the_store_that_is_there(tmp_path: Path, told: Told) -> None:
    data = tmp_path / "data"
    shipped = Inputs.shipped(str(data))
    Snapshots(str(data), shipped, told.append).open()
    earlier = Snapshots(str(data), shipped, told.append).place()
    (earlier / "mark").write_text("of the earlier store")
    taken(data, edition("2021-12-09", ANNA))
    added = Snapshots(str(data), shipped, told.append)
    added.open()
    assert (added.place() / "mark").exists(), "the new store does not begin with the earlier one"
    whole = content(added.open())
    assert content(added.build(replace=True)) == whole
    assert len(whole) > len(content(Snapshots(str(data), Inputs.shipped()).open()))


def test_a_broken_earlier_store_is_not_built_upon(tmp_path: Path, told: Told) -> None:
    data = tmp_path / "data"
    shipped = Inputs.shipped(str(data))
    first = Snapshots(str(data), shipped, told.append)
    first.open()
    (first.place() / "CURRENT").unlink()
    taken(data, edition("2021-12-09", ANNA))
    engine = Snapshots(str(data), shipped, told.append).open()
    assert "An earlier store on disk is broken; building all of it again." in told
    assert any("import/un-sc/2021-12-09" in graph.value for graph in engine.graphs())


def content(engine: Engine) -> set[Quad]:
    return set(engine.quads())
