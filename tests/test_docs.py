"""The documentation is held true: its terms exist, its Turtle is in the graph, its links lead."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from comity.graph.load import read_triples
from comity.paths import room
from comity.terms import Triple
from comity.vocab import TERMS

TOP = Path(__file__).parent.parent
PAGES = sorted(
    path
    for path in [*TOP.glob("*.md"), *TOP.glob("docs/**/*.md"), TOP / "queries" / "README.md"]
    if path.is_file()
)
NAMES = [path.relative_to(TOP).as_posix() for path in PAGES]
TURTLE = [
    (path, block)
    for path in PAGES
    for block in re.findall(r"^```turtle\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.M)
]


@cache
def shipped() -> frozenset[Triple]:
    """Return every statement of the graphs that documentation may quote."""
    folders = ("summits", "initiatives", "pacts", "designations")
    paths = (path for name in folders for path in Path(room("graphs"), name).glob("*.ttl"))
    return frozenset(triple for path in paths for triple in read_triples(path))


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_page_names_only_terms_that_the_ontology_declares(page: Path) -> None:
    named = set(re.findall(r"(?<![:\w])comity:([A-Za-z]+)", page.read_text("utf-8")))
    assert named - TERMS == set()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_relative_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    dead = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert dead == []


@pytest.mark.slow
@pytest.mark.parametrize("block", [block for _, block in TURTLE], ids=[p.name for p, _ in TURTLE])
def test_what_a_page_quotes_in_turtle_stands_in_the_graph(block: str) -> None:
    quoted = read_triples(block.encode(), "turtle")
    assert quoted
    assert set(quoted) <= shipped()


def test_the_threat_model_names_tests_that_exist() -> None:
    named = re.findall(
        r"`(tests/\S+\.py)::(\w+)`", (TOP / "docs/threat-model.md").read_text("utf-8")
    )
    assert len(named) > 50
    missing = [
        f"{path}::{test}"
        for path, test in named
        if not re.search(rf"^def {test}\(", (TOP / path).read_text("utf-8"), re.MULTILINE)
    ]
    assert missing == []


def test_every_promise_of_the_threat_model_names_a_test() -> None:
    text = (TOP / "docs/threat-model.md").read_text("utf-8")
    promises = text.partition("## Promises")[2].partition("## What is left")[0]
    rows = re.findall(r"^\| (?!promise|---)(.+?) \| (.*) \|$", promises, re.MULTILINE)
    assert len(rows) > 30
    assert [promise for promise, tests in rows if "::test_" not in tests] == []
