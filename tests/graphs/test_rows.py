"""The graphs against the fact base that they were made from, row by row and in both directions.

Written apart from the conversion: it knows the tables and the model, not how one became the other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from comity.graph.load import read_triples
from comity.iris import COMITY, DCTERMS, ID, PREFIXES, SCHEME, SKOS, slug
from comity.paths import room
from comity.terms import RDF, XSD, Iri, Literal, Term, tagged

FACTS = Path(__file__).resolve().parents[1] / "data" / "facts"
Row = dict[str, str]
Told = dict[Iri, dict[str, set[Term]]]
GEO, SCHEMA = PREFIXES["geo"], PREFIXES["schema"]
LABEL, ALTERNATIVE, NOTATION = f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}notation"
TITLE, ISSUED, RIGHTS = f"{DCTERMS}title", f"{DCTERMS}issued", f"{DCTERMS}rights"
DESCRIPTION = f"{DCTERMS}description"
# what cites the article beside the rows of the fact base, because the article says it
ALSO_IN_THE_ARTICLE = {
    "initiative/quad-tech-principles",
    "pact/us-japan-core",
    "pact/us-rok-leaders-2021",
    "summit/summit-for-democracy-2021",
}
# claims and things whose citation of the article has more of its words than the row
MORE_WORDS = {
    "commitment/echri/action/3",
    "commitment/echri/concern/1",
    "commitment/echri/concern/6",
    "commitment/echri/principle/1",
    "initiative/echri",
    "initiative/pidr",
    "initiative/summit-for-democracy",
}
KINDS = {
    "company": "Company",
    "government-body": "GovernmentBody",
    "military": "MilitaryUnit",
    "other": "OtherEntity",
    "person": "Person",
    "research-institute": "ResearchBody",
}
POLITIES = {
    "un-member": "State",
    "un-observer": "State",
    "union": "Union",
    "territory": "Territory",
    "other-polity": "OtherPolity",
}


def rows(name: str) -> list[Row]:
    first, *lines = (FACTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    columns = first.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


@pytest.fixture(scope="module")
def found() -> Told:
    """Return what the graphs tell, by subject and by predicate (ours without namespace)."""
    told: defaultdict[Iri, defaultdict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for path in sorted(Path(room("graphs")).rglob("*.ttl")):
        for subject, predicate, value in read_triples(path):
            assert isinstance(subject, Iri)
            told[subject][predicate.value.removeprefix(COMITY)].add(value)
    return {subject: dict(values) for subject, values in told.items()}


class Wanted:
    """What the rows of a table say, gathered by subject as the graphs should tell it."""

    def __init__(self) -> None:
        self.told: defaultdict[Iri, defaultdict[str, set[Term]]] = defaultdict(
            lambda: defaultdict(set)
        )

    def say(self, path: str, predicate: str, *values: Term | None) -> None:
        self.told[Iri(ID + path)][predicate] |= {value for value in values if value is not None}

    def cite(self, path: str, source: str, quote: str = "") -> None:
        citation = f"citation/{path}/{source}"
        self.say(path, "citation", iri(citation))
        self.say(citation, "source", iri(f"source/{source}"))
        # which language a quote is in is no column: compared as bare text
        self.say(citation, "quote", Literal(quote) if quote else None)

    def compare(self, found: Told, *classes: str) -> None:
        """Assert that the graphs tell this and, of the predicates given, nothing else."""
        wrong = {}
        for subject, told in self.told.items():
            for predicate, values in told.items():
                there = found.get(subject, {}).get(predicate, set())
                if predicate == "quote":
                    there = {Literal(value.value) for value in there}
                path = subject.value.removeprefix(ID).removeprefix("citation/")
                if predicate == "citation" and path in ALSO_IN_THE_ARTICLE:
                    there = there - {iri(f"citation/{path}/seed-sj")}
                if predicate == ALTERNATIVE and path.startswith("polity/"):
                    there = there & values  # names in common use stand beside those of the tables
                if predicate == "quote" and path.removesuffix("/seed-sj") in MORE_WORDS:
                    there = there & values
                if there != values:
                    wrong[subject.value, predicate] = (values, there)
        assert wrong == {}
        wanted = {Iri(COMITY + name) for name in classes}
        typed = {s for s, told in found.items() if told.get(RDF + "type", set()) & wanted}
        assert typed == {s for s in self.told if not s.value.startswith(f"{ID}citation/")}


def iri(path: str) -> Iri:
    return Iri(ID + path)


def concept(scheme: str, name: str) -> Iri | None:
    return Iri(f"{SCHEME}{scheme}/{name}") if name else None


def polity(code: str) -> Iri | None:
    return iri(f"polity/{code}") if code else None


def english(text: str) -> Literal | None:
    return tagged(text, "en") if text else None


def japanese(text: str) -> Literal | None:
    return tagged(text, "ja") if text else None


def plain(text: str, datatype: str = "string") -> Literal | None:
    return Literal(text, XSD + datatype) if text else None


def date(text: str) -> Literal | None:
    return plain(text, {0: "date", 4: "gYear", 7: "gYearMonth", 10: "date"}[len(text)])


def split(text: str, mark: str = ";") -> list[str]:
    return [part.strip() for part in text.split(mark) if part.strip()]


def values_of(found: Told, path: str, predicate: str) -> set[str]:
    return {value.value for value in found[iri(path)].get(predicate, set())}


def test_every_polity_is_there_as_its_row_says(found: Told) -> None:
    wanted = Wanted()
    for row in rows("polities"):
        path = f"polity/{row['code']}"
        iso = "iso-3166-1-alpha-3" if row["iso_numeric"] else "comity-code"
        codes = {
            iso: row["code"],
            "iso-3166-1-alpha-2": row["iso2"],
            "iso-3166-1-numeric": row["iso_numeric"],
            "wikidata": row["wikidata"],
            "eu-country": row["eu_authority"],
        }
        wanted.say(path, RDF + "type", Iri(COMITY + POLITIES[row["kind"]]))
        wanted.say(path, "polityKind", concept("polity-kind", row["kind"]))
        wanted.say(path, LABEL, english(row["name_en"]), japanese(row["name_ja"]))
        wanted.say(path, "officialName", english(row["official_name_en"]))
        wanted.say(path, "region", concept("region", slug(row["subregion"] or row["region"])))
        wanted.say(path, "capital", plain(row["capital"]))
        wanted.say(path, f"{GEO}lat", plain(row["lat"], "decimal"))
        wanted.say(path, f"{GEO}long", plain(row["lon"], "decimal"))
        wanted.say(path, "unMemberSince", date(row["un_member_since"]))
        wanted.say(path, "flagEmoji", plain(row["flag"]))
        for scheme, code in codes.items():
            if code:
                wanted.say(path, "identifier", iri(f"identifier/{scheme}/{code}"))
                assert values_of(found, f"identifier/{scheme}/{code}", NOTATION) == {code}
        wikidata = f"http://www.wikidata.org/entity/{row['wikidata']}"
        union = f"http://publications.europa.eu/resource/authority/country/{row['eu_authority']}"
        wanted.say(path, f"{SKOS}exactMatch", Iri(wikidata) if row["wikidata"] else None)
        wanted.say(path, f"{SKOS}exactMatch", Iri(union) if row["eu_authority"] else None)
    names = {row["code"]: row["name_en"] for row in rows("polities")}
    for table in ("attendance", "membership", "declaration-2023"):
        for row in rows(table):
            other = row["polity_name"] != names[row["polity"]]
            name = english(row["polity_name"]) if other else None
            wanted.say(f"polity/{row['polity']}", ALTERNATIVE, name)
    wanted.compare(found, *POLITIES.values())


def test_every_region_lies_where_the_rows_say(found: Told) -> None:
    broader = {
        subject.value: value.value
        for subject, predicate, value in read_triples(
            Path(room("ontology")) / "schemes" / "regions.ttl"
        )
        if isinstance(subject, Iri) and predicate.value == f"{SKOS}broader"
    }
    for row in rows("polities"):
        if row["subregion"]:
            inner, outer = (f"{SCHEME}region/{slug(row[name])}" for name in ("subregion", "region"))
            assert broader[inner] == outer


def test_every_source_is_there_as_its_row_says(found: Told) -> None:
    wanted = Wanted()
    for row in rows("sources"):
        path = f"source/{row['source_id']}"
        wanted.say(path, "url", plain(row["url"], "anyURI"))
        wanted.say(path, TITLE, plain(row["title"]))
        wanted.say(path, "publisherName", plain(row["publisher"]))
        wanted.say(path, ISSUED, date(row["published"]))
        wanted.say(path, "sourceKind", concept("source-kind", row["kind"]))
        wanted.say(path, RIGHTS, plain(row["licence"]))
    wanted.compare(found, "Source")


def test_every_summit_is_there_as_its_row_says(found: Told) -> None:
    wanted = Wanted()
    for row in rows("summits"):
        path = f"summit/{row['id']}"
        wanted.say(path, LABEL, english(row["name_en"]), japanese(row["name_ja"]))
        wanted.say(path, "startedOn", date(row["start"]))
        wanted.say(path, "endedOn", date(row["end"]))
        wanted.say(path, "place", plain(row["place"]))
        wanted.say(path, "hostedBy", *map(polity, split(row["host_codes"])))
        wanted.say(path, "summitFormat", concept("summit-format", row["format"]))
        wanted.cite(path, row["source_id"])
    wanted.compare(found, "Summit")


def test_every_attendance_is_there_as_its_rows_say(found: Told) -> None:
    wanted = Wanted()
    for row in rows("attendance"):
        path = f"attendance/{row['event_id']}/{row['polity']}/{row['status']}"
        wanted.say(path, "summit", iri(f"summit/{row['event_id']}"))
        wanted.say(path, "polity", polity(row["polity"]))
        wanted.say(path, "status", concept("attendance-status", row["status"]))
        wanted.say(path, "role", concept("attendance-role", row["role"]))
        wanted.say(path, "representedBy", *map(plain, split(row["representative"])))
        wanted.cite(path, row["source_id"], row["quote"])
    wanted.compare(found, "Attendance")


def test_every_endorsement_is_there_as_its_rows_say(found: Told) -> None:
    wanted = Wanted()
    for row in rows("declaration-2023"):
        path = f"endorsement/summit-for-democracy-2023/{row['polity']}"
        wanted.say(path, "summit", iri("summit/summit-for-democracy-2023"))
        wanted.say(path, "polity", polity(row["polity"]))
        wanted.say(path, "endorsementKind", concept("endorsement-kind", row["position"]))
        wanted.say(path, "reservation", english(row["scope"]))
        wanted.cite(path, row["source_id"], row["quote"])
    wanted.compare(found, "Endorsement")


def test_every_initiative_is_there_as_its_row_says(found: Told) -> None:
    wanted = Wanted()
    for row in rows("initiatives"):
        path = f"initiative/{row['id']}"
        summit = row["launched_at_event_id"]
        areas = [concept("technology-area", area) for area in split(row["technology_areas"])]
        wanted.say(path, "initiativeKind", concept("initiative-kind", row["kind"]))
        wanted.say(path, "launchedOn", date(row["launched"]))
        wanted.say(path, "dissolvedOn", date(row["ended"]))
        wanted.say(path, "launchedAt", iri(f"summit/{summit}") if summit else None)
        wanted.say(path, "technologyArea", *areas)
        wanted.say(path, DESCRIPTION, english(row["summary"]))
        wanted.cite(path, row["source_id"])
        names = found[iri(path)][LABEL]
        assert english(row["name_en"]) in names
        assert not row["name_ja"] or japanese(row["name_ja"]) in names
    for row in rows("corroboration-initiatives"):
        if row["subject_type"] == "initiative":
            wanted.cite(f"initiative/{row['subject_id']}", row["source_id"])
    wanted.compare(found, "Initiative")


def test_every_membership_is_there_as_its_rows_say(found: Told) -> None:
    wanted = Wanted()
    for row in rows("membership"):
        since = f"/{row['since']}" if row["since"] else ""
        path = f"membership/{row['initiative_id']}/{row['polity']}/{row['role']}{since}"
        wanted.say(path, "initiative", iri(f"initiative/{row['initiative_id']}"))
        wanted.say(path, "polity", polity(row["polity"]))
        wanted.say(path, "role", concept("membership-role", row["role"]))
        wanted.say(path, "since", date(row["since"]))
        wanted.say(path, "until", date(row["until"]))
        wanted.cite(path, row["source_id"], row["quote"])
    wanted.compare(found, "Membership")


def test_every_commitment_is_there_as_its_row_says(found: Told) -> None:
    wanted = Wanted()
    for row in rows("commitments"):
        path = f"commitment/{row['initiative_id']}/{row['kind']}/{row['order']}"
        wanted.say(path, "initiative", iri(f"initiative/{row['initiative_id']}"))
        wanted.say(path, "commitmentKind", concept("commitment-kind", row["kind"]))
        wanted.say(path, "position", plain(row["order"], "integer"))
        wanted.say(path, "text", english(row["text_en"]))
        wanted.say(path, "amount", plain(row["amount"], "decimal"))
        wanted.say(path, "currency", plain(row["currency"]))
        wanted.cite(path, row["source_id"], row["quote"])
    wanted.compare(found, "Commitment")


def test_every_pact_is_there_as_its_rows_say(found: Told) -> None:
    wanted = Wanted()
    for row in rows("pacts"):
        path = f"pact/{row['id']}"
        areas = [concept("technology-area", area) for area in split(row["technology_areas"])]
        wanted.say(path, LABEL, english(row["name_en"]))
        wanted.say(path, DESCRIPTION, english(row["summary"]))
        wanted.say(path, "pactKind", concept("pact-kind", row["kind"]))
        wanted.say(path, "party", *map(polity, split(row["parties"])))
        wanted.say(path, "signedOn", date(row["signed"]))
        wanted.say(path, "inForceFrom", date(row["in_force"]))
        wanted.say(path, "until", date(row["ended"]))
        wanted.say(path, "technologyArea", *areas)
        wanted.cite(path, row["source_id"], row["quote"])
    for row in rows("corroboration-initiatives"):
        if row["subject_type"] == "pact":
            wanted.cite(f"pact/{row['subject_id']}", row["source_id"])
    wanted.compare(found, "Pact")


def test_every_list_is_there_as_its_row_says(found: Told) -> None:
    wanted = Wanted()
    for row in rows("lists"):
        path = f"list/{row['list_id']}"
        wanted.say(path, LABEL, english(row["name"]))
        wanted.say(path, "legalBasis", plain(row["legal_basis"]))
        wanted.say(path, "effect", english(row["effect"]))
        wanted.say(path, f"{SCHEMA}url", plain(row["url"], "anyURI"))
        wanted.cite(path, row["source_id"])
        assert_authority(found, path, row["authority"], row["jurisdiction"])
    wanted.compare(found, "DesignationList")


def assert_authority(found: Told, path: str, name: str, jurisdiction: str = "") -> None:
    """Assert that a list, rule or designation has one authority, of that name and polity."""
    [authority] = found[iri(path)]["authority"]
    assert isinstance(authority, Iri)
    told = found[authority]
    assert tagged(name, "en") in told[LABEL] | told.get(ALTERNATIVE, set())
    assert not jurisdiction or told["ofPolity"] == {polity(jurisdiction)}


def test_every_designation_is_there_as_its_rows_say(found: Told) -> None:
    wanted = Wanted()
    for row in rows("designations"):
        listed = f"/{row['listed']}" if row["listed"] else ""
        path = f"designation/{row['list']}/{row['entity_id']}{listed}"
        licence = row["list"].startswith("bis-")
        restriction = english(row["licence_requirement"])
        wanted.say(path, "entity", iri(f"entity/{row['entity_id']}"))
        wanted.say(path, "list", iri(f"list/{row['list']}"))
        wanted.say(path, "listedName", plain(row["entity_name"]))
        wanted.say(path, "entryCountry", polity(row["country"]))
        wanted.say(path, "listedOn", date(row["listed"]))
        wanted.say(path, "delistedOn", date(row["delisted"]))
        wanted.say(path, "ground", concept("ground", row["ground"]))
        wanted.say(path, "groundText", english(row["ground_text"]))
        wanted.say(path, "legalCitation", *map(plain, split(row["legal_citation"])))
        wanted.say(path, "licenceRequirement", restriction if licence else None)
        wanted.say(path, "measureText", None if licence else restriction)
        wanted.say(path, "reviewPolicy", english(row["review_policy"]))
        wanted.cite(path, row["source_id"], row["quote"])
        assert_authority(found, path, row["authority"])
        assert found[iri(path)]["measure"]
    wanted.compare(found, "Designation")


def test_every_entity_is_there_as_its_rows_say(found: Told) -> None:
    wanted = Wanted()
    names: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows("designations"):
        path = f"entity/{row['entity_id']}"
        wanted.say(path, RDF + "type", Iri(COMITY + KINDS[row["entity_kind"]]))
        wanted.say(path, "linkedTo", polity(row["country"]))
        names[path] |= {row["entity_name"], *split(row["aliases"])}
        for scheme, form in (("ofac-uid", r"uid (\d+)"), ("uk-reference", r"List ref (\w+)")):
            for number in re.findall(form, row["legal_citation"]):
                wanted.say(path, "identifier", iri(f"identifier/{scheme}/{number}"))
    for path, listed in names.items():
        told = values_of(found, path, LABEL) | values_of(found, path, ALTERNATIVE)
        assert told == listed
    wanted.compare(found, *KINDS.values())


def test_every_act_and_every_count_of_rows_is_there(found: Told) -> None:
    acts, counts = Wanted(), Wanted()
    for row in rows("designation-rules"):
        path = f"act/{row['rule_id']}"
        acts.say(path, TITLE, english(row["title"]))
        acts.say(path, "legalCitation", plain(row["citation"]))
        acts.say(path, "effectiveOn", date(row["effective"]))
        acts.say(path, "numberAdded", plain(row["number_added"], "integer"))
        acts.say(path, "destinationCountry", *map(polity, split(row["destination_countries"])))
        acts.say(path, "ground", concept("ground", row["ground"]))
        acts.cite(path, row["source_id"])
    acts.compare(found, "DesignationAct")
    for row in rows("designation-rule-citations"):
        for edition in ("2022-04", "2026-07"):
            source = f"src-csl-{edition}"
            path = f"rowcount/{row['rule_id']}/{slug(row['csl_citation'])}/{source}"
            count = row[f"csl_rows_{edition.replace('-', '_')}"]
            counts.say(path, "act", iri(f"act/{row['rule_id']}"))
            counts.say(path, "citedAs", plain(row["csl_citation"]))
            counts.say(path, "rows", plain(count, "integer"))
            counts.say(path, "edition", iri(f"source/{source}"))
    counts.compare(found, "RowCount")


def test_a_designation_leads_to_the_act_of_its_day(found: Told) -> None:
    cited: defaultdict[str, set[str]] = defaultdict(set)
    effective: dict[str, str] = {}
    for row in rows("designation-rules"):
        effective[row["rule_id"]] = row["effective"]
        cited[row["citation"]].add(row["rule_id"])
    for row in rows("designation-rule-citations"):
        cited[row["csl_citation"]].add(row["rule_id"])
    added: Counter[str] = Counter()
    claims = {
        f"{r['list']}/{r['entity_id']}/{r['listed']}".rstrip("/"): r for r in rows("designations")
    }
    for path, row in claims.items():
        acts = {
            value.rpartition("/")[2] for value in values_of(found, f"designation/{path}", "act")
        }
        added.update(acts)
        assert {effective[act] for act in acts} <= {row["listed"], row["delisted"]}
        for citation in split(row["legal_citation"]):
            assert {act for act in cited[citation] if effective[act] == row["listed"]} <= acts
    announced = {row["rule_id"]: int(row["number_added"]) for row in rows("designation-rules")}
    whole = {act for act in added if act.startswith("act-") and "removal" not in act}
    assert {act: added[act] for act in whole} == {act: announced[act] for act in whole}


def test_every_rule_is_there_as_its_row_says(found: Told) -> None:
    wanted = Wanted()
    for row in rows("rules"):
        path = f"rule/{row['rule_id']}"
        extended = [iri(f"list/{name}") for name in split(row["applies_to_lists"])]
        wanted.say(path, LABEL, english(row["name_en"]))
        wanted.say(path, "extendsList", *extended)
        wanted.say(path, "thresholdPercent", plain(row["threshold_percent"], "decimal"))
        wanted.say(path, "inForceFrom", date(row["in_force_from"]))
        wanted.say(path, "inForceUntil", date(row["in_force_until"]))
        wanted.say(path, "suspendedFrom", date(row["suspended_from"]))
        wanted.say(path, "suspendedUntil", date(row["suspended_until"]))
        wanted.say(path, "because", english(row["because_of"]))
        wanted.cite(path, row["source_id"], row["quote"])
        assert_authority(found, path, row["authority"], row["jurisdiction"])
    wanted.compare(found, "Rule")


def test_every_coverage_is_there_as_its_row_says(found: Told) -> None:
    wanted = Wanted()
    for row in rows("coverage"):
        path = f"coverage/{row['subject_type']}/{row['subject_id']}"
        name, _, status = row["subject_id"].partition("/")
        complete = {"yes": "true", "no": "false"}[row["complete"]]
        wanted.say(path, "covers", iri(f"{row['subject_type']}/{name}"))
        wanted.say(path, "coveredStatus", concept("attendance-status", status))
        wanted.say(path, "isComplete", plain(complete, "boolean"))
        wanted.say(path, "knownCount", plain(row["known"], "integer"))
        wanted.say(path, "expectedCount", plain(row["expected"], "integer"))
        wanted.say(path, "asOf", date(row["as_of"]))
        wanted.say(path, f"{SKOS}note", english(row["note"]))
        wanted.cite(path, row["source_id"])
    wanted.compare(found, "Coverage")


def test_no_quote_is_in_the_graphs_that_no_row_has(found: Told) -> None:
    tables = "attendance commitments declaration-2023 designations membership pacts rules"
    known = {row["quote"] for name in tables.split() for row in rows(name)}
    added: defaultdict[str, set[str]] = defaultdict(set)
    for subject, told in found.items():
        for quote in plain_texts(told.get("quote", set())) - known:
            added[subject.value.removeprefix(f"{ID}citation/")].add(quote)
    assert set(added) <= {f"{path}/seed-sj" for path in ALSO_IN_THE_ARTICLE | MORE_WORDS}


def plain_texts(values: Iterable[Term]) -> set[str]:
    return {value.value for value in values}
