"""Puts claims into plain words: who stands how to what, read from either end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from comity.names import key_of
from comity.query.records import Names, Record
from comity.terms import Iri
from comity.vocab import COMITY

_STATUS = {
    "attended": ("attended", "was attended by"),
    "invited": ("was invited to", "invited"),
    "declined": ("declined to attend", "was declined by"),
    "absent": ("was absent from", "was held without"),
    "not-invited": ("was not invited to", "did not invite"),
}
# What the holder of an interest does, and did, and what the other one is.
_INTEREST = {
    "ownership": (("owns", "owned"), ("owned", "owned")),
    "control": (("controls", "controlled"), ("controlled", "controlled")),
    "voting-rights": (("votes on", "voted on"), ("voted on", "voted on")),
}
# The properties that name the two ends of a claim, by its class.
_ENDS: dict[Iri, tuple[Iri, Iri]] = {
    COMITY.Attendance: (COMITY.polity, COMITY.summit),
    COMITY.Endorsement: (COMITY.polity, COMITY.summit),
    COMITY.Membership: (COMITY.polity, COMITY.initiative),
    COMITY.Designation: (COMITY.entity, COMITY.list),
    COMITY.Ownership: (COMITY.owner, COMITY.owned),
}
# The other properties of a claim whose values its words or its row name.
_NAMED = (COMITY.status, COMITY.role, COMITY.endorsementKind, COMITY.interestKind)


class Relation(NamedTuple):
    """The two ends of a claim, and the words between them from the first end and from the last."""

    first: tuple[Iri, ...]
    words: str
    last: tuple[Iri, ...]
    inverse: str


def relation(record: Record, names: Names) -> Relation:
    """Return how the ends of a claim stand to each other."""
    for kind, (first, last) in _ENDS.items():
        if record.is_a(kind):
            words, inverse = _words(record, kind, names)
            return Relation(record.things(first), words, record.things(last), inverse)
    if record.is_a(COMITY.IdentityLink):
        ends = record.things(COMITY.linksEntity)
        return Relation(ends[:1], "is the same as", ends[1:], "is the same as")
    if parties := record.things(COMITY.party):
        verb = "is a party to" if len(parties) == 1 else "are parties to"
        return Relation(parties, verb, (record.iri,), "has as a party")
    if record.is_a(COMITY.Commitment):
        kind = names.list(record.things(COMITY.commitmentKind)).lower()
        said = f"states the {kind} “{record.text(COMITY.text)}”"
        return Relation(record.things(COMITY.initiative), said, (), "")
    return Relation((record.iri,), "", (), "")


def sentence(record: Record, names: Names) -> str:
    """Return a claim as one plain sentence without a full stop."""
    found = relation(record, names)
    parts = (joined(names, found.first), found.words, joined(names, found.last))
    return " ".join(part for part in parts if part)


def joined(names: Names, things: Iterable[Iri]) -> str:
    """Return names as they stand in a sentence: "Australia, India and Japan"."""
    known = sorted(names[one] for one in things)
    return " and ".join(part for part in (", ".join(known[:-1]), *known[-1:]) if part)


def with_article(noun: str) -> str:
    """Return a noun with "a" or "an", its first letter small."""
    small = noun[:1].lower() + noun[1:]
    return f"{'an' if small[:1] in 'aeiou' else 'a'} {small}"


def mentioned(record: Record) -> set[Iri]:
    """Return the things whose names the words of a claim need."""
    ends = {end for pair in _ENDS.values() for end in pair}
    others = (COMITY.linksEntity, COMITY.party, COMITY.initiative, COMITY.commitmentKind)
    return {record.iri, *record.things(*ends, *others, *_NAMED)}


def _words(record: Record, kind: Iri, names: Names) -> tuple[str, str]:
    over = bool(record.text(COMITY.until, COMITY.delistedOn))
    be, have = ("was", "had") if over else ("is", "has")
    if kind == COMITY.Attendance:
        status = key_of(record.text(COMITY.status))
        return _STATUS.get(status, (f"is on record as {status} for", f"has as {status}"))
    if kind == COMITY.Endorsement:
        how = names.list(record.things(COMITY.endorsementKind)).lower() or "endorsed"
        return f"{how} the declaration of", f"made a declaration that was {how} by"
    if kind == COMITY.Membership:
        role = with_article(names.list(record.things(COMITY.role)) or "member")
        return f"{be} {role} of", f"{have} as {role}"
    if kind == COMITY.Designation:
        return ("was on", "had on it") if over else ("is on", "has on it")
    verb, inverse = _INTEREST[key_of(record.text(COMITY.interestKind) or "ownership")][over]
    share = _share(record)
    return (f"{verb} {share} of" if share else verb), f"{be} {inverse} by"


def _share(record: Record) -> str:
    """Return the share that an ownership states: "25 to 50 %", "at least 50 %"."""
    least, most = record.text(COMITY.shareMin), record.text(COMITY.shareMax)
    if least and most and least != most:
        return f"{least} to {most} %"
    if least or most:
        return f"{least} %" if least == most else f"at {'least' if least else 'most'} {least or most} %"
    return ""
