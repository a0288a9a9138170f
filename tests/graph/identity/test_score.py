"""The same entity across lists is linked where numbers or names say so, and never otherwise."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.graph.identity.cards import Card, card, code, name_words, number, read_cards, write_card
from comity.graph.identity.links import CROWD, Decision, accepted, link_lines, pairs
from comity.graph.identity.score import LINKED, score
from comity.lists.model.record import Address, CountryTie, Date, Entry, Identifier, Name, Record

HERE = Card(
    key="a-1",
    origin="a",
    kind="Person",
    label="Ivan Ivanov",
    primary="ivan ivanov petrovich",
    names=("ivan ivanov petrovich",),
    countries=frozenset(),
    births=frozenset(),
    numbers=frozenset(),
    day="2021-12-09",
)
THERE = replace(HERE, key="b-1", origin="b")


def both(**said: object) -> tuple[Card, Card]:
    return replace(HERE, **said), replace(THERE, **said)  # type: ignore[arg-type]  # fields of several kinds


def value(a: Card, b: Card) -> float:
    found = score(a, b)
    return 0.0 if found is None else found.value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IVANOV, Ivan", "Ivan Ivanov"),
        ("Délta Co., Ltd.", "DELTA LIMITED"),
        ("Rosneft Public Joint Stock Company", "Rosneft PJSC"),
        ("R.O.S. Holding", "ROS HOLDING"),
        ("AL-SALIH, Muhammad", "Muhammad al Salih"),
        ("\uff37ide Name", "wide name"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert name_words(one) == name_words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Delta Bank", "Delta Trading"),
        ("Ivan Ivanov", "Ivana Ivanova"),
        ("日本", "中国"),
        ("トイツ", "ドイツ"),
        ("ハンダ", "パンタ"),
        ("Андреи", "Андрей"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert name_words(one) != name_words(other)


@given(st.text(max_size=40))
def test_words_of_a_name_are_its_own_words(name: str) -> None:
    once = name_words(name)
    assert set(name_words(" ".join(once))) <= set(once)


def test_a_number_is_compared_by_its_letters_and_digits() -> None:
    assert code("IMO 9187-629") == code("imo9187629")


def test_a_number_that_is_given_out_once_decides_even_against_the_name() -> None:
    a, b = both(kind="Vessel", numbers=frozenset(["imo:9187629"]))
    assert value(a, b) == 1.0
    assert value(a, replace(b, names=("other name",))) == 0.995


def test_a_passport_number_needs_a_name_or_a_birth_beside_it() -> None:
    a, b = both(numbers=frozenset(["passport-number:AB123456"]))
    assert value(a, b) == 0.99
    stranger = replace(b, names=("quite another",), primary="quite another")
    assert value(a, stranger) == 0.0
    born = frozenset(["1970-01-02"])
    assert value(replace(a, births=born), replace(stranger, births=born)) == 0.9


def test_births_that_contradict_end_it() -> None:
    a, b = both(countries=frozenset(["RUS"]))
    assert value(a, b) >= LINKED
    assert (
        value(replace(a, births=frozenset(["1970"])), replace(b, births=frozenset(["1971"]))) == 0
    )
    assert (
        value(replace(a, births=frozenset(["1970"])), replace(b, births=frozenset(["1970-05-06"])))
        == 0.87
    )


def test_a_person_is_not_linked_by_a_short_name_and_a_country_alone() -> None:
    a, b = both(names=("ivan ivanov",), countries=frozenset(["RUS"]))
    assert 0 < value(a, b) < LINKED


def test_companies_in_different_countries_are_not_linked_by_name() -> None:
    a, b = both(kind="Company", names=("delta trading",), primary="delta trading")
    here, there = replace(a, countries=frozenset(["CHN"])), replace(b, countries=frozenset(["IRN"]))
    assert value(here, there) < LINKED
    assert value(here, replace(b, countries=frozenset(["CHN", "IRN"]))) >= LINKED


@pytest.mark.parametrize(
    ("kind", "other", "may_be_one"),
    [
        ("Person", "Company", False),
        ("Person", "OtherEntity", True),
        ("Company", "GovernmentBody", True),
        ("Vessel", "OtherEntity", False),
        ("Vessel", "Aircraft", False),
    ],
)
def test_kinds_that_cannot_be_one_are_not(kind: str, other: str, may_be_one: bool) -> None:
    a, b = both(countries=frozenset(["RUS"]))
    assert (value(replace(a, kind=kind), replace(b, kind=other)) > 0) is may_be_one


def test_a_score_says_why() -> None:
    a, b = both(countries=frozenset(["RUS"]), births=frozenset(["1970-05-06"]))
    found = score(a, b)
    assert found is not None
    assert (
        found.reason == "same name (ivan ivanov petrovich); born on the same day; both tied to RUS"
    )


def test_scores_do_not_depend_on_the_order_of_the_pair() -> None:
    a, b = both(countries=frozenset(["RUS"]))
    assert score(a, b) == score(b, a)


def test_entries_of_one_list_are_candidates_and_never_linked_by_name() -> None:
    a, b = both(countries=frozenset(["RUS"]), births=frozenset(["1970-05-06"]))
    assert value(a, b) == 0.97
    assert 0 < value(a, replace(b, origin="a")) < LINKED


def test_a_name_that_a_crowd_shares_tells_nobody_from_others() -> None:
    crowd = [
        replace(HERE, key=f"k-{number}", origin=f"o-{number}", countries=frozenset(["RUS"]))
        for number in range(CROWD + 1)
    ]
    assert [*pairs(crowd)] == []
    assert len([*pairs(crowd[:3])]) == 3


def test_only_pairs_with_something_new_are_given_when_asked() -> None:
    a, b = both(countries=frozenset(["RUS"]))
    c = replace(a, key="c-1", origin="c")
    told = [(pair.a.key, pair.b.key) for pair in pairs([a, b, c], new={"c-1"})]
    assert told == [("a-1", "c-1"), ("b-1", "c-1")]


def test_a_decision_counts_before_a_score() -> None:
    a, b = both(countries=frozenset(["RUS"]))
    known = {"a-1": "2021-12-09", "b-1": "2021-12-10"}

    def decided(verdict: str) -> str:
        one = Decision("a-1", "b-1", verdict, "a reader", "seen both", "2022-01-01")  # type: ignore[arg-type]  # its words are tried one by one
        return stated({("a-1", "b-1"): one})

    def stated(decisions: dict[tuple[str, str], Decision]) -> str:
        found = accepted(pairs([a, b]), decisions, known)
        return "".join(line for link in found for line in link_lines(link))

    assert "identity/a-1/b-1" in stated({})
    assert decided("different") == ""
    assert "decided by a reader: seen both" in decided("same")
    assert '"1.0"' in decided("same")


def test_a_card_survives_being_written() -> None:
    record = Record(
        "row 1",
        "Person",
        (Name("IVANOV, Ivan", "primary"), Name("Vanya", "weak")),
        (Entry("un-sc"),),
        number="RUi.001",
        ties=(CountryTie("nationality", "Russia"),),
        addresses=(Address("1 Street", "Norway"),),
        births=(Date("1970", "1970"), Date("1971", "circa 1971", circa=True)),
        identifiers=(Identifier("tax-number", "77 01"), Identifier("registration-number", "77-01")),
    )
    made = card("un-sc-RUi.001", "un-sc", record)
    assert made.names == ("ivan ivanov",)
    assert made.labels == ('"IVANOV, Ivan"@en',)
    assert made.countries == {"RUS", "NOR"}
    assert made.births == {"1970"}
    assert made.numbers == {"national-number:7701", "un-reference:RUI001"}
    file = io.StringIO()
    write_card(made, file)
    assert [*read_cards(io.StringIO(file.getvalue()), "2021-12-09")] == [
        replace(made, day="2021-12-09")
    ]


@pytest.mark.parametrize(
    "name", ["\u0410\u041e", "\u041e\u041e\u041e", "JSC", "Limited Liability Company", "Co., Ltd."]
)
def test_legal_forms_are_no_names(name: str) -> None:
    assert name_words(name) == ()


@pytest.mark.parametrize(
    ("scheme", "text", "expected"),
    [
        ("imo", "0000000", ""),
        ("imo", "IMO 9187629", "imo:9187629"),
        ("imo", "9187628", ""),  # the check digit is wrong
        ("imo", "912681", "imo:0912681"),
        ("imo", "TBC", ""),
        ("lei", "529900T8BM49AURSDO55", "lei:529900T8BM49AURSDO55"),
        ("lei", "529900T8BM49AURSDO54", ""),
        ("passport-number", "N/A", ""),
        ("tax-number", "0", ""),
        ("tax-number", "7707083893", "national-number:7707083893"),
    ],
)
def test_placeholders_and_wrong_check_digits_are_no_numbers(
    scheme: str, text: str, expected: str
) -> None:
    assert number(scheme, text) == expected


def test_a_shared_alias_alone_links_nobody() -> None:
    shared = ("alpha telecom", "north mobile group")
    a, b = both(kind="Company", countries=frozenset(["CHN"]))
    a = replace(a, primary="alpha telecom", names=shared)
    b = replace(b, primary="beta telecom", names=("beta telecom", "north mobile group"))
    assert 0 < value(a, b) < LINKED
    assert value(a, replace(b, primary="north mobile group")) >= LINKED


def test_one_entry_of_a_list_told_by_two_sources_is_linked_by_its_day() -> None:
    a, b = both(kind="Company", names=("delta",), primary="delta")
    entry = frozenset(["ofac-sdn@2022-03-31"])
    assert value(a, b) < LINKED
    assert value(replace(a, entries=entry), replace(b, entries=entry)) >= LINKED
