"""What lies beside a store says what the store says: names are found and counted alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import comity
from comity.errors import AmbiguousThing, UnknownThing
from comity.query.names.resolve import find
from comity.query.names.search import search, suggestions
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph import OxigraphEngine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.snapshot.name_index import NameIndex, names_in, opened, write_names
from comity.store.snapshot.summary import FILE, count, latest_day, summary_of
from comity.terms import Iri, tagged
from comity.text import spelling
from comity.vocab import COMITY
from tests.editions import ANNA, edition, taken

POSSIBLE = st.characters(exclude_categories=["Cs"])


@cache
def indexed() -> Engine:
    """Return the store of the tests."""
    return comity.open().engine


@cache
def plain() -> Engine:
    """Return the same store as an engine that knows of nothing beside it."""
    return OxigraphEngine(pyoxigraph.Store.read_only(indexed().beside), settled=True)


NAMES = st.deferred(lambda: st.sampled_from(sorted({one.label.value for one in names_in(plain())})))


@settings(max_examples=60, deadline=None)
@given(NAMES, st.integers(0, 30), st.integers(1, 12))
def test_a_part_of_a_name_is_found_alike(name: str, start: int, size: int) -> None:
    part = name[start : start + size]
    if spelling(part):
        assert search(indexed(), part) == search(plain(), part)


@settings(max_examples=20, deadline=None)
@given(NAMES, st.integers(0, 30), st.sampled_from("aez国и"))
def test_a_misspelt_name_gets_the_same_suggestions(name: str, place: int, letter: str) -> None:
    text = f"{name[:place]}{letter}{name[place + 1 :]}"
    assert suggestions(indexed(), text) == suggestions(plain(), text)


@pytest.mark.parametrize(
    "name", ["Norway", "日本", "NSO Group", "us-bis", "MTCR", "Türkiye", "Quad"]
)
def test_a_name_means_the_same_thing(name: str) -> None:
    def meant(engine: Engine) -> object:
        try:
            return find(engine, name)
        except (AmbiguousThing, UnknownThing) as error:
            return type(error), error.found, error.remedy

    assert meant(indexed()) == meant(plain())


def test_the_summary_is_what_counting_gives() -> None:
    assert summary_of(indexed()) == count(plain())
    assert latest_day(indexed()) == latest_day(plain()) == count(plain()).latest


def test_the_summary_has_of_each_list_what_its_entries_say() -> None:
    engine = plain()
    expected: dict[str, tuple[int, str, int]] = {}
    latest = latest_day(engine)
    for claim, _, listed in sorted(engine.triples(predicate=COMITY.list)):
        said = {
            name: min((value.value for _, _, value in engine.triples(claim, name)), default="")
            for name in (COMITY.entity, COMITY.listedOn, COMITY.holdsFrom, COMITY.holdsUntil)
        }
        if said[COMITY.entity]:
            claims, last, now = expected.get(listed.value, (0, "", 0))
            begin, end = said[COMITY.holdsFrom], said[COMITY.holdsUntil]
            holds = bool(begin) and begin <= latest and (not end or latest < end)
            last = max(last, said[COMITY.listedOn])
            expected[listed.value] = (claims + 1, last, now + holds)
    assert summary_of(engine).lists == expected
    assert sum(claims for claims, _, _ in expected.values()) > 300


@pytest.mark.parametrize("cut", ["", "{", "[1]", '{"graphs": {}}'])
def test_a_summary_that_is_cut_is_counted_anew(tmp_path: Path, cut: str) -> None:
    (tmp_path / FILE).write_text(cut)
    store = pyoxigraph.Store.read_only(indexed().beside)
    assert summary_of(OxigraphEngine(store, beside=str(tmp_path))) == count(plain())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(POSSIBLE, min_size=1, max_size=12), min_size=1, max_size=6))
def test_every_name_is_found_again_whatever_is_in_it(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = str(tmp_path_factory.mktemp("names"))
    writer = OxigraphWriter()
    graph = Iri("https://w3id.org/comity/graph/names")
    label = Iri("http://www.w3.org/2004/02/skos/core#prefLabel")
    things = [Iri(f"https://w3id.org/comity/id/entity/thing-{at}") for at in range(len(names))]
    writer.add(
        [(one, label, tagged(name, "en")) for one, name in zip(things, names, strict=True)], graph
    )
    write_names(writer.reader(), folder)
    with opened(folder) as index:
        assert isinstance(index, NameIndex)
        for one, name in zip(things, names, strict=True):
            found = list(index.equal(spelling(name)))
            assert (one, name) in {(said.thing, said.label.value) for said in found}
            within = list(index.within(spelling(name)[:3]))
            assert (one, name) in {(said.thing, said.label.value) for said in within}


def test_an_import_is_found_and_counted(tmp_path: Path) -> None:
    data = tmp_path / "data"
    taken(data, edition("2021-12-09", ANNA))
    engine = comity.open(str(data)).engine
    assert [hit.key for hit in search(engine, "anna alpha").hits] == ["un-sc-ZZi.001"]
    graph = "https://w3id.org/comity/graph/import/un-sc/2021-12-09"
    assert summary_of(engine).graphs[graph] == sum(1 for _ in engine.triples(graph=Iri(graph)))
