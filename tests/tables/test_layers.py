"""A layer of one's own is taken whole or not at all, and then the graph knows it as any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas
import pytest

import comity
from comity.cli import run
from comity.errors import BadData, BadParameter, ComityError, UnknownThing
from comity.graph.load import read_triples
from comity.paths import room
from comity.query.exports.table_files import form_of, table_of
from comity.query.library.rows import Rows
from comity.store.layers import layer_file, layers, remove_layer
from comity.tables.read import FaultyTables
from comity.tables.schema import kinds
from comity.terms import RDF, Iri, Triple

FAULTY = Path(__file__).parent / "faulty"
MEMBERSHIPS = """\
initiative;polity;role;since;source_url;source_publisher;source_date;quote
Quad (also called Quadrilateral Security Dialogue);韓国;Member;2026-10;https://example.org/a;\
Example News;2026-10-05;Korea has joined
echri;Japan;supporter;2022;https://example.org/b;;;
"""
Write = Callable[[str, str], str]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> comity.Graph:
    opened = comity.open(str(tmp_path_factory.mktemp("store")), remark=lambda _text: None)
    opened.build()
    return opened


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writing(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return writing


def members(graph: comity.Graph, initiative: str) -> set[tuple[str, str]]:
    rows = graph.query("members", initiative=initiative, on="2026-11-30")
    assert isinstance(rows, Rows)
    return {(str(row["polity"]).rpartition("/")[2], str(row["since"])) for row in rows.dicts()}


def test_names_become_keys_and_a_question_knows_the_rows(graph: comity.Graph, write: Write) -> None:
    layer = graph.add(write("memberships.csv", MEMBERSHIPS), name="mine")
    assert (layer.rows, layer.claims, layer.added) == ({"memberships": 2}, 2, 2)
    assert ("KOR", "2026-10") in members(graph, "quad")
    assert layers(graph.folder) == ["mine"]
    remove_layer(graph.folder, "mine")
    graph.build()
    assert ("KOR", "2026-10") not in members(graph, "quad")


def test_a_layer_that_is_added_again_is_replaced_and_says_what_changed(
    graph: comity.Graph, write: Write
) -> None:
    file = write("memberships.csv", MEMBERSHIPS)
    graph.add(file, name="again")
    Path(file).write_text(MEMBERSHIPS.replace("2026-10;", "2026-09;"), "utf-8")
    layer = graph.add(file, name="again", dry_run=True)
    assert (layer.claims, layer.added, layer.removed, layer.kept) == (2, 1, 1, False)
    assert ("KOR", "2026-10") in members(graph, "quad")
    remove_layer(graph.folder, "again")
    graph.build()


def test_new_things_get_keys_of_their_names(graph: comity.Graph, write: Write) -> None:
    pacts = "name_en,kind,parties,signed,source_url\n" + (
        "Quantum Pact,partnership,Japan;CHL,2026-03,https://example.org/p\n"
    )
    designations = "entity_name,list,listed,country,source_url\n" + (
        "No Such Company,Entity List,2026-11-01,Russia,https://example.org/d\n"
    )
    layer = graph.add(
        write("pacts.csv", pacts), write("designations.csv", designations), dry_run=True
    )
    assert (layer.name, layer.claims, layer.remarks) == ("pacts", 2, ())


def claims(triples: list[Triple], kind: str) -> set[Triple]:
    cls = kinds()[kind].cls
    subjects = {s for s, p, value in triples if p == Iri(RDF + "type") and value == cls}
    return {triple for triple in triples if triple[0] in subjects}


HOME = {
    "memberships": ("echri", "initiatives/echri"),
    "commitments": ("echri", "initiatives/echri"),
    "coverage": ("echri", "initiatives/echri"),
    "initiatives": ("echri", "initiatives/echri"),
    "attendance": ("summit-for-democracy-2023", "summits/summit-for-democracy-2023"),
    "endorsements": ("summit-for-democracy-2023", "summits/summit-for-democracy-2023"),
    "summits": ("summit-for-democracy-2023", "summits/summit-for-democracy-2023"),
    "designations": ("uk-sanctions-list", "designations/uk-sanctions-list"),
    "lists": ("uk-sanctions-list", "designations/uk-sanctions-list"),
}


def test_what_is_taken_home_as_tables_comes_back_the_same(
    graph: comity.Graph, write: Write
) -> None:
    files = []
    for kind, (subject, _) in HOME.items():
        thing = graph.find(subject)
        text = table_of(graph.engine, kinds()[kind], thing)
        files.append(write(f"{kind}.csv", text))
    graph.add(*files, name="home")
    triples = read_triples(Path(layer_file(graph.folder, "home")))
    remove_layer(graph.folder, "home")
    graph.build()
    for kind, (_, file) in HOME.items():
        shipped = claims(read_triples(Path(room("graphs"), f"{file}.ttl")), kind)
        assert shipped
        assert claims(triples, kind) == shipped


@pytest.mark.parametrize("kind", kinds())
def test_an_empty_table_explains_each_column_and_is_refused_as_empty(
    kind: str, graph: comity.Graph, write: Write
) -> None:
    text = form_of(kinds()[kind])
    assert text.splitlines()[0] == ",".join(kinds()[kind].header)
    assert ",," not in text.splitlines()[1]
    with pytest.raises(FaultyTables, match="a header and no rows"):
        graph.add(write(f"{kind}.csv", text))


@pytest.mark.parametrize("name", sorted(path.name for path in FAULTY.glob("*.csv")))
def test_a_faulty_table_is_refused_and_nothing_is_kept(name: str, graph: comity.Graph) -> None:
    with pytest.raises(ComityError) as caught:
        graph.add(str(FAULTY / name), name="faulty")
    assert isinstance(caught.value, FaultyTables)
    assert layers(graph.folder) == []


def test_what_the_shapes_refuse_is_named_by_its_row(graph: comity.Graph, write: Write) -> None:
    text = "owner,owned,share_min,source\n" + (
        "huawei-italia,huawei-technologies-co-ltd,51,seed-sj\nhuawei-italia,huawei-italia,51,seed-sj\n"
    )
    with pytest.raises(FaultyTables, match="own itself") as caught:
        graph.add(write("ownerships.csv", text), name="faulty")
    assert {(fault.file, fault.row) for fault in caught.value.faults} == {("ownerships.csv", 3)}
    assert layers(graph.folder) == []


def test_a_workbook_is_read_sheet_by_sheet(graph: comity.Graph, tmp_path: Path) -> None:
    rows = [line.split(";") for line in MEMBERSHIPS.splitlines()]
    file = tmp_path / "mine.xlsx"
    pandas.DataFrame(rows[1:], columns=rows[0]).to_excel(
        file, sheet_name="memberships", index=False
    )
    assert graph.add(str(file), dry_run=True).rows == {"memberships": 2}


def test_rdf_in_our_model_is_a_layer_too(graph: comity.Graph, write: Write) -> None:
    shipped = (Path(room("graphs")) / "initiatives" / "echri.ttl").read_text("utf-8")
    layer = graph.add(write("echri.ttl", shipped), dry_run=True)
    assert layer.claims > 8
    with pytest.raises(BadData):
        graph.add(write("broken.ttl", "<a> <b>"), dry_run=True)


def test_a_table_that_shows_no_kind_is_told_how_to(graph: comity.Graph, write: Write) -> None:
    with pytest.raises(BadParameter, match="does not show of which kind"):
        graph.add(write("mine.csv", "a,b\n1,2\n"))
    with pytest.raises(BadParameter, match="nearest is 'memberships'"):
        graph.add(write("mine.csv", "a,b\n1,2\n"), kind="membership")
    with pytest.raises(BadParameter, match="cannot be the name of a layer"):
        graph.add(write("mine.csv", "a,b\n1,2\n"), name="../mine")
    with pytest.raises(UnknownThing):
        remove_layer(graph.folder, "mine")


def test_the_verbs_add_list_and_remove(
    graph: comity.Graph, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*arguments: str) -> str:
        assert run([*arguments, "--store", graph.folder]) == 0
        return capsys.readouterr().out

    text = said("add", write("memberships.csv", MEMBERSHIPS), "--as", "mine")
    assert text.startswith("Layer mine: 2 memberships; 2 claims, 2 new")
    assert "Layers of your own\n  mine" in said("info")
    assert "quad,KOR,member,2026-10" in said("table", "memberships", "quad")
    assert said("remove", "mine") == "The layer mine is removed.\n"
    faulty = str(FAULTY / "memberships-unknown-country.csv")
    assert run(["add", faulty, "--store", graph.folder]) == 2
    assert "row 2, column polity: 'Japn' is no polity" in capsys.readouterr().err
    assert layers(graph.folder) == []
