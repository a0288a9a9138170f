"""Queries that join, count and compare, asked of the shipped graphs: answers worked out by hand."""

from __future__ import annotations

import pytest

from comity.iris import GRAPH, ID, key_of, term, thing
from comity.query.library.catalogue import Library
from comity.query.library.rows import BoundQuery, Rows
from comity.query.library.run import ask, fill, run
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.snapshot.compile import fill as compile_into
from comity.store.snapshot.fingerprint import Inputs
from comity.terms import Iri, Literal, Triple, typed

LIBRARY = Library.shipped()
COUNTING = [query.name for query in LIBRARY if LIBRARY.claims_behind(query)]
DEMOCRACY, QUAD = "summit-for-democracy-2021", "quad-leaders-summit-2023"

Cells = list[tuple[str | None, ...]]


@pytest.fixture(scope="session")
def shipped() -> Engine:
    writer = OxigraphWriter()
    compile_into(writer, Inputs.shipped())
    return writer.reader()


def rows_of(engine: Engine, name: str, columns: str, **given: str) -> Cells:
    """Return some columns of an answer, things as their keys."""
    answer = run(engine, LIBRARY.find(name), given)
    assert isinstance(answer, Rows)
    places = [answer.columns.index(column) for column in columns.split()]
    return [tuple(_cell(row[place]) for place in places) for row in answer]


def _cell(value: object) -> str | None:
    if isinstance(value, Iri):
        return key_of(value.value)
    return value.value if isinstance(value, Literal) else None


def test_who_was_not_seen_is_told_apart_by_what_sources_say(shipped: Engine) -> None:
    found = rows_of(shipped, "not-seen", "polity answer", initiative="nato", summit=DEMOCRACY)
    assert ("TUR", "absent") in found  # invited too, and absent by a source
    assert ("HUN", "not-invited") in found
    assert ("ALB", "unknown") in found
    assert not {("USA", "unknown"), ("USA", "absent")} & set(found)
    found = rows_of(shipped, "not-seen", "polity answer", initiative="sco", summit=DEMOCRACY)
    assert ("PAK", "declined") in found


def test_a_member_that_joined_later_was_not_missed(shipped: Engine) -> None:
    def seen(summit: str) -> Cells:
        return rows_of(shipped, "not-seen", "polity", initiative="nato", summit=summit)

    assert ("SWE",) not in seen(DEMOCRACY)  # a member from 2024-03-07
    assert ("FIN",) not in seen("summit-for-democracy-2023")  # from 2023-04-04, days later


def test_whoever_attended_and_then_joined_is_found_with_both_claims(shipped: Engine) -> None:
    asked = {"initiative": "echri", "summit": DEMOCRACY}
    found = rows_of(shipped, "joined-since-summit", "polity role since", **asked)
    assert " ".join(str(row[0]) for row in found) == "AUS CAN DNK FRA GBR NLD NOR USA"
    assert found[1] == ("CAN", "supporter", "2021-12-10")
    answer = run(shipped, LIBRARY.find("joined-since-summit"), asked)
    assert isinstance(answer, Rows)
    assert [claim.value.removeprefix(ID) for claim in answer[1][-2:] if claim] == [
        "attendance/summit-for-democracy-2021/CAN/attended",
        "membership/echri/CAN/supporter/2021-12-10",
    ]
    later = {"initiative": "echri", "summit": "summit-for-democracy-2023"}
    assert rows_of(shipped, "joined-since-summit", "polity", **later) == []


def test_pairs_share_what_both_are_members_of_on_the_day(shipped: Engine) -> None:
    def pairs(on: str, least: str) -> dict[str, str]:
        found = rows_of(shipped, "shared-initiatives", "a b shared", on=on, min=least)
        return {f"{a} {b}": str(shared) for a, b, shared in found}

    # AUKUS, founded on 2021-09-15, is one more.
    assert int(pairs("2021-09-15", "9")["GBR USA"]) - int(pairs("2021-09-14", "9")["GBR USA"]) == 1
    assert pairs("2021-12-10", "15") == {"GBR USA": "15"}
    assert all(pair[:3] < pair[4:] for pair in pairs("2021-12-10", "2"))


def test_a_pact_of_two_closes_a_missing_link_and_a_larger_one_does_not(shipped: Engine) -> None:
    def missing(on: str) -> set[tuple[str | None, ...]]:
        return set(rows_of(shipped, "missing-links", "a b", on=on, min="5"))

    assert ("GBR", "KOR") in missing("2023-11-21")
    assert ("GBR", "KOR") not in missing("2023-11-22")  # the Downing Street Accord
    # AUKUS binds three.
    assert ("AUS", "GBR") in missing("2021-12-10")


