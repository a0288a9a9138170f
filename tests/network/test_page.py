"""The page: alone it is whole, nothing leaves it, and no name in it is taken for markup."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from comity.network import page
from comity.network.project import Kind
from comity.network.scene import compose
from tests.network.conftest import DAY, World

NAME = "<script>alert(1)</script> & $A_1$"


class Reader(HTMLParser):
    """Collects elements, their attributes, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.words: list[str] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in self.raw:
            self.raw[self._open].append(data)
        else:
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def read(busy_world: World) -> Reader:
    return Reader(page.render(compose(busy_world.engine(), Kind, DAY)))


def test_the_page_refers_to_nothing_outside(read: Reader) -> None:
    for tag, attributes in read.elements:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form", "image"}
        for name, value in attributes.items():
            assert name not in {"src", "srcset", "href", "xlink:href", "style", "action"}, tag
            assert not name.startswith("on"), tag
            assert "http:" not in (value or ""), tag
            assert "https:" not in (value or ""), tag
    style, script = read.raw["style"][0], read.raw["script"][-1]
    assert not re.search(r"url\(|@import", style)
    assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(|eval\(", script)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", script)


def test_the_policy_forbids_all_but_the_style_and_script_inside(read: Reader) -> None:
    (policy,) = (
        meta["content"]
        for meta in read.all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None

    def digest(text: str) -> str:
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules == {
        "default-src": "'none'",
        "style-src": digest(read.raw["style"][0]),
        "script-src": digest(read.raw["script"][-1]),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_a_name_that_looks_like_markup_stays_a_name(read: Reader) -> None:
    assert len(read.all("script")) == 2
    assert any(NAME in words for words in read.words)
    data = json.loads(read.raw["script"][0])
    assert NAME in {place["name"] for place in data["places"]}
    assert "<" not in read.raw["script"][0]


def test_the_tables_hold_every_tie_and_every_node_of_the_picture(read: Reader) -> None:
    def numbers(tag: str, name: str) -> list[str | None]:
        return [attributes[name] for attributes in read.all(tag) if name in attributes]

    assert numbers("tr", "data-row") == numbers("line", "data-tie")
    chosen = numbers("button", "data-choose")
    assert chosen == [
        *(f"tie {number}" for number in numbers("line", "data-tie")),
        *(f"place {number}" for number in numbers("g", "data-place")),
    ]


def test_each_tie_leads_to_its_claims_and_their_sources(read: Reader) -> None:
    data = json.loads(read.raw["script"][0])
    for tie in data["ties"]:
        assert tie["claims"]
        for number in tie["claims"]:
            claim = data["claims"][number]
            assert claim["said"]
            assert {data["sources"][one["source"]]["title"] for one in claim["cited"]} == {
                "The Gazette"
            }
            assert claim["cited"][0]["quote"] == "so it was said"


def test_a_node_is_found_by_its_name_in_any_script_and_by_its_code(read: Reader) -> None:
    places = json.loads(read.raw["script"][0])["places"]
    (found,) = (place for place in places if place["key"] == "AAA")
    assert {"AAA", "日本", NAME} <= set(found["names"])


def test_every_control_and_node_can_be_named_and_reached(read: Reader) -> None:
    nodes = [group for group in read.all("g") if "data-place" in group]
    assert all(node["aria-label"] and node["role"] == "button" for node in nodes)
    assert [node["tabindex"] for node in nodes] == ["0"] + ["-1"] * (len(nodes) - 1)
    assert read.all("html")[0]["lang"] == "en"
    identifiers = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    for _, attributes in read.elements:
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in identifiers


def test_the_page_has_the_same_bytes_on_each_run(busy_world: World) -> None:
    first, second = (page.render(compose(busy_world.engine(), Kind, DAY)) for _ in range(2))
    assert first == second
