"""Claims hold by what editions state, and never on the day of a complete edition without them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.store.imports.validity import Claims, Curated, Interval, Sighting

SUBJECT = "designation/un-sc/un-sc-1"


def sighting(
    day: str, listed: str = "", source: str = "un-sc", entity: str = "un-sc-1"
) -> Sighting:
    subject = f"designation/un-sc/{entity}"
    key = f"{subject}/{listed}" if listed else subject
    return Sighting(day, source, listed or day, "", key, subject)


def claims(
    *sightings: Sighting, complete: tuple[str, ...] = (), curated: tuple[Curated, ...] = ()
) -> Claims:
    """Return the claims of editions; every entity of them is one."""
    result = Claims({"un-sc": complete}, lambda _key: "one", curated)
    for stated in sorted(sightings, key=lambda stated: (stated.day, stated.source), reverse=True):
        entity = stated.subject.rpartition("/")[2]
        result.add("un-sc", entity, entity.rpartition("-")[0], stated)
    result.reckon()
    return result


def spans(result: Claims) -> dict[str, list[Interval]]:
    return {claim.key: claim.intervals for claim in result}


def test_a_complete_edition_that_lacks_an_entry_wins_over_a_stated_start() -> None:
    result = claims(sighting("2025-11-15", "2006-03-24"), complete=("2018-08-24", "2025-11-15"))
    assert spans(result) == {
        f"{SUBJECT}/2006-03-24": [("2006-03-24", "2018-08-24"), ("2025-11-15", "")]
    }


def test_an_entry_that_an_edition_has_holds_on_its_day_whatever_start_it_states() -> None:
    result = claims(sighting("2022-01-01", "2022-03-01"), complete=("2022-01-01",))
    assert spans(result) == {f"{SUBJECT}/2022-03-01": [("2022-01-01", "")]}


def test_an_entry_that_goes_and_comes_back_holds_twice() -> None:
    days = ("2020-01-01", "2020-02-01", "2020-03-01")
    result = claims(sighting(days[0]), sighting(days[2]), complete=days)
    assert spans(result) == {SUBJECT: [("2020-01-01", "2020-02-01"), ("2020-03-01", "")]}


CURATED = Curated(
    "designation/un-sc/one/2021-12-10", "one", "un-sc", "2021-12-10", "", "2021-12-10", ""
)


def test_an_entry_known_twice_is_one_claim() -> None:
    result = claims(sighting("2022-01-01", "2021-12-10"), curated=(CURATED,))
    assert spans(result) == {CURATED.key: [("2021-12-10", "")]}
    undated = claims(sighting("2022-01-01"), curated=(CURATED,))
    assert spans(undated) == {CURATED.key: [("2021-12-10", "")]}


def test_two_entries_of_one_edition_stay_two_claims() -> None:
    result = claims(
        sighting("2022-01-01"), sighting("2022-01-01", entity="un-sc-2"), curated=(CURATED,)
    )
    assert len(spans(result)) == 2
    assert all(
        held == [("2021-12-10", "")] or held == [("2022-01-01", "")]
        for held in spans(result).values()
    )


def test_days_that_disagree_are_two_claims_that_contradict_and_a_count_takes_one() -> None:
    result = claims(
        sighting("2022-01-01", "2021-06-01", source="csl", entity="csl-1"), curated=(CURATED,)
    )
    curated, imported = result
    assert imported.opposed == [curated]
    assert imported.intervals == [Interval("2021-06-01", "2021-12-10")]
    assert curated.intervals == [Interval("2021-12-10", "")]


def test_a_claim_of_the_shipped_graph_ends_with_a_complete_edition_that_lacks_it() -> None:
    result = claims(sighting("2022-01-01", entity="un-sc-2"), complete=("2022-01-01",))
    assert len(spans(result)) == 1
    lone = Claims({"un-sc": ("2022-01-01",)}, lambda key: key, (CURATED,))
    lone.reckon()
    assert spans(lone) == {CURATED.key: [("2021-12-10", "2022-01-01")]}


DAYS = [f"2020-{month:02}-01" for month in range(1, 13)]


@given(st.sets(st.sampled_from(DAYS), min_size=1), st.sets(st.sampled_from(DAYS)))
def test_a_claim_holds_on_the_days_of_its_editions_and_on_none_that_lacks_it(
    seen: set[str], complete: set[str]
) -> None:
    result = claims(*(sighting(day) for day in seen), complete=tuple(sorted(complete)))
    (claim,) = result
    for day in DAYS:
        holds = any(interval.includes(day) for interval in claim.intervals)
        if day in seen:
            assert holds
        elif day in complete:
            assert not holds
