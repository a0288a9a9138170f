"""Search finds things by any name or code, however it is spelt, the best match first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import comity
from comity.errors import BadParameter, UnknownThing
from comity.query.names.search import Rank, search, suggestions
from comity.store.engines.interface import Engine
from comity.text import spelling
from tests.query.smallworld import WRITERS, small_world


@pytest.fixture(scope="module", params=WRITERS)
def engine(request: pytest.FixtureRequest) -> Engine:
    return small_world(WRITERS[request.param]())


@pytest.fixture(scope="module")
def shipped() -> Engine:
    return comity.open().engine


@pytest.mark.parametrize(
    ("text", "key", "matched", "sort", "rank"),
    [
        ("AAA", "AAA", "AAA", "key", Rank.CODE),
        ("polity/AAA", "AAA", "polity/AAA", "key", Rank.CODE),
        ("q1", "AAA", "Q1", "Wikidata", Rank.CODE),
        (
            "http://www.wikidata.org/entity/Q1",
            "AAA",
            "http://www.wikidata.org/entity/Q1",
            "IRI elsewhere",
            Rank.CODE,
        ),
        ("アー国", "AAA", "アー国", "name", Rank.NAME),
        ("COTE BE", "BBB", "Côte Bé", "name", Rank.NAME),
        ("ｃôｔｅ-bé", "BBB", "Côte Bé", "name", Rank.NAME),
        ("firm one ltd", "firm-1", "FIRM-ONE Ltd.", "alias", Rank.NAME),
        ("ФИРМА", "firm-2", "фирма", "weak alias", Rank.NAME),
        ("king", "AAA", "Kingdom of Arland", "official name", Rank.PREFIX),
        ("of arland", "AAA", "Kingdom of Arland", "official name", Rank.WORDS),
        ("arl king", "AAA", "Kingdom of Arland", "official name", Rank.BEGINNINGS),
        ("ngdom", "AAA", "Kingdom of Arland", "official name", Rank.WITHIN),
        ("herald", "herald", "herald", "key", Rank.CODE),
    ],
)
def test_a_thing_is_found_by_any_name_or_code_of_it(
    engine: Engine, text: str, key: str, matched: str, sort: str, rank: Rank
) -> None:
    found = search(engine, text)
    hit = found.hits[0]
    assert (hit.key, hit.matched, hit.sort, hit.rank) == (key, matched, sort, rank)


def test_a_thing_is_found_once_by_what_of_it_matches_best(engine: Engine) -> None:
    found = search(engine, "arland")
    assert [(hit.key, hit.rank) for hit in found.hits] == [("AAA", Rank.NAME)]
    assert found.total == 1


def test_a_kind_and_a_limit_narrow_the_answer(engine: Engine) -> None:
    assert {hit.kind for hit in search(engine, "the").hits} == {"initiative", "source"}
    assert [hit.kind for hit in search(engine, "the", "source").hits] == ["source", "source"]
    found = search(engine, "firm", None, 1)
    assert (len(found.hits), found.total) == (1, 2)


def test_sources_come_after_everything_else(engine: Engine) -> None:
    assert [hit.kind for hit in search(engine, "the").hits] == ["initiative", "source", "source"]


@pytest.mark.parametrize(("text", "name"), [("Arlnd", "Arland"), ("アー団", "アー国")])
def test_a_name_that_nothing_has_leads_to_the_nearest(engine: Engine, text: str, name: str) -> None:
    assert search(engine, text).total == 0
    assert name in suggestions(engine, text)


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_nothing_to_search_for_is_refused(engine: Engine, text: str) -> None:
    with pytest.raises(BadParameter):
        search(engine, text)


def test_an_unknown_kind_is_refused_with_the_nearest(engine: Engine) -> None:
    with pytest.raises(UnknownThing, match="'politty'") as fault:
        search(engine, "arland", "politty")
    assert fault.value.nearest == ("polity",)


@settings(max_examples=50)
@given(text=st.text(min_size=1))
def test_any_text_is_searched_for_without_a_fault(shipped: Engine, text: str) -> None:
    if spelling(text):
        assert search(shipped, text, None, 3).total >= 0


@given(st.text())
def test_a_spelling_is_its_own_spelling(text: str) -> None:
    assert spelling(spelling(text)) == spelling(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("日本", "JPN"),
        ("Côte d'Ivoire", "CIV"),
        ("cote d ivoire", "CIV"),
        ("echri", "echri"),
        ("Q17", "JPN"),
        ("hikvision", "hangzhou-hikvision-digital-technology-co-ltd"),
        ("Saw Myint Oo", "oo-saw-myint"),
        ("NSO", "nso-group"),
    ],
)
def test_what_people_type_finds_what_they_mean(shipped: Engine, text: str, key: str) -> None:
    assert search(shipped, text).hits[0].key == key


@pytest.mark.parametrize("text", ["", "-", "…"])
def test_nothing_is_suggested_for_what_has_no_letter(shipped: Engine, text: str) -> None:
    assert suggestions(shipped, text) == ()
