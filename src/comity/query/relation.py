"""Puts a claim into one plain sentence: who stands how to what."""

from __future__ import annotations

from collections.abc import Iterable

from comity.names import key_of
from comity.query.records import Names, Record
from comity.terms import Iri
from comity.vocab import COMITY

_STATUS = {
    "attended": "attended",
    "invited": "was invited to",
    "declined": "declined to attend",
    "absent": "was absent from",
    "not-invited": "was not invited to",
}
_INTEREST = {
    "ownership": ("owns", "owned"),
    "control": ("controls", "controlled"),
    "voting-rights": ("votes on", "voted on"),
}
# The properties that name the two ends of a claim, by its class.
_ENDS: dict[Iri, tuple[Iri, Iri]] = {
    COMITY.Attendance: (COMITY.polity, COMITY.summit),
    COMITY.Endorsement: (COMITY.polity, COMITY.summit),
    COMITY.Membership: (COMITY.polity, COMITY.initiative),
    COMITY.Designation: (COMITY.entity, COMITY.list),
    COMITY.Ownership: (COMITY.owner, COMITY.owned),
}
_OTHER_ENDS = (COMITY.linksEntity, COMITY.party, COMITY.initiative, COMITY.covers)
_CONCEPTS = (COMITY.role, COMITY.endorsementKind, COMITY.commitmentKind, COMITY.coveredStatus)


def sentence(record: Record, names: Names) -> str:
    """Return a claim as a sentence without a full stop, anything else by its name."""
    for class_, (first, last) in _ENDS.items():
        if record.is_a(class_):
            ends = names.list(record.things(first)), names.list(record.things(last))
            return f"{ends[0]} {_verb(record, class_, names)} {ends[1]}"
    if record.is_a(COMITY.IdentityLink):
        return f"{joined(names, record.things(COMITY.linksEntity))} are the same"
    if parties := record.things(COMITY.party):
        verb = "is a party" if len(parties) == 1 else "are parties"
        return f"{joined(names, parties)} {verb} to {names[record.iri]}"
    if record.is_a(COMITY.Commitment):
        who = names.list(record.things(COMITY.initiative))
        kind = names.list(record.things(COMITY.commitmentKind)).lower()
        return f"{who} states the {kind} “{record.text(COMITY.text)}”"
    if covered := record.things(COMITY.covers):
        part = names.list(record.things(COMITY.coveredStatus)).lower()
        return f"How complete {names.list(covered)} is held{f' ({part})' if part else ''}"
    return names[record.iri]


def joined(names: Names, things: Iterable[Iri]) -> str:
    """Return names as they stand in a sentence: "Australia, India and Japan"."""
    known = sorted(names[one] for one in things)
    return " and ".join(part for part in (", ".join(known[:-1]), *known[-1:]) if part)


def mentioned(record: Record) -> set[Iri]:
    """Return the things whose names the sentence of a claim needs."""
    ends = {end for pair in _ENDS.values() for end in pair}
    return {record.iri, *record.things(*ends, *_OTHER_ENDS, *_CONCEPTS)}


def share(record: Record) -> str:
    """Return the share that an ownership states: "25 to 50 %", "at least 50 %"."""
    least, most = record.text(COMITY.shareMin), record.text(COMITY.shareMax)
    if least and most:
        return f"{least} %" if least == most else f"{least} to {most} %"
    return f"at least {least} %" if least else f"at most {most} %" if most else ""


def _verb(record: Record, class_: Iri, names: Names) -> str:
    over = bool(record.text(COMITY.until, COMITY.delistedOn))
    be = "was" if over else "is"
    if class_ == COMITY.Attendance:
        status = key_of(record.text(COMITY.status))
        return _STATUS.get(status, f"has the status {status} at")
    if class_ == COMITY.Endorsement:
        how = names.list(record.things(COMITY.endorsementKind)).lower() or "endorsed"
        return f"{how} the declaration of"
    if class_ == COMITY.Membership:
        return f"{be} {_with_article(names.list(record.things(COMITY.role)) or 'member')} of"
    if class_ == COMITY.Designation:
        return f"{be} on"
    interest = key_of(record.text(COMITY.interestKind) or "ownership")
    verb = _INTEREST.get(interest, _INTEREST["ownership"])[over]
    part = share(record)
    return f"{verb} {part} of" if part else verb


def _with_article(noun: str) -> str:
    small = noun[:1].lower() + noun[1:]
    return f"{'an' if small[:1] in 'aeiou' else 'a'} {small}"
