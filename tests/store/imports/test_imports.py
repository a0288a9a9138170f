"""An import is one named graph, taken whole or not at all, and merged as of each day."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from comity.errors import BadData, UnknownThing
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.imports.registry import forget, imports
from comity.store.imports.statements import restated
from comity.store.snapshot.compile import add_imports
from comity.store.snapshot.fingerprint import Inputs
from tests.editions import ANNA, BEN, CLEO, Person, edition, taken

PREFIX = (
    "PREFIX comity: <https://w3id.org/comity/ontology#>\n"
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
)
CLAIM = "https://w3id.org/comity/id/designation/un-sc/un-sc-"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def whole(data: Path, day: str, *people: Person, listed: str = "") -> None:
    """Take an edition that counts as holding its whole list, as one of expected size does."""
    one = taken(data, edition(day, *people, listed=listed)).edition
    replace(one, whole=("un-sc",)).write()


def merged(data: Path, tmp_path: Path) -> Engine:
    writer = OxigraphWriter()
    held = imports(str(data))
    add_imports(writer, Inputs("", "", str(data / "imports")), held, held)
    return writer.reader()


def rows(engine: Engine, query: str) -> list[tuple[str, ...]]:
    answer = engine.select(PREFIX + query)
    return [tuple("" if term is None else term.value for term in row) for row in answer.rows]


def bounds(engine: Engine) -> dict[str, tuple[str, str]]:
    found = rows(
        engine,
        "SELECT ?claim ?from ?until WHERE { ?claim a comity:Designation ; comity:holdsFrom ?from "
        "OPTIONAL { ?claim comity:holdsUntil ?until } }",
    )
    assert len({claim for claim, _, _ in found}) == len(found), "a claim has two bounds"
    return {claim.removeprefix(CLAIM): (start, end) for claim, start, end in found}


def test_an_import_says_what_it_is(data: Path) -> None:
    one = taken(data, edition("2021-12-09", ANNA, BEN), retrieved="2021-12-11").edition
    assert (one.name, one.records, one.refused, one.retrieved) == (
        "un-sc/2021-12-09",
        2,
        0,
        "2021-12-11",
    )
    assert one.graph.value == "https://w3id.org/comity/graph/import/un-sc/2021-12-09"
    assert imports(str(data)) == [one]


def test_the_same_file_twice_changes_nothing(data: Path) -> None:
    text = edition("2021-12-09", ANNA)
    first = taken(data, text)
    before = {path: path.stat().st_mtime_ns for path in (data / "imports").rglob("*")}
    second = taken(data, text)
    assert first.new
    assert not second.new
    assert before == {path: path.stat().st_mtime_ns for path in (data / "imports").rglob("*")}


def test_other_records_of_the_same_day_are_refused(data: Path) -> None:
    taken(data, edition("2021-12-09", ANNA))
    with pytest.raises(BadData, match="is there with other records"):
        taken(data, edition("2021-12-09", BEN))
    assert [one.records for one in imports(str(data))] == [1]


CUT = "not well-formed|cut|no element found|ends"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (edition("2021-12-09"), "holds no record"),
        (edition("2021-12-09", ANNA), "is expected to hold"),
        (edition("2021-12-09", ANNA)[:-60], CUT),
        (
            "<CONSOLIDATED_LIST dateGenerated='2021-12-09'>",
            "not well-formed|cut|no element found|ends",
        ),
    ],
    ids=["empty", "too few", "cut", "cut at the start"],
)
def test_an_empty_small_or_cut_edition_leaves_nothing(data: Path, text: str, said: str) -> None:
    with pytest.raises(BadData, match=said):
        taken(data, text, accept_shrunken=False)
    assert imports(str(data)) == []
    assert list((data / "imports").iterdir()) == []


def test_an_edition_that_has_shrunk_is_refused_unless_somebody_vouches_for_it(data: Path) -> None:
    people = [(f"ZZi.{number:03}", f"PERSON NUMBER {number}", "Japan") for number in range(700)]
    taken(data, edition("2021-12-09", *people), accept_shrunken=False)
    with pytest.raises(BadData, match="has shrunk by more than 20%"):
        taken(data, edition("2021-12-10", *people[:559]), accept_shrunken=False)
    taken(data, edition("2021-12-11", *people[:560]), accept_shrunken=False)
    vouched_for = taken(data, edition("2021-12-10", *people[:559])).edition
    assert vouched_for.whole == ("un-sc",)
    sample = taken(data, edition("2021-12-12", *people[:400])).edition
    assert sample.whole == ()


def test_a_dry_run_keeps_nothing(data: Path) -> None:
    told = taken(data, edition("2021-12-09", ANNA), dry_run=True)
    assert told.edition.records == 1
    assert imports(str(data)) == []


def test_a_claim_without_a_date_holds_from_its_first_edition_to_the_first_that_lacks_it(
    data: Path, tmp_path: Path
) -> None:
    whole(data, "2021-12-09", ANNA, BEN)
    whole(data, "2021-12-10", ANNA, CLEO)
    whole(data, "2021-12-15", ANNA, CLEO)
    assert bounds(merged(data, tmp_path)) == {
        "ZZi.001": ("2021-12-09", ""),
        "ZZi.002": ("2021-12-09", "2021-12-10"),
        "ZZi.003": ("2021-12-10", ""),
    }


def test_editions_may_come_in_any_order(data: Path, tmp_path: Path) -> None:
    for day, people in (
        ("2021-12-15", (ANNA, CLEO)),
        ("2021-12-09", (ANNA, BEN)),
        ("2021-12-10", (ANNA, CLEO)),
    ):
        whole(data, day, *people)
    assert bounds(merged(data, tmp_path))["ZZi.002"] == ("2021-12-09", "2021-12-10")


def test_a_claim_that_comes_back_is_two_spells(data: Path, tmp_path: Path) -> None:
    whole(data, "2021-12-09", ANNA, BEN)
    whole(data, "2021-12-10", ANNA)
    whole(data, "2021-12-15", ANNA, BEN)
    engine = merged(data, tmp_path)
    assert bounds(engine) == {
        "ZZi.001": ("2021-12-09", ""),
        "ZZi.002/2021-12-09": ("2021-12-09", "2021-12-10"),
        "ZZi.002": ("2021-12-15", ""),
    }
    uncited = "FILTER NOT EXISTS { ?c comity:citation/comity:source ?source }"
    assert rows(engine, f"SELECT ?c WHERE {{ ?c a comity:Designation {uncited} }}") == []


def test_a_claim_with_a_date_holds_from_that_date(data: Path, tmp_path: Path) -> None:
    whole(data, "2021-12-09", ANNA, BEN, listed="2015-03-02")
    whole(data, "2021-12-10", ANNA, listed="2015-03-02")
    assert bounds(merged(data, tmp_path)) == {
        "ZZi.001/2015-03-02": ("2015-03-02", ""),
        "ZZi.002/2015-03-02": ("2015-03-02", "2021-12-10"),
    }


def test_who_is_missing_in_an_edition_that_is_not_whole_is_not_delisted(
    data: Path, tmp_path: Path
) -> None:
    whole(data, "2021-12-09", ANNA, BEN)
    taken(data, edition("2021-12-10", ANNA))
    assert bounds(merged(data, tmp_path))["ZZi.002"] == ("2021-12-09", "")


def test_an_entity_is_described_by_its_newest_edition_alone(data: Path, tmp_path: Path) -> None:
    whole(data, "2021-12-09", ANNA)
    whole(data, "2021-12-10", (ANNA[0], "ANNA ALPHA-OMEGA", "Kenya"))
    engine = merged(data, tmp_path)
    label = "SELECT ?name ?country WHERE { ?e skos:prefLabel ?name ; comity:nationality ?country }"
    assert rows(engine, label) == [("ANNA ALPHA-OMEGA", "https://w3id.org/comity/id/polity/KEN")]
    graphs = "SELECT ?name WHERE { GRAPH ?g { ?e skos:prefLabel ?name } } ORDER BY ?name"
    assert rows(engine, graphs) == [("ANNA ALPHA",), ("ANNA ALPHA-OMEGA",)]


def test_what_changed_between_editions_becomes_events(data: Path, tmp_path: Path) -> None:
    whole(data, "2021-12-09", ANNA, BEN)
    whole(data, "2021-12-10", (ANNA[0], ANNA[1], "Kenya"), CLEO)
    found = rows(
        merged(data, tmp_path),
        "SELECT ?kind ?claim ?after ?on ?field WHERE { ?e a comity:EditionEvent ; "
        "comity:eventKind ?kind ; comity:ofClaim ?claim ; comity:seenOn ?on ; "
        "comity:seenAfter ?after OPTIONAL { ?e comity:changedField ?field } } ORDER BY ?claim",
    )
    assert [(k.rpartition("/")[2], c.removeprefix(CLAIM), a, o, f) for k, c, a, o, f in found] == [
        ("amended", "ZZi.001", "2021-12-09", "2021-12-10", "nationality"),
        ("delisted", "ZZi.002", "2021-12-09", "2021-12-10", ""),
        ("listed", "ZZi.003", "2021-12-09", "2021-12-10", ""),
    ]


def test_a_whole_edition_covers_its_list_on_its_day(data: Path, tmp_path: Path) -> None:
    whole(data, "2021-12-09", ANNA)
    query = (
        "SELECT ?from ?on ?known WHERE { ?c a comity:Coverage ; comity:isComplete true ; "
        "comity:completeFrom ?from ; comity:asOf ?on ; comity:knownCount ?known }"
    )
    assert rows(merged(data, tmp_path), query) == [("2021-12-09", "2021-12-09", "1")]


def test_an_import_can_be_forgotten(data: Path) -> None:
    taken(data, edition("2021-12-09", ANNA))
    taken(data, edition("2021-12-10", ANNA, BEN))
    forget(str(data), "un-sc/2021-12-09")
    assert [one.name for one in imports(str(data))] == ["un-sc/2021-12-10"]
    with pytest.raises(UnknownThing, match="There is no import"):
        forget(str(data), "un-sc/2021-12-09")


def test_statements_of_an_older_making_are_made_anew(data: Path, tmp_path: Path) -> None:
    one = taken(data, edition("2021-12-09", ANNA, BEN)).edition
    files = (Path(one.statements_file), Path(one.cards_file))
    right = [path.read_bytes() for path in files]
    for path in files:
        path.write_text("")
    replace(one, statements="0", digests={}).write()
    (old,) = imports(str(data))
    assert restated(old) == one
    assert [path.read_bytes() for path in files] == right
    assert imports(str(data)) == [one]


KILLED = """
import os, signal, sys
from pathlib import Path
from comity.lists.readers import un
from comity.lists.io.input_files import parcels
from comity.lists.model.sources import find_source
from comity.store.imports.edition_checks import Wish
from comity.store.imports.import_edition import take
def progress(count):
    if count >= 1000:
        os.kill(os.getpid(), signal.SIGKILL)
