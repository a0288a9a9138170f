"""The bench itself is sound: its data are what they claim to be, and it compares like with like."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from comity.graph.load import read_triples, turtle_files
from comity.iris import ID
from comity.paths import room
from comity.terms import Iri, Triple
from comity.vocab import COMITY
from tests.bench.chart import draw
from tests.bench.generate import generate
from tests.bench.measure import compare, ratios


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a room with one small graph of initiatives and their members."""
    folder = tmp_path / "small"
    folder.mkdir()
    shutil.copy(Path(room("ontology"), "examples", "initiatives.ttl"), folder)
    return folder


def triples_of(folder: Path) -> list[Triple]:
    return [triple for path in turtle_files([folder]) for triple in read_triples(path)]


def claims(triples: list[Triple]) -> Counter[Iri]:
    kinds = (COMITY.Membership, COMITY.Commitment, COMITY.Initiative)
    return Counter(kind for _, _, kind in triples if isinstance(kind, Iri) and kind in kinds)


def test_the_same_seed_makes_the_same_bytes(small: Path, tmp_path: Path) -> None:
    texts = []
    for name in ("one", "other"):
        generate(small, tmp_path / name, 4)
        texts.append([path.read_bytes() for path in turtle_files([tmp_path / name])])
    assert texts[0] == texts[1]


def test_another_seed_gives_the_parts_to_other_polities(small: Path, tmp_path: Path) -> None:
    for seed in (1, 2):
        generate(small, tmp_path / str(seed), 4, seed)
    assert triples_of(tmp_path / "1") != triples_of(tmp_path / "2")


def test_many_copies_hold_as_many_times_the_claims_and_no_new_polity(
    small: Path, tmp_path: Path
) -> None:
    generate(small, tmp_path / "large", 5)
    once, often = triples_of(small), triples_of(tmp_path / "large")
    assert claims(once)
    assert claims(often) == Counter({kind: 5 * number for kind, number in claims(once).items()})

    def polities(triples: list[Triple]) -> set[str]:
        start = f"{ID}polity/"
        return {term.value for triple in triples for term in triple if term.value.startswith(start)}

    assert polities(often) == polities(once)


def test_a_question_that_is_too_slow_for_both_is_left_out() -> None:
    row = ratios("w", "S", "peer", "", {"a": 1.0, "b": 9.0, "c": 9.0}, {"a": 2.0, "b": 9.0}, 9.0)
    assert row.ratios == (0.5,)
    assert "1 of 3" in row.note
    assert "both over 9 s: b" in row.note


def test_rounds_are_compared_one_with_one() -> None:
    (row,) = compare("w", "S", {"comity": [1.0, 4.0, 3.0], "peer": [2.0, 4.0, 1.0]}, {"peer": ""})
    assert (row.ratios, row.middle) == ((0.5, 1.0, 3.0), 1.0)


def test_the_same_rows_draw_the_same_chart(tmp_path: Path) -> None:
    rows = compare("first answer", "S", {"comity": [1.0], "peer": [2.0]}, {"peer": ""})
    for name in ("one.svg", "other.svg"):
        draw(rows, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()
