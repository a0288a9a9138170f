"""Writes listed entities in the FollowTheMoney model, one JSON object a line.

What becomes what follows https://followthemoney.tech/explorer/: an entity is a Person, Company,
PublicBody, Organization, Vessel, Airplane or LegalEntity; a designation is a Sanction of it; an
ownership is an Ownership. States, summits, initiatives and pacts have no schema there and are left
out. Property names and types were taken from the followthemoney package, version 4.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping

from comity.iris import DCTERMS, ID, SKOS, key_of
from comity.store.engines.interface import Engine
from comity.terms import RDF, Iri, Literal, Term, Triple
from comity.vocab import COMITY

Properties = dict[str, list[str]]

_TYPE = Iri(RDF + "type")
_LABEL = Iri(SKOS + "prefLabel")
_ALIAS = Iri(SKOS + "altLabel")
_NOTATION = Iri(SKOS + "notation")
_TITLE = Iri(DCTERMS + "title")

SCHEMAS = {
    COMITY.Person: "Person",
    COMITY.Company: "Company",
    COMITY.GovernmentBody: "PublicBody",
    COMITY.MilitaryUnit: "Organization",
    COMITY.ResearchBody: "Organization",
    COMITY.Vessel: "Vessel",
    COMITY.Aircraft: "Airplane",
    COMITY.OtherEntity: "LegalEntity",
}
_PEOPLE = frozenset(("Person",))
_CRAFT = frozenset(("Vessel", "Airplane"))
_BODIES = frozenset(("Company", "PublicBody", "Organization", "LegalEntity"))
_LEGAL = _BODIES | _PEOPLE

# Where a property of ours goes, and in which schemas it is one; elsewhere it becomes a note.
_WORDS: dict[Iri, tuple[str, frozenset[str]]] = {
    COMITY.weakAlias: ("weakAlias", _LEGAL | _CRAFT),
    COMITY.formerName: ("previousName", _LEGAL | _CRAFT),
    COMITY.address: ("address", _LEGAL | _CRAFT),
    COMITY.bornOn: ("birthDate", _PEOPLE),
    COMITY.birthPlace: ("birthPlace", _PEOPLE),
    COMITY.occupation: ("position", _PEOPLE),
    COMITY.vesselType: ("type", _CRAFT),
    COMITY.remark: ("notes", _LEGAL | _CRAFT),
    COMITY.listField: ("notes", _LEGAL | _CRAFT),
    COMITY.bornText: ("notes", _LEGAL | _CRAFT),
}
_TIES: dict[Iri, tuple[str, frozenset[str]]] = {
    COMITY.nationality: ("nationality", _PEOPLE),
    COMITY.incorporatedIn: ("jurisdiction", _BODIES),
    COMITY.headquarteredIn: ("mainCountry", _BODIES),
    COMITY.flaggedIn: ("flag", frozenset(("Vessel",))),
    COMITY.linkedTo: ("country", _LEGAL | _CRAFT),
    COMITY.addressIn: ("country", _LEGAL | _CRAFT),
}
_NUMBERS: dict[str, tuple[str, frozenset[str]]] = {
    "imo": ("imoNumber", frozenset(("Vessel", *_BODIES - {"LegalEntity"}))),
    "mmsi": ("mmsi", frozenset(("Vessel",))),
    "call-sign": ("callSign", frozenset(("Vessel",))),
    "aircraft-registration": ("registrationNumber", _CRAFT),
    "lei": ("leiCode", _BODIES),
    "swift-bic": ("swiftBic", _BODIES),
    "tax-number": ("taxNumber", _LEGAL),
    "registration-number": ("registrationNumber", _BODIES),
    "duns": ("dunsCode", _BODIES),
    "passport-number": ("passportNumber", _PEOPLE),
    "national-id-number": ("idNumber", _LEGAL),
    "unified-social-credit-code": ("uscCode", _BODIES),
    "wikidata": ("wikidataId", _LEGAL | _CRAFT),
}
_LONGEST_NUMBER = 32  # what is longer is a remark on a number, as lists have them
_GENDERS = {"male": "male", "m": "male", "female": "female", "f": "female"}
_ENTITIES = f"""
SELECT DISTINCT ?entity
WHERE {{ ?entity a ?kind FILTER (?kind IN ({", ".join(f"<{kind.value}>" for kind in SCHEMAS)})) }}
"""
_OWNERSHIPS = f"SELECT DISTINCT ?claim WHERE {{ ?claim a <{COMITY.Ownership.value}> }}"


def write_ftm(engine: Engine) -> Iterator[str]:
    """Give every listed entity, its designations and the ownerships as FollowTheMoney lines."""
    writer = _Writer(engine)
    entities = _subjects(engine, _ENTITIES)
    for entity in entities:
        yield from writer.entity(entity)
    for claim in _subjects(engine, _OWNERSHIPS):
        yield from writer.ownership(claim)


class _Writer:
    """Reads what is said of each thing, and remembers the little that many share."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._codes = _country_codes(engine)
        self._labels: dict[Iri, str] = {}
        self._kept: dict[Iri, Mapping[Iri, list[Term]]] = {}

    def entity(self, entity: Iri) -> Iterator[str]:
        said = self._said(entity)
        schema = next((SCHEMAS[kind] for kind in said[_TYPE] if kind in SCHEMAS), "LegalEntity")
        properties: Properties = defaultdict(list)
        english = [name for name in said[_LABEL] if isinstance(name, Literal)]
        properties["name"] += [
            name.value for name in sorted(english, key=lambda name: name.language != "en")
        ]
        properties["alias"] += [name.value for name in said[_ALIAS]]
        for predicate, (name, schemas) in _WORDS.items():
            place = name if schema in schemas else "notes"
            properties[place] += [value.value for value in said[predicate]]
        for predicate, (name, schemas) in _TIES.items():
            for value in said[predicate]:
                self._tied(properties, name if schema in schemas else "country", value)
        if schema in _PEOPLE:
            for word in said[COMITY.gender]:
                if word.value.lower() in _GENDERS:
                    properties["gender"].append(_GENDERS[word.value.lower()])
                else:
                    properties["notes"].append(f"gender: {word.value}")
        for number in said[COMITY.identifier]:
            assert isinstance(number, Iri)
            self._number(properties, schema, number)
        yield _line(_id(entity), schema, properties)
        for claim in sorted(self._engine.triples(predicate=COMITY.entity, value=entity)):
            subject = claim[0]
            assert isinstance(subject, Iri)
            yield self._sanction(subject, entity)

    def ownership(self, claim: Iri) -> Iterator[str]:
        said = self._said(claim)
        owner, owned = said[COMITY.owner], said[COMITY.owned]
        if not owner or not owned:
            return
        properties: Properties = defaultdict(list)
        properties["owner"] = [_id(owner[0])]
        properties["asset"] = [_id(owned[0])]
        asset = {kind for kind in self._said(_iri(owned[0]))[_TYPE] if isinstance(kind, Iri)}
        least, most = said[COMITY.shareMin], said[COMITY.shareMax]
        if least and most:
            both = dict.fromkeys((least[0].value, most[0].value))
            properties["percentage"] = ["-".join(both)]
        self._dates(properties, said)
        if asset & {COMITY.Company, COMITY.Vessel, COMITY.Aircraft}:
            yield _line(_id(claim), "Ownership", properties)
        else:  # only what is an Asset can be owned there
            properties["subject"], properties["object"] = (
                properties.pop("owner"),
                properties.pop("asset"),
            )
            share = properties.pop("percentage", [])
            properties["role"] = [f"owner, {text} %" for text in share] or ["owner"]
            yield _line(_id(claim), "UnknownLink", properties)

    def _sanction(self, claim: Iri, entity: Iri) -> str:
        said = self._said(claim)
        properties: Properties = defaultdict(list)
        properties["entity"] = [_id(entity)]
        for list_ in said[COMITY.list]:
            listed = self._shared(list_)
            properties["program"].append(self._label(_iri(list_)))
            for authority in listed[COMITY.authority]:
                properties["authority"].append(self._label(_iri(authority)))
                for polity in self._shared(authority)[COMITY.ofPolity]:
                    self._tied(properties, "country", polity)
        properties["program"] += [text.value for text in said[COMITY.programme]]
        properties["reason"] += [text.value for text in said[COMITY.groundText]]
        properties["reason"] += [self._label(_iri(ground)) for ground in said[COMITY.ground]]
        properties["provisions"] += [self._label(_iri(one)) for one in said[COMITY.measure]]
        for predicate in (
            COMITY.measureText,
            COMITY.licenceRequirement,
            COMITY.reviewPolicy,
            COMITY.legalCitation,
        ):
            properties["provisions"] += [text.value for text in said[predicate]]
        self._dates(properties, said)
        properties["recordId"] = [claim.value.removeprefix(ID)]
        for citation in said[COMITY.citation]:
            for source in self._said(_iri(citation))[COMITY.source]:
                told = self._shared(source)
                properties["sourceUrl"] += [
                    url.value for url in told[COMITY.url] if url.value.startswith("http")
                ]
                properties["publisher"] += [text.value for text in told[COMITY.publisherName]]
        return _line(_id(claim), "Sanction", properties)

    @staticmethod
    def _dates(properties: Properties, said: Mapping[Iri, list[Term]]) -> None:
        for predicate, name in (
            (COMITY.listedOn, "listingDate"),
            (COMITY.listedOn, "startDate"),
            (COMITY.since, "startDate"),
            (COMITY.delistedOn, "endDate"),
            (COMITY.until, "endDate"),
        ):
            properties[name] += [date.value for date in said[predicate]]

    def _number(self, properties: Properties, schema: str, number: Iri) -> None:
        said = self._said(number)
        for scheme in said[COMITY.scheme]:
            name, schemas = _NUMBERS.get(key_of(scheme.value), ("", frozenset[str]()))
            for value in said[_NOTATION]:
                if schema in schemas and len(value.value) <= _LONGEST_NUMBER:
                    properties[name].append(value.value)
                else:
                    properties["notes"].append(f"{self._label(_iri(scheme))}: {value.value}")

    def _tied(self, properties: Properties, name: str, polity: Term) -> None:
        code = self._codes.get(polity.value)
        if code:
            properties[name].append(code)
        else:
            properties["notes"].append(f"{name}: {self._label(_iri(polity))}")

    def _label(self, thing: Iri) -> str:
        if thing not in self._labels:
            said = self._shared(thing)
            english = [
                name.value
                for name in (*said[_LABEL], *said[_TITLE])
                if isinstance(name, Literal) and name.language in ("en", None)
            ]
            self._labels[thing] = english[0] if english else key_of(thing.value)
        return self._labels[thing]

    def _shared(self, subject: Term) -> Mapping[Iri, list[Term]]:
        """Return what is said of a list, an authority, a source: few, and each asked for often."""
        subject = _iri(subject)
        if subject not in self._kept:
            self._kept[subject] = self._said(subject)
        return self._kept[subject]

    def _said(self, subject: Iri) -> Mapping[Iri, list[Term]]:
        found: defaultdict[Iri, list[Term]] = defaultdict(list)
        for _, predicate, value in sorted(self._engine.triples(subject=subject), key=_order):
            found[predicate].append(value)
        return found


