"""The W3C's SPARQL 1.1 Protocol suite against a real server with updates allowed."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.conformance.suites import MF, SUITES, WHY_NOT, Asked, Case, cases
from tests.server.running import Answer, Server

CASES = list(cases(MF.ProtocolTest, "sparql11-protocol", "manifest.ttl"))
_FORMS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        *("application/sparql-results+json", "application/sparql-results+xml"),
        *("text/csv", "text/tab-separated-values"),
    ),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}


@pytest.mark.skipif(not SUITES.is_dir(), reason=WHY_NOT)
def test_the_suite_is_whole() -> None:
    assert len(CASES) == 34


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_of_the_protocol_suite_passes(writable: Server, case: Case) -> None:
    for name, body in case.graphs:
        path = f"/store?graph={quote(name, safe='')}"
        loaded = writable.ask(path, "PUT", body, Content_Type="application/n-triples")
        assert loaded.status in (201, 204)
    for asked in case.requests:
        answer = send(writable, asked)
        assert asked.expected.has_status(answer.status), answer.text
        if asked.expected.form:
            assert answer.media in _FORMS[asked.expected.form]
        if asked.expected.boolean is not None:
            assert answer.json()["boolean"] is asked.expected.boolean


def send(server: Server, asked: Asked) -> Answer:
    """Send a request of the suite to our endpoint."""
    path = asked.path.replace("/sparql/", "/sparql", 1)
    return server.ask(path, asked.method, asked.body, **dict(asked.headers))
