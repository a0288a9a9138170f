"""The W3C's SPARQL 1.1 Graph Store Protocol suite against a real server with updates allowed."""

from __future__ import annotations

import pytest
import rdflib
from rdflib.compare import isomorphic

from tests.conformance.suites import MF, SUITES, WHY_NOT, Case, cases
from tests.server.running import Server

CASES = [
    *cases(MF.GraphStoreProtocolTest, "graph-store-protocol", "manifest-direct.ttl"),
    *cases(MF.GraphStoreProtocolTest, "graph-store-protocol", "manifest-indirect.ttl"),
]


@pytest.mark.skipif(not SUITES.is_dir(), reason=WHY_NOT)
def test_the_suite_is_whole() -> None:
    assert len(CASES) == 14


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_of_the_graph_store_suite_passes(writable: Server, case: Case) -> None:
    cleared = writable.ask(
        "/sparql", "POST", b"CLEAR ALL; DROP ALL", Content_Type="application/sparql-update"
    )
    assert cleared.status == 204, cleared.text
    known: dict[str, str] = {}
    for asked in case.requests:
        path = asked.path.replace("/gsp", "/store", 1)
        for name, value in known.items():
            path = path.replace(name, value)
        answer = writable.ask(path, asked.method, asked.body, **dict(asked.headers))
        expected = asked.expected
        assert expected.has_status(answer.status), (asked.method, path, answer.text)
        if expected.location:
            known[expected.location] = answer.headers["location"]
        if expected.content_type:
            assert answer.headers["content-type"] == expected.content_type
        if expected.body:
            found = rdflib.Graph().parse(data=answer.body, format="turtle")
            wanted = rdflib.Graph().parse(data=expected.body, format="turtle")
            assert isomorphic(found, wanted)
