"""Turns the records of a list into statements: an entity, its designations, and where each stands.

What is said of the entity and what is said of each designation are kept apart, because the merged
graph describes an entity once, by its newest edition, however many editions name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from comity.graph.dates import first_day, holds_from, holds_until, is_date, last_day
from comity.graph.describe import description, polities, share_bounds
from comity.graph.keys import Keys
from comity.graph.ntriples import concept_node, dated, node, predicate, script, string, worded
from comity.iris import ID as _ID
from comity.lists.model.record import Date, Entry, Name, Ownership, Record, aliased
from comity.lists.model.sources import own_numbering
from comity.lists.normalise.countries import polity_of
from comity.terms import RDF, XSD, Iri
from comity.vocab import COMITY

LONGEST_QUOTE = 160  # characters, as shape:QuoteIsShort asks

_TYPE = predicate(Iri(RDF + "type"))
_CITATION = predicate(COMITY.citation)
_SOURCE = predicate(COMITY.source)
_QUOTE = predicate(COMITY.quote)
_LOCATOR = predicate(COMITY.locator)
_ENTITY = predicate(COMITY.entity)
_LIST = predicate(COMITY.list)
_OBSERVED = predicate(COMITY.observedOn)
_LISTED = predicate(COMITY.listedOn)
_DELISTED = predicate(COMITY.delistedOn)
_ANNOUNCED = predicate(COMITY.announcedOn)
_PROGRAMME = predicate(COMITY.programme)
_GROUND = predicate(COMITY.groundText)
_MEASURE = predicate(COMITY.measureText)
_ACT = predicate(COMITY.legalCitation)
_LICENCE = predicate(COMITY.licenceRequirement)
_REVIEW = predicate(COMITY.reviewPolicy)
_NAME = predicate(COMITY.listedName)
_COUNTRY = predicate(COMITY.entryCountry)
_OWNER = predicate(COMITY.owner)
_OWNED = predicate(COMITY.owned)
_SINCE = predicate(COMITY.since)
_UNTIL = predicate(COMITY.until)
_LEAST = predicate(COMITY.shareMin)
_MOST = predicate(COMITY.shareMax)
_INTEREST = predicate(COMITY.interestKind)
_IS_DESIGNATION = f"{_TYPE}<{COMITY.Designation.value}> .\n"
_IS_OWNERSHIP = f"{_TYPE}<{COMITY.Ownership.value}> .\n"
_IS_CITATION = f"{_TYPE}<{COMITY.Citation.value}> .\n"


class ClaimLines(NamedTuple):
    """One claim of a record: what it says, where it stands, and between which days it holds."""

    key: str  # designation/ofac-sdn/ofac-sdn-36[/2021-12-10]
    subject: str  # the claim without its date: the same entry of the same list
    list: str
    said: str  # lines about the claim
    cited: str  # lines that lead to its citation and describe it
    holds_from: str
    holds_until: str


class Block(NamedTuple):
    """One record as statements: the lines that describe its entity, and its claims."""

    entity: str
    space: str  # the list or source that numbers the entity
    description: str
    claims: tuple[ClaimLines, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a publisher wrote that cannot be right or cannot be read; it is kept in words."""

    kind: str
    place: str
    text: str