def test_members_of_both_are_those_of_the_day(shipped: Engine) -> None:
    asked = {"x": "quad", "y": "freedom-online-coalition"}
    found = rows_of(shipped, "in-both", "polity claim_x", on="2023-06-01", **asked)
    # The United States, a chair in 2023 as well as a member, stands there once; India is not in it.
    assert [polity for polity, _ in found] == ["AUS", "JPN", "USA"]
    # No source of the Quad's membership is older than its summit of 2023-05-20.
    assert rows_of(shipped, "in-both", "polity", on="2023-05-19", **asked) == []


def test_pacts_between_two_are_found_also_among_many_and_when_ended(shipped: Engine) -> None:
    assert rows_of(shipped, "pacts-between", "pact kind signed", a="GBR", b="EUE") == [
        ("coe-ai-framework-convention", "treaty", "2024-09-05")
    ]
    assert rows_of(shipped, "pacts-between", "pact signed", a="IN", b="US") == [
        ("quad-tech-principles-2021", "2021-09-24"),
        ("us-india-icet", "2023-01-31"),
        ("us-india-semiconductor-mou", "2023-03-10"),
        ("us-india-trust", "2025-02-13"),
    ]
    assert rows_of(shipped, "pacts-between", "pact", a="JPN", b="JPN") == []


def test_bridges_have_pacts_with_both_and_count_them(shipped: Engine) -> None:
    asked = {"a": "JPN", "b": "KOR"}
    early = rows_of(shipped, "bridges", "polity with_a with_b", on="2023-05-18", **asked)
    assert early == [("EUE", "1", "1"), ("USA", "5", "2")]
    later = rows_of(shipped, "bridges", "polity with_a with_b", on="2024-06-30", **asked)
    assert ("GBR", "2", "1") in later  # with Korea since 2023-11-22


@pytest.mark.parametrize(("on", "sandvine"), [("2024-10-20", True), ("2024-10-21", False)])
def test_entries_in_members_end_with_the_listing(shipped: Engine, on: str, sandvine: bool) -> None:
    asked = {"initiative": "quad", "list": "bis-entity-list", "on": on}
    found = rows_of(shipped, "listed-in-members", "entity country listed", **asked)
    assert ("huawei-technologies-australia-pty-ltd", "AUS", "2019-08-19") in found
    assert (("sandvine-incorporated", "JPN", "2024-02-27") in found) is sandvine
    assert {country for _, country, _ in found} == {"AUS", "IND", "JPN"}


def test_an_entity_on_two_lists_has_both_dates(shipped: Engine) -> None:
    asked = {"x": "bis-entity-list", "y": "ofac-ns-cmic"}
    columns = "entity listed_x listed_y"
    early = rows_of(shipped, "listed-on-both", columns, on="2021-12-15", **asked)
    later = rows_of(shipped, "listed-on-both", columns, on="2021-12-16", **asked)
    assert ("dji", "2020-12-18", "2021-12-16") not in early
    assert ("dji", "2020-12-18", "2021-12-16") in later
    assert (len(early), len(later)) == (5, 11)


@pytest.mark.parametrize(("on", "answer"), [("2026-07-31", "yes"), ("2026-08-01", "unknown")])
def test_not_on_a_list_is_unknown_after_its_coverage(shipped: Engine, on: str, answer: str) -> None:
    asked = {"x": "uk-sanctions-list", "y": "ofac-ns-cmic", "on": on}
    found = rows_of(shipped, "only-on", "entity answer", **asked)
    assert len(found) == 12
    assert {said for _, said in found} == {answer}


def test_not_on_a_list_of_which_we_hold_a_part_is_unknown(shipped: Engine) -> None:
    asked = {"x": "ofac-sdn", "y": "eu-myanmar-401-2013", "on": "2021-12-10"}
    found = rows_of(shipped, "only-on", "entity answer", **asked)
    assert {said for _, said in found} == {"unknown"}
    assert "myanma-gems-enterprise" not in {entity for entity, _ in found}


def test_grounds_count_entities(shipped: Engine) -> None:
    def grounds(on: str) -> Cells:
        return rows_of(shipped, "grounds", "ground entities", list="bis-entity-list", on=on)

    assert grounds("2019-05-15") == []
    assert grounds("2019-06-01") == [
        ("affiliate-evasion-risk", "33"),
        ("national-security-telecom", "1"),
    ]
    assert ("human-rights-xinjiang", "28") in grounds("2019-10-09")


def test_exposure_counts_three_kinds_of_ties(shipped: Engine) -> None:
    def of(polity: str, on: str) -> Cells:
        columns = "polity entities initiatives attended"
        return [row for row in rows_of(shipped, "exposure", columns, on=on) if row[0] == polity]

    # The four regimes, OECD, Freedom Online Coalition, Open Government Partnership (seen in 2015).
    assert of("AUS", "2019-05-15") == [("AUS", "0", "7", "0")]
    # A seat of Huawei, and the summits of the Crimea Platform and the Quad, reported by then.
    assert of("AUS", "2021-09-25") == [("AUS", "1", "11", "2")]
    assert of("ATA", "2021-09-25") == []


