"""A FollowTheMoney entity, with what belongs to it, as a record.

================================  =================================================================
Property                          Becomes
================================  =================================================================
id                                number; identifier ``wikidata`` too where it is one
referents                         identifiers ``ftm``; ``ofac-…`` is OFAC's uid too
caption, name                     names; the caption is the primary one
alias, abbreviation, weakAlias,   names: alias, weak alias, former name
previousName
country, nationality, flag …      ties (``TIES``)
birthDate, birthPlace, gender     births, birth places, gender
position; Occupancy               positions
address; Address                  addresses
passportNumber, imoNumber …       identifiers (``NUMBERS``); Passport, Identification, wallets,
                                  securities too
notes, description, summary       remarks
type of a Vessel                  type of vessel
topics                            note; some say that the entity is listed
Sanction                          an entry on the list of each of its datasets: startDate or
                                  listingDate, endDate, program, programId, reason, provisions;
                                  unscId is an identifier, all else a note
Directorship, Family …            note: the words of the relation and who stands at its other end
any other property                note
================================  =================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from comity.lists.model.record import (
    Address,
    CountryTie,
    Date,
    Entry,
    Identifier,
    Name,
    NameKind,
    Note,
    Record,
    TieKind,
)
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.multi_values import notes, unlike
from comity.lists.readers.ftm import entity as opensanctions
from comity.lists.readers.ftm.entity import FtmEntity
from comity.lists.readers.ftm.linked import OTHER_ENDS, OWNERS, Links

TIES: dict[str, TieKind] = {
    "nationality": "nationality",
    "citizenship": "nationality",
    "jurisdiction": "incorporation",
    "flag": "flag",
    "country": "linked",
    "mainCountry": "linked",
}
NUMBERS = {
    "cageCode": "cage",
    "callSign": "call-sign",
    "cryptoAddress": "crypto-address",
    "dunsCode": "duns",
    "imoNumber": "imo",
    "innCode": "tax-number",
    "isin": "isin",
    "isinCode": "isin",
    "leiCode": "lei",
    "mmsi": "mmsi",
    "ogrnCode": "registration-number",
    "passportNumber": "passport-number",
    "publicKey": "crypto-address",
    "registrationNumber": "registration-number",
    "swiftBic": "swift-bic",
    "taxNumber": "tax-number",
    "unscId": "un-reference",
    "uscCode": "unified-social-credit-code",
    "vatCode": "tax-number",
    "wikidataId": "wikidata",
    **dict.fromkeys(
        (
            *("bikCode", "bvdId", "cikCode", "crsNumber", "giiNumber", "icaoCode", "idNumber"),
            *("irsCode", "jibCode", "kppCode", "licenseNumber", "npiCode", "okpoCode", "permId"),
            *("personalNumber", "serialNumber", "socialSecurityNumber", "uniqueEntityId"),
            "voenCode",
        ),
        "other",
    ),
}
"""Properties that are numbers, and the identifier scheme of each."""

_SCHEMES = {
    ("Person", "idNumber"): "national-id-number",
    ("Airplane", "registrationNumber"): "aircraft-registration",
    ("Organization", "imoNumber"): "other",  # companies have IMO numbers of a scheme of their own
    ("Company", "imoNumber"): "other",
}
_NAMES: dict[str, NameKind] = {
    "name": "alias",
    "alias": "alias",
    "abbreviation": "alias",
    "weakAlias": "weak",
    "previousName": "former",
}
_REMARKS = ("notes", "description", "summary")
_MAPPED = {
    *_NAMES, *TIES, *NUMBERS, *_REMARKS, "birthDate", "birthPlace", "gender", "position", "address",
    "addressEntity",
}  # fmt: skip
_ENTRY = {
    "startDate", "listingDate", "endDate", "program", "programId", "reason", "provisions", "unscId",
    "country", "entity",
}  # fmt: skip
_LISTED_BY = {"Sanction"}
_NUMBERED_BY = {"Identification", "Passport", "CryptoWallet", "Security"}
_WIKIDATA = re.compile(r"Q[1-9]\d*\Z")
_OFAC = re.compile(r"ofac-([1-9]\d*)\Z")
_IMO = re.compile(r"\AIMO\s*(?=\d{7}\Z)")


def record(entity: FtmEntity, links: Links) -> Record:
    """Return the record of an entity; ``links`` knows what belongs to it."""
    owned = list(links.of(entity.id))
    sanctions = [one for one in owned if one.schema in _LISTED_BY]
    posts = [post for one in owned if one.schema == "Occupancy" for post in one.values("post")]
    return Record(
        place=f"{entity.schema} {entity.id}",
        kind=opensanctions.KINDS[entity.schema],
        names=_names(entity),
        entries=tuple(dict.fromkeys(_entries(entity, sanctions))),
        number=entity.id,
        ties=tuple(
            CountryTie(kind, country)
            for name, kind in TIES.items()
            for country in entity.values(name)
        ),
        addresses=tuple(dict.fromkeys(_addresses(entity, links))),
        identifiers=tuple(dict.fromkeys(_identifiers(entity, owned))),
        births=tuple(read_date(text, "ymd") for text in entity.values("birthDate")),
        birth_places=entity.values("birthPlace"),
        gender=", ".join(entity.values("gender")),
        positions=unlike((*entity.values("position"), *map(links.caption, posts))),
        vessel_type=", ".join(entity.values("type")) if entity.schema == "Vessel" else "",
        remarks=entity.values(*_REMARKS),
        notes=_notes(entity, owned, links),
    )


def _names(entity: FtmEntity) -> tuple[Name, ...]:
    """Return the names, first what the entity is called; an entity without any has its id."""
    found: dict[str, NameKind] = {}
    for name, kind in _NAMES.items():
        for text in entity.values(name):
            found.setdefault(text, kind)
    primary = entity.caption or next(iter(found), entity.id)
    found.pop(primary, None)
    return (Name(primary, "primary"), *(Name(text, kind) for text, kind in found.items()))


def _entries(entity: FtmEntity, sanctions: Sequence[FtmEntity]) -> Iterator[Entry]:
    """Give an entry for each dataset of each sanction, then for those that list without one."""
    told: set[str] = set()
    for sanction in sanctions:
        for dataset in sanction.datasets or entity.datasets:
            told.add(dataset)
            yield Entry(
                opensanctions.key_of_dataset(dataset),
                listed=_date(sanction.values("listingDate") or sanction.values("startDate")),
                delisted=_date(sanction.values("endDate")),
                programmes=sanction.values("program", "programId"),
                grounds=sanction.values("reason"),
                measures=sanction.values("provisions"),
            )
    if opensanctions.LISTED.intersection(entity.values("topics")):
        for dataset in opensanctions.datasets_that_list(entity.datasets):
            if dataset not in told:
                yield Entry(opensanctions.key_of_dataset(dataset))


def _date(texts: Sequence[str]) -> Date | None:
    """Return the earliest of the days that are told, with all their texts."""
    if not texts:
        return None
    return read_date(min(texts), "ymd")._replace(text="; ".join(texts))


def _addresses(entity: FtmEntity, links: Links) -> Iterator[Address]:
    """Give the addresses: those with a country first, then those that are only a text."""
    told: set[str] = set()
    for identity in entity.values("addressEntity"):
        if address := links.address(identity):
            full = ", ".join(
                address.values("full")
                or address.values(
                    *("postOfficeBox", "street", "street2", "city", "postalCode", "region", "state")
                )
            )
            country = next(iter(address.values("country")), "")
            told.add(full)
            if full or country:
                yield Address(full or country, country)
    yield from (Address(text) for text in entity.values("address") if text not in told)


def _identifiers(entity: FtmEntity, owned: Sequence[FtmEntity]) -> Iterator[Identifier]:
    """Give the identifiers of the entity, then those of its documents, wallets and securities."""
    if _WIKIDATA.match(entity.id):
        yield Identifier("wikidata", entity.id, "", "id")
    for name in filter(entity.properties.__contains__, NUMBERS):
        scheme = _SCHEMES.get((entity.schema, name), NUMBERS[name])
        for value in entity.values(name):
            yield Identifier(scheme, _IMO.sub("", value), "", name)
    for one in owned:
        if one.schema in _NUMBERED_BY:
            yield from _numbers(one)
        yield from (
            Identifier("un-reference", value, "", "unscId") for value in one.values("unscId")
        )
    for referent in entity.referents:
        if referent != entity.id:
            yield Identifier("ftm", referent, "", "referents")
            if uid := _OFAC.match(referent):
                yield Identifier("ofac-uid", uid[1], "", "referents")


def _numbers(document: FtmEntity) -> Iterator[Identifier]:
    """Give the numbers of a document, wallet or security with its type and country."""
    issuer = next(iter(document.values("country")), "")
    label = ", ".join(document.values("type")) or document.schema
    passport = document.schema == "Passport"
    for value in document.values("number"):
        yield Identifier("passport-number" if passport else "other", value, issuer, label)
    for name in filter(document.properties.__contains__, NUMBERS):
        for value in document.values(name):
            yield Identifier(NUMBERS[name], value, issuer, label if passport else name)


def _notes(entity: FtmEntity, owned: Sequence[FtmEntity], links: Links) -> tuple[Note, ...]:
    """Return what is kept as it stands, of the entity and of what belongs to it."""
    fields = [
        (name, text)
        for name, texts in entity.properties.items()
        for text in texts
        if name not in _MAPPED and not (name == "type" and entity.schema == "Vessel")
    ]
    if not entity.values("topics") or not _lists(entity):
        fields += [("dataset", name) for name in entity.datasets]
    fields += [
        ("addressEntity", one) for one in entity.values("addressEntity") if not links.address(one)
    ]
    fields += entity.others
    for one in owned:
        if one.schema in OTHER_ENDS:
            if one.schema != "Occupancy" or set(one.properties) - {"holder", "post"}:
                fields.append((one.schema, _words(one, links)))
        elif one.schema in _LISTED_BY:
            fields += _rest(one, _ENTRY)
        else:
            fields += _rest(one, {OWNERS[one.schema], "number", "type", "country", *NUMBERS})
        fields += [(f"{one.schema}: {name}", text) for name, text in one.others]
    return notes(*fields)


def _lists(entity: FtmEntity) -> bool:
    """Say whether all datasets of an entity are lists, so that its entries name them all."""
    return set(entity.datasets) <= opensanctions.OF_SANCTIONS


def _rest(one: FtmEntity, mapped: set[str]) -> Iterator[tuple[str, str]]:
    """Give the properties that are not mapped, each with the schema before its name."""
    for name, texts in one.properties.items():
        if name not in mapped:
            yield from ((f"{one.schema}: {name}", text) for text in texts)


def _words(relation: FtmEntity, links: Links) -> str:
    """Return a relation in words: who stands at its other end, and all that is told of it."""
    other = OTHER_ENDS[relation.schema]
    ends = ", ".join(map(links.caption, relation.values(other)))
    told = (
        f"{name}: {', '.join(texts)}"
        for name, texts in relation.properties.items()
        if name not in (other, OWNERS[relation.schema]) and texts
    )
    return "; ".join((ends, *told))
