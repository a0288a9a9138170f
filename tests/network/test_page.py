"""The page: alone it is whole, nothing leaves it, and no name in it is taken for markup."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from comity.network import page, page_layout
from comity.network.affiliations import NothingHeld
from comity.network.choice import Choice, Form, Weight
from comity.network.ties import BETWEEN_POLITIES, Kind, Strongest, Whole
from tests.network.conftest import DAY, World

NAME = "<script>alert(1)</script> & $A_1$"
DASH = "\N{EN DASH}"
FRONTEND = Path(page.__file__).parent.parent / "server" / "frontend"


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

    @property
    def data(self) -> dict[str, Any]:
        """What the script reads."""
        found: dict[str, Any] = json.loads(self.raw["script"][0])
        return found


def shown(world: World, choice: Choice) -> Reader:
    return Reader(page.write(world.engine(), choice))


@pytest.fixture
def read(busy_world: World) -> Reader:
    return shown(busy_world, Choice(kinds=BETWEEN_POLITIES, on=DAY))


def test_the_page_refers_to_nothing_outside(read: Reader) -> None:
    for tag, attributes in read.elements:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "image", "a"}
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
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_a_name_that_looks_like_markup_stays_a_name(read: Reader) -> None:
    assert len(read.all("script")) == 2
    assert any(NAME in words for words in read.words)
    assert NAME in {english for _, english, *_ in read.data["nodes"]}
    assert "<" not in read.raw["script"][0]


def test_a_name_that_would_turn_the_direction_of_writing_does_not(busy_world: World) -> None:
    busy_world.name("polity", "BBB", "left\u202eright\u2066\u200e\u061c\u2028end")
    made = page.write(busy_world.engine(), Choice(kinds=BETWEEN_POLITIES, on=DAY))
    assert "left\ufffdright" in made
    assert not re.search("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", made)


def test_the_tables_hold_the_ties_the_page_opens_with(busy_world: World) -> None:
    read = shown(busy_world, Choice(kinds=(Kind.PACT,), on=DAY))
    heads = [words for words in read.words if f" {DASH} " in words]
    assert heads == [
        f"{one} {DASH} {other}"
        for one, other in (
            (NAME, "Land of Bbb"),
            (NAME, "Land of Ccc"),
            ("Land of Fff", "Land of Uuu"),
            ("Land of Uuu", "Land of Vvv"),
        )
    ]


def test_each_fact_leads_to_its_sources_and_their_words(read: Reader) -> None:
    data = read.data
    dated = [
        number
        for number, sort in enumerate(data["facts"]["sort"])
        if data["sorts"][sort] in BETWEEN_POLITIES
    ]
    assert dated
    for number in dated:
        (citation,) = data["facts"]["cited"][number]
        source, quote, language, _ = data["citations"][citation]
        assert (quote, language) == ("so it was said", "en")
        assert data["sources"][source][0] == "The Gazette"


def test_a_thing_is_found_by_its_names_in_any_script_and_by_its_key(read: Reader) -> None:
    (found,) = (node for node in read.data["nodes"] if node[0] == "polity/AAA")
    assert found[1:3] == [NAME, "日本"]
    assert "AAA" in found[3]


def test_claims_of_all_times_are_held_whatever_the_day(world: World) -> None:
    world.members("club", "AAA BBB CCC")
    world.member("old", "AAA", since="1990-01-01", until="1999-01-01")
    data = shown(world, Choice(on=DAY)).data
    begins = {data["whens"][number][5] for number in data["facts"]["when"]}
    assert (date(1990, 1, 1) - date(1970, 1, 1)).days in begins


def test_the_page_opens_with_what_was_chosen(busy_world: World) -> None:
    choice = Choice(kinds=(Kind.PACT,), on=DAY, least=2, weight=Weight.EACH, backbone=Strongest(2))
    opening = shown(busy_world, choice).data["opening"]
    assert (opening["ties"], opening["least"], opening["weight"]) == (["pact"], 2, "count")
    assert (opening["strongest"], opening["filtered"]) == (
        2,
        [kind.value for kind in BETWEEN_POLITIES],
    )
    opening = shown(busy_world, Choice(on=DAY, form=Form.EVERYTHING)).data["opening"]
    assert opening["mode"] == "bipartite"
    opening = shown(busy_world, Choice(on=DAY, backbone=Whole())).data["opening"]
    assert opening["all"] is True
    window = (date(2022, 1, 1), DAY)
    assert shown(busy_world, Choice(window=window)).data["opening"]["day"] == 19723


def test_more_entries_than_a_page_can_hold_are_left_out_and_that_is_said(
    busy_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = shown(busy_world, Choice(on=DAY)).data
    sorts = [whole["sorts"][number] for number in whole["facts"]["sort"]]
    entries = sorts.count("designation")
    assert entries
    assert whole["opening"]["entries"] == 0
    monkeypatch.setattr(page, "MOST_ENTRIES", entries - 1)
    lean = shown(busy_world, Choice(on=DAY))
    left = {lean.data["sorts"][number] for number in lean.data["facts"]["sort"]}
    assert left == {*sorts} - {"designation", "country", "ownership", "identity"}
    assert lean.data["opening"]["entries"] == entries
    assert f"Entries of lists are left out here: {entries} are too many." in " ".join(lean.words)
    asked = shown(busy_world, Choice(kinds=BETWEEN_POLITIES, on=DAY)).data  # who asks gets them
    assert len(asked["facts"]["sort"]) == len(sorts)


def test_a_day_on_which_nothing_holds_is_told(busy_world: World) -> None:
    with pytest.raises(NothingHeld, match="1800-01-01"):
        page.write(busy_world.engine(), Choice(on=date(1800, 1, 1)))


def test_every_control_can_be_named(read: Reader) -> None:
    assert read.all("html")[0]["lang"] == "en"
    identifiers = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    labelled = {label.get("for") for label in read.all("label")}
    for field in [*read.all("input"), *read.all("select")]:
        assert field.get("type") == "checkbox" or field["id"] in labelled
    for _, attributes in read.elements:
        for name in ("aria-labelledby", "aria-controls"):
            for one in (attributes.get(name) or "").split():
                assert one in identifiers


_WRITE = """
import sys
from comity.network import page
from comity.network.choice import Choice
from comity.network.ties import BETWEEN_POLITIES
from tests.network import conftest
world = conftest.busy_world.__wrapped__()
text = page.write(world.engine(), Choice(kinds=BETWEEN_POLITIES, on=conftest.DAY))
sys.stdout.buffer.write(text.encode())
"""


def test_another_process_with_another_order_of_sets_writes_the_same_bytes() -> None:
    made = [
        subprocess.run(
            [sys.executable, "-c", _WRITE],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "src:."},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert len(made[0]) > 50_000


def test_places_keep_apart_and_bring_together_what_is_tied() -> None:
    pulls = {(a, b): 1.0 for camp in (0, 10) for a in range(camp, camp + 6)
             for b in range(a + 1, camp + 6)} | {(0, 10): 0.1}  # fmt: skip
    found = page_layout.places(pulls, 20.0)
    assert set(found) == {*range(6), *range(10, 16)}

    def away(one: int, other: int) -> float:
        (x, y), (to_x, to_y) = found[one], found[other]
        return float(((x - to_x) ** 2 + (y - to_y) ** 2) ** 0.5)

    pairs = [(a, b) for a in found for b in found if a < b]
    assert min(away(*pair) for pair in pairs) > 19
    inside = [away(a, b) for a, b in pairs if (a < 10) == (b < 10)]
    across = [away(a, b) for a, b in pairs if (a < 10) != (b < 10)]
    assert sum(inside) / len(inside) < sum(across) / len(across) / 1.25


def test_leaves_stand_around_what_they_are_tied_to() -> None:
    found = page_layout.around(
        {0: (100.0, 100.0), 1: (200.0, 100.0)}, {7: [0, 1], 8: [0, 1], 9: []}
    )
    assert set(found) == {7, 8, 9}
    assert found[7] != found[8]
    assert 100 < found[7][0] < 180


@pytest.mark.parametrize(
    "place",
    sorted(one for room in ("network", "editor") for one in (FRONTEND / room).glob("*.js")),
    ids=lambda one: f"{one.parent.name}/{one.name}",
)
def test_a_module_of_the_script_is_short_and_opens_with_what_it_does(place: Path) -> None:
    lines = place.read_text("utf-8").splitlines()
    assert len(lines) < 300
    assert lines[0].startswith("/**")


def test_the_lock_of_the_frontend_names_no_host() -> None:
    text = (FRONTEND / "package-lock.json").read_text("utf-8")
    assert "://" not in text
    locked = json.loads(text)["packages"]
    wanted = json.loads((FRONTEND / "package.json").read_text("utf-8"))["devDependencies"]
    for name, version in wanted.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in one for name, one in locked.items() if name)


def test_the_script_is_what_its_sources_build(tmp_path: Path) -> None:
    builder = FRONTEND / "node_modules" / ".bin" / "esbuild"
    if not builder.exists():
        pytest.skip(f"no esbuild: npm ci --ignore-scripts in {FRONTEND.name}")
    command = json.loads((FRONTEND / "package.json").read_text("utf-8"))["scripts"]["network"]
    target = tmp_path / "network.min.js"
    options = command.rsplit("--outfile=", 1)[0].split()[1:]
    subprocess.run([builder, *options, f"--outfile={target}"], cwd=FRONTEND, check=True)
    shipped = Path(page.__file__).parent / "static" / "network.min.js"
    assert target.read_bytes() == shipped.read_bytes()
