"""A report by one's own shapes is the processor's own, whoever looks at it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.graph.load import read_piped, read_triples
from comity.iris import SH
from comity.terms import XSD, Iri, Literal, Term, tagged
from comity.validate import Report, Severity, render, validate_files
from comity.validate.fast import path_of
from comity.validate.findings import ResultPath

HEAD = """\
PREFIX ex: <http://example.org/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DATA = 'ex:a a ex:Person ; ex:age "old" .\nex:b a ex:Person ; ex:name "B" ; ex:knows ex:a .'
both = pytest.mark.parametrize("processor", ["fast", "pyshacl"])


def judged(folder: Path, data: str, shapes: str, processor: str) -> Report:
    files = []
    for name, text in (("data.ttl", data), ("shapes.ttl", shapes)):
        file = folder / name
        file.write_text(HEAD + text, encoding="utf-8")
        files.append(file)
    return validate_files([files[0]], files[1], [], processor=processor)


def values(report: Report, name: str) -> set[Term]:
    triples = read_triples(render(report, "turtle").encode(), "turtle")
    return {value for _, predicate, value in triples if predicate == Iri(SH + name)}


@both
@pytest.mark.parametrize(
    ("shape", "focus"),
    [
        ("sh:targetObjectsOf ex:knows ; sh:property [ sh:path ex:n ; sh:minCount 1 ", "ghost"),
        ("sh:targetNode ex:none ; sh:property [ sh:path ex:n ; sh:minCount 1 ", "none"),
        ("sh:targetObjectsOf ex:score ; sh:property [ sh:path ex:n ; sh:minCount 1 ", "bad"),
        ("sh:targetNode 'bad' ; sh:property [ sh:path ex:n ; sh:minCount 1 ", "bad"),
        ("sh:targetSubjectsOf ex:knows ; sh:property [ sh:path ex:n ; sh:minCount 1 ", "b"),
    ],
)
def test_targets_that_nothing_describes_are_judged(
    tmp_path: Path, processor: str, shape: str, focus: str
) -> None:
    data = 'ex:b ex:knows ex:ghost ; ex:score "bad" .'
    shapes = f'ex:G a sh:NodeShape ; {shape} ; sh:message "m"@en ] .'
    [finding] = judged(tmp_path, data, shapes, processor).findings
    assert finding.focus.value.removeprefix("http://example.org/") == focus
    assert finding.place is not None
    assert finding.place.file == str(tmp_path / "data.ttl")


@both
def test_messages_keep_their_languages(tmp_path: Path, processor: str) -> None:
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:name ;"
        ' sh:minCount 1 ; sh:message "Name it"@en, "Benennen"@de, "名前"@ja, "plain" ] ;'
        ' sh:sparql [ sh:message "{$this} is {?value}"@fr ;'
        ' sh:select "SELECT $this ?value { $this <http://example.org/age> ?value }" ] .'
    )
    report = judged(tmp_path, DATA, shapes, processor)
    assert values(report, "resultMessage") == {
        *(tagged("Name it", "en"), tagged("Benennen", "de"), tagged("名前", "ja")),
        *(Literal("plain"), tagged("http://example.org/a is old", "fr")),
    }
    assert "Benennen" not in render(report, "text")


@both
@pytest.mark.parametrize(
    "path",
    [
        "[ sh:inversePath ex:p ]",
        "( ex:p ex:q )",
        "[ sh:alternativePath ( ex:p ( ex:q ex:r ) ) ]",
        "[ sh:oneOrMorePath [ sh:inversePath ex:p ] ]",
        "( [ sh:zeroOrOnePath ex:p ] [ sh:alternativePath ( ex:q ex:r ) ] )",
    ],
)
def test_complex_paths_come_back_as_they_were_written(
    tmp_path: Path, processor: str, path: str
) -> None:
    shapes = (
        f"ex:P a sh:NodeShape ; sh:targetNode ex:b ; sh:property [ sh:path {path} ;"
        ' sh:hasValue 1 ; sh:message "m"@en ] .'
    )
    told = render(judged(tmp_path, DATA, shapes, processor), "turtle").split("sh:resultPath")[1]
    plain = told.replace("<http://example.org/", "ex:").replace(">", "")
    assert "".join(plain.replace(";", "").split()).startswith("".join(path.split()))


