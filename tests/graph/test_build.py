"""Records of a list become statements that say no more and no less."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.graph.build import Builder
from comity.graph.dates import holds_from, holds_until
from comity.graph.describe import share_bounds
from comity.graph.keys import Keys
from comity.graph.ntriples import language_of, script
from comity.lists.model.record import (
    Address,
    CountryTie,
    Date,
    Entry,
    Identifier,
    Name,
    Note,
    Ownership,
    Record,
    kept,
    line,
)
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.terms import Iri

RULE = Path(__file__).parents[2] / "ontology" / "rules" / "bounds.rq"

FULL = Record(
    place="row 7",
    number="36",
    kind="Vessel",
    names=(Name("Morning Star", "primary"), Name("星", "alias"), Name("M.S.", "weak")),
    entries=(
        Entry(
            list="ofac-sdn",
            listed=Date("2021-12", "Dec 2021"),
            programmes=("CUBA",),
            grounds=("for reasons",),
            citations=("86 FR 1", "86 FR 2"),
            licence_requirement="All items",
            review_policy="Denial",
        ),
    ),
    ties=(CountryTie("flag", "Panama"), CountryTie("linked", "Atlantis")),
    addresses=(Address("1 Quay, Havana", "Cuba"),),
    identifiers=(Identifier("imo", "IMO 9187629"), Identifier("other", "7", "Cuba", "Box")),
    births=(Date("1965", "circa 1965", circa=True), Date("1970", "1970")),
    birth_places=("Havana",),
    gender="none",
    positions=("Flagship",),
    vessel_type="Tanker",
    remarks=('says "hello"\\',),
    notes=(Note("Vessel Owner", "A. Owner"),),
)

_words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
_dates = st.builds(Date, st.sampled_from(["", "2021", "2021-12", "2021-12-10"]), _words)
_records = st.builds(
    Record,
    place=_words,
    kind=st.sampled_from(["Person", "Company", "Vessel"]),
    names=st.lists(st.builds(Name, _words), min_size=1, max_size=3).map(tuple),
    entries=st.lists(
        st.builds(
            Entry, list=st.just("un-sc"), listed=st.none() | _dates, grounds=st.tuples(_words)
        ),
        max_size=2,
    ).map(tuple),
    number=_words,
    identifiers=st.lists(st.builds(Identifier, st.just("imo"), _words), max_size=2).map(tuple),
    births=st.lists(_dates, max_size=2).map(tuple),
    notes=st.lists(st.builds(Note, _words, _words), max_size=2).map(tuple),
)


@given(_records)
def test_a_record_survives_being_kept(record: Record) -> None:
    assert kept(line(record)) == record


def test_an_ownership_survives_being_kept() -> None:
    stake = Ownership("line 3", "a", "b", "51 %", Date("2020", "2020"), None, "owns")
    assert kept(line(stake)) == stake


def test_every_field_of_a_record_is_somewhere_in_its_statements() -> None:
    builder = Builder("ofac-sdn", "2021-12-31")
    block = builder.block(FULL)
    said = block.description + "".join(claim.said + claim.cited for claim in block.claims)
    for text in (
        "entity/ofac-sdn-36>",
        '"Morning Star"@en',
        '"星"@und-hani',
        'weakAlias> "M.S."@en',
        "flaggedIn> <https://w3id.org/comity/id/polity/PAN>",
        "linkedTo> <https://w3id.org/comity/id/polity/PAN>",
        '"linked: Atlantis"',
        '"1 Quay, Havana"',
        "addressIn> <https://w3id.org/comity/id/polity/CUB>",
        "identifier/imo/IMO-9187629>",
        '"Box: 7"',
        'bornText> "circa 1965"',
        'bornOn> "1970"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        '"Havana"',
        'gender> "none"',
        'occupation> "Flagship"',
        'vesselType> "Tanker"',
        'remark> "says \\"hello\\"\\\\"',
        '"Vessel Owner: A. Owner"',
        'listedOn> "2021-12"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
        'programme> "CUBA"',
        'groundText> "for reasons"@en',
        'legalCitation> "86 FR 1"',
        'legalCitation> "86 FR 2"',
        'licenceRequirement> "All items"@en',
        'reviewPolicy> "Denial"@en',
        'locator> "row 7, number 36"',
    ):
        assert text in said
    assert [(fault.kind, fault.text) for fault in builder.faults] == [
        ("country not known", "Atlantis")
    ]


def test_an_end_that_is_not_after_the_start_is_told_as_the_publishers_fault() -> None:
    builder = Builder("bis-denied-persons", "2021-12-31")
    entry = Entry("bis-denied-persons", Date("2020-05-01", ""), Date("2020-05-01", ""))
    block = builder.block(Record("row 1", "Person", (Name("A B", "primary"),), (entry,)))
    assert "delistedOn" not in block.claims[0].said
    assert [fault.kind for fault in builder.faults] == ["end not after start"]


def test_keys_are_numbers_or_names_and_never_repeat() -> None:
    keys = Keys()

    def record(name: str, number: str = "", street: str = "") -> Record:
        return Record(
            "row",
            "Company",
            (Name(name, "primary"),),
            (Entry("bis-unverified"),),
            number=number,
            addresses=(Address(street),),
        )

    assert keys.key(record("Delta Ltd.", "12/3")) == "bis-unverified-12-3"
    assert keys.key(record("Delta Ltd.")) == "bis-unverified-delta-ltd"
    second = keys.key(record("Delta Ltd.", street="Elsewhere"))
    assert second.startswith("bis-unverified-delta-ltd-")
    assert keys.key(record("Delta Ltd.", street="Elsewhere")) == f"{second}-2"
    assert keys.key(record("三角")).startswith("bis-unverified-")


@pytest.mark.parametrize("since", ["", "2021", "2021-02", "2020-02-29"])
@pytest.mark.parametrize("until", ["", "2023", "2023-04", "2023-04-05"])
@pytest.mark.parametrize("observed", ["2021-12-10", "2021-02-03", "2019-01-01"])
def test_bounds_are_those_that_the_rule_derives(
    since: str, until: str, observed: str, tmp_path: Path
) -> None:
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    claim = Iri("https://example.org/claim")
    parts = [("observedOn", observed), ("since", since), ("until", until)]
    writer = OxigraphWriter()
    writer.load_quads(
        f'<{claim.value}> <https://w3id.org/comity/ontology#{name}> "{value}"'
        f"^^<http://www.w3.org/2001/XMLSchema#{kinds[len(value)]}> .\n"
        for name, value in parts
        if value
    )
    derived = writer.reader().construct(RULE.read_text("utf-8"))
    wanted = {"holdsFrom": holds_from(since, observed)}
    if until:
        wanted["holdsUntil"] = holds_until(until)
    assert {
        predicate.value.rpartition("#")[2]: value.value for _, predicate, value in derived
    } == wanted


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("51", ("51", "51")),
        ("33,4 %", ("33.4", "33.4")),
        ("50-75%", ("50", "75")),
        ("between 25 and 50 %", ("25", "50")),
        ("at least 50%", ("50", "100")),
        ("majority", None),
        ("150", None),
        ("75-50", None),
        ("", None),
    ],
)
def test_shares_are_read_only_where_they_are_plain(
    text: str, bounds: tuple[str, str] | None
) -> None:
    assert share_bounds(text) == bounds


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Ltd", "en"),
        ("Société", "en"),
        ("Роснефть", "und-cyrl"),
        ("日本", "und-hani"),
        ("ミサイル", "ja"),
        ("대한민국", "ko"),
        ("إيران", "und-arab"),
    ],
)
def test_a_script_is_not_taken_for_more_than_it_tells(text: str, tag: str) -> None:
    assert script(text) == tag


def test_a_stated_language_counts_before_the_script_if_it_is_a_tag() -> None:
    assert language_of("Роснефть", "ru") == "ru"
    assert language_of("Роснефть", "Russian (Cyrillic)") == "und-cyrl"
