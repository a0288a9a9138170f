"""Compiles what tables state into statements, each in the graph that describes its subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

from comity.graph.build import citation_lines
from comity.graph.describe import NUMBERS
from comity.graph.ntriples import concept_node, dated, node, predicate, script, string, worded
from comity.iris import SKOS
from comity.tables.check import Entries, Entry, observed
from comity.tables.schema import Column, kind_of_thing, kinds, split_language
from comity.terms import RDF, XSD, Iri
from comity.vocab import COMITY

FOLDERS = {"initiative": "initiatives", "list": "designations", "summit": "summits"}
ENTITY_CLASSES = {
    "company": COMITY.Company,
    "government-body": COMITY.GovernmentBody,
    "military": COMITY.MilitaryUnit,
    "research-institute": COMITY.ResearchBody,
    "person": COMITY.Person,
    "vessel": COMITY.Vessel,
    "aircraft": COMITY.Aircraft,
    "other": COMITY.OtherEntity,
}
POLITY_CLASSES = {
    "un-member": COMITY.State,
    "un-observer": COMITY.State,
    "union": COMITY.Union,
    "territory": COMITY.Territory,
    "other-polity": COMITY.OtherPolity,
}
_POLITY_CODES = {
    "iso2": "iso-3166-1-alpha-2",
    "iso_numeric": "iso-3166-1-numeric",
    "wikidata": "wikidata",
    "eu_authority": "eu-country",
}
_SAME_ELSEWHERE = {
    "wikidata": "http://www.wikidata.org/entity/",
    "eu_authority": "http://publications.europa.eu/resource/authority/country/",
}
_MATCH = predicate(Iri(SKOS + "exactMatch"))
_LABEL = predicate(Iri(SKOS + "prefLabel"))
_NOTATION = predicate(Iri(SKOS + "notation"))
_TYPE = predicate(Iri(RDF + "type"))
_OBSERVED = predicate(COMITY.observedOn)
_DATATYPES = {"integer": "integer", "decimal": "decimal", "url": "anyURI"}


class Statements(NamedTuple):
    """What is words of one thing: the graph that says it, its class, and lines."""

    graph: str  # initiatives/echri
    cls: Iri
    lines: str


def _unknown(_list: str) -> str:
    return ""


def compile_entries(
    entries: Entries,
    day_of: Callable[[Entry], str] | None = None,
    keeper_of: Callable[[str], str] = _unknown,
) -> Iterator[Statements]:
    """Give the statements of every entry, in the order of the kinds.

    ``day_of`` tells when a claim was observed; without it the sources in the tables do.
    ``keeper_of`` tells the authority of a list that is not in the tables.
    """
    day_of = day_of or (lambda entry: observed(entry, entries["sources"]))
    compiler = _Compiler(entries, day_of, keeper_of)
    for kind in kinds().values():
        for entry in entries[kind.name].values():
            yield from compiler.statements(entry)


def graph_of(entry: Entry) -> str:
    """Return the key of the graph that describes an entry."""
    kind = entry.kind
    if kind.name == "pacts":
        return f"pacts/{entry.value('signed')[:4] or 'undated'}"
    if kind.name == "coverage":
        return f"{FOLDERS[entry.value('subject_type')]}/{entry.value('subject')}"
    if "{" not in kind.graph:
        return kind.graph
    return kind.graph.format_map({name: entry.value(name) for name in kind.key})


class _Compiler:
    def __init__(
        self, entries: Entries, day_of: Callable[[Entry], str], keeper_of: Callable[[str], str]
    ) -> None:
        self._entries = entries
        self._day_of = day_of
        self._keeper_of = cache(keeper_of)
        self._nodes: dict[tuple[str, str, str], str] = {}
        self._predicates = {
            column.predicate: predicate(column.predicate)
            for kind in kinds().values()
            for column in kind.columns.values()
            if column.predicate is not None
        }
        issuers = {NUMBERS[key]: self._authority(key) for key in sorted(NUMBERS, reverse=True)}
        self._issuers = {scheme: keeper for scheme, keeper in issuers.items() if keeper}

    def _authority(self, list_: str) -> str:
        """Return the authority that keeps a list, or nothing."""
        entry = self._entries["lists"].get(list_)
        return entry.value("authority") if entry else self._keeper_of(list_)

    def statements(self, entry: Entry) -> Iterator[Statements]:
        """Give what an entry says; contradicting claims each say it in the graph that has them."""
        kind = entry.kind
        if kind.name == "contradictions":
            yield from self._contradictions(entry)
            return
        subject = node(kind.thing, entry.path)
        cls = self._class(entry)
        lines = [f"{subject}{_TYPE}<{cls.value}> .\n"]
        for column in kind.stated:
            if column.predicate is not None:
                start = f"{subject}{self._predicates[column.predicate]}"
                for text in entry.values.get(column.name, ()):
                    lines.append(f"{start}{self._node(column, text)} .\n")
        lines += self._derived(entry, subject)
        quotes: dict[str, list[tuple[str, str]]] = {}
        for cited in entry.citations:
            words = quotes.setdefault(cited.source, [])
            if cited.quote:
                words.append((cited.quote, cited.language or script(cited.quote)))
        path = f"{kind.thing}/{entry.path}"
        lines += [citation_lines(path, subject, source, words) for source, words in quotes.items()]
        if kind.claim and (day := self._day_of(entry)):
            lines.append(f"{subject}{_OBSERVED}{dated(day)} .\n")
        yield Statements(graph_of(entry), cls, "".join(lines))

    def _class(self, entry: Entry) -> Iri:
        if entry.kind.name == "polities":
            return POLITY_CLASSES[entry.value("kind")]
        if entry.kind.name == "entities":
            return ENTITY_CLASSES[entry.value("entity_kind") or "other"]
        assert entry.kind.cls is not None
        return entry.kind.cls

    def _node(self, column: Column, text: str) -> str:
        key = (column.form, column.of, text)
        known = self._nodes.get(key)
        if known is None:
            known = self._nodes[key] = _term(column, text)
        return known

    def _derived(self, entry: Entry, subject: str) -> Iterable[str]:
        """Give what follows from an entry beside the values of its columns."""
        match entry.kind.name:
            case "polities":
                return self._polity(entry, subject)
            case "entities":
                numbers = (text.split(":", 1) for text in entry.values.get("identifiers", ()))
                return chain.from_iterable(self._identifier(subject, *pair) for pair in numbers)
            case "acts":
                mark = entry.value("citation") or entry.value("effective")
                name = entry.value("title") + (f" ({mark})" if mark else "")
                return [f"{subject}{_LABEL}{worded(name, 'en')} .\n"]
            case "pacts" if len(entry.values["parties"]) == 2:
                return [f"{subject}{_TYPE}<{COMITY.BilateralPact.value}> .\n"]
            case "designations" if not entry.value("authority"):
                keeper = self._authority(entry.value("list"))
                line = f"{subject}{predicate(COMITY.authority)}{node('authority', keeper)} .\n"
                return [line] if keeper else []
            case "coverage":
                return self._coverage(entry, subject)
        return []

    def _polity(self, entry: Entry, subject: str) -> Iterator[str]:
        iso = "iso-3166-1-alpha-3" if entry.value("iso_numeric") else "comity-code"
        yield from self._identifier(subject, iso, entry.path)
        for column, scheme in _POLITY_CODES.items():
            if code := entry.value(column):
                yield from self._identifier(subject, scheme, code)
                if column in _SAME_ELSEWHERE:
                    yield f"{subject}{_MATCH}<{_SAME_ELSEWHERE[column]}{code}> .\n"

    def _identifier(self, subject: str, scheme: str, number: str) -> Iterator[str]:
        identifier = node("identifier", f"{scheme}/{number}")
        yield f"{subject}{predicate(COMITY.identifier)}{identifier} .\n"
        yield f"{identifier}{_TYPE}<{COMITY.Identifier.value}> .\n"
        yield (
            f"{identifier}{predicate(COMITY.scheme)}{concept_node('identifier-scheme', scheme)} .\n"
        )
        yield f"{identifier}{_NOTATION}{string(number)} .\n"
        if scheme in self._issuers:
            issuer = node("authority", self._issuers[scheme])
            yield f"{identifier}{predicate(COMITY.issuedBy)}{issuer} .\n"

    def _coverage(self, entry: Entry, subject: str) -> Iterator[str]:
        covered = node(entry.value("subject_type"), entry.value("subject"))
        yield f"{subject}{predicate(COMITY.covers)}{covered} .\n"
        if not entry.value("known"):
            known = len(self._ties.get((covered, entry.value("status")), ()))
            yield f'{subject}{predicate(COMITY.knownCount)}"{known}"^^<{XSD}integer> .\n'

    @property
    def _ties(self) -> dict[tuple[str, str], set[str]]:
        """The ties that the tables know, by what they are ties to and their status."""
        if not hasattr(self, "_counted"):
            ties: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
            for entry in self._entries["memberships"].values():
                ties[node("initiative", entry.value("initiative")), ""].add(entry.value("polity"))
            for entry in self._entries["attendance"].values():
                ties[node("summit", entry.value("summit")), entry.value("status")].add(entry.path)
            for entry in self._entries["designations"].values():
                ties[node("list", entry.value("list")), ""].add(entry.path)
            self._counted = dict(ties)
        return self._counted

    def _contradictions(self, entry: Entry) -> Iterator[Statements]:
        kind = kind_of_thing(entry.value("kind"))
        assert kind is not None
        assert kind.cls is not None
        paths = [entry.value("claim_a"), entry.value("claim_b")]
        for path, other in (paths, reversed(paths)):
            claim = self._entries[kind.name].get(path)
            line = f"{node(kind.thing, path)}{predicate(COMITY.contradicts)}"
            line += f"{node(kind.thing, other)} .\n"
            yield Statements(graph_of(claim) if claim else "", kind.cls, line)


def _term(column: Column, text: str) -> str:
    """Return the value of a cell as a term of N-Triples."""
    match column.form:
        case "thing":
            return node(column.of, text)
        case "concept":
            return concept_node(column.of, text)
        case "date":
            return dated(text)
        case "boolean":
            return f'"{"true" if text == "yes" else "false"}"^^<{XSD}boolean>'
        case "words":
            return worded(*((text, column.of) if column.of else split_language(text)))
        case "string":
            return string(text)
    return f"{string(text)}^^<{XSD}{_DATATYPES[column.form]}>"
