"""A damaged import is never believed: it is set aside and named, and the others are used."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from comity.errors import BadData, StoreFailed
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.imports.decisions import decisions
from comity.store.imports.edition_changes import difference
from comity.store.imports.folders import Import
from comity.store.imports.registry import checked_holdings, find_import, forget, holdings, imports
from comity.store.imports.statements import base_of
from comity.store.snapshot.compile import add_imports
from comity.store.snapshot.fingerprint import IMPORT_FILES, Inputs, remembered
from comity.store.snapshot.snapshots import Snapshots
from tests.editions import ANNA, BEN, edition, taken

DAY, LATER = "2021-12-09", "2021-12-10"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def whole(data: Path, day: str) -> Import:
    """Take an edition that counts as holding its whole list, as one of expected size does."""
    one = replace(taken(data, edition(day, ANNA, BEN)).edition, whole=("un-sc",))
    one.write()
    return one


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    text = bytearray(path.read_bytes())
    text[len(text) // 2] ^= 1
    path.write_bytes(text)


def describe(one: Import, **parts: object) -> None:
    """Write parts into the description of an import, as any program can."""
    path = Path(one.folder, "import.json")
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **parts}), "utf-8")


def as_before_digests(one: Import) -> None:
    """Let an import be as comity wrote it before its files had digests."""
    path = Path(one.folder, "import.json")
    told = json.loads(path.read_text("utf-8"))
    for name in ("format", "seal", "sealed", "digests"):
        del told[name]
    path.write_text(json.dumps(told), "utf-8")


def coverage(data: Path) -> list[tuple[str, str]]:
    """Return of each coverage in a store of the imports its day, and whether it is complete."""
    writer, held = OxigraphWriter(), checked_holdings(str(data)).whole
    add_imports(writer, Inputs("", "", str(data / "imports")), held, held)
    answer = writer.reader().select(
        "PREFIX comity: <https://w3id.org/comity/ontology#>\n"
        "SELECT ?day ?complete WHERE { ?c comity:asOf ?day ; comity:isComplete ?complete }"
        "ORDER BY ?day"
    )
    return [(day.value, complete.value) for day, complete in answer.rows if day and complete]


@pytest.mark.parametrize("harm", [cut, flip, os.unlink], ids=["cut", "flipped", "missing"])
@pytest.mark.parametrize("file", IMPORT_FILES)
def test_an_import_with_a_damaged_file_is_named_and_set_aside(
    data: Path, file: str, harm: object
) -> None:
    damaged = whole(data, DAY)
    good = whole(data, LATER)
    assert callable(harm)
    harm(Path(damaged.folder, file))
    checked = checked_holdings(str(data))
    assert [one.name for one in checked.whole] == [good.name]
    (aside,) = checked.aside
    assert aside.name == damaged.name
    assert aside.lists == ("un-sc",)
    assert aside.reason.startswith(file)
    for words in (damaged.name, file, "set aside", "Import the file again", "comity forget"):
        assert words in aside.line


def test_no_list_of_which_an_edition_is_set_aside_counts_as_complete(data: Path) -> None:
    whole(data, DAY)
    later = whole(data, LATER)
    assert coverage(data) == [(DAY, "true"), (LATER, "true")]
    cut(Path(later.statements_file))
    assert coverage(data) == [(DAY, "false")]
    forget(str(data), later.name)
    assert coverage(data) == [(DAY, "true")]


@pytest.mark.parametrize("file", IMPORT_FILES)
def test_a_damaged_import_can_be_forgotten_or_imported_again(data: Path, file: str) -> None:
    one = whole(data, DAY)
    cut(Path(one.folder, file))
    assert taken(data, edition(DAY, ANNA, BEN)).new
    assert not checked_holdings(str(data)).aside
    cut(Path(one.folder, file))
    assert forget(str(data), one.name).name == one.name
    assert checked_holdings(str(data))[:2] == ((), ())
    assert os.listdir(data / "imports" / "un-sc") == []


def test_what_import_json_says_more_is_tolerated(data: Path) -> None:
    one = whole(data, DAY)
    describe(one, colour="blue")
    assert checked_holdings(str(data)).whole == (one,)


@pytest.mark.parametrize(
    "part", [{"format": 99}, {"statements": "99"}], ids=["format", "statements"]
)
def test_an_import_of_a_newer_comity_is_set_aside_and_left_as_it_is(
    data: Path, part: dict[str, object]
) -> None:
    one = whole(data, DAY)
    describe(one, **part)
    before = Path(one.folder, "import.json").read_bytes()
    (aside,) = checked_holdings(str(data)).aside
    assert "written by a newer comity" in aside.line
    assert "Bring comity up to date" in aside.line
    assert Path(one.folder, "import.json").read_bytes() == before


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{", '{"statements": "3"}', '{"statements": 3, "source": []}', "[" * 10**5],
    ids=["empty", "list", "null", "open", "few parts", "other kinds", "deep"],
)
def test_a_description_that_cannot_be_read_stops_no_other_import(data: Path, text: str) -> None:
    broken = whole(data, DAY)
    good = whole(data, LATER)
    Path(broken.folder, "import.json").write_text(text)
    assert [one.name for one in imports(str(data))] == [good.name]
    assert [one.name for one in checked_holdings(str(data)).aside] == [broken.name]
    with pytest.raises(StoreFailed, match="is set aside"):
        find_import(str(data), broken.name)
    assert forget(str(data), broken.name) == (broken.name, None)


@pytest.mark.parametrize("gone", ["imports", "imports/un-sc", f"imports/un-sc/{DAY}"])
def test_an_import_whose_folder_has_vanished_is_missed_until_it_is_forgotten(
    data: Path, gone: str
) -> None:
    one = whole(data, DAY)
    checked_holdings(str(data))
    shutil.rmtree(data / gone)
    (aside,) = checked_holdings(str(data)).aside
    assert (aside.name, aside.reason) == (one.name, "its folder has vanished")
    assert aside.lists == ("un-sc",)
    forget(str(data), one.name)
    assert checked_holdings(str(data)).aside == ()


def test_a_folder_with_another_name_than_a_day_is_no_import_and_is_named(data: Path) -> None:
    one = whole(data, DAY)
    for name in (f"un-sc/{DAY}.bak", "un-sc/20211209", "un-sc copy", "un-sc.bak"):
        shutil.copytree(one.folder, data / "imports" / name)
    checked = checked_holdings(str(data))
    assert (checked.whole, checked.aside) == ((one,), ())
    assert {line.split("imports/")[1] for line in checked.remarks} == {
        "un-sc copy is no import and is ignored.",
        "un-sc.bak is no import and is ignored.",
        "un-sc/20211209 is no import and is ignored.",
        f"un-sc/{DAY}.bak is no import and is ignored.",
    }
    forget(str(data), one.name)
    assert checked_holdings(str(data)).whole == ()


def test_an_import_in_the_folder_of_another_day_is_set_aside(data: Path) -> None:
    one = whole(data, DAY)
    shutil.copytree(one.folder, data / "imports" / "un-sc" / LATER)
    (aside,) = checked_holdings(str(data)).aside
    assert (aside.name, aside.reason) == (f"un-sc/{LATER}", f"import.json is that of '{one.name}'")


def test_statements_of_before_there_were_digests_are_made_anew_from_the_records(
    data: Path,
) -> None:
    one = whole(data, DAY)
    right = Path(one.statements_file).read_bytes()
    as_before_digests(one)
    cut(Path(one.statements_file))
    assert coverage(data) == [(DAY, "true")]
    assert Path(one.statements_file).read_bytes() == right
    assert checked_holdings(str(data)).whole == (one,)


def test_records_of_before_there_were_digests_are_not_believed_when_cut(data: Path) -> None:
    one = whole(data, DAY)
    as_before_digests(one)
    cut(Path(one.records_file))
    (aside,) = checked_holdings(str(data)).aside
    assert aside.reason == "records.jsonl is damaged"


def test_coverage_that_does_not_fit_the_records_is_not_believed(data: Path) -> None:
    one = whole(data, DAY)
    describe(one, entries={"un-sc": 900})
    (aside,) = checked_holdings(str(data)).aside
    assert aside.reason == "import.json is damaged or was changed"
    as_before_digests(one)
    assert coverage(data) == []
    assert [one.entries for one in imports(str(data))] == [{"un-sc": 2}]


@pytest.mark.parametrize("file", ["import.json", "records.jsonl"])
def test_nothing_is_compared_with_or_applied_to_a_damaged_edition(data: Path, file: str) -> None:
    whole(data, DAY)
    later = whole(data, LATER)
    cut(Path(later.folder, file))
    with pytest.raises(BadData, match=f"The edition {later.name}.* is damaged"):
        base_of(holdings(str(data)), "un-sc", "2021-12-11")
    assert base_of(holdings(str(data)), "un-sc", LATER).published == DAY
    with pytest.raises(StoreFailed, match=f"The import {later.name} is set aside"):
        difference(str(data), DAY, "2021-12-11")


@pytest.mark.parametrize("gone", ["all of it", "all in it"])
def test_a_process_that_has_seen_imports_does_not_go_on_when_the_data_folder_is_emptied(
    data: Path, gone: str
) -> None:
    whole(data, DAY)
    snapshots = Snapshots(str(data), Inputs.shipped(str(data)))
    snapshots.open()
    shutil.rmtree(data)
    if gone == "all in it":
        Snapshots(str(data), Inputs.shipped(str(data))).open()
    for step in (snapshots.digest, snapshots.open, snapshots.rebuild):
        with pytest.raises(StoreFailed, match="have vanished"):
            step()


def test_what_is_set_aside_is_told_at_each_opening(data: Path) -> None:
    one = whole(data, DAY)
    inputs, told = Inputs.shipped(str(data)), list[str]()
    Snapshots(str(data), inputs, warn=told.append).open()
    assert told == []
    flip(Path(one.statements_file))
    for _ in range(2):
        Snapshots(str(data), inputs, warn=told.append).open()
    assert len(told) == 2
    assert told[0] == told[1]
    state = remembered(str(data), inputs)
    assert state is not None
    assert list(state.aside) == told[:1]


@pytest.mark.parametrize("how", ["check", "store is gone", "store is broken"])
def test_a_flipped_byte_that_no_time_stamp_betrays_is_noticed_by_every_build(
    data: Path, how: str
) -> None:
    one = whole(data, DAY)
    inputs, told = Inputs.shipped(str(data)), list[str]()
    snapshots = Snapshots(str(data), inputs, warn=told.append)
    snapshots.open()
    state = os.stat(one.statements_file)
    flip(Path(one.statements_file))
    os.utime(one.statements_file, ns=(state.st_atime_ns, state.st_mtime_ns))
    if how == "check":
        engine = snapshots.open(check=True)
    elif how == "store is gone":
        shutil.rmtree(data / "snapshots")
        engine = snapshots.open()
    else:
        engine = snapshots.rebuild()
    assert ["statements.nt is damaged" in line for line in told] == [True]
    assert not any("import/un-sc" in graph.value for graph in engine.graphs())


DECIDES = """
import sys
from comity.graph.identity.links import Decision
from comity.store.imports.decisions import keep_decisions
for number in range(20):
    pair = (f"a-{sys.argv[2]}", f"b-{number}")
    keep_decisions(sys.argv[1], {pair: Decision(*pair, "same", "me", "", "")})
"""


def test_processes_that_decide_at_once_lose_no_decision(data: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", DECIDES, str(data), str(number)])
        for number in range(3)
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert len(decisions(str(data))) == 60