def test_polities_at_a_summit_host_those_listed_on_the_day(shipped: Engine) -> None:
    def hosts(on: str) -> Cells:
        return rows_of(shipped, "hosts-of-listed", "polity entities", summit=QUAD, on=on)

    assert hosts("2019-05-15") == []
    assert hosts("2024-10-20")[:3] == [("AUS", "1"), ("IND", "2"), ("JPN", "3")]
    assert hosts("2024-10-21")[:3] == [("AUS", "1"), ("IND", "1"), ("JPN", "2")]


def test_an_entity_is_restricted_by_each_list_it_is_on(shipped: Engine) -> None:
    asked = {"entity": "huawei-technologies-co-ltd"}
    columns = "list authority measure from until via"
    entity_list = ("bis-entity-list", "us-bis", "licence-requirement", "2019-05-16", None, "")
    military = ("ofac-ns-cmic", "us-ofac", "securities-prohibition", "2021-06-03", None, "")
    assert rows_of(shipped, "restricted", columns, on="2019-05-15", **asked) == []
    assert rows_of(shipped, "restricted", columns, on="2020-01-01", **asked) == [entity_list]
    assert rows_of(shipped, "restricted", columns, on="2022-01-01", **asked) == [
        entity_list,
        military,
    ]


def test_an_entity_is_restricted_by_the_entries_of_the_same_entity(shipped: Engine) -> None:
    asked = {"entity": "sandvine-incorporated-jpn"}
    found = rows_of(shipped, "restricted", "until via", on="2024-10-20", **asked)
    assert found == [("2024-10-21", "")] * 6
    assert rows_of(shipped, "restricted", "via", on="2024-10-21", **asked) == []


def test_a_rule_reaches_what_is_owned_while_it_is_not_suspended() -> None:
    writer = OxigraphWriter()
    compile_into(writer, Inputs.shipped())
    owned, claim = thing("entity", "ntechlab-llc"), Iri(f"{ID}ownership/dji/ntechlab-llc")
    triples: list[Triple] = [
        (claim, term("owner"), thing("entity", "dji")),
        (claim, term("owned"), owned),
        (claim, term("shareMin"), typed("50", "decimal")),
        (claim, term("holdsFrom"), typed("2025-01-01", "date")),
    ]
    writer.add(triples, Iri(GRAPH + "supposed"))
    engine = writer.reader()

    def through(on: str) -> Cells:
        found = rows_of(engine, "restricted", "list from until rule via", entity=owned.value, on=on)
        return [row[:4] for row in found if row[4]]

    rule = "bis-affiliates-rule"
    assert through("2025-09-28") == []
    assert through("2025-09-29") == [("bis-entity-list", "2025-09-29", "2025-11-10", rule)]
    assert through("2025-11-10") == []
    assert through("2026-11-09") == [("bis-entity-list", "2026-11-09", None, rule)]


def test_changes_are_added_amended_and_removed_in_a_half_open_span(shipped: Engine) -> None:
    def changes(start: str, end: str) -> Cells:
        asked = {"list": "bis-entity-list", "from": start, "to": end}
        return rows_of(shipped, "changes", "entity change date citation", **asked)

    found = changes("2021-07-06", "2021-07-07")
    day = ("2021-07-06", "86 FR 35391")
    assert len(found) == 5
    assert ("wanbao-mining-ltd", "added", *day) in found
    # Listed in March, its entry cites the rule of July too.
    assert ("myanmar-economic-corporation", "amended", *day) in found
    assert changes("2024-02-28", "2024-10-21") == []
    removed = changes("2024-10-21", "2024-10-22")
    assert {row[1] for row in removed} == {"removed"}
    assert len(removed) == 6


def test_a_timeline_has_a_row_for_each_event_and_source(shipped: Engine) -> None:
    columns = "date event label source"
    asked = {"from": "2021-09-15", "to": "2021-09-16"}
    found = rows_of(shipped, "timeline", columns, thing="initiative/aukus", **asked)
    assert len(found) == 3 * 2 + 3
    assert ("2021-09-15", "joined", "Australia", "jt-aukus") in found
    assert ("2021-09-15", "launched", "AUKUS", "republic-aukus") in found
    asked = {"from": "2023-01-31", "to": "2023-02-01"}
    found = rows_of(shipped, "timeline", columns, thing="pact/us-india-icet", **asked)
    assert {row[1] for row in found} == {"signed"}


