"""States what a list says of an entity: names, countries, addresses, numbers, dates, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.graph.dates import is_date
from comity.graph.ntriples import concept_node, dated, language_of, node, predicate, string, worded
from comity.iris import SKOS
from comity.lists.model.record import Identifier, Name, Record
from comity.lists.normalise.countries import polity_of
from comity.terms import RDF, Iri
from comity.vocab import COMITY

Unread = tuple[str, str]  # kind of fault, and the text that could not be read

_TYPE = predicate(Iri(RDF + "type"))
_LABEL = predicate(Iri(SKOS + "prefLabel"))
_ALIAS = predicate(Iri(SKOS + "altLabel"))
_NOTATION = predicate(Iri(SKOS + "notation"))
_WEAK = predicate(COMITY.weakAlias)
_FORMER = predicate(COMITY.formerName)
_FIELD = predicate(COMITY.listField)
_IDENTIFIER = predicate(COMITY.identifier)
_SCHEME = predicate(COMITY.scheme)
_ISSUED_BY = predicate(COMITY.issuedBy)
_ADDRESS = predicate(COMITY.address)
_BORN_ON = predicate(COMITY.bornOn)
_BORN_TEXT = predicate(COMITY.bornText)
_PLAIN = {
    "birth_places": predicate(COMITY.birthPlace),
    "positions": predicate(COMITY.occupation),
    "remarks": predicate(COMITY.remark),
}
_TIES = {
    "linked": predicate(COMITY.linkedTo),
    "headquarters": predicate(COMITY.headquarteredIn),
    "incorporation": predicate(COMITY.incorporatedIn),
    "address": predicate(COMITY.addressIn),
    "nationality": predicate(COMITY.nationality),
    "flag": predicate(COMITY.flaggedIn),
}
_GENDER = predicate(COMITY.gender)
_VESSEL = predicate(COMITY.vesselType)
_IS_IDENTIFIER = f"{_TYPE}<{COMITY.Identifier.value}> .\n"
_KINDS = {
    kind: f"{_TYPE}<{COMITY.Entity.value.removesuffix('Entity')}{kind}> .\n"
    for kind in (
        "Person",
        "Company",
        "GovernmentBody",
        "MilitaryUnit",
        "ResearchBody",
        "Vessel",
        "Aircraft",
        "OtherEntity",
    )
}
# The scheme of a list's own numbers, where it is one that others cite too.
NUMBERS = {
    "ofac-sdn": "ofac-uid",
    "ofac-cons": "ofac-uid",
    "un-sc": "un-reference",
    "eu-fsf": "eu-reference",
    "uk-sanctions-list": "uk-reference",
    "uk-conlist": "ofsi-group",
    "canada-sema": "canada-reference",
    "australia-dfat": "australia-reference",
    "japan-mof": "japan-reference",
    "japan-meti-eul": "japan-reference",
    "ukraine-nsdc": "ukraine-reference",
    "ftm": "ftm",
}
_UNSAFE = re.compile(r"[^A-Za-z0-9._~]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def polities(record: Record) -> list[str]:
    """Return the keys of the polities that a record names, each once, in the record's order."""
    given = [tie.country for tie in record.ties] + [one.country for one in record.addresses]
    return list(dict.fromkeys(key for text in given if text and (key := polity_of(text))))


def description(subject: str, space: str, record: Record) -> tuple[str, list[Unread]]:
    """Return the lines that describe an entity, and what in its record could not be read.

    ``space`` is the list or source that numbers it.
    """
    unread: list[Unread] = []
    lines = [subject + _KINDS[record.kind]]
    lines += _named(subject, record.names)
    lines += _tied(subject, record, unread)
    for identifier in _numbers(space, record):
        lines += _identified(subject, identifier, unread)
    for date in record.births:
        if is_date(date.value) and not date.circa and not date.until:
            lines.append(f"{subject}{_BORN_ON}{dated(date.value)} .\n")
        else:
            if not is_date(date.value):
                unread.append(("date cannot be read", date.text))
            lines.append(f"{subject}{_BORN_TEXT}{string(date.text)} .\n")
    for field, start in _PLAIN.items():
        lines += [f"{subject}{start}{string(text)} .\n" for text in getattr(record, field)]
    if record.gender:
        lines.append(f"{subject}{_GENDER}{string(record.gender)} .\n")
    if record.vessel_type:
        lines.append(f"{subject}{_VESSEL}{string(record.vessel_type)} .\n")
    for note in record.notes:
        lines.append(f"{subject}{_FIELD}{string(f'{note.field}: {note.text}')} .\n")
    return "".join(dict.fromkeys(lines)), unread


def labels(names: tuple[Name, ...]) -> tuple[str, ...]:
    """Return the preferred labels of a record as literals, the English one first.

    That is the primary name where it has Latin letters; else the first other name that has; else
    the primary name as it is, because every entity needs a name that can be shown. A primary name
    in another script is the label in its language.
    """
    first, shown = names[0], _shown(names)
    english = worded(shown.text, "en")
    if shown is first:
        return (english,)
    return english, worded(first.text, language_of(first.text, first.language))