@both
@pytest.mark.parametrize("severity", ["ex:Debug", "sh:Warning", "sh:Info"])
@pytest.mark.parametrize("least", [Severity.VIOLATION, Severity.INFO])
def test_severities_are_kept_and_nothing_that_was_found_conforms(
    tmp_path: Path, processor: str, severity: str, least: Severity
) -> None:
    shapes = (
        f"ex:W a sh:NodeShape ; sh:targetClass ex:Person ; sh:severity {severity} ;"
        ' sh:message "m"@en ; sh:pattern "a$" .'
    )
    report = judged(tmp_path, DATA, shapes, processor).from_severity(least)
    assert values(report, "conforms") == {Literal("false", XSD + "boolean")}
    name = HEAD.split("<")[1].split(">")[0] if severity.startswith("ex") else SH
    shown = {Iri(name + severity.partition(":")[2])}
    assert values(report, "resultSeverity") == (shown if report.findings else set())
    assert len(report.findings) + report.lesser == 1
    if severity == "ex:Debug":
        assert "http://example.org/Debug in" in render(report, "text")


@both
def test_the_value_of_a_node_shape_is_told(tmp_path: Path, processor: str) -> None:
    shapes = 'ex:N a sh:NodeShape ; sh:targetNode ex:b ; sh:nodeKind sh:Literal ; sh:message "m" .'
    report = judged(tmp_path, DATA, shapes, processor)
    assert values(report, "value") == {Iri("http://example.org/b")}


@both
def test_what_two_constraints_find_counts_twice(tmp_path: Path, processor: str) -> None:
    shapes = 'ex:N a sh:NodeShape ; sh:targetNode ex:b ; sh:class ex:C, ex:D ; sh:message "m"@en .'
    report = judged(tmp_path, DATA, shapes, processor)
    assert json.loads(render(report, "json"))["counts"]["violation"] == 2


@pytest.mark.parametrize("text", [DATA, "", "ex:a a ex:NodeShape ."])
def test_a_file_of_shapes_without_shapes_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadData, match="has no shape"):
        judged(tmp_path, DATA, text, "fast")


@pytest.mark.parametrize(
    "text",
    [
        "<urn:s> <urn:p> <urn:o> .",
        "\ufeff<urn:s> <urn:p> <urn:o> .",
        "<urn:g> { <urn:s> <urn:p> <urn:o> }",
        "<urn:s> <urn:p> <urn:o> <urn:g> .",
        '[{"@id": "urn:s", "urn:p": {"@id": "urn:o"}}]',
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:u="urn:"><rdf:Description rdf:about="urn:s"><u:p rdf:resource="urn:o"/>'
        "</rdf:Description></rdf:RDF>",
    ],
)
def test_statements_without_a_file_tell_their_format(text: str) -> None:
    triple = (Iri("urn:s"), Iri("urn:p"), Iri("urn:o"))
    assert read_piped(text.encode()) == [triple]


def test_statements_without_a_file_have_a_place(tmp_path: Path) -> None:
    shapes = tmp_path / "s.trig"
    shapes.write_text(
        f"{HEAD} ex:g {{ ex:N a sh:NodeShape ; sh:targetNode <urn:s> ; sh:nodeKind sh:Literal ;"
        ' sh:message "m" }'
    )
    report = validate_files([], shapes, [], piped=b"\n<urn:s> <urn:p> <urn:o> .")
    assert [str(finding.place) for finding in report.findings] == ["stdin, line 2"]


@pytest.mark.parametrize("text", ["<a>/", "(<a>", "/<a>", "<a>)"])
def test_a_path_that_is_none_is_refused(text: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        path_of(text)


def test_a_path_is_read_as_sparql_writes_it() -> None:
    a, b = Iri("a"), Iri("b")
    inverse = ResultPath("inversePath", (ResultPath("zeroOrMorePath", (b,)),))
    assert path_of("<a>") == ResultPath("", (a,))
    assert path_of("((<a>/^(<b>)*)|<b>)") == ResultPath(
        "alternativePath", (ResultPath("sequence", (a, inverse)), b)
    )
