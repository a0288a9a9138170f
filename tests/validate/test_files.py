"""Somebody's own files are judged with the shipped graphs beside them, and only they."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import BadData, UnknownFormat
from comity.graph.load import read_triples
from comity.iris import GRAPH, ID, SKOS, term
from comity.paths import room
from comity.terms import RDF, Iri, Literal, Quad, tagged
from comity.validate import Place, Severity, validate_files
from comity.validate.data import bearing_on, graph_name, vocabulary, vocabulary_of

WORLD = Path(__file__).with_name("world.ttl")
PREFIXES = """\
PREFIX comity: <https://w3id.org/comity/ontology#>
PREFIX id: <https://w3id.org/comity/id/>
PREFIX polity: <https://w3id.org/comity/id/polity/>
PREFIX polity-kind: <https://w3id.org/comity/scheme/polity-kind/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

"""


def world() -> list[Quad]:
    return [(*triple, Iri(GRAPH + "world")) for triple in read_triples(WORLD)]


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(PREFIXES + text, encoding="utf-8")
    return file


def test_a_finding_says_the_file_and_the_line_of_the_thing(tmp_path: Path) -> None:
    good = written(tmp_path, "good.ttl", 'id:nothing skos:note "no claim of ours" .\n')
    bad = written(tmp_path, "bad.ttl", "\nid:mine\n    a comity:Citation ;\n.\n")

    report = validate_files([good, bad], context=[])

    assert {finding.place for finding in report.findings} == {Place(str(bad), 8)}


@pytest.mark.parametrize(
    "text",
    [
        "<https://w3id.org/comity/id/attendance/x/JPN> a comity:Citation .\n",
        "id:attendance\\/x\\/JPN a comity:Citation .\n",
    ],
)
def test_the_line_is_found_however_the_name_is_spelt(text: str, tmp_path: Path) -> None:
    file = written(tmp_path, "mine.ttl", text)

    report = validate_files([file], context=[])

    assert {finding.place for finding in report.findings} == {Place(str(file), 7)}


def test_a_layout_without_subjects_at_the_start_gives_the_file_alone(tmp_path: Path) -> None:
    file = written(tmp_path, "mine.ttl", "  id:mine a comity:Citation .\n")

    report = validate_files([file], context=[])

    assert {finding.place for finding in report.findings} == {Place(str(file))}


def test_what_the_shipped_graphs_declare_is_known(tmp_path: Path) -> None:
    file = written(tmp_path, "mine.ttl", "id:mine comity:polity polity:JPN .\n")

    assert validate_files([file], context=world()).findings == ()
    assert [one.rule for one in validate_files([file], context=[]).findings] == ["PolityIsDeclared"]


def test_files_know_what_other_files_declare(tmp_path: Path) -> None:
    claim = written(tmp_path, "claim.ttl", "id:mine comity:polity polity:UTO .\n")
    polity = written(
        tmp_path,
        "polity.ttl",
        "polity:UTO a comity:OtherPolity ; comity:polityKind polity-kind:other-polity ;\n"
        '    skos:prefLabel "Utopia"@en , "ユートピア"@ja .\n',
    )

    assert validate_files([claim, polity], context=[]).findings == ()


def test_faults_of_the_shipped_graphs_are_not_told(tmp_path: Path) -> None:
    polity = Iri(ID + "polity/JPN")
    nameless: list[Quad] = [(polity, Iri(RDF + "type"), term("State"), None)]
    file = written(tmp_path, "mine.ttl", "id:mine comity:polity polity:JPN .\n")

    assert validate_files([file], context=nameless).findings == ()


def test_a_thing_that_a_file_declares_is_judged_by_the_file_alone(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "mine.ttl",
        "polity:JPN a comity:Territory ; comity:polityKind polity-kind:territory ;\n"
        '    skos:prefLabel "Nippon"@en , "日本国"@ja .\n',
    )

    report = validate_files([file], context=world())

    assert [finding.rule for finding in report.findings] == ["PolityHasRegion"]


def test_a_thing_that_a_file_only_adds_to_keeps_what_the_shipped_graphs_say(
    tmp_path: Path,
) -> None:
    file = written(tmp_path, "mine.ttl", 'polity:JPN skos:prefLabel "Nippon"@en .\n')

    report = validate_files([file], context=world())

    assert [finding.rule for finding in report.findings] == ["NameIsSingle"]


def test_shapes_of_ones_own_are_run_beside_the_shipped_ones(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        """
        PREFIX comity: <https://w3id.org/comity/ontology#>
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        <https://example.org/HasFlag> a sh:NodeShape ; sh:targetClass comity:State ;
            sh:property [ sh:path comity:flagEmoji ; sh:minCount 1 ; sh:severity sh:Warning ;
                sh:message "The state has no flag: add comity:flagEmoji."@en ] .
        """,
        encoding="utf-8",
    )
    file = written(tmp_path, "mine.ttl", 'polity:JPN skos:altLabel "Nippon"@en .\n')

    [finding] = validate_files([file], shapes, context=world()).findings

    assert finding.rule == "https://example.org/HasFlag"
    assert finding.severity is Severity.WARNING


def test_a_file_that_is_no_rdf_is_refused_with_its_place(tmp_path: Path) -> None:
    file = written(tmp_path, "mine.ttl", "id:mine a a .\n")

    with pytest.raises(BadData, match=r"mine\.ttl .* line 7"):
        validate_files([file], context=[])


def test_a_file_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat):
        validate_files([written(tmp_path, "mine.txt", "")], context=[])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="cannot be read"):
        validate_files([tmp_path / "none.ttl"], context=[])


def test_a_graph_of_the_room_is_no_context_of_itself() -> None:
    file = Path(room("graphs")) / "summits" / "x.ttl"
    name = Iri(GRAPH + "summits/x")
    subject, note = Iri(ID + "summit/x"), Iri(SKOS + "note")

    assert graph_name(file) == name
    assert graph_name(WORLD) is None
    own = [(subject, note, Literal("new"))]
    old: list[Quad] = [(subject, note, Literal("old"), name)]
    assert bearing_on(own, old, {name}) == []
    assert bearing_on(own, old, set()) == [(subject, note, Literal("old"))]


def test_with_a_concept_comes_its_scheme_and_with_a_class_its_super_classes() -> None:
    scheme = "https://w3id.org/comity/scheme/attendance-status"
    data = [
        (Iri(ID + "x"), Iri(RDF + "type"), term("Attendance")),
        (Iri(ID + "x"), term("status"), Iri(f"{scheme}/attended")),
    ]

    chosen = vocabulary_of(data, vocabulary())

    assert {term("Claim"), Iri(scheme)} <= {subject for subject, _, _ in chosen}
    assert term("Membership") not in {subject for subject, _, _ in chosen}
    assert (Iri(scheme), Iri(SKOS + "prefLabel"), tagged("Attendance statuses", "en")) in chosen