class Builder:
    """Turns one edition's records into blocks, in their order; faults gather in :attr:`faults`."""

    def __init__(self, source: str, published: str) -> None:
        self.faults: list[Fault] = []
        self._keys = Keys(own_numbering(source))
        self._entities: dict[str, str] = {}
        self._labels: dict[str, Name] = {}
        self._stakes: list[Ownership] = []
        self._published = published
        self._source_key = f"import-{source}-{published}"
        self._observed = f"{_OBSERVED}{dated(published)} .\n"

    def block(self, record: Record) -> Block:
        """Return one record as statements."""
        key = self._keys.key(record)
        if record.number:
            if key in self._labels:
                record = aliased(record, self._labels[key])
            self._entities[record.number] = key
            self._labels.setdefault(key, record.names[0])
        subject = node("entity", key)
        space = self._keys.space_of(record)
        lines, unread = description(subject, space, record)
        self.faults += [Fault(kind, record.place, text) for kind, text in unread]
        claims: dict[str, ClaimLines] = {}
        for entry in record.entries:
            claim = self._designation(record, entry, key, subject)
            claims.setdefault(claim.key, claim)
        return Block(key, space, lines, tuple(claims.values()))

    def stake(self, stake: Ownership) -> None:
        """Keep an ownership until all records are known."""
        self._stakes.append(stake)

    def stakes(self) -> Iterator[ClaimLines]:
        """Give the ownerships between records of this edition, after the last record."""
        seen: set[str] = set()
        for stake in self._stakes:
            owner, owned = self._entities.get(stake.owner), self._entities.get(stake.owned)
            if owner is None or owned is None or owner == owned:
                self.faults.append(
                    Fault("owner or owned not in the file", stake.place, stake.words)
                )
                continue
            claim = self._ownership(stake, owner, owned)
            if claim.key not in seen:
                seen.add(claim.key)
                yield claim

    def _designation(self, record: Record, entry: Entry, key: str, subject: str) -> ClaimLines:
        listed = self._day(entry.listed, record.place)
        ended = self._day(entry.delisted, record.place)
        if listed and ended and first_day(ended) <= last_day(listed):
            self.faults.append(Fault("end not after start", record.place, f"{listed}, {ended}"))
            ended = ""
        plain = f"designation/{entry.list}/{key}"
        path = f"{plain}/{listed}" if listed else plain
        claim = f"<{_ID}{path}>"
        name = record.names[0].text
        lines = [
            claim + _IS_DESIGNATION,
            f"{claim}{_ENTITY}{subject} .\n",
            f"{claim}{_LIST}{node('list', entry.list)} .\n",
            f"{claim}{_NAME}{string(name)} .\n",
            claim + self._observed,
        ]
        for start, date in (
            (_LISTED, listed),
            (_DELISTED, ended),
            (_ANNOUNCED, self._day(entry.announced, record.place)),
        ):
            if date:
                lines.append(f"{claim}{start}{dated(date)} .\n")
        for start, texts in (
            (_PROGRAMME, entry.programmes),
            (_ACT, entry.citations),
        ):
            lines += [f"{claim}{start}{string(text)} .\n" for text in dict.fromkeys(texts)]
        for start, texts in (
            (_GROUND, entry.grounds),
            (_MEASURE, entry.measures),
            (_LICENCE, (entry.licence_requirement,) if entry.licence_requirement else ()),
            (_REVIEW, (entry.review_policy,) if entry.review_policy else ()),
        ):
            lines += [f"{claim}{start}{worded(text, script(text))} .\n" for text in texts]
        country = self._country(record, entry)
        if country:
            lines.append(f"{claim}{_COUNTRY}{node('polity', country)} .\n")
        return ClaimLines(
            path,
            plain,
            entry.list,
            "".join(lines),
            self._cited(path, claim, name, self._place(record)),
            holds_from(listed, self._published),
            holds_until(ended),
        )

    def _ownership(self, stake: Ownership, owner: str, owned: str) -> ClaimLines:
        since = self._day(stake.since, stake.place)
        until = self._day(stake.until, stake.place)
        if since and until and first_day(until) <= last_day(since):
            self.faults.append(Fault("end not after start", stake.place, f"{since}, {until}"))
            until = ""
        plain = f"ownership/{owner}/{owned}"
        path = f"{plain}/{since}" if since else plain
        claim = f"<{_ID}{path}>"
        lines = [
            claim + _IS_OWNERSHIP,
            f"{claim}{_OWNER}{node('entity', owner)} .\n",
            f"{claim}{_OWNED}{node('entity', owned)} .\n",
            claim + self._observed,
        ]
        if since:
            lines.append(f"{claim}{_SINCE}{dated(since)} .\n")
        if until:
            lines.append(f"{claim}{_UNTIL}{dated(until)} .\n")
        kind = "control" if "control" in stake.words.lower() else "ownership"
        lines.append(f"{claim}{_INTEREST}{concept_node('interest-kind', kind)} .\n")
        bounds = share_bounds(stake.share)
        if bounds is not None:
            for start, share in zip((_LEAST, _MOST), bounds, strict=True):
                lines.append(f'{claim}{start}"{share}"^^<{XSD}decimal> .\n')
        elif stake.share:
            self.faults.append(Fault("share cannot be read", stake.place, stake.share))
        return ClaimLines(
            path,
            plain,
            "",
            "".join(lines),
            self._cited(path, claim, stake.words or stake.share, stake.place),
            holds_from(since, self._published),
            holds_until(until),
        )

    def _day(self, date: Date | None, place: str) -> str:
        """Return a date as the graph states it; empty, and a fault, where it is none."""
        if date is None or is_date(date.value):
            return date.value if date else ""
        self.faults.append(Fault("date cannot be read", place, date.text))
        return ""

    def _country(self, record: Record, entry: Entry) -> str | None:
        """Return the country under which the entry stands: as filed, or the only one it gives."""
        if entry.country:
            return polity_of(entry.country)
        given = polities(record)
        return given[0] if len(given) == 1 else None

    @staticmethod
    def _place(record: Record) -> str:
        return f"{record.place}, number {record.number}" if record.number else record.place

    def _cited(self, path: str, claim: str, words: str, place: str) -> str:
        quote = words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}…"
        quotes = ((quote, script(quote)),) if quote else ()
        lines = citation_lines(path, claim, self._source_key, quotes)
        citation = f"<{_ID}citation/{path}/{self._source_key}>"
        return f"{lines}{citation}{_LOCATOR}{string(place)} .\n"


def citation_lines(
    path: str, subject: str, source: str, quotes: Iterable[tuple[str, str]] = ()
) -> str:
    """Return the lines that lead from a claim or thing to its citation of a source and describe it.

    ``path`` is the key of the subject with its kind, ``subject`` the same as a node; each quote
    comes with the tag of its language.
    """
    citation = f"<{_ID}citation/{path}/{source}>"
    quoted = "".join(f"{citation}{_QUOTE}{worded(text, tag)} .\n" for text, tag in quotes)
    return (
        f"{subject}{_CITATION}{citation} .\n"
        f"{citation}{_IS_CITATION}"
        f"{citation}{_SOURCE}{node('source', source)} .\n"
        f"{quoted}"
    )
