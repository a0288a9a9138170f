"""The calls that OpenRefine makes, in their order and with their headers, from its own source.

OpenRefine's browser part (recon-manager.js, standard-service-panel.js, its suggest library) reads
the manifest and completes what is typed, across origins; its Java part (GuessTypesOfColumnCommand,
StandardReconConfig) posts batches as forms. The structure of each answer is that of the schemas of
the W3C Entity Reconciliation Community Group for version 0.2 of the API.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

from tests.server.running import Answer, Server

ORIGIN = {"Origin": "http://127.0.0.1:3333", "Accept": "application/json, text/javascript, */*"}
JAVA = {
    "Content_Type": "application/x-www-form-urlencoded",
    "User_Agent": "Java/17.0.9",
    "Accept": "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
}
COLUMN = ("Japan", "norway", "대한민국", "U.S.A.", "FRA", "Wassenaar Arrangement", "Nowhere at all")


def read(answer: Answer) -> Any:
    """Return an answer as a page of another origin may read it: JSON."""
    assert answer.status == 200, answer.text
    assert answer.media == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    return json.loads(answer.body)


def is_type(said: Any) -> bool:
    """Say whether something is a type: an id, with a name for people."""
    return isinstance(said, dict) and all(isinstance(said.get(key), str) for key in ("id", "name"))


@pytest.fixture
def manifest(server: Server) -> Any:
    """Return the manifest, as OpenRefine asks for it when a service is added."""
    return read(server.ask("/reconcile", **ORIGIN))


def post(server: Server, queries: dict[str, object]) -> Any:
    """Send a batch as the Java part does; check the structure of what comes back."""
    body = "queries=" + quote(json.dumps(queries, ensure_ascii=False), safe="")
    told = read(server.ask("/reconcile", "POST", body.encode(), **JAVA))
    assert set(told) == set(queries)
    for said in told.values():
        for one in said["result"]:
            assert isinstance(one["id"], str)
            assert isinstance(one["name"], str)
            assert isinstance(one["description"], str)
            assert isinstance(one["score"], int | float)
            assert isinstance(one["match"], bool)
            assert one["type"]
            assert all(is_type(kind) for kind in one["type"])
    return told


def test_a_service_is_added_by_its_manifest(server: Server, manifest: Any) -> None:
    assert "0.2" in manifest["versions"]
    for name in ("name", "identifierSpace", "schemaSpace", "documentation"):
        assert isinstance(manifest[name], str)
    assert all(is_type(kind) for kind in manifest["defaultTypes"])
    assert "{{id}}" in manifest["view"]["url"]
    assert "{{id}}" in manifest["preview"]["url"]
    assert isinstance(manifest["preview"]["width"], int)
    assert isinstance(manifest["preview"]["height"], int)
    assert set(manifest["suggest"]) == {"entity", "type", "property"}
    assert "extend" not in manifest  # so OpenRefine offers no columns from here
    assert server.ask(f"/reconcile?extend={quote('{}')}", **ORIGIN).status == 400


def test_a_browser_asks_beforehand_whether_it_may(server: Server) -> None:
    asked = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "x"}
    told = server.ask("/reconcile", "OPTIONS", None, **ORIGIN, **asked)
    assert told.status == 204
    assert told.headers["access-control-allow-origin"] == "*"


def test_the_types_of_a_column_are_guessed(server: Server, manifest: Any) -> None:
    told = post(server, {f"q{n}": {"query": said, "limit": 3} for n, said in enumerate(COLUMN)})
    assert all(len(said["result"]) <= 3 for said in told.values())
    found: dict[str, float] = {}  # counted as OpenRefine does: less by each place further down
    for said in told.values():
        for place, one in enumerate(said["result"]):
            for kind in one["type"]:
                found[kind["id"]] = found.get(kind["id"], 0) + 1 / (1 + place)
    assert max(found, key=lambda kind: found[kind]) == "polity"
    assert set(found) <= {kind["id"] for kind in manifest["defaultTypes"]}


def test_a_column_is_reconciled_against_a_type_with_the_values_of_another(server: Server) -> None:
    property_ = [{"pid": "region", "v": "Asia"}, {"pid": "x", "v": {"id": "polity/X", "name": "X"}}]
    told = post(
        server,
        {
            f"q{n}": {
                "query": said,
                "type": "polity",
                "type_strict": "should",
                "properties": property_,
            }
            for n, said in enumerate(COLUMN)
        },
    )
    matched = [[one["id"] for one in told[f"q{n}"]["result"] if one["match"]] for n in range(5)]
    assert matched[0] == ["polity/JPN"]
    assert matched[1] == ["polity/NOR"]
    assert matched[4] == ["polity/FRA"]
    assert all(
        kind["id"] == "polity"
        for said in told.values()
        for one in said["result"]
        for kind in one["type"]
    )
    assert not any(one["match"] for one in told["q6"]["result"])
    best = [said["result"][0]["score"] for said in told.values() if said["result"]]
    assert all(0 < score <= 100 for score in best)


def test_a_batch_may_be_as_large_as_the_manifest_says(server: Server, manifest: Any) -> None:
    size = manifest["batchSize"]
    assert len(post(server, {f"q{n}": {"query": f"Japan {n}"} for n in range(size)})) == size


def test_what_a_person_types_is_completed(server: Server, manifest: Any) -> None:
    for what, typed in (("entity", "Norw"), ("type", "pol"), ("property", "reg")):
        place = manifest["suggest"][what]
        url = urlsplit(place["service_url"] + place["service_path"])
        told = read(server.ask(f"{url.path}?{urlencode({'prefix': typed})}", **ORIGIN))
        for one in told["result"]:
            assert isinstance(one["id"], str)
            assert isinstance(one["name"], str)
            assert isinstance(one.get("description", ""), str)
            assert all(isinstance(kind, str) or is_type(kind) for kind in one.get("notable", ()))
        assert bool(told["result"]) == (what != "property")
        more = read(server.ask(f"{url.path}?{urlencode({'prefix': '', 'cursor': 5})}", **ORIGIN))
        assert isinstance(more["result"], list)


def test_a_candidate_is_previewed_and_followed(server: Server, manifest: Any) -> None:
    (best, *_) = post(server, {"q0": {"query": "Norway"}})["q0"]["result"]
    preview = urlsplit(manifest["preview"]["url"].replace("{{id}}", quote(best["id"], safe="")))
    shown = server.ask(f"{preview.path}?{preview.query}", Accept="text/html")
    assert shown.status == 200
    assert "Norway" in shown.text
    assert "frame-ancestors" not in shown.headers["content-security-policy"]
    viewed = urlsplit(manifest["view"]["url"].replace("{{id}}", best["id"]))
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    there = server.ask(viewed.path, Accept=browser)
    assert there.status == 303
    assert server.ask(there.headers["location"], Accept=browser).status == 200
