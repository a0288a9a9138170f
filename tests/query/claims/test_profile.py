"""A profile says what is held of a thing as of a day, on whose word, and what is not known."""

from __future__ import annotations

from datetime import date

import pytest

import comity
from comity.graph.dates import first_day, last_day
from comity.iris import ID, thing
from comity.query.claims.profile import Profile, profile
from comity.query.claims.ties import Group
from comity.query.names.resolve import resolve
from comity.store.engines.interface import Engine
from comity.terms import Iri
from tests.query.smallworld import WRITERS, small_world

CLUB, LAKE = thing("initiative", "club"), thing("summit", "lake")
ARLAND, BE = thing("polity", "AAA"), thing("polity", "BBB")
BLACK, FIRM = thing("list", "black"), thing("entity", "firm-1")


@pytest.fixture(scope="module", params=WRITERS)
def engine(request: pytest.FixtureRequest) -> Engine:
    return small_world(WRITERS[request.param]())


@pytest.fixture(scope="module")
def shipped() -> Engine:
    return comity.open().engine


def group(told: Profile, title: str) -> Group:
    return next(one for one in told.groups if one.title == title)


def labels(told: Profile, title: str) -> list[str]:
    return [tie.label for tie in group(told, title).ties]


@pytest.mark.parametrize(
    ("on", "members"),
    [
        ("2021-12-30", []),
        ("2021-12-31", ["Arland"]),
        ("2022-05-09", ["Arland"]),
        ("2022-05-10", ["Arland", "Côte Bé"]),
        ("2023-05-31", ["Arland", "Côte Bé"]),
        ("2023-06-01", ["Côte Bé"]),
    ],
)
def test_on_a_day_only_what_is_known_to_hold_is_told(
    engine: Engine, on: str, members: list[str]
) -> None:
    told = profile(engine, CLUB, date.fromisoformat(on))
    assert labels(told, "Members") == members
    found = group(told, "Members")
    assert (found.total, found.elsewhen) == (len(members), 2 - len(members))


def test_without_a_day_everything_is_told_with_its_interval_as_stated(engine: Engine) -> None:
    told = profile(engine, CLUB)
    assert [(tie.label, tie.how, tie.interval.words()) for tie in group(told, "Members").ties] == [
        ("Arland", "Member", "since 2021, until 2023-06"),
        ("Côte Bé", "Observer", "seen 2022-05-10"),
    ]


def test_every_tie_has_the_words_of_its_sources(engine: Engine) -> None:
    told = profile(engine, CLUB)
    tie = group(told, "Members").ties[0]
    said = {one.title: one.quote and one.quote.value for one in told.cited[tie.evidence]}
    assert said == {"The Gazette": "Arland joined", "The Herald": None}


@pytest.mark.parametrize(
    ("on", "reached"), [(None, True), ("2022-12-31", True), ("2023-01-01", False)]
)
def test_complete_coverage_reaches_to_the_last_day_of_its_month(
    engine: Engine, on: str | None, reached: bool
) -> None:
    day = date.fromisoformat(on) if on else None
    (cover,) = profile(engine, CLUB, day).coverage
    assert (cover.complete, cover.known, cover.expected) == (True, 2, 2)
    assert cover.reaches(day) is reached
    reach = {one.kind: one.complete for one in profile(engine, ARLAND, day).reach}
    assert reach["initiative"] == int(reached)


def test_what_was_complete_of_a_summit_stays_complete(engine: Engine) -> None:
    (cover,) = profile(engine, LAKE).coverage
    assert cover.reaches(date(2030, 1, 1))


def test_a_contradiction_is_told_once_with_both_sides_and_their_sources(engine: Engine) -> None:
    for one in (LAKE, ARLAND):
        told = profile(engine, one)
        (pair,) = told.contradictions
        assert pair.sentences == (
            "Arland was absent from Lake Summit",
            "Arland attended Lake Summit",
        )
        assert [told.cited[claim][0].title for claim in pair.claims] == [
            "The Herald",
            "The Gazette",
        ]


def test_entities_of_one_name_are_told_apart_by_key(engine: Engine) -> None:
    assert labels(profile(engine, BLACK), "Entries") == ["Firm (firm-1)", "Firm (firm-2)"]
    on = date(2022, 9, 1)
    assert labels(profile(engine, BLACK, on), "Entries") == ["Firm"]


