"""What holds for all graphs of the repository, whoever edits them."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest

from comity.graph.load import read_triples
from comity.graph.turtle import write_turtle
from comity.iris import BASE, COMITY, DCTERMS, GRAPH, ID, PREFIXES, SCHEME, SKOS, concept, thing
from comity.paths import room
from comity.terms import RDF, XSD, Blank, Iri, Literal, Term, Triple

ROOM = Path(room("graphs"))
FILES = sorted(ROOM.rglob("*.ttl"))
KEYS = [path.relative_to(ROOM).with_suffix("").as_posix() for path in FILES]
TYPE = Iri(RDF + "type")
CLAIMS = {
    "Attendance",
    "Commitment",
    "Designation",
    "Endorsement",
    "IdentityLink",
    "Membership",
    "Ownership",
    "Pact",
}
NAMED = {
    "Authority",
    "Company",
    "DesignationAct",
    "DesignationList",
    "GovernmentBody",
    "Initiative",
    "MilitaryUnit",
    "OtherEntity",
    "OtherPolity",
    "Pact",
    "Person",
    "ResearchBody",
    "Rule",
    "State",
    "Summit",
    "Territory",
    "Union",
}
AT_LEAST = {
    "Attendance": 550,
    "Commitment": 44,
    "Coverage": 105,
    "Designation": 380,
    "DesignationAct": 40,
    "DesignationList": 28,
    "Endorsement": 5,
    "IdentityLink": 6,
    "Initiative": 50,
    "Membership": 1000,
    "Pact": 70,
    "Rule": 6,
    "Source": 700,
    "State": 195,
    "Summit": 18,
}
DATES = {
    XSD + "date": re.compile(r"\d{4}-\d{2}-\d{2}\Z"),
    XSD + "gYearMonth": re.compile(r"\d{4}-\d{2}\Z"),
    XSD + "gYear": re.compile(r"\d{4}\Z"),
}
# pairs of statuses that cannot both be true of one polity at one summit
CLASHES = {
    frozenset(pair)
    for pair in (
        ("attended", "absent"),
        ("attended", "declined"),
        ("attended", "not-invited"),
        ("invited", "not-invited"),
        ("declined", "not-invited"),
    )
}
Told = dict[str, set[Term]]


@pytest.fixture(scope="module")
def by_file() -> dict[str, list[Triple]]:
    """Return the triples of each file, by its key."""
    return {key: read_triples(path) for key, path in zip(KEYS, FILES, strict=True)}


@pytest.fixture(scope="module")
def about(by_file: dict[str, list[Triple]]) -> dict[Iri, Told]:
    """Return what is told of each subject, by predicate; our own terms without namespace."""
    told: defaultdict[Iri, defaultdict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for triples in by_file.values():
        for subject, predicate, value in triples:
            assert isinstance(subject, Iri)
            told[subject][predicate.value.removeprefix(COMITY)].add(value)
    return {subject: dict(values) for subject, values in told.items()}


def classes(told: Told) -> set[str]:
    return {value.value.removeprefix(COMITY) for value in told.get(TYPE.value, set())}


def of_class(about: dict[Iri, Told], *names: str) -> dict[Iri, Told]:
    return {subject: told for subject, told in about.items() if classes(told) & set(names)}


def only(values: Iterable[Term]) -> str:
    [value] = values
    return value.value


def key(values: Iterable[Term]) -> str:
    return only(values).rpartition("/")[2]


def last_day(date: str) -> str:
    year, *rest = (int(part) for part in date.split("-"))
    month = rest[0] if rest else 12
    day = rest[1] if len(rest) > 1 else monthrange(year, month)[1]
    return f"{year:04}-{month:02}-{day:02}"


@pytest.mark.parametrize("path", FILES, ids=KEYS)
def test_a_graph_file_is_canonical(path: Path, by_file: dict[str, list[Triple]]) -> None:
    key_ = path.relative_to(ROOM).with_suffix("").as_posix()
    assert write_turtle(by_file[key_]) == path.read_text(encoding="utf-8")


def test_no_graph_has_a_blank_node(by_file: dict[str, list[Triple]]) -> None:
    found = {
        key_
        for key_, triples in by_file.items()
        for triple in triples
        if any(isinstance(term, Blank) for term in triple)
    }
    assert found == set()


def test_each_thing_is_described_in_one_file(by_file: dict[str, list[Triple]]) -> None:
    homes: defaultdict[Term, set[str]] = defaultdict(set)
    for key_, triples in by_file.items():
        for subject, _, _ in triples:
            homes[subject].add(key_)
    assert {subject.value: files for subject, files in homes.items() if len(files) > 1} == {}


def test_the_graphs_hold_no_less_than_they_began_with(about: dict[Iri, Told]) -> None:
    counts = Counter(name for told in about.values() for name in classes(told))
    assert {name: counts[name] for name, least in AT_LEAST.items() if counts[name] < least} == {}


def test_everything_referred_to_is_described(about: dict[Iri, Told]) -> None:
    missing = {
        value.value
        for told in about.values()
        for values in told.values()
        for value in values
        if isinstance(value, Iri) and value.value.startswith(ID) and value not in about
    }
    assert missing == set()


def test_every_term_and_concept_is_declared(about: dict[Iri, Told]) -> None:
    ontology = Path(room("ontology"))
    declared = {
        subject
        for path in [*ontology.glob("*.ttl"), *ontology.glob("schemes/*.ttl")]
        for subject, _, _ in read_triples(path)
    }
    used = {Iri(COMITY + name) for told in about.values() for name in told if ":" not in name}
    used |= {
        value
        for told in about.values()
        for values in told.values()
        for value in values
        if isinstance(value, Iri) and value.value.startswith((COMITY, SCHEME))
    }
    assert sorted(term.value for term in used - declared) == []


def test_every_claim_is_cited_and_dated(about: dict[Iri, Told]) -> None:
    bare = [
        claim.value
        for claim, told in of_class(about, *CLAIMS).items()
        if not told.get("citation") or len(told.get("observedOn", ())) != 1
    ]
    assert bare == []


def test_a_claim_was_observed_by_the_day_of_its_earliest_source(about: dict[Iri, Told]) -> None:
    wrong = {}
    with (Path(room("tables")) / "sources.csv").open(encoding="utf-8", newline="") as file:
        read_on = {thing("source", row["source"]): row["retrieved"] for row in csv.DictReader(file)}
    for claim, told in of_class(about, *CLAIMS).items():
        days = []
        for citation in told["citation"]:
            assert isinstance(citation, Iri)
            source = Iri(only(about[citation]["source"]))
            issued = about[source].get(DCTERMS + "issued")
            days.append(min([read_on[source], *map(last_day, [only(issued)] if issued else [])]))
        if only(told["observedOn"]) != min(days):
            wrong[claim.value] = min(days)
    assert wrong == {}


def test_a_citation_serves_one_claim_and_one_source(about: dict[Iri, Told]) -> None:
    users: defaultdict[Term, list[Iri]] = defaultdict(list)
    for subject, told in about.items():
        for citation in told.get("citation", ()):
            users[citation].append(subject)
    citations = of_class(about, "Citation")
    assert set(users) == set(citations)
    for citation, told in citations.items():
        [user] = users[citation]
        source = only(told["source"])
        assert "Source" in classes(about[Iri(source)])
        path, name = user.value.removeprefix(ID), source.removeprefix(f"{ID}source/")
        assert citation.value == f"{ID}citation/{path}/{name}"


def test_quotes_are_short_and_say_their_language(about: dict[Iri, Told]) -> None:
    quotes = {
        quote
        for told in of_class(about, "Citation").values()
        for quote in told.get("quote", ())
        if isinstance(quote, Literal)
    }
    assert len(quotes) > 1000
    assert [quote for quote in quotes if not quote.language or len(quote.value) > 160] == []


def test_nothing_in_another_script_is_tagged_as_english(about: dict[Iri, Told]) -> None:
    # the label of an entity is its name on a list, which may have none in Latin letters
    foreign = re.compile("[\u0370-\u1fff\u2e80-\ud7ff\uf900-\uffef]")
    wrong = {
        value.value
        for subject, properties in about.items()
        for name, values in properties.items()
        if not (name == SKOS + "prefLabel" and subject.value.startswith(f"{ID}entity/"))
        for value in values
        if isinstance(value, Literal) and value.language == "en" and foreign.search(value.value)
    }
    assert wrong == set()


def test_every_thing_has_one_name_a_language_and_one_in_english(about: dict[Iri, Told]) -> None:
    faulty = {}
    for subject, told in of_class(about, *NAMED).items():
        names = Counter(
            name.language for name in told.get(SKOS + "prefLabel", ()) if isinstance(name, Literal)
        )
        if names["en"] != 1 or max(names.values()) > 1 or None in names:
            faulty[subject.value] = dict(names)
    assert faulty == {}


def test_no_alternative_name_repeats_the_preferred_one(about: dict[Iri, Told]) -> None:
    repeated = [
        subject.value
        for subject, told in about.items()
        if told.get(SKOS + "prefLabel", set()) & told.get(SKOS + "altLabel", set())
    ]
    assert repeated == []


def test_dates_have_the_datatype_of_their_precision(about: dict[Iri, Told]) -> None:
    wrong = {
        (subject.value, name, value.value)
        for subject, told in about.items()
        for name, values in told.items()
        for value in values
        if isinstance(value, Literal)
        and value.datatype in DATES
        and not DATES[value.datatype].match(value.value)
    }
    assert wrong == set()


def test_the_name_of_a_claim_says_what_it_claims(about: dict[Iri, Told]) -> None:
    for claim, told in of_class(about, "Attendance").items():
        parts = [key(told[name]) for name in ("summit", "polity", "status")]
        assert claim == thing("attendance", *parts)
    for claim, told in of_class(about, "Endorsement").items():
        assert claim == thing("endorsement", key(told["summit"]), key(told["polity"]))
    for claim, told in of_class(about, "Membership").items():
        parts = [key(told[name]) for name in ("initiative", "polity", "role")]
        since = only(told["since"]) if "since" in told else ""
        assert claim == thing("membership", *parts, since)
    for claim, told in of_class(about, "Commitment").items():
        parts = [key(told["initiative"]), key(told["commitmentKind"]), only(told["position"])]
        assert claim == thing("commitment", *parts)
    for claim, told in of_class(about, "Designation").items():
        listed = only(told["listedOn"]) if "listedOn" in told else ""
        assert claim == thing("designation", key(told["list"]), key(told["entity"]), listed)
    for claim, told in of_class(about, "IdentityLink").items():
        parts = sorted(value.value.rpartition("/")[2] for value in told["linksEntity"])
        assert claim == thing("identity", *parts)


def test_two_parties_and_only_two_make_a_bilateral_pact(about: dict[Iri, Told]) -> None:
    wrong = [
        pact.value
        for pact, told in of_class(about, "Pact").items()
        if ("BilateralPact" in classes(told)) != (len(told["party"]) == 2) or len(told["party"]) < 2
    ]
    assert wrong == []


def test_claims_that_cannot_both_hold_say_so_of_each_other(about: dict[Iri, Told]) -> None:
    ties: defaultdict[tuple[str, str], dict[str, Iri]] = defaultdict(dict)
    for claim, told in of_class(about, "Attendance").items():
        ties[key(told["summit"]), key(told["polity"])][key(told["status"])] = claim
    clashing = {
        (claims[one], claims[other])
        for claims in ties.values()
        for one, other in combinations(sorted(claims), 2)
        if frozenset((one, other)) in CLASHES
    }
    stated = {
        (claim, other) for claim, told in about.items() for other in told.get("contradicts", ())
    }
    assert {(other, claim) for claim, other in stated} == stated
    assert {pair for pair in clashing if pair not in stated} == set()


def test_an_entry_for_a_further_country_is_linked_to_its_entity(about: dict[Iri, Told]) -> None:
    entities = {
        only(told["entity"]).removeprefix(f"{ID}entity/")
        for told in of_class(about, "Designation").values()
    }
    codes = {
        polity.value.rpartition("/")[2].lower() for polity in about if "/polity/" in polity.value
    }
    further = {
        (entity.rpartition("-")[0], entity)
        for entity in entities
        if entity.rpartition("-")[0] in entities and entity.rpartition("-")[2] in codes
    }
    linked = {
        tuple(sorted(value.value.rpartition("/")[2] for value in told["linksEntity"]))
        for told in of_class(about, "IdentityLink").values()
    }
    assert len(further) >= 6
    assert further <= linked


def test_coverage_knows_as_many_as_there_are(about: dict[Iri, Told]) -> None:
    held: defaultdict[tuple[Term, Term | None], set[Term]] = defaultdict(set)
    for claim, told in of_class(about, "Membership", "Attendance", "Designation").items():
        if "initiative" in told:
            held[next(iter(told["initiative"])), None] |= told["polity"]
        elif "summit" in told:
            held[next(iter(told["summit"])), next(iter(told["status"]))].add(claim)
        else:
            held[next(iter(told["list"])), None].add(claim)
    wrong = {}
    for coverage, told in of_class(about, "Coverage").items():
        status = next(iter(told["coveredStatus"]), None) if "coveredStatus" in told else None
        count = len(held[next(iter(told["covers"])), status])
        if int(only(told["knownCount"])) != count:
            wrong[coverage.value] = count
    assert wrong == {}


def test_the_catalogue_describes_every_graph_and_bounds_it(
    by_file: dict[str, list[Triple]], about: dict[Iri, Told]
) -> None:
    dataset = PREFIXES["dcat"] + "Dataset"
    described = {subject.value for subject, told in about.items() if dataset in classes(told)}
    assert described == {GRAPH + key_ for key_ in by_file if key_ != "catalog"}
    listed = about[Iri(GRAPH + "catalog")][PREFIXES["dcat"] + "dataset"]
    assert {value.value for value in listed} == described
    aside = {Iri(COMITY + name) for name in ("Citation", "Coverage", "Identifier")}
    claims = {Iri(COMITY + name) for name in CLAIMS}
    wrong = {}
    for name in sorted(described):
        told = about[Iri(name)]
        assert only(told[DCTERMS + "license"]) == "https://creativecommons.org/licenses/by/4.0/"
        assert len(told[DCTERMS + "title"]) == 1
        kinds: defaultdict[Term, set[Term]] = defaultdict(set)
        for subject, predicate, value in by_file[name.removeprefix(GRAPH)]:
            if predicate == TYPE:
                kinds[subject].add(value)
        held = sum(bool(kind & claims) for kind in kinds.values())
        held = held or sum(not kind & aside for kind in kinds.values())
        if not int(only(told["fewestExpected"])) <= held <= int(only(told["mostExpected"])):
            wrong[name] = held
    assert wrong == {}


def test_polities_have_codes_and_links_to_others(about: dict[Iri, Told]) -> None:
    japan = about[thing("polity", "JPN")]
    assert thing("identifier", "iso-3166-1-alpha-2", "JP") in japan["identifier"]
    assert thing("identifier", "iso-3166-1-numeric", "392") in japan["identifier"]
    assert Iri("http://www.wikidata.org/entity/Q17") in japan[SKOS + "exactMatch"]
    afghanistan = about[thing("identifier", "iso-3166-1-numeric", "004")]
    assert afghanistan[SKOS + "notation"] == {Literal("004")}
    union = about[thing("polity", "EUE")]["identifier"]
    assert thing("identifier", "comity-code", "EUE") in union
    assert thing("identifier", "iso-3166-1-alpha-3", "EUE") not in union
    for subject, told in of_class(about, "Identifier").items():
        parts = [key(told["scheme"]), only(told[SKOS + "notation"])]
        assert subject == thing("identifier", *parts)
        assert concept("identifier-scheme", parts[0]) in told["scheme"]


def test_nothing_of_ours_lies_outside_its_namespaces(about: dict[Iri, Told]) -> None:
    assert {subject.value for subject in about if not subject.value.startswith(BASE)} == set()