def _order(triple: Triple) -> tuple[str, ...]:
    _, predicate, value = triple
    return (predicate.value, value.value, (isinstance(value, Literal) and value.language) or "")


def _country_codes(engine: Engine) -> dict[str, str]:
    """Return the code of each polity as FollowTheMoney has it: alpha-2, in lower case."""
    answer = engine.select(
        f"SELECT ?polity ?code WHERE {{ ?polity <{COMITY.identifier.value}> ?number . "
        f"?number <{COMITY.scheme.value}> "
        "<https://w3id.org/comity/scheme/identifier-scheme/iso-3166-1-alpha-2> ; "
        f"<{SKOS}notation> ?code }}"
    )
    return {polity.value: code.value.lower() for polity, code in answer.rows if polity and code}


def _subjects(engine: Engine, query: str) -> list[Iri]:
    answer = engine.select(query)
    return sorted(row[0] for row in answer.rows if isinstance(row[0], Iri))


def _iri(term: Term) -> Iri:
    assert isinstance(term, Iri)
    return term


def _id(thing: Term) -> str:
    """Return an identifier that FollowTheMoney accepts: letters, digits, points and dashes."""
    return "comity-" + thing.value.removeprefix(ID).replace("/", ".").replace("~", "-")


def _line(id_: str, schema: str, properties: Mapping[str, list[str]]) -> str:
    told = {name: list(dict.fromkeys(values)) for name, values in properties.items() if values}
    one = {"id": id_, "schema": schema, "properties": dict(sorted(told.items()))}
    return json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n"
