"""Shapes of somebody's own judge the data and nothing else: they ask nobody and end no process."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.validate import validate_files
from comity.validate.validation import PROCESSORS

SHAPE = """\
@prefix ex: <urn:ex:> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<urn:shapes> a owl:Ontology ; owl:imports <URL> ;
    sh:declare [ sh:prefix "e" ; sh:namespace "URL"^^<http://www.w3.org/2001/XMLSchema#anyURI> ] .
ex:Shape a sh:NodeShape ; sh:targetNode ex:x ;
    sh:sparql [ sh:message "It says so." ; sh:prefixes <urn:shapes> ; sh:select '''QUERY''' ] .
"""
CALLS = {
    "service": "SELECT $this { SERVICE <URL> { $this ?p ?value } }",
    "without blanks": "SELECT $this {SERVICESILENT<URL>{$this ?p ?value}}",
    "by a prefix": "SELECT $this {SERVICEe:{$this ?p ?value}}",
    "by escapes": "SELECT $this { SERV\\\\u0049CE <URL> { $this ?p ?value } }",
    "from": "SELECT $this FROM <URL> { $this ?p ?value }",
    "from a file": "SELECT $this FROM <file:///etc/hostname> { $this ?p ?value }",
    "from a name": "SELECT $this FROM NAMED<URL>{ $this ?p ?value }",
    "an update": "LOAD <URL>",
}
LONG = {
    "groups": "SELECT $this {" + "{" * 20_000 + "$this ?p ?value" + "}" * 20_001,
    "brackets": "SELECT $this { $this ?p ?value FILTER(" + "(" * 9_000 + "true" + ")" * 9_002,
    "options": "SELECT $this { $this ?p ?value " + "OPTIONAL { $this ?p ?value } " * 9_000 + "}",
    "nots": "SELECT $this { $this ?p ?value FILTER(" + "!" * 90_000 + "true) }",
}


def validated(folder: Path, query: str, url: str, processor: str) -> list[str]:
    (folder / "data.ttl").write_text("<urn:ex:x> <urn:ex:p> 'y' .\n")
    shapes = folder / "shapes.ttl"
    shapes.write_text(SHAPE.replace("QUERY", query).replace("URL", url))
    report = validate_files([folder / "data.ttl"], shapes, context=[], processor=processor)
    return [one.message for one in report.findings]


@pytest.mark.parametrize("processor", PROCESSORS)
def test_a_shape_asks_the_data_and_no_import_is_fetched(tmp_path: Path, processor: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        query = 'SELECT $this ?value { $this ?path ?value FILTER(?value != "a <x>") }'
        assert validated(tmp_path, query, url, processor) == ["It says so."]
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("processor", PROCESSORS)
@pytest.mark.parametrize("call", CALLS)
def test_a_shape_that_asks_elsewhere_is_refused(tmp_path: Path, call: str, processor: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(BadData) as refused:
            validated(tmp_path, CALLS[call], url, processor)
        assert len(refused.value.found.splitlines()) == 1
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("query", LONG)
def test_a_shape_that_an_engine_cannot_follow_is_refused(tmp_path: Path, query: str) -> None:
    with pytest.raises(BadData, match="deeper than"):
        validated(tmp_path, LONG[query], "http://127.0.0.1:9/", "fast")


@pytest.mark.parametrize("form", ["node", "not"])
def test_shapes_that_lead_on_without_end_are_refused(tmp_path: Path, form: str) -> None:
    chain = "".join(
        f"<urn:s{n}> sh:{form} <urn:s{n + 1}> ; sh:message 'm' .\n" for n in range(20_000)
    )
    (tmp_path / "data.ttl").write_text("<urn:ex:x> <urn:ex:p> 'y' .\n")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f"<urn:s0> a sh:NodeShape ; sh:targetNode <urn:ex:x> .\n{chain}"
    )
    with pytest.raises(BadData, match="cannot be run"):
        validate_files([tmp_path / "data.ttl"], tmp_path / "shapes.ttl", context=[])
