"""A graph that is put into a store is read by the rules for files: offline, and to a bound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.store.engines.sparql_store import WorkingStore

BASE = "https://example.org/"
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e#">'
TERMS = {f"t{n}": f"t{n + 1}:x" for n in range(20_000)}
BODIES = {
    "triple terms": ("text/turtle", "<urn:a> <urn:b> " + "<<( <urn:a> <urn:b> " * 100_000),
    "blank nodes": ("text/turtle", "<urn:a> <urn:b> " + "[ <urn:b> " * 100_000),
    "objects": ("application/ld+json", '{"urn:b":' * 30_000 + "1" + "}" * 30_000),
    "a chain of terms": ("application/ld+json", json.dumps({"@context": TERMS})),
    "a remote context": ("application/ld+json", '{"@context": "http://127.0.0.1:9/c"}'),
    "a long value": ("application/ld+json", '{"@id":"urn:a","urn:b":"' + "x" * 2**25 + '"}'),
    "entities": (
        "application/rdf+xml",
        f'<!DOCTYPE r [<!ENTITY a "x">]>{XML}<e:A e:b="&a;"/></rdf:RDF>',
    ),
    "elements": ("application/rdf+xml", XML + "<e:A><e:b>" * 100_000),
}


@pytest.mark.parametrize("body", BODIES)
def test_a_graph_that_would_end_the_process_or_call_out_is_refused(
    tmp_path: Path, body: str
) -> None:
    store = WorkingStore.open(str(tmp_path / "store"))
    media, text = BODIES[body]
    with pytest.raises(BadData) as refused:
        store.put("urn:g", [(text.encode(), media)], BASE)
    assert len(refused.value.found.splitlines()) == 1
    assert not store.has("urn:g")


def test_a_graph_of_each_format_is_taken(tmp_path: Path) -> None:
    store = WorkingStore.open(str(tmp_path / "store"))
    bodies = {
        "text/turtle": "<urn:a> <urn:b> ( 1 [ <urn:c> 2 ] ) .",
        "application/n-triples": "<urn:a> <urn:b> <urn:c> .\n",
        "application/ld+json": '{"@context": {"b": "urn:b"}, "@id": "urn:a", "b": "c"}',
        "application/rdf+xml": f'{XML}<e:A e:b="x"/></rdf:RDF>',
    }
    for media, text in bodies.items():
        assert store.put(f"urn:{media}", [(text.encode(), media)], BASE)
