"""The header reader reads what a YAML parser reads, and refuses what it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from comity.errors import BadQuery
from comity.query.library.catalogue import read_header

ROOT = Path(__file__).parents[3]
QUERIES = sorted((ROOT / "queries").glob("*/*.rq"))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_header_is_what_a_yaml_parser_reads(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = [line[3:] for line in text.splitlines() if line.startswith("#+")]
    said = yaml.load("\n".join(lines), Loader=yaml.BaseLoader)
    header = read_header(text, path.name)
    assert header is not None
    assert header.summary == said["summary"]
    assert header.description == said["description"]
    assert header.summary_ja == said.get("summary-ja", "")
    assert header.description_ja == said.get("description-ja", "")
    assert dict(header.columns) == (said.get("columns") or {})
    assert list(header.tags) == said["tags"]
    assert {one.name: (one.kind, one.example, one.default) for one in header.parameters} == {
        name: (one["kind"], one["example"], one.get("default"))
        for name, one in (said.get("params") or {}).items()
    }


def test_a_query_without_a_header_has_none() -> None:
    assert read_header("# a comment\nSELECT ?s WHERE { ?s ?p ?o }", "it") is None


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("#+ params:\n#+   on: {kind: date", "{key: value}"),
        ("#+ params:\n#+   on: {kind: date}", "without a kind or an example"),
        ("#+ columns: {one}", "not a list"),
    ],
)
def test_a_header_that_cannot_be_read_is_refused(line: str, fault: str) -> None:
    with pytest.raises(BadQuery, match=fault):
        read_header(f"{line}\nSELECT ?s WHERE {{ ?s ?p ?o }}", "it")


@pytest.mark.parametrize(
    "text",
    [
        "#+ this is my own note, not a header\nASK {}",
        "#+ endpoint: http://example.org/sparql\n#+ tags:\n#+   - one\nASK {}",
        "#+note\nASK {}",
        "#+ defaults:\n#+   genre: {kind: rock}\nASK {}",
        'SELECT ("""\n#+ params:\n#+   on: {x}\n""" AS ?x) {}',
        "ASK {}\n#+ summary: behind the query",
    ],
)
def test_comments_of_other_tools_are_comments(text: str) -> None:
    assert read_header(text, "it") is None


def test_our_keys_are_read_between_those_of_other_tools() -> None:
    text = '#+ summary: Count\n#+ endpoint_in_url: False\n#+ defaults:\n#+   - a: "b c"\nASK {}'
    header = read_header(text, "it")
    assert header is not None
    assert (header.summary, header.parameters) == ("Count", ())
