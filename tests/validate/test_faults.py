"""Faults that people make by hand are found and told in one plain sentence, with the repair."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.graph.load import read_triples
from comity.iris import GRAPH
from comity.terms import Iri, Quad
from comity.validate import Report, render, validate_files

WORLD = Path(__file__).with_name("world.ttl")

PREFIXES = """\
PREFIX attendance-role: <https://w3id.org/comity/scheme/attendance-role/>
PREFIX attendance-status: <https://w3id.org/comity/scheme/attendance-status/>
PREFIX claim: <https://w3id.org/comity/id/claim/>
PREFIX comity: <https://w3id.org/comity/ontology#>
PREFIX entity: <https://w3id.org/comity/id/entity/>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX ground: <https://w3id.org/comity/scheme/ground/>
PREFIX identifier: <https://w3id.org/comity/scheme/identifier-scheme/>
PREFIX initiative: <https://w3id.org/comity/id/initiative/>
PREFIX interest: <https://w3id.org/comity/scheme/interest-kind/>
PREFIX list: <https://w3id.org/comity/id/list/>
PREFIX membership-role: <https://w3id.org/comity/scheme/membership-role/>
PREFIX pact-kind: <https://w3id.org/comity/scheme/pact-kind/>
PREFIX polity: <https://w3id.org/comity/id/polity/>
PREFIX polity-kind: <https://w3id.org/comity/scheme/polity-kind/>
PREFIX region: <https://w3id.org/comity/scheme/region/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX source: <https://w3id.org/comity/id/source/>
PREFIX summit: <https://w3id.org/comity/id/summit/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

"""

CITATION = """
claim:seen a comity:Citation ; comity:source source:seed-sj ;
    comity:quote "インド、ネパール、韓国、インドネシア"@ja .
"""

ATTENDANCE = (
    """
claim:mine a comity:Attendance ; comity:polity polity:IND ;
    comity:summit summit:summit-for-democracy-2021 ;
    comity:status attendance-status:attended ; comity:role attendance-role:participant ;
    comity:observedOn "2021-12-10"^^xsd:date ; comity:citation claim:seen .
"""
    + CITATION
)

MEMBERSHIP = (
    """
claim:mine a comity:Membership ; comity:polity polity:USA ; comity:initiative initiative:echri ;
    comity:role membership-role:launching-member ; comity:since "2021-12-10"^^xsd:date ;
    comity:citation claim:seen .
"""
    + CITATION
)

PACT = (
    """
claim:mine a comity:Pact , comity:BilateralPact ;
    skos:prefLabel "US-Japan Competitiveness and Resilience (CoRe) Partnership"@en ;
    comity:pactKind pact-kind:partnership ; comity:party polity:JPN , polity:USA ;
    comity:signedOn "2021-04-16"^^xsd:date ; comity:citation claim:seen .
"""
    + CITATION
)

DESIGNATION = (
    """
claim:mine a comity:Designation ; comity:entity entity:sandvine-incorporated-ind ;
    comity:list list:bis-entity-list ; comity:ground ground:censorship-mass-surveillance ;
    comity:listedOn "2024-02-27"^^xsd:date ; comity:delistedOn "2024-10-21"^^xsd:date ;
    comity:citation claim:seen .
"""
    + CITATION
)

OWNERSHIP = (
    """
claim:mine a comity:Ownership ; comity:owner entity:sandvine-incorporated-jpn ;
    comity:owned entity:sandvine-incorporated-ind ; comity:interestKind interest:ownership ;
    comity:shareMin 51.0 ; comity:observedOn "2024-10-21"^^xsd:date ; comity:citation claim:seen .
"""
    + CITATION
)

LINK = (
    """
claim:mine a comity:IdentityLink ; comity:score 0.9 ; comity:reason "The same name."@en ;
    comity:linksEntity entity:sandvine-incorporated-jpn , entity:sandvine-incorporated-ind ;
    comity:observedOn "2024-10-21"^^xsd:date ; comity:citation claim:seen .
"""
    + CITATION
)

POLITY = """
polity:NOR a comity:State ; skos:prefLabel "Norway"@en , "ノルウェー"@ja ;
    comity:polityKind polity-kind:un-member ; comity:region region:northern-europe .
"""

CODE = (
    POLITY
    + """
