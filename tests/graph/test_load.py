"""Reading RDF files, and bringing Turtle files into canonical form."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from comity.errors import BadData, UnknownFormat
from comity.graph import fmt
from comity.graph.load import (
    format_file,
    read_triples,
    rewrite,
    same_graph,
    turtle_files,
    unformatted,
)
from comity.terms import XSD, Blank, Iri, Literal, tagged

UNTIDY = "@prefix s: <https://schema.org/> . s:b s:p 1 , 'x'@EN . s:a a s:C .\n"
TIDY = (
    "PREFIX schema: <https://schema.org/>\n\n"
    "schema:a\n    a schema:C ;\n.\n\n"
    'schema:b\n    schema:p 1 , "x"@en ;\n.\n'
)


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    path = tmp_path / "untidy.ttl"
    path.write_text(UNTIDY, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("media", "text"),
    [
        ("turtle", "<https://a.org/s> <https://a.org/p> 'x'@EN-gb ."),
        ("nt", '<https://a.org/s> <https://a.org/p> "x"@en-GB .\n'),
        (
            "xml",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="https://a.org/">'
            '<r:Description r:about="https://a.org/s"><a:p xml:lang="en-GB">x</a:p>'
            "</r:Description></r:RDF>",
        ),
        (
            "json-ld",
            '{"@id": "https://a.org/s", "https://a.org/p": {"@value": "x", "@language": "en-GB"}}',
        ),
    ],
)
def test_four_formats_give_the_same_triples(media: str, text: str) -> None:
    assert read_triples(text.encode(), media) == [
        (Iri("https://a.org/s"), Iri("https://a.org/p"), tagged("x", "en-gb"))
    ]


def test_lexical_forms_are_kept_as_they_are_written() -> None:
    text = f'<a:s> <a:p> "01"^^<{XSD}integer> , "2021"^^<{XSD}gYear> , "1"^^<{XSD}boolean> .'
    assert {o.value for _, _, o in read_triples(text.encode(), "turtle")} == {"01", "2021", "1"}


def test_a_literal_that_its_datatype_forbids_is_read_in_silence(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        [(_, _, literal)] = read_triples(f'<a:s> <a:p> "soon"^^<{XSD}date> .'.encode(), "turtle")
    assert literal == Literal("soon", XSD + "date")
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("media", "text", "place"),
    [
        ("turtle", b"<a:s> <a:p> <a:o> .\n  <a:s> x:p <a:o> .\n", "line 2, column 9"),
        ("turtle", b'<a:s> <a:p> "\xff" .', "line 1"),
        ("turtle", b'<a:s> <a:p> "open', "line 1, column 13: Unexpected end"),
        ("nt", b"<a:s> <a:p> <a:o> .\nnonsense\n", "line 2, column 1"),
        ("xml", b"<a>\n<b></a>", "line 2, column 6"),
        ("json-ld", b'{"@id":\n x}', "line 2, column 2"),
    ],
)
def test_text_that_does_not_parse_is_refused_with_its_place(
    media: str, text: bytes, place: str
) -> None:
    with pytest.raises(BadData) as refused:
        read_triples(text, media)
    assert place in refused.value.found


def test_a_fault_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<a:s> <a:p>", encoding="utf-8")
    with pytest.raises(BadData, match=r"broken\.ttl"):
        read_triples(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="cannot be read"):
        read_triples(tmp_path / "none.ttl")


@pytest.mark.parametrize(("name", "media"), [("a.txt", None), ("a.ttl", "yaml")])
def test_an_unknown_format_is_refused(tmp_path: Path, name: str, media: str | None) -> None:
    path = tmp_path / name
    path.write_text("", encoding="utf-8")
    with pytest.raises(UnknownFormat, match="no RDF format"):
        read_triples(path, media)


def test_relative_names_do_not_tell_where_the_file_lay(tmp_path: Path) -> None:
    path = tmp_path / "relative.ttl"
    path.write_text("<id/polity/JPN> <#p> <> .", encoding="utf-8")
    assert read_triples(path) == [
        (
            Iri("https://w3id.org/comity/id/polity/JPN"),
            Iri("https://w3id.org/comity/#p"),
            Iri("https://w3id.org/comity/"),
        )
    ]


def test_graphs_that_differ_in_blank_labels_only_are_the_same() -> None:
    predicate, number = Iri("a:p"), Literal("1", XSD + "integer")
    assert same_graph([(Blank("x"), predicate, number)], [(Blank("y"), predicate, number)])
    assert not same_graph(
        [(Blank("x"), predicate, number)],
        [(Blank("y"), predicate, Literal("01", XSD + "integer"))],
    )


def test_a_file_is_brought_into_canonical_form_once(untidy: Path) -> None:
    assert format_file(untidy) == TIDY
    assert unformatted([untidy.parent]) == [untidy]
    assert rewrite(untidy)
    assert untidy.read_text(encoding="utf-8") == TIDY
    assert not rewrite(untidy)
    assert unformatted([untidy]) == []
    assert list(untidy.parent.iterdir()) == [untidy]


def test_rewriting_keeps_the_permissions_of_the_file(untidy: Path) -> None:
    untidy.chmod(0o640)
    rewrite(untidy)
    assert untidy.stat().st_mode & 0o777 == 0o640


def test_only_turtle_is_looked_for_in_folders(tmp_path: Path) -> None:
    for name in ("b.ttl", "deep/a.ttl", "c.rq"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    assert turtle_files([tmp_path]) == [tmp_path / "b.ttl", tmp_path / "deep" / "a.ttl"]


def test_the_command_checks_and_rewrites(untidy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fmt.main(["--check", str(untidy)]) == 1
    assert "run make fmt" in capsys.readouterr().err
    assert untidy.read_text(encoding="utf-8") == UNTIDY
    assert fmt.main([str(untidy)]) == 0
    assert "rewritten" in capsys.readouterr().out
    assert fmt.main(["--check", str(untidy)]) == 0


def test_the_command_refuses_what_it_cannot_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a:s>", encoding="utf-8")
    assert fmt.main([]) == 2
    assert fmt.main(["--fast", str(broken)]) == 2
    assert fmt.main([str(broken)]) == 2
    assert "Correct the text" in capsys.readouterr().err