@pytest.mark.parametrize(("to", "ends"), [("2025-03-01", True), ("2025-02-15", False)])
def test_a_month_counts_in_a_timeline_if_all_of_it_does(
    shipped: Engine, to: str, ends: bool
) -> None:
    asked = {"thing": "pact/us-india-icet", "from": "2025-02-01", "to": to}
    found = rows_of(shipped, "timeline", "date event", **asked)
    assert (("2025-02", "ended") in found) is ends


def test_a_summit_is_attended_on_its_first_day(shipped: Engine) -> None:
    asked = {"thing": "summit/summit-for-democracy-2021", "from": "2021-12-09", "to": "2021-12-10"}
    found = rows_of(shipped, "timeline", "date event label", **asked)
    assert ("2021-12-09", "attended", "Norway") in found
    assert ("2021-12-10", "launched", "Export Controls and Human Rights Initiative") not in found


def test_claims_contradict_each_other_once() -> None:
    writer = OxigraphWriter()
    compile_into(writer, Inputs.shipped())
    before = writer.reader()
    assert rows_of(before, "conflicts", "subject") == []
    first = Iri(f"{ID}attendance/{DEMOCRACY}/TUR/absent")
    second = Iri(f"{ID}attendance/{DEMOCRACY}/TUR/invited")
    both: list[Triple] = [
        (first, term("contradicts"), second),
        (second, term("contradicts"), first),
    ]
    writer.add(both, Iri(GRAPH + "supposed"))
    found = rows_of(writer.reader(), "conflicts", "subject label claim_a claim_b")
    assert found == [("TUR", "Türkiye", "absent", "invited")]


def test_citations_are_of_the_thing_its_claims_and_its_coverage(shipped: Engine) -> None:
    found = rows_of(shipped, "citations", "claim source", thing="summit/quad-leaders-summit-2021")
    assert len(found) == 4 + 1 + 1
    assert ("quad-leaders-summit-2021", "republicworld-quad-2021") in found
    pact = rows_of(shipped, "citations", "source quote", thing="pact/us-india-icet")
    assert [source for source, _ in pact] == ["exampur-icet", "iglobal-icet", "wh-icet-exb"]
    assert pact[1][1] is None


def test_claims_with_one_source_are_named_by_what_they_tie(shipped: Engine) -> None:
    found = rows_of(shipped, "single-source", "claim label source", kind="Designation")
    label = "Myanmar military (as named in the article), Entity List"
    assert ("seed-myanmar-military", label, "seed-sj") in found
    assert len(found) == 5
    # Both articles on Australia's founding part are cited: two sources.
    labels = {row[1] for row in rows_of(shipped, "single-source", "claim label", kind="Membership")}
    assert "Australia, AUKUS" not in labels
    assert "Australia, Freedom Online Coalition" in labels


GIVEN: dict[str, list[dict[str, str]]] = {
    "bridges": [
        {"a": "JPN", "b": "KOR", "on": "2024-06-30"},
        {"a": "USA", "b": "EUE", "on": "2022-12-31"},
    ],
    "coverage": [{}, {}],
    "exposure": [{"on": "2019-05-15"}, {"on": "2023-04-01"}],
    "grounds": [{"list": "bis-entity-list", "on": on} for on in ("2019-06-01", "2024-10-21")],
    "hosts-of-listed": [{"summit": QUAD, "on": on} for on in ("2024-10-20", "2024-10-21")],
    "missing-links": [{"on": "2021-12-10", "min": "8"}, {"on": "2023-12-31", "min": "12"}],
    "pacts-of": [{"polity": "JPN", "on": on} for on in ("2021-06-01", "2023-04-01")],
    "shared-initiatives": [{"on": "2016-06-01", "min": "7"}, {"on": "2023-04-01", "min": "10"}],
}


def test_every_query_that_counts_has_its_claims() -> None:
    assert COUNTING
    assert set(COUNTING) == set(GIVEN)


@pytest.mark.parametrize("given", [0, 1])
@pytest.mark.parametrize("name", GIVEN)
def test_the_claims_behind_are_of_exactly_the_rows(shipped: Engine, name: str, given: int) -> None:
    query = LIBRARY.find(name)
    behind = LIBRARY.claims_behind(query)
    assert behind is not None
    assert behind.header is not None
    assert query.header is not None
    assert behind.header.parameters == query.header.parameters
    answer = run(shipped, query, GIVEN[name][given])
    assert isinstance(answer, Rows)
    assert answer
    claims = ask(
        shipped, BoundQuery(behind, answer.asked.bound, fill(behind.text, answer.asked.bound))
    )
    assert isinstance(claims, Rows)
    keys = claims.columns[:-1]
    assert claims.columns[-1] == "claim"
    places = [answer.columns.index(key) for key in keys]
    assert {row[:-1] for row in claims} == {tuple(row[place] for place in places) for row in answer}
    assert len(set(claims)) == len(claims)