polity:NOR comity:identifier claim:code .
claim:code a comity:Identifier ; comity:scheme identifier:iso-3166-1-alpha-2 ; skos:notation "NO" .
"""
)

COVERAGE = """
claim:mine a comity:Coverage ; comity:covers initiative:echri ; comity:isComplete false ;
    comity:knownCount 1 ; comity:asOf "2021-12-10"^^xsd:date .
"""

SOUND = (ATTENDANCE, MEMBERSHIP, PACT, DESIGNATION, OWNERSHIP, LINK, POLITY, CODE, COVERAGE)

# a sound file, what is wrong in it, the rule that finds it, and the fault and repair as told
FAULTS = {
    "a missing citation": (
        ATTENDANCE.replace(" ; comity:citation claim:seen .", " .").replace(CITATION, ""),
        "ClaimHasCitation",
        "The claim has no citation: add comity:citation",
    ),
    "an unknown polity": (
        ATTENDANCE.replace("polity:IND", "polity:IDN"),
        "PolityIsDeclared",
        "The polity is unknown: use the IRI of a polity that the graph declares",
    ),
    "an unknown summit": (
        ATTENDANCE.replace("summit:summit-for-democracy-2021", "summit:summit-for-democracy-2012"),
        "SummitIsDeclared",
        "The summit is unknown: use the IRI of a summit that the graph declares",
    ),
    "an end before the start": (
        MEMBERSHIP.replace("comity:citation", 'comity:until "2021-11"^^xsd:gYearMonth ;\n'
                           "    comity:citation", 1),
        "UntilNotBeforeSince",
        "The claim ends in 2021-11, before it starts in 2021-12-10: correct comity:until",
    ),
    "a pact with one party": (
        PACT.replace("polity:JPN , polity:USA", "polity:JPN"),
        "PactHasTwoParties",
        "The pact has fewer than two different parties: name each with comity:party.",
    ),
    "a bilateral pact with three parties": (
        PACT.replace("polity:JPN , polity:USA", "polity:AUS , polity:JPN , polity:USA"),
        "BilateralPactHasTwoParties",
        "The bilateral pact has more than two parties: make it a comity:Pact only",
    ),
    "a misspelt property": (
        ATTENDANCE + "claim:mine comity:representdBy 'Narendra Modi, Prime Minister' .",
        "TermIsDeclared",
        "The term comity:representdBy is used and not declared: correct its spelling",
    ),
    "a misspelt class": (
        ATTENDANCE.replace("a comity:Attendance", "a comity:Attendance , comity:Atendance"),
        "TermIsDeclared",
        "The term comity:Atendance is used and not declared: correct its spelling",
    ),
    "a year called a date": (
        MEMBERSHIP.replace('"2021-12-10"^^xsd:date', '"2021"^^xsd:date'),
        "DateIsWellFormed",
        "The date is not written as its datatype asks: write 2021-05-04 as xsd:date",
    ),
    "a day that no calendar has": (
        MEMBERSHIP.replace('"2021-12-10"^^xsd:date', '"2021-02-30"^^xsd:date'),
        "DateIsWellFormed",
        "The date is not written as its datatype asks: write 2021-05-04 as xsd:date",
    ),
    "a date in words": (
        MEMBERSHIP.replace('"2021-12-10"^^xsd:date', '"10 December 2021"'),
        "DateIsWellFormed",
        "The date is not written as its datatype asks: write 2021-05-04 as xsd:date",
    ),
    "attended and absent at once": (
        ATTENDANCE.replace("polity:IND", "polity:CHN"),
        "AttendanceIsConsistent",
        "China is said to have attended or been invited, and the opposite, at one summit: delete",
    ),
    "two English names": (
        POLITY.replace('"Norway"@en', '"Norway"@en , "Kingdom of Norway"@en'),
        "NameIsSingle",
        "The thing has two preferred names in one language: keep one skos:prefLabel",
    ),
    "no English name": (
        POLITY.replace('"Norway"@en , ', ""),
        "ThingHasEnglishName",
        "The thing has no English name: add a skos:prefLabel tagged @en.",
    ),
    "a role outside its scheme": (
        ATTENDANCE.replace("attendance-role:participant", "membership-role:participant"),
        "AttendanceRoleIsKnown",
        "The role is not a concept of its scheme: take one of the scheme attendance-role.",
    ),
    "a ground outside its scheme": (
        DESIGNATION.replace("ground:censorship-mass-surveillance", '"mass surveillance"'),
        "GroundIsKnown",
        "The ground is not a concept of its scheme: take one of the scheme ground",
    ),
    "delisted before listed": (
        DESIGNATION.replace('"2024-10-21"', '"2023-10-21"'),
        "DelistedAfterListed",
        "The designation ends in 2023-10-21, not after it was listed in 2024-02-27: correct",
    ),
    "an unknown entity": (
        DESIGNATION.replace("entity:sandvine-incorporated-ind", "entity:sandvine"),
        "EntityIsDeclared",
        "The entity is unknown: use the IRI of an entity that the graph declares",
    ),
    "an undeclared source": (
        ATTENDANCE.replace("source:seed-sj", "source:seed-js"),
        "SourceIsDeclared",
        "The source is not declared: describe it as a comity:Source",
    ),
    "a quote that is too long": (
        ATTENDANCE.replace("インド、", "インド、" * 50),
        "QuoteIsShort",
        "The quote is longer than 160 characters: cut it to the words that carry the claim.",
    ),
    "a quote without a language": (
        ATTENDANCE.replace("@ja", ""),
        "QuoteHasLanguage",
        "The quote does not say its language: add a language tag",
    ),
    "no date at all": (
        ATTENDANCE.replace('comity:observedOn "2021-12-10"^^xsd:date ; ', ""),
        "ClaimHasDate",
        "The claim has no date: add comity:since, or comity:observedOn",
    ),
    "a code in small letters": (
        CODE.replace('"NO"', '"no"'),
        "Alpha2CodeIsWellFormed",
        "The ISO 3166-1 alpha-2 code is not two capital letters: write it like JP.",
    ),
    "a code that another polity has": (
        CODE.replace('"NO"', '"JP"'),
        "CodeIsUnique",
        "The code JP names more than one polity, among them Norway: give each polity its own code.",
    ),
    "a wrong coverage count": (
        COVERAGE.replace("comity:knownCount 1", "comity:knownCount 7"),
        "CoverageCountAgrees",
        "The coverage says that 7 are known, the data hold 1: correct comity:knownCount",
    ),
    "a score above one": (
        LINK.replace("0.9", "90.0"),
        "ScoreIsFraction",
        "The score is not between 0 and 1: write it as a decimal",
    ),
    "an identity link of one": (
        LINK.replace(" , entity:sandvine-incorporated-ind", ""),
        "IdentityLinkJoinsTwo",
        "The identity link does not join exactly two entities: give it two comity:linksEntity",
    ),
    "a share above a hundred": (
        OWNERSHIP.replace("51.0", "510.0"),
        "PercentageIsInRange",
        "The percentage is not between 0 and 100: write the share in per cent",
    ),
    "an owner of itself": (
        OWNERSHIP.replace("owned entity:sandvine-incorporated-ind",
                          "owned entity:sandvine-incorporated-jpn"),
        "OwnerDiffersFromOwned",
        "The entity is said to own itself: correct comity:owner or comity:owned.",
    ),
    "a contradiction on one side": (
        ATTENDANCE + MEMBERSHIP.replace("claim:mine", "claim:other").replace(CITATION, "")
        + "claim:mine comity:contradicts claim:other .",
        "ContradictionIsMutual",
        "The contradiction is stated on one side only: add comity:contradicts to the other claim",
    ),
}  # fmt: skip


def world() -> list[Quad]:
    return [(*triple, Iri(GRAPH + "world")) for triple in read_triples(WORLD)]


def validated(text: str, folder: Path) -> Report:
    file = folder / "mine.ttl"
    file.write_text(PREFIXES + text, encoding="utf-8")
    return validate_files([file], context=world())


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_file_gives_no_finding(text: str, tmp_path: Path) -> None:
    assert validated(text, tmp_path).findings == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_told_with_its_repair(fault: str, tmp_path: Path) -> None:
    text, rule, sentence = FAULTS[fault]

    report = validated(text, tmp_path)

    assert {finding.rule for finding in report.findings} == {rule}
    assert report.has_violations
    assert sentence in render(report, "text")


def test_two_sources_that_disagree_openly_are_only_worth_a_second_look(tmp_path: Path) -> None:
    absent = "<https://w3id.org/comity/id/attendance/summit-for-democracy-2021/CHN/absent>"
    text = (
        ATTENDANCE.replace("polity:IND", "polity:CHN")
        + f"claim:mine comity:contradicts {absent} . {absent} comity:contradicts claim:mine ."
    )

    report = validated(text, tmp_path)

    assert {finding.rule for finding in report.findings} == {"AttendanceContradictionIsOpen"}
    assert not report.has_violations