take(sys.argv[1], find_source("un-sc"), un.READER, parcels([sys.argv[2]]), Wish(), progress)
"""


def test_an_import_that_is_killed_leaves_nothing_and_the_next_one_cleans_up(
    data: Path, tmp_path: Path
) -> None:
    taken(data, edition("2021-12-09", ANNA))
    file = tmp_path / "large.xml"
    people = [(f"ZZi.{number:04}", f"PERSON NUMBER {number}", "Japan") for number in range(1500)]
    file.write_text(edition("2021-12-10", *people), "utf-8")
    killed = subprocess.run([sys.executable, "-c", KILLED, data, file], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [one.name for one in imports(str(data))] == ["un-sc/2021-12-09"]
    left = [name for name in os.listdir(data / "imports") if name.startswith(".")]
    assert len(left) == 2, "the process was killed while it wrote"
    taken(data, edition("2021-12-11", ANNA, BEN))
    assert sorted(os.listdir(data / "imports")) == ["un-sc"]


TWO = """
import sys
from comity.lists.readers import un
from comity.lists.io.input_files import parcels
from comity.lists.model.sources import find_source
from comity.store.imports.edition_checks import Wish
from comity.store.imports.import_edition import take
wish = Wish(accept_shrunken=True)
given = parcels([sys.argv[2]])
print(take(sys.argv[1], find_source("un-sc"), un.READER, given, wish).new)
"""


def test_two_imports_of_one_edition_at_once_are_one(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "large.xml"
    people = [(f"ZZi.{number:04}", f"PERSON NUMBER {number}", "Japan") for number in range(2000)]
    file.write_text(edition("2021-12-10", *people), "utf-8")
    running = [
        subprocess.Popen([sys.executable, "-c", TWO, data, file], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    told = sorted(process.communicate(timeout=120)[0].strip() for process in running)
    assert told == ["False", "False", "True"]
    assert [one.records for one in imports(str(data))] == [2000]
    assert sorted(os.listdir(data / "imports")) == ["un-sc"]


def test_a_number_that_is_given_to_another_entity_is_two_entities(
    data: Path, tmp_path: Path
) -> None:
    other: Person = (ANNA[0], "ZELDA OMEGA", "Chile")
    whole(data, "2021-12-09", ANNA, BEN)
    whole(data, "2021-12-10", other, BEN)
    engine = merged(data, tmp_path)
    told = rows(engine, "SELECT ?e ?l WHERE { ?e skos:prefLabel ?l ; a comity:Person }")
    assert {entity.rpartition("/")[2]: label for entity, label in told} == {
        "un-sc-ZZi.001-until-2021-12-10": "ANNA ALPHA",
        "un-sc-ZZi.001": "ZELDA OMEGA",
        "un-sc-ZZi.002": "BEN BETA",
    }
    days = bounds(engine)
    assert days["ZZi.001-until-2021-12-10"] == ("2021-12-09", "2021-12-10")
    assert days["ZZi.001"] == ("2021-12-10", "")


def test_a_new_spelling_of_a_name_is_no_other_entity(data: Path, tmp_path: Path) -> None:
    whole(data, "2021-12-09", ANNA)
    whole(data, "2021-12-10", (ANNA[0], "ALPHA, ANNA MARIA", "Japan"))
    assert bounds(merged(data, tmp_path)) == {"ZZi.001": ("2021-12-09", "")}


def test_fields_that_are_lost_or_new_are_noticed(data: Path) -> None:
    plain = edition("2021-12-09", ANNA, BEN)
    assert taken(data, plain).drift == ()
    changed = edition("2021-12-10", ANNA, BEN).replace(
        "<NATIONALITY><VALUE>Japan</VALUE></NATIONALITY>", "<COLOUR>red</COLOUR>"
    )
    lost, new = taken(data, changed.replace("Norway", "")).drift
    assert lost == "ties: 0% of the records have it, 100% in the edition of 2021-12-09"
    assert new == "note: COLOUR: 1 records have it, and none in the edition of 2021-12-09"
