"""The ontology keeps its own rules: profile, prose, labels, and nothing used undeclared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from comity.iris import COMITY, ID, ONTOLOGY, SCHEME
from comity.paths import room

FOLDER = Path(room("ontology"))
MODULES = sorted(FOLDER.glob("*.ttl"))
SCHEMES = sorted((FOLDER / "schemes").glob("*.ttl"))
EXAMPLES = sorted((FOLDER / "examples").glob("*.ttl"))
RULES = sorted((FOLDER / "rules").glob("*.rq"))
TERM_MODULES = [path for path in MODULES if path.stem not in {"alignments", "comity"}]

ALLOWED = {
    OWL.Class,
    OWL.DatatypeProperty,
    OWL.ObjectProperty,
    OWL.Ontology,
    OWL.SymmetricProperty,
    OWL.disjointWith,
    OWL.versionIRI,
    OWL.versionInfo,
}
SLUGS = {
    "attendance-role": "co-host guest host observer participant",
    "attendance-status": "absent attended declined invited not-invited",
    "commitment-kind": "action concern funding pillar principle",
    "endorsement-kind": "endorsed endorsed-with-reservation",
    "ground": (
        "affiliate-evasion-risk affiliates-50-percent censorship-mass-surveillance cmic-eo13959"
        " contrary-to-interests countermeasure cyber-intrusion-tools diversion-iran-dprk"
        " dprk-labour dprk-repression human-rights-abuse human-rights-surveillance-genetics"
        " human-rights-xinjiang military-biotechnology military-civil-fusion-semiconductors"
        " military-coup-myanmar military-end-use national-security-telecom"
        " prc-military-modernisation removal-after-reforms removal-after-review"
        " russia-military-end-user serious-human-rights-abuse spyware-transnational-repression"
        " support-russia-defence surveillance-technology-sector wmd-missile"
    ),
    "initiative-kind": (
        "code-of-conduct declaration dialogue export-control-regime grouping initiative"
        " organisation"
    ),
    "membership-role": (
        "chair endorser launching-member member observer participant signatory supporter"
    ),
    "pact-kind": "agreement dialogue framework joint-statement memorandum partnership treaty",
    "polity-kind": "other-polity territory un-member un-observer union",
    "region": (
        "africa americas asia australia-and-new-zealand caribbean central-america central-asia"
        " eastern-africa eastern-asia eastern-europe europe melanesia micronesia middle-africa"
        " northern-africa northern-america northern-europe oceania polynesia south-america"
        " south-eastern-asia southern-africa southern-asia southern-europe western-africa"
        " western-asia western-europe"
    ),
    "source-kind": "dataset encyclopaedia law-firm news ngo official official-copy",
    "summit-format": "hybrid in-person virtual",
    "technology-area": (
        "5g-6g-telecom artificial-intelligence biotechnology clean-energy critical-minerals"
        " cyber-security data-governance defence-technology digital-trade export-control nuclear"
        " quantum research-and-talent semiconductors space standards supply-chain"
        " surveillance-technology"
    ),
}


@cache
def _read(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def _terms() -> list[URIRef]:
    graph = _read(*MODULES)
    return sorted(
        term
        for term in graph.subjects(RDFS.isDefinedBy, URIRef(ONTOLOGY))
        if isinstance(term, URIRef)
    )


def _name(term: Node) -> str:
    return re.split(r"[#/]", str(term))[-1]


def _texts(graph: Graph, subject: Node, predicate: Node, language: str) -> list[str]:
    return [
        str(value)
        for value in graph.objects(subject, predicate)
        if isinstance(value, Literal) and value.language == language
    ]


def _undeclared(used: Iterable[Node]) -> set[URIRef]:
    ours = {one for one in used if isinstance(one, URIRef) and one.startswith(COMITY)}
    return ours - set(_terms())


@pytest.mark.parametrize("path", [*MODULES, *SCHEMES, *EXAMPLES], ids=lambda path: path.name)
def test_no_file_has_a_blank_node(path: Path) -> None:
    assert not [term for triple in _read(path) for term in triple if isinstance(term, BNode)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_the_modules_use_only_a_short_list_of_owl(path: Path) -> None:
    used = {term for triple in _read(path) for term in triple if str(term).startswith(str(OWL))}
    assert used <= ALLOWED


def test_the_header_lists_every_module() -> None:
    graph = _read(FOLDER / "comity.ttl")
    parts = graph.objects(URIRef(ONTOLOGY), URIRef("http://purl.org/dc/terms/hasPart"))
    assert {_name(part) for part in parts} == {path.stem for path in MODULES} - {"comity"}


def test_the_version_is_in_the_version_iri() -> None:
    graph = _read(FOLDER / "comity.ttl")
    version = graph.value(URIRef(ONTOLOGY), OWL.versionInfo)
    assert graph.value(URIRef(ONTOLOGY), OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")


@pytest.mark.parametrize("term", _terms(), ids=_name)
def test_a_term_has_its_kind_name_definition_and_example(term: URIRef) -> None:
    graph = _read(*MODULES)
    kinds = set(graph.objects(term, RDF.type)) - {OWL.SymmetricProperty}
    assert len(kinds) == 1
    assert kinds <= {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
    for language in ("en", "ja"):
        assert len(_texts(graph, term, SKOS.prefLabel, language)) == 1
    (definition,) = _texts(graph, term, SKOS.definition, "en")
    assert re.fullmatch(r"[A-Z][^\n]*\.", definition)
    assert not re.search(r"[.!?] [A-Z]", definition), "one sentence"
    (example,) = _texts(graph, term, SKOS.example, "en")
    assert re.fullmatch(r".+\. Negative example: .+\.", example)


@pytest.mark.parametrize("term", _terms(), ids=_name)
def test_a_term_is_declared_in_one_module_and_named_by_its_kind(term: URIRef) -> None:
    homes = [path.stem for path in TERM_MODULES if (term, RDF.type, None) in _read(path)]
    assert len(homes) == 1
    is_class = (term, RDF.type, OWL.Class) in _read(*MODULES)
    assert _name(term)[0].isupper() == is_class


def test_no_two_terms_share_a_name_or_a_definition() -> None:
    graph = _read(*MODULES)
    for predicate in (SKOS.prefLabel, SKOS.definition):
        seen: dict[tuple[str, bool], URIRef] = {}
        for term in _terms():
            is_class = (term, RDF.type, OWL.Class) in graph
            for text in _texts(graph, term, predicate, "en"):
                assert seen.setdefault((text, is_class), term) == term


@pytest.mark.parametrize("path", [*MODULES, *SCHEMES, *EXAMPLES], ids=lambda path: path.name)
def test_no_file_uses_an_undeclared_term(path: Path) -> None:
    assert not _undeclared(term for triple in _read(path) for term in triple)


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_no_rule_uses_an_undeclared_term_or_concept(path: Path) -> None:
    text = path.read_text("utf-8")
    prefixes = dict(re.findall(r"^PREFIX ([\w-]+): <([^>]+)>", text, re.MULTILINE))
    body = re.sub(r"^(?:#|PREFIX).*$", "", text, flags=re.MULTILINE)
    used = [
        URIRef(prefixes[prefix] + local)
        for prefix, local in re.findall(r"(?<![\w?-])([a-z][\w-]*):([\w-]+)", body)
    ]
    assert any(name.startswith(COMITY) for name in used)
    assert not _undeclared(used)
    concepts = set(_read(*SCHEMES).subjects(RDF.type, SKOS.Concept))
    assert {name for name in used if name.startswith(SCHEME)} <= concepts


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_what_a_rule_derives_is_marked_and_never_asserted(path: Path) -> None:
    head = path.read_text("utf-8").partition("CONSTRUCT")[2].partition("WHERE")[0]
    for name in re.findall(r"comity:(\w+)", head):
        term = URIRef(COMITY + name)
        (note,) = _texts(_read(*MODULES), term, SKOS.scopeNote, "en")
        assert note.startswith(f"Derived, never asserted: ontology/rules/{path.name} ")
        assert (None, term, None) not in _read(*EXAMPLES)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_declares_whatever_it_refers_to(path: Path) -> None:
    graph = _read(path)
    things = {term for triple in graph for term in triple if str(term).startswith(ID)}
    assert not {thing for thing in things if (thing, RDF.type, None) not in graph}
    concepts = {term for triple in graph for term in triple if str(term).startswith(SCHEME)}
    assert not {one for one in concepts if (one, RDF.type, SKOS.Concept) not in _read(*SCHEMES)}


def test_every_module_of_terms_has_an_example() -> None:
    assert [path.stem for path in EXAMPLES] == [path.stem for path in TERM_MODULES]


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.name)
def test_a_concept_has_names_a_definition_its_slug_and_a_place(path: Path) -> None:
    graph = _read(path)
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        scheme = URIRef(str(concept).rpartition("/")[0])
        for language in ("en", "ja"):
            assert len(_texts(graph, concept, SKOS.prefLabel, language)) == 1, concept
        (definition,) = _texts(graph, concept, SKOS.definition, "en")
        assert re.fullmatch(r"[A-Z][^\n]*\.", definition), concept
        assert list(graph.objects(concept, SKOS.inScheme)) == [scheme]
        assert list(graph.objects(concept, SKOS.notation)) == [Literal(_name(concept))]
        is_top = (concept, SKOS.topConceptOf, scheme) in graph
        assert is_top == ((scheme, SKOS.hasTopConcept, concept) in graph)
        broader = list(graph.objects(concept, SKOS.broader))
        assert len(broader) == (0 if is_top else 1), concept
        assert all((one, SKOS.inScheme, scheme) in graph for one in broader)


def test_a_scheme_has_names_and_a_definition() -> None:
    graph = _read(*SCHEMES)
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert len(_texts(graph, scheme, predicate, "en")) == 1, scheme


@pytest.mark.parametrize("scheme", SLUGS)
def test_every_slug_that_facts_use_is_a_concept(scheme: str) -> None:
    concepts = set(_read(*SCHEMES).subjects(SKOS.inScheme, URIRef(SCHEME + scheme)))
    assert {URIRef(f"{SCHEME}{scheme}/{slug}") for slug in SLUGS[scheme].split()} <= concepts


def test_every_property_that_leads_to_concepts_names_their_scheme() -> None:
    graph = _read(*MODULES)
    schemes = set(_read(*SCHEMES).subjects(RDF.type, SKOS.ConceptScheme))
    assert set(graph.objects(None, RDFS.seeAlso)) == schemes
    for term in graph.subjects(RDFS.range, SKOS.Concept):
        assert set(graph.objects(term, RDFS.seeAlso)) & schemes, term
