"""Claims are put into sentences in each language, by grammars of one form."""

from __future__ import annotations

from typing import Any

import pytest

import comity
from comity.iris import thing
from comity.query.claims.profile import profile
from comity.query.claims.records import Names, read
from comity.query.claims.sentences import grammar_of, mentioned, sentence
from comity.store.engines.interface import Engine
from comity.terms import Text

PAIR = ["Be", "Ce"]
CASES: dict[str, tuple[tuple[Any, ...], dict[str, bool], str, str]] = {
    "joined": ((["Ar", *PAIR],), {}, "Ar, Be and Ce", "Ar、Be、Ce"),
    "attendance": (
        ("Ar", "L", "declined"),
        {},
        "Ar declined to attend L",
        "ArはLへの出席を辞退した",
    ),
    "endorsement": (
        ("Ar", "L", ""),
        {},
        "Ar endorsed the declaration of L",
        "ArによるLの宣言への賛同",
    ),
    "membership": (
        ("Ar", "L", "Observer"),
        {"over": True},
        "Ar was an observer of L",
        "ArはLのObserverであった",
    ),
    "designation": (("Ar", "L"), {"over": False}, "Ar is on L", "ArはLに掲載されている"),
    "ownership": (
        ("Ar", "Be", "ownership", "50 %"),
        {"over": False},
        "Ar owns 50 % of Be",
        "ArはBeの50 %を所有している",
    ),
    "same": ((PAIR,), {}, "Be and Ce are the same", "Be、Ceは同一である"),
    "parties": ((PAIR, "P"), {}, "Be and Ce are parties to P", "Be、CeはPの当事者である"),
    "commitment": (
        ("L", "Action", "act"),
        {},
        "L states the action “act”",
        "LはAction「act」を掲げている",
    ),
    "covered": (("L", "Absent"), {}, "How complete L is held (absent)", "L(Absent)の網羅状況"),
    "share": (("25", "50"), {}, "25 to 50 %", "25〜50%"),
    "with_others": (("Treaty", PAIR), {}, "Treaty with Be and Ce", "Be、CeとのTreaty"),
    "entries_added": (("3",), {}, "3 entries added", "3件を追加"),
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return comity.open().engine


@pytest.mark.parametrize("phrase", CASES)
def test_each_language_has_the_phrase(phrase: str) -> None:
    given, how, english, japanese = CASES[phrase]
    assert getattr(grammar_of("en"), phrase)(*given, **how) == english
    assert getattr(grammar_of("ja"), phrase)(*given, **how) == japanese


def test_a_language_without_a_grammar_is_told_in_english() -> None:
    assert grammar_of("fr") is grammar_of("en")


def test_a_claim_is_a_sentence_in_the_language_of_its_names(engine: Engine) -> None:
    claim = thing("attendance", "summit-for-democracy-2021", "JPN", "attended")
    record = read(engine, [claim])[claim]
    told = [sentence(record, Names(engine, mentioned(record), one)) for one in ("en", "ja")]
    assert told == [
        "Japan attended Summit for Democracy (first)",
        "日本は民主主義サミットに出席した",
    ]


def test_a_name_knows_its_language_and_one_without_japanese_stays_english(engine: Engine) -> None:
    japan, club = thing("polity", "JPN"), thing("initiative", "freedom-online-coalition")
    names = Names(engine, [japan, club], "ja")
    assert [
        (name, name.language) for name in (names[japan], names[club]) if isinstance(name, Text)
    ] == [
        ("日本", "ja"),
        ("Freedom Online Coalition", "en"),
    ]
    assert names.list([japan, club]) == "Freedom Online Coalition、日本"


def test_ties_are_told_in_the_language_asked_for(engine: Engine) -> None:
    told = profile(engine, thing("pact", "us-japan-core"), None, None, "ja")
    assert told.classes == ("二者間の取決め",)
    pacts = next(
        one
        for one in profile(engine, thing("polity", "JPN"), None, None, "ja").groups
        if one.title == "Pacts"
    )
    assert any(tie.how == "アメリカ合衆国とのパートナーシップ" for tie in pacts.ties)
