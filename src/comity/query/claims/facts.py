"""Plain facts of a thing, and when claims hold: in the words of a source, and as two days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comity.graph.dates import first_day, last_day
from comity.iris import DCTERMS, PREFIXES, PROV, SKOS
from comity.query.claims.records import NAME, TYPE, Names, Record
from comity.terms import Iri, Literal, Term
from comity.vocab import COMITY

# The property that says when something begins or ends, and the word for it; the first that is
# there counts. Those of claims come first.
_BEGINS: tuple[tuple[Iri, str], ...] = (
    (COMITY.since, "since"),
    (COMITY.signedOn, "signed"),
    (COMITY.listedOn, "listed"),
    (COMITY.launchedOn, "launched"),
    (COMITY.startedOn, "began"),
    (COMITY.effectiveOn, "effective"),
    (COMITY.inForceFrom, "in force since"),
)
_ENDS: tuple[tuple[Iri, str], ...] = (
    (COMITY.until, "until"),
    (COMITY.delistedOn, "delisted"),
    (COMITY.dissolvedOn, "dissolved"),
    (COMITY.inForceUntil, "until"),
)


@dataclass(frozen=True, slots=True)
class Interval:
    """When something holds: ``begin``, ``end`` and ``observed`` as stated, "" where they are not.

    ``known_from`` and ``known_until`` are full dates or "": the half-open interval of days on
    which it is known to hold.
    """

    begin: str = ""
    begin_word: str = "since"
    end: str = ""
    end_word: str = "until"
    observed: str = ""
    known_from: str = ""
    known_until: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether it is known to hold on the day; what has no dates always does."""
        text = day.isoformat()
        return self.known_from <= text and (not self.known_until or text < self.known_until)

    def words(self) -> str:
        """Return the interval as the source states it: "since 2021-12-10", "seen 2021-12-31"."""
        parts = []
        if self.begin:
            parts.append(f"{self.begin_word} {self.begin}")
        elif self.observed:
            parts.append(f"seen {self.observed}")
        if self.end:
            parts.append(f"{self.end_word} {self.end}")
        return ", ".join(parts)


def interval_of(record: Record) -> Interval:
    """Return when a claim or a dated thing holds.

    The two days are those that the build derived; of a thing for which it derives none (a rule,
    an initiative) they follow from its own dates in the same way.
    """
    begin, begin_word = _first(record, _BEGINS)
    end, end_word = _first(record, _ENDS)
    observed = record.text(COMITY.observedOn)
    return Interval(
        begin,
        begin_word,
        end,
        end_word,
        observed,
        record.text(COMITY.holdsFrom) or last_day(begin or observed),
        record.text(COMITY.holdsUntil) or first_day(end),
    )


def _first(record: Record, properties: tuple[tuple[Iri, str], ...]) -> tuple[str, str]:
    for name, word in properties:
        if stated := record.text(name):
            return stated, word
    return "", properties[0][1]


_MATCH = Iri(SKOS + "exactMatch")
_NOTATION = Iri(SKOS + "notation")
DESCRIPTION = Iri(DCTERMS + "description")
_TITLE = Iri(DCTERMS + "title")
_LAT, _LONG = Iri(PREFIXES["geo"] + "lat"), Iri(PREFIXES["geo"] + "long")