def test_a_limit_keeps_the_first_and_says_how_many_there_are(engine: Engine) -> None:
    found = group(profile(engine, BE, None, 1), "Listed entities linked to it")
    assert [tie.to for tie in found.ties] == [(FIRM,)]
    assert found.total == 2


def test_a_polity_has_the_entities_of_every_kind_of_country_tie(engine: Engine) -> None:
    told = profile(engine, BE)
    assert len(labels(told, "Listed entities linked to it")) == 2
    assert labels(told, "Summits hosted") == ["Lake Summit"]


@pytest.mark.parametrize(
    ("on", "rules"),
    [("2022-12-30", []), ("2022-12-31", ["Half Rule"]), ("2024-01-01", [])],
)
def test_a_rule_is_told_while_it_is_in_force(engine: Engine, on: str, rules: list[str]) -> None:
    told = profile(engine, BLACK, date.fromisoformat(on))
    assert labels(told, "Rules that extend it") == rules


def test_an_entity_tells_its_listings_in_detail_and_its_owners(engine: Engine) -> None:
    told = profile(engine, FIRM)
    (listing,) = group(told, "Listings").ties
    assert listing.interval.words() == "listed 2022-03-01, delisted 2022-09-01"
    assert dict(listing.details) == {"Why": "it sold things", "Entry country": "Côte Bé"}
    assert [(tie.label, tie.how) for tie in group(told, "Owns").ties] == [("Firm", "25 to 50 %")]
    assert [one.locator for one in told.cited[FIRM]] == ["page 4"]


def test_facts_without_a_citation_rest_on_the_sources_of_their_graph(engine: Engine) -> None:
    assert [one.title for one in profile(engine, ARLAND).cited[ARLAND]] == ["An Atlas"]


def test_names_and_identifiers_are_told_in_full(engine: Engine) -> None:
    told = profile(engine, ARLAND)
    assert [(one.text, one.language, one.sort) for one in told.names] == [
        ("Arland", "en", "name"),
        ("アー国", "ja", "name"),
        ("Kingdom of Arland", "en", "official name"),
    ]
    assert [(one.scheme, one.text) for one in told.identifiers] == [
        ("Wikidata", "Q1"),
        ("Same as", "http://www.wikidata.org/entity/Q1"),
    ]
    assert [(one.name, one.words) for one in told.facts] == [("Capital", ("Ar",))]


def test_a_source_tells_what_rests_on_it_in_sentences_and_cites_itself_alone(
    engine: Engine,
) -> None:
    told = profile(engine, thing("source", "herald"))
    assert labels(told, "What rests on it") == [
        "Arland was a member of The Club",
        "Arland was absent from Lake Summit",
    ]
    assert {one.title for cited in told.cited.values() for one in cited} == {"The Herald"}


@pytest.mark.parametrize(
    ("stated", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2023-05-06", "2023-05-06", "2023-05-06"),
        ("", "", ""),
    ],
)
def test_a_coarse_date_has_a_first_and_a_last_day(stated: str, first: str, last: str) -> None:
    assert (first_day(stated), last_day(stated)) == (first, last)


@pytest.mark.parametrize(
    "key",
    [
        "polity/JPN",
        "polity/CHN",
        "summit/summit-for-democracy-2021",
        "initiative/echri",
        "pact/aukus",
        "entity/sandvine-incorporated",
        "list/bis-entity-list",
        "authority/us-bis",
        "rule/bis-affiliates-rule",
        "source/seed-sj",
    ],
)
def test_every_tie_of_the_shipped_graph_is_worded_and_cited(shipped: Engine, key: str) -> None:
    told = profile(shipped, Iri(ID + key))
    assert told.label
    assert told.facts
    for found in told.groups:
        assert found.total == len(found.ties)
        for tie in found.ties:
            assert tie.label, tie.evidence
            if found.title != "Entries that are this entity":  # derived from what cites sources
                assert told.cited[tie.evidence], tie.evidence


def test_the_article_is_told_of_the_initiative_it_announces(shipped: Engine) -> None:
    found = resolve(shipped, "thing", "thing", "輸出管理・人権イニシアチブ")
    assert isinstance(found, Iri)
    told = profile(shipped, found, date(2021, 12, 10))
    launching = [tie.label for tie in group(told, "Members").ties if "Launching" in tie.how]
    assert launching == ["Australia", "Denmark", "Norway", "United States"]
    assert labels(told, "Commitments") == []
    assert group(told, "Commitments").elsewhen == 14
