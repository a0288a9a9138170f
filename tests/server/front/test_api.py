"""The API: every question of the library, as its own description says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib

import comity
from comity.query.library.catalogue import Library
from comity.query.library.rows import Rows
from tests.server.running import Server

NAMES = [query.name for query in Library.shipped() if query.header is not None]
MEMBERS = "/api/query/members?initiative=echri&on=2023-04-01"


@pytest.fixture(scope="module")
def description(server: Server) -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    """Return the OpenAPI description."""
    said: dict[str, dict[str, dict[str, dict[str, object]]]] = json.loads(
        server.ask("/api/openapi.json").body
    )
    return said


def test_the_description_is_openapi_and_has_every_question(
    server: Server, description: dict[str, object]
) -> None:
    assert description["openapi"] == "3.1.0"
    assert isinstance(description["paths"], dict)
    assert set(description["paths"]) == {f"/api/query/{name}" for name in NAMES}
    assert server.ask("/api").headers["location"] == "/api/openapi.json"
    tag = server.ask("/api/openapi.json").headers["etag"]
    assert server.ask("/api/openapi.json", If_None_Match=tag).status == 304


@pytest.mark.parametrize("name", NAMES)
def test_a_question_answers_to_its_own_example_as_described(
    server: Server,
    data: Path,
    description: dict[str, dict[str, dict[str, dict[str, object]]]],
    name: str,
) -> None:
    operation = description["paths"][f"/api/query/{name}"]["get"]
    parameters = operation["parameters"]
    assert isinstance(parameters, list)
    examples = {
        one["name"]: _text(one["example"])
        for one in parameters
        if one["name"] not in ("format", "cite")
    }
    answer = server.ask(f"/api/query/{name}?{urlencode(examples)}")
    responses = operation["responses"]
    assert isinstance(responses, dict)
    content = responses["200"]["content"]
    assert answer.media in content
    if "application/json" not in content:
        return
    assert answer.status == 200, answer.text
    columns = content["application/json"]["schema"]["properties"]["rows"]["items"]["required"]
    told = json.loads(answer.body)
    assert told["columns"] == columns
    wanted = comity.open(str(data)).run(Library.shipped().find(name), examples)
    assert isinstance(wanted, Rows)
    assert len(told["rows"]) == len(wanted)
    assert all(set(row) == set(columns) for row in told["rows"])


def _text(said: object) -> str:
    return ",".join(map(str, said)) if isinstance(said, list) else str(said)


def test_the_three_formats_hold_the_same_rows(server: Server) -> None:
    plain = json.loads(server.ask(MEMBERS).body)["rows"]
    table = list(csv.DictReader(io.StringIO(server.ask(f"{MEMBERS}&format=csv").text)))
    assert [row["name"] for row in table] == [row["name"] for row in plain]
    assert all(isinstance(row["complete"], bool) for row in plain)
    linked = server.ask(MEMBERS, Accept="application/ld+json")
    assert linked.media == "application/ld+json"
    graph = rdflib.Graph().parse(data=linked.body, format="json-ld")
    name = rdflib.URIRef("https://w3id.org/comity/query/members#name")
    assert {str(one) for one in graph.objects(None, name)} == {row["name"] for row in plain}


def test_each_row_comes_with_its_sources_where_that_is_asked(server: Server) -> None:
    plain = json.loads(server.ask(MEMBERS).body)["rows"]
    answer = json.loads(server.ask(f"{MEMBERS}&cite=true").body)
    assert answer["columns"][-4:] == ["cited_source", "cited_date", "cited_quote", "cited_locator"]
    assert {row["claim"] for row in answer["rows"]} == {row["claim"] for row in plain}
    assert all(row["cited_source"] and row["cited_date"] for row in answer["rows"])
    assert any(row["cited_quote"] for row in answer["rows"])
    table = list(csv.DictReader(io.StringIO(server.ask(f"{MEMBERS}&cite=true&format=csv").text)))
    assert len(table) == len(answer["rows"]) >= len(plain)
    assert json.loads(server.ask(f"{MEMBERS}&cite=false").body)["rows"] == plain


@pytest.mark.parametrize(
    "path", [f"{MEMBERS}&cite=yes", "/api/query/profile?thing=initiative/echri&on=all&cite=true"]
)
def test_what_cannot_be_cited_so_is_refused(server: Server, path: str) -> None:
    assert server.ask(path).status == 400


def test_a_graph_comes_as_a_table_of_its_statements_too(server: Server) -> None:
    asked = "/api/query/profile?thing=initiative/echri&on=2023-04-01"
    table = list(csv.reader(io.StringIO(server.ask(f"{asked}&format=csv").text)))
    assert table[0] == ["subject", "property", "value"]
    graph = rdflib.Graph().parse(data=server.ask(asked).body, format="json-ld")
    assert len(table) - 1 == len(graph) > 10


def test_a_name_that_is_nothing_is_told_with_what_is_like_it(server: Server) -> None:
    answer = server.ask("/api/query/members?initiative=ecri&on=2023-04-01")
    assert answer.status == 404
    assert "echri" in str(answer.json()["remedy"])


def test_a_parameter_is_a_value_and_never_a_part_of_the_query(server: Server) -> None:
    for said in ("echri%3E%20%3Fx%20%7D%20UNION", "%22%20.%20%7D", "%5Cu007D"):
        assert server.ask(f"/api/query/members?initiative={said}&on=2023-04-01").status == 404
