"""The graphs against the tables that they are compiled from, row by row and in both directions.

Written apart from the compiler: it knows the tables and the model, not how one becomes the other.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from comity.graph.load import read_triples
from comity.iris import COMITY, DCTERMS, ID, PREFIXES, SCHEME, SKOS, slug
from comity.paths import room
from comity.terms import RDF, XSD, Iri, Literal, Term, tagged

TABLES = Path(room("tables"))
Row = dict[str, str]
Graphs = dict[Iri, dict[str, set[Term]]]
GEO, SCHEMA = PREFIXES["geo"], PREFIXES["schema"]
LABEL, ALTERNATIVE, NOTATION = f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}notation"
TITLE, ISSUED, RIGHTS = f"{DCTERMS}title", f"{DCTERMS}issued", f"{DCTERMS}rights"
DESCRIPTION = f"{DCTERMS}description"
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
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def graphs() -> Graphs:
    """Return what the graphs tell, by subject and by predicate (ours without namespace)."""
    properties: defaultdict[Iri, defaultdict[str, set[Term]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for path in sorted(Path(room("graphs")).rglob("*.ttl")):
        for subject, predicate, value in read_triples(path):
            assert isinstance(subject, Iri)
            properties[subject][predicate.value.removeprefix(COMITY)].add(value)
    return {subject: dict(values) for subject, values in properties.items()}


class Expected:
    """What the rows of a table say, gathered by subject as the graphs should tell it."""

    def __init__(self) -> None:
        self.properties: defaultdict[Iri, defaultdict[str, set[Term]]] = defaultdict(
            lambda: defaultdict(set)
        )

    def say(self, path: str, predicate: str, *values: Term | None) -> None:
        self.properties[Iri(ID + path)][predicate] |= {
            value for value in values if value is not None
        }

    def cite(self, path: str, source: str, quote: str = "") -> None:
        citation = f"citation/{path}/{source}"
        self.say(path, "citation", iri(citation))
        self.say(citation, "source", iri(f"source/{source}"))
        # which language a quote is in is no column: compared as bare text
        self.say(citation, "quote", Literal(quote) if quote else None)

    def compare(self, graphs: Graphs, *classes: str) -> None:
        """Assert that the graphs tell this and, of the predicates given, nothing else."""
        wrong = {}
        for subject, properties in self.properties.items():
            for predicate, values in properties.items():
                there = graphs.get(subject, {}).get(predicate, set())
                if predicate == "quote":
                    there = {Literal(value.value) for value in there}
                if there != values:
                    wrong[subject.value, predicate] = (values, there)
        assert wrong == {}
        expected = {Iri(COMITY + name) for name in classes}
        typed = {
            s for s, properties in graphs.items() if properties.get(RDF + "type", set()) & expected
        }
        assert typed == {s for s in self.properties if not s.value.startswith(f"{ID}citation/")}


def iri(path: str) -> Iri:
    return Iri(ID + path)


def concept(scheme: str, name: str) -> Iri | None:
    return Iri(f"{SCHEME}{scheme}/{name}") if name else None


def thing(kind: str, key: str) -> Iri | None:
    return iri(f"{kind}/{key}") if key else None


def polity(code: str) -> Iri | None:
    return thing("polity", code)


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


def bare(name: str) -> str:
    """Return a name without the tag of its language."""
    return name.removesuffix("@zh").removesuffix("@ja")


def values_of(graphs: Graphs, path: str, predicate: str) -> set[str]:
    return {value.value for value in graphs[iri(path)].get(predicate, set())}


def test_every_polity_is_there_as_its_row_says(graphs: Graphs) -> None:
    expected = Expected()
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
        expected.say(path, RDF + "type", Iri(COMITY + POLITIES[row["kind"]]))
        expected.say(path, "polityKind", concept("polity-kind", row["kind"]))
        expected.say(path, LABEL, english(row["name_en"]), japanese(row["name_ja"]))
        expected.say(path, "officialName", english(row["official_name_en"]))
        expected.say(path, "region", concept("region", row["region"]))
        expected.say(path, ALTERNATIVE, *map(english, split(row["aliases"])))
        expected.say(path, "capital", plain(row["capital"]))
        expected.say(path, f"{GEO}lat", plain(row["lat"], "decimal"))
        expected.say(path, f"{GEO}long", plain(row["lon"], "decimal"))
        expected.say(path, "unMemberSince", date(row["un_member_since"]))
        expected.say(path, "flagEmoji", plain(row["flag"]))
        for scheme, code in codes.items():
            if code:
                expected.say(path, "identifier", iri(f"identifier/{scheme}/{code}"))
                assert values_of(graphs, f"identifier/{scheme}/{code}", NOTATION) == {code}
        wikidata = f"http://www.wikidata.org/entity/{row['wikidata']}"
        union = f"http://publications.europa.eu/resource/authority/country/{row['eu_authority']}"
        expected.say(path, f"{SKOS}exactMatch", Iri(wikidata) if row["wikidata"] else None)
        expected.say(path, f"{SKOS}exactMatch", Iri(union) if row["eu_authority"] else None)
    expected.compare(graphs, *POLITIES.values())


def test_every_source_is_there_as_its_row_says(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("sources"):
        path = f"source/{row['source']}"
        expected.say(path, "url", plain(row["url"], "anyURI"))
        expected.say(path, TITLE, plain(row["title"]))
        expected.say(path, "publisherName", plain(row["publisher"]))
        expected.say(path, ISSUED, date(row["published"]))
        expected.say(path, "sourceKind", concept("source-kind", row["kind"]))
        expected.say(path, RIGHTS, plain(row["licence"]))
        expected.say(path, f"{PREFIXES['prov']}generatedAtTime", date(row["retrieved"]))
        cited = [iri(f"source/{key}") for key in split(row["references"])]
        expected.say(path, f"{DCTERMS}references", *cited)
    expected.compare(graphs, "Source")


def test_every_summit_is_there_as_its_row_says(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("summits"):
        path = f"summit/{row['summit']}"
        expected.say(path, LABEL, english(row["name_en"]), japanese(row["name_ja"]))
        expected.say(path, "startedOn", date(row["start"]))
        expected.say(path, "endedOn", date(row["end"]))
        expected.say(path, "place", plain(row["place"]))
        expected.say(path, "hostedBy", *map(polity, split(row["host_codes"])))
        expected.say(path, "summitFormat", concept("summit-format", row["format"]))
        expected.cite(path, row["source"], row["quote"])
    expected.compare(graphs, "Summit")


def test_every_attendance_is_there_as_its_rows_say(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("attendance"):
        path = f"attendance/{row['summit']}/{row['polity']}/{row['status']}"
        expected.say(path, "summit", iri(f"summit/{row['summit']}"))
        expected.say(path, "polity", polity(row["polity"]))
        expected.say(path, "status", concept("attendance-status", row["status"]))
        expected.say(path, "role", concept("attendance-role", row["role"]))
        expected.say(path, "representedBy", *map(plain, split(row["representative"])))
        expected.cite(path, row["source"], row["quote"])
    expected.compare(graphs, "Attendance")


def test_every_endorsement_is_there_as_its_rows_say(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("endorsements"):
        path = f"endorsement/{row['summit']}/{row['polity']}"
        expected.say(path, "summit", iri(f"summit/{row['summit']}"))
        expected.say(path, "polity", polity(row["polity"]))
        expected.say(path, "endorsementKind", concept("endorsement-kind", row["position"]))
        expected.say(path, "reservation", english(row["scope"]))
        expected.cite(path, row["source"], row["quote"])
    expected.compare(graphs, "Endorsement")


def test_every_initiative_is_there_as_its_row_says(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("initiatives"):
        path = f"initiative/{row['initiative']}"
        summit = row["launched_at_summit"]
        areas = [concept("technology-area", area) for area in split(row["technology_areas"])]
        expected.say(path, LABEL, english(row["name_en"]), japanese(row["name_ja"]))
        expected.say(path, "initiativeKind", concept("initiative-kind", row["kind"]))
        expected.say(path, "launchedOn", date(row["launched"]))
        expected.say(path, "dissolvedOn", date(row["ended"]))
        expected.say(path, "launchedAt", iri(f"summit/{summit}") if summit else None)
        expected.say(path, "technologyArea", *areas)
        expected.say(path, DESCRIPTION, english(row["summary"]))
        expected.cite(path, row["source"], row["quote"])
    expected.compare(graphs, "Initiative")


def test_every_membership_is_there_as_its_rows_say(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("memberships"):
        since = f"/{row['since']}" if row["since"] else ""
        path = f"membership/{row['initiative']}/{row['polity']}/{row['role']}{since}"
        expected.say(path, "initiative", iri(f"initiative/{row['initiative']}"))
        expected.say(path, "polity", polity(row["polity"]))
        expected.say(path, "role", concept("membership-role", row["role"]))
        expected.say(path, "since", date(row["since"]))
        expected.say(path, "until", date(row["until"]))
        expected.cite(path, row["source"], row["quote"])
    expected.compare(graphs, "Membership")


def test_every_commitment_is_there_as_its_row_says(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("commitments"):
        path = f"commitment/{row['initiative']}/{row['kind']}/{row['order']}"
        expected.say(path, "initiative", iri(f"initiative/{row['initiative']}"))
        expected.say(path, "commitmentKind", concept("commitment-kind", row["kind"]))
        expected.say(path, "position", plain(row["order"], "integer"))
        expected.say(path, "text", english(row["text_en"]))
        expected.say(path, "amount", plain(row["amount"], "decimal"))
        expected.say(path, "currency", plain(row["currency"]))
        expected.cite(path, row["source"], row["quote"])
    expected.compare(graphs, "Commitment")


def test_every_pact_is_there_as_its_rows_say(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("pacts"):
        path = f"pact/{row['pact']}"
        areas = [concept("technology-area", area) for area in split(row["technology_areas"])]
        expected.say(path, LABEL, english(row["name_en"]))
        expected.say(path, DESCRIPTION, english(row["summary"]))
        expected.say(path, "pactKind", concept("pact-kind", row["kind"]))
        expected.say(path, "party", *map(polity, split(row["parties"])))
        expected.say(path, "signedOn", date(row["signed"]))
        expected.say(path, "inForceFrom", date(row["in_force"]))
        expected.say(path, "until", date(row["ended"]))
        expected.say(path, "technologyArea", *areas)
        expected.cite(path, row["source"], row["quote"])
    expected.compare(graphs, "Pact")


def test_every_list_is_there_as_its_row_says(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("lists"):
        path = f"list/{row['list']}"
        expected.say(path, LABEL, english(row["name"]))
        expected.say(path, "legalBasis", plain(row["legal_basis"]))
        expected.say(path, "effect", english(row["effect"]))
        expected.say(path, f"{SCHEMA}url", plain(row["url"], "anyURI"))
        expected.cite(path, row["source"])
        expected.say(path, "authority", thing("authority", row["authority"]))
        expected.say(path, "measure", *(concept("measure", key) for key in split(row["measures"])))
    expected.compare(graphs, "DesignationList")


def test_every_designation_is_there_as_its_rows_say(graphs: Graphs) -> None:
    expected = Expected()
    keepers = {row["list"]: row["authority"] for row in rows("lists")}
    others: dict[str, str] = {}
    for row in rows("designations"):
        listed = f"/{row['listed']}" if row["listed"] else ""
        path = f"designation/{row['list']}/{row['entity']}{listed}"
        others[path] = others.get(path, "") or row["authority"] or keepers[row["list"]]
        expected.say(path, "entity", thing("entity", row["entity"]))
        expected.say(path, "list", thing("list", row["list"]))
        expected.say(path, "listedName", plain(row["entity_name"]))
        expected.say(path, "entryCountry", polity(row["country"]))
        expected.say(path, "listedOn", date(row["listed"]))
        expected.say(path, "delistedOn", date(row["delisted"]))
        expected.say(path, "act", *(thing("act", key) for key in split(row["acts"])))
        expected.say(path, "ground", concept("ground", row["ground"]))
        expected.say(path, "groundText", english(row["ground_text"]))
        expected.say(path, "legalCitation", *map(plain, split(row["legal_citation"])))
        expected.say(path, "measure", *(concept("measure", key) for key in split(row["measures"])))
        expected.say(path, "measureText", english(row["measure_text"]))
        expected.say(path, "programme", *map(plain, split(row["programmes"])))
        expected.say(path, "licenceRequirement", english(row["licence_requirement"]))
        expected.say(path, "reviewPolicy", english(row["review_policy"]))
        expected.cite(path, row["source"], row["quote"])
    for path, authority in others.items():
        expected.say(path, "authority", thing("authority", authority))
    expected.compare(graphs, "Designation")


def test_every_entity_is_there_as_its_row_says(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("entities"):
        path = f"entity/{row['entity']}"
        expected.say(path, RDF + "type", Iri(COMITY + KINDS[row["entity_kind"]]))
        expected.say(path, LABEL, english(row["entity_name"]))
        expected.say(path, "linkedTo", *map(polity, split(row["country"])))
        numbers = [iri(f"identifier/{n.replace(':', '/')}") for n in split(row["identifiers"])]
        expected.say(path, "identifier", *numbers)
        assert values_of(graphs, path, ALTERNATIVE) == set(map(bare, split(row["aliases"])))
    expected.compare(graphs, *KINDS.values())


def test_an_entity_is_linked_to_the_countries_of_its_entries_and_has_their_names() -> None:
    countries: defaultdict[str, set[str]] = defaultdict(set)
    names: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows("designations"):
        countries[row["entity"]] |= set(split(row["country"]))
        names[row["entity"]] |= {row["entity_name"]} - {""}
    for row in rows("entities"):
        aliases = set(map(bare, split(row["aliases"])))
        assert set(split(row["country"])) == countries[row["entity"]]
        assert names[row["entity"]] <= aliases | {row["entity_name"]}


def test_every_act_and_every_count_of_rows_is_there(graphs: Graphs) -> None:
    acts, counts = Expected(), Expected()
    for row in rows("acts"):
        path = f"act/{row['act']}"
        acts.say(path, TITLE, english(row["title"]))
        acts.say(path, "legalCitation", plain(row["citation"]))
        acts.say(path, "effectiveOn", date(row["effective"]))
        acts.say(path, "numberAdded", plain(row["number_added"], "integer"))
        acts.say(path, "destinationCountry", *map(polity, split(row["destination_countries"])))
        acts.say(path, "ground", concept("ground", row["ground"]))
        acts.cite(path, row["source"])
    acts.compare(graphs, "DesignationAct")
    for row in rows("rowcounts"):
        path = f"rowcount/{row['act']}/{slug(row['cited_as'])}/{row['edition']}"
        counts.say(path, "act", iri(f"act/{row['act']}"))
        counts.say(path, "citedAs", plain(row["cited_as"]))
        counts.say(path, "rows", plain(row["rows"], "integer"))
        counts.say(path, "edition", iri(f"source/{row['edition']}"))
    counts.compare(graphs, "RowCount")


def test_a_designation_leads_to_the_act_of_its_day(graphs: Graphs) -> None:
    cited: defaultdict[str, set[str]] = defaultdict(set)
    effective: dict[str, str] = {}
    for row in rows("acts"):
        effective[row["act"]] = row["effective"]
        cited[row["citation"]].add(row["act"])
    for row in rows("rowcounts"):
        cited[row["cited_as"]].add(row["act"])
    added: Counter[str] = Counter()
    claims: dict[str, Row] = {}
    for row in rows("designations"):
        claims.setdefault(f"{row['list']}/{row['entity']}/{row['listed']}".rstrip("/"), row)
    for path, row in claims.items():
        acts = {
            value.rpartition("/")[2] for value in values_of(graphs, f"designation/{path}", "act")
        }
        added.update(acts)
        assert {effective[act] for act in acts} <= {row["listed"], row["delisted"]}
        for citation in split(row["legal_citation"]):
            assert {act for act in cited[citation] if effective[act] == row["listed"]} <= acts
    announced = {row["act"]: int(row["number_added"] or 0) for row in rows("acts")}
    complete = {act for act in added if act.startswith("act-") and "removal" not in act}
    assert {act: added[act] for act in complete} == {act: announced[act] for act in complete}


def test_every_rule_is_there_as_its_row_says(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("rules"):
        path = f"rule/{row['rule']}"
        extended = [iri(f"list/{name}") for name in split(row["applies_to_lists"])]
        expected.say(path, LABEL, english(row["name_en"]))
        expected.say(path, "extendsList", *extended)
        expected.say(path, "thresholdPercent", plain(row["threshold_percent"], "decimal"))
        expected.say(path, "inForceFrom", date(row["in_force_from"]))
        expected.say(path, "inForceUntil", date(row["in_force_until"]))
        expected.say(path, "suspendedFrom", date(row["suspended_from"]))
        expected.say(path, "suspendedUntil", date(row["suspended_until"]))
        expected.say(path, "because", english(row["because_of"]))
        expected.cite(path, row["source"], row["quote"])
        expected.say(path, "authority", thing("authority", row["authority"]))
    expected.compare(graphs, "Rule")


def test_every_coverage_is_there_as_its_row_says(graphs: Graphs) -> None:
    expected = Expected()
    for row in rows("coverage"):
        status = f"/{row['status']}" if row["status"] else ""
        path = f"coverage/{row['subject_type']}/{row['subject']}{status}"
        complete = {"yes": "true", "no": "false"}[row["complete"]]
        expected.say(path, "covers", thing(row["subject_type"], row["subject"]))
        expected.say(path, "coveredStatus", concept("attendance-status", row["status"]))
        expected.say(path, "isComplete", plain(complete, "boolean"))
        expected.say(path, "expectedCount", plain(row["expected"], "integer"))
        expected.say(path, "asOf", date(row["as_of"]))
        expected.say(path, f"{SKOS}note", english(row["note"]))
        expected.cite(path, row["source"])
    expected.compare(graphs, "Coverage")


def test_no_quote_is_in_the_graphs_that_no_row_has(graphs: Graphs) -> None:
    tables = sorted(TABLES.glob("*.csv"))
    known = {row.get("quote", "") for path in tables for row in rows(path.stem)}
    stated = {
        quote.value for properties in graphs.values() for quote in properties.get("quote", set())
    }
    assert stated == known - {""}
