"""The Reconciliation Service API v0.2, asked as OpenRefine asks."""

from __future__ import annotations

import json
from typing import cast
from urllib.parse import quote, urlencode

import pytest

from tests.server.running import Server

FORM = "application/x-www-form-urlencoded"
Candidates = list[dict[str, object]]


def match(server: Server, **queries: object) -> dict[str, Candidates]:
    """Send a batch as OpenRefine does; return the candidates for each query."""
    body = urlencode({"queries": json.dumps(queries)}).encode()
    answer = server.ask("/reconcile", "POST", body, Content_Type=FORM)
    assert answer.status == 200, answer.text
    told = cast("dict[str, dict[str, Candidates]]", json.loads(answer.body))
    return {key: said["result"] for key, said in told.items()}


def test_the_manifest_says_what_the_standard_wants(server: Server) -> None:
    told = server.ask("/reconcile").json()
    assert told["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace", "view", "preview", "suggest"} <= set(told)
    types = cast("list[dict[str, str]]", told["defaultTypes"])
    assert {one["id"] for one in types} == {"polity", "initiative", "entity"}


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Japan", "polity/JPN"),
        ("日本", "polity/JPN"),
        ("JPN", "polity/JPN"),
        ("japan ", "polity/JPN"),
    ],
)
def test_a_name_that_fits_is_a_match(server: Server, said: str, key: str) -> None:
    best = match(server, q0={"query": said, "type": "polity"})["q0"][0]
    assert (best["id"], best["match"], best["score"]) == (key, True, 100.0)
    assert best["name"] == "Japan"


def test_a_batch_is_answered_query_by_query(server: Server) -> None:
    told = match(
        server,
        q0={"query": "Norway"},
        q1={"query": "Norwey", "limit": 3},
        q2={"query": "zzzzqqqq"},
        q3={"query": "Export Controls and Human Rights Initiative", "type": ["initiative"]},
        q4={"query": "!!"},
    )
    assert told["q0"][0]["id"] == "polity/NOR"
    assert any(one["id"] == "polity/NOR" and not one["match"] for one in told["q1"])
    assert told["q2"] == []
    assert told["q3"][0]["id"] == "initiative/echri"
    assert told["q4"] == []


def test_queries_by_get_are_answered_too(server: Server) -> None:
    asked = quote(json.dumps({"q": {"query": "France"}}))
    told = json.loads(server.ask(f"/reconcile?queries={asked}").body)
    assert told["q"]["result"][0]["id"] == "polity/FRA"


def test_what_is_typed_is_completed(server: Server) -> None:
    told = json.loads(server.ask("/reconcile/suggest/entity?prefix=Norw").body)
    assert "polity/NOR" in {one["id"] for one in told["result"]}
    types = json.loads(server.ask("/reconcile/suggest/type?prefix=pol").body)
    assert [one["id"] for one in types["result"]] == ["polity"]
    assert json.loads(server.ask("/reconcile/suggest/property?prefix=a").body) == {"result": []}


def test_a_preview_is_text_that_may_stand_in_a_frame(server: Server) -> None:
    answer = server.ask("/reconcile/preview?id=polity/JPN")
    assert answer.media == "text/plain"
    assert answer.text.startswith("Japan\n")
    assert "frame-ancestors" not in answer.headers["content-security-policy"]
    assert server.ask("/reconcile/preview?id=polity/ZZZ").status == 404
    assert server.ask("/reconcile/preview?id=../../etc").status == 400


@pytest.mark.parametrize(
    "said",
    [
        *("[]", "1", "[" * 5000, "{" * 5000),
        *('{"q": 1}', '{"q": {"query": 1}}', '{"q": {"query": "\\ud800"}}'),
        '{"\\ud800": {"query": "Japan"}}',
    ],
)
def test_a_batch_that_is_none_is_refused(server: Server, said: str) -> None:
    body = urlencode({"queries": said}).encode()
    assert server.ask("/reconcile", "POST", body, Content_Type=FORM).status == 400


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "\ud800"},
        {"type": [["polity"]]},
        {"type": {"id": "polity"}, "limit": 1e300},
        {"properties": [{"pid": "\ud800", "v": {}}], "type_strict": "any"},
        {"limit": -1},
        {"limit": True},
        {"limit": 10**400},
    ],
)
def test_what_is_odd_in_a_query_hurts_nobody(server: Server, odd: dict[str, object]) -> None:
    found = match(server, q={"query": "Japan", **odd})["q"]
    assert all(one["id"] == "polity/JPN" for one in found[:1])