_NAMES = (
    (NAME, "name"),
    (COMITY.officialName, "official name"),
    (Iri(SKOS + "altLabel"), "alias"),
    (COMITY.weakAlias, "weak alias"),
    (_TITLE, "title"),
)
# What is told elsewhere on the page, or says nothing to people.
_ELSEWHERE = {
    *(name for name, _ in _NAMES),
    *(TYPE, _MATCH, DESCRIPTION, COMITY.identifier, COMITY.citation, COMITY.contradicts),
    *(COMITY.flagEmoji, COMITY.holdsFrom, COMITY.holdsUntil, COMITY.canonical),
}
# The facts in the order in which people ask for them; several properties may share a line.
_FACTS: tuple[tuple[str, tuple[Iri, ...]], ...] = (
    ("Kind", (COMITY.polityKind, COMITY.initiativeKind, COMITY.pactKind, COMITY.sourceKind)),
    ("Format", (COMITY.summitFormat,)),
    ("Region", (COMITY.region,)),
    ("Capital", (COMITY.capital,)),
    ("Member of the United Nations since", (COMITY.unMemberSince,)),
    ("Latitude", (_LAT,)),
    ("Longitude", (_LONG,)),
    ("First day", (COMITY.startedOn,)),
    ("Last day", (COMITY.endedOn,)),
    ("Place", (COMITY.place,)),
    ("Hosted by", (COMITY.hostedBy,)),
    ("Launched on", (COMITY.launchedOn,)),
    ("Launched at", (COMITY.launchedAt,)),
    ("Dissolved on", (COMITY.dissolvedOn,)),
    ("Parties", (COMITY.party,)),
    ("Signed on", (COMITY.signedOn,)),
    ("Seen on", (COMITY.observedOn,)),
    ("In force from", (COMITY.inForceFrom,)),
    ("In force until", (COMITY.inForceUntil,)),
    ("Suspended from", (COMITY.suspendedFrom,)),
    ("Suspended until", (COMITY.suspendedUntil,)),
    ("Until", (COMITY.until,)),
    ("Technology", (COMITY.technologyArea,)),
    ("Linked to", (COMITY.linkedTo,)),
    ("Headquartered in", (COMITY.headquarteredIn,)),
    ("Incorporated in", (COMITY.incorporatedIn,)),
    ("Address in", (COMITY.addressIn,)),
    ("Nationality", (COMITY.nationality,)),
    ("Authority", (COMITY.authority,)),
    ("Authority of", (COMITY.ofPolity,)),
    ("Extends", (COMITY.extendsList,)),
    ("From a share of", (COMITY.thresholdPercent,)),
    ("Because", (COMITY.because,)),
    ("Legal basis", (COMITY.legalBasis,)),
    ("Effect", (COMITY.effect,)),
    ("Measures", (COMITY.measure,)),
    ("Publisher", (COMITY.publisherName,)),
    ("Published", (Iri(DCTERMS + "issued"),)),
    ("Retrieved", (Iri(PROV + "generatedAtTime"),)),
    ("Address", (COMITY.url, Iri(PREFIXES["schema"] + "url"))),
    ("Licence", (Iri(DCTERMS + "rights"),)),
    ("Refers to", (Iri(DCTERMS + "references"),)),
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a thing, in its language ("" where none is stated), and what sort of name it is."""

    text: str
    language: str
    sort: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or code of a thing, in a scheme; of a link to another data set, its IRI."""

    scheme: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of a thing in words, and its values as terms and in words."""

    name: str
    property: Iri
    values: tuple[Term, ...]
    words: tuple[str, ...]


def names_of(record: Record) -> tuple[Name, ...]:
    """Return every name, preferred ones first, English first among equals."""
    names: list[Name] = []
    for name, sort in _NAMES:
        literals = [literal for literal in record.all(name) if isinstance(literal, Literal)]
        literals.sort(
            key=lambda literal: (literal.language != "en", literal.language or "", literal.value)
        )
        names.extend(Name(literal.value, literal.language or "", sort) for literal in literals)
    return tuple(names)


def identifiers_of(record: Record, nodes: Iterable[Record], names: Names) -> tuple[Identifier, ...]:
    """Return the codes of a thing, by scheme, then its IRIs in other data sets."""
    codes = [
        Identifier(names.list(node.things(COMITY.scheme)), node.text(_NOTATION)) for node in nodes
    ]
    links = [Identifier("Same as", identifier.value) for identifier in record.things(_MATCH)]
    return (*sorted(codes, key=lambda identifier: (identifier.scheme, identifier.text)), *links)


def facts_of(record: Record, names: Names) -> tuple[Fact, ...]:
    """Return the facts in a fixed order; properties without a place of their own come last."""
    shown = {name for _, properties in _FACTS for name in properties} | _ELSEWHERE
    others = sorted(set(record.says) - shown)
    lines = [(words, name) for words, properties in _FACTS for name in properties]
    lines += [(names[name][:1].upper() + names[name][1:], name) for name in others]
    return tuple(
        Fact(words, name, values, tuple(sorted(_worded(name, value, names) for value in values)))
        for words, name in lines
        if (values := record.all(name))
    )


def _worded(name: Iri, value: Term, names: Names) -> str:
    words = names.words(value)
    return f"{words} %" if name == COMITY.thresholdPercent else words