def _shown(names: tuple[Name, ...]) -> Name:
    return next((name for name in names if _LATIN.search(name.text)), names[0])


def _named(subject: str, names: tuple[Name, ...]) -> Iterator[str]:
    """Give one English label, at most one in each other language, and the rest as aliases."""
    first, shown = names[0], _shown(names)
    for label in labels(names):
        yield f"{subject}{_LABEL}{label} .\n"
    for name in names:
        if name.text == shown.text or name is first:
            continue
        start = _WEAK if name.kind == "weak" else _ALIAS
        yield f"{subject}{start}{worded(name.text, language_of(name.text, name.language))} .\n"
        if name.kind == "former":
            tag = language_of(name.text, name.language)
            yield f"{subject}{_FORMER}{worded(name.text, tag)} .\n"


def _tied(subject: str, record: Record, unread: list[Unread]) -> Iterator[str]:
    for tie in record.ties:
        key = polity_of(tie.country)
        if key:
            yield f"{subject}{_TIES[tie.kind]}{node('polity', key)} .\n"
            if tie.kind == "flag":
                yield f"{subject}{_TIES['linked']}{node('polity', key)} .\n"
        else:
            unread.append(("country not known", tie.country))
            yield f"{subject}{_FIELD}{string(f'{tie.kind}: {tie.country}')} .\n"
    for address in record.addresses:
        if address.text:
            yield f"{subject}{_ADDRESS}{string(address.text)} .\n"
        if not address.country:
            continue
        key = polity_of(address.country)
        if key:
            yield f"{subject}{_TIES['address']}{node('polity', key)} .\n"
        else:
            unread.append(("country not known", address.country))
            yield f"{subject}{_FIELD}{string(f'address country: {address.country}')} .\n"


def _numbers(space: str, record: Record) -> Iterator[Identifier]:
    scheme = NUMBERS.get(space) if record.number else None
    if scheme:
        yield Identifier(scheme, record.number)
    yield from record.identifiers


def _identified(subject: str, identifier: Identifier, unread: list[Unread]) -> list[str]:
    """Lead to an identifier; its IRI holds its letters and digits, and its issuer's code."""
    safe = _UNSAFE.sub("-", identifier.value).strip("-")
    if not safe:
        unread.append(("identifier cannot be read", f"{identifier.label} {identifier.value}"))
        return [f"{subject}{_FIELD}{string(f'{identifier.label}: {identifier.value}')} .\n"]
    issuer = polity_of(identifier.issuer) if identifier.issuer else None
    key = f"{identifier.scheme}/{issuer}-{safe}" if issuer else f"{identifier.scheme}/{safe}"
    number = node("identifier", key)
    lines = [
        f"{subject}{_IDENTIFIER}{number} .\n",
        number + _IS_IDENTIFIER,
        f"{number}{_SCHEME}{concept_node('identifier-scheme', identifier.scheme)} .\n",
        f"{number}{_NOTATION}{string(safe)} .\n",
    ]
    if safe != identifier.value:
        label = identifier.label or identifier.scheme
        lines.append(f"{subject}{_FIELD}{string(f'{label}: {identifier.value}')} .\n")
    if issuer:
        lines.append(f"{number}{_ISSUED_BY}{node('polity', issuer)} .\n")
    told = " ".join(
        part
        for part in (
            identifier.label if identifier.scheme == "other" else "",
            "" if issuer else identifier.issuer,
        )
        if part
    )
    if told:
        lines.append(f"{subject}{_FIELD}{string(f'{told}: {identifier.value}')} .\n")
    return lines


_NUMBER = r"(\d{1,3}(?:[.,]\d+)?)"
_BETWEEN = r"(?:-|\u2013|to|and)"
_RANGE = re.compile(rf"(?:between )?{_NUMBER} ?%? ?{_BETWEEN} ?{_NUMBER} ?%?\Z", re.IGNORECASE)
_ONE = re.compile(rf"{_NUMBER} ?%?\Z")
_AT_LEAST = re.compile(rf"(?:at least|>=|≥) ?{_NUMBER} ?%?\Z", re.IGNORECASE)


def share_bounds(text: str) -> tuple[str, str] | None:
    """Return least and most in per cent as decimals; None where the text says no share.

    >>> share_bounds("50-75%"), share_bounds("33,4"), share_bounds("majority")
    (('50', '75'), ('33.4', '33.4'), None)
    """
    text = text.strip()
    found: tuple[str, str] | None = None
    if one := _ONE.match(text):
        found = (one[1], one[1])
    elif both := _RANGE.match(text):
        found = (both[1], both[2])
    elif least := _AT_LEAST.match(text):
        found = (least[1], "100")
    if found is None:
        return None
    low, high = (share.replace(",", ".") for share in found)
    return (low, high) if float(low) <= float(high) <= 100 else None
