"""Puts a claim into one plain sentence, in English or Japanese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from comity.iris import key_of
from comity.query.claims import english, japanese
from comity.query.claims.records import Names, Record
from comity.terms import Iri
from comity.vocab import COMITY


class Grammar(Protocol):
    """What a language has a phrase for; :mod:`~comity.query.claims.english` says what."""

    def joined(self, names: Sequence[str]) -> str: ...

    def attendance(self, who: str, summit: str, status: str) -> str: ...

    def endorsement(self, who: str, summit: str, kind: str) -> str: ...

    def membership(self, who: str, initiative: str, role: str, *, over: bool) -> str: ...

    def designation(self, who: str, name: str, *, over: bool) -> str: ...

    def ownership(self, who: str, what: str, interest: str, part: str, *, over: bool) -> str: ...

    def same(self, names: Sequence[str]) -> str: ...

    def parties(self, names: Sequence[str], pact: str) -> str: ...

    def commitment(self, who: str, kind: str, text: str) -> str: ...

    def covered(self, names: str, part: str) -> str: ...

    def share(self, least: str, most: str) -> str: ...

    def with_others(self, kind: str, names: Sequence[str]) -> str: ...

    def entries_added(self, number: str) -> str: ...


def grammar_of(language: str) -> Grammar:
    """Return the grammar of a language, that of English where we have no other."""
    return japanese if language == "ja" else english


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
    grammar = grammar_of(names.language)
    for class_, (first, last) in _ENDS.items():
        if record.is_a(class_):
            return _tie(record, class_, names, first, last)
    if record.is_a(COMITY.IdentityLink):
        return grammar.same(_sorted(names, record.things(COMITY.linksEntity)))
    if parties := record.things(COMITY.party):
        return grammar.parties(_sorted(names, parties), names[record.iri])
    if record.is_a(COMITY.Commitment):
        who = names.list(record.things(COMITY.initiative))
        kind = names.list(record.things(COMITY.commitmentKind))
        return grammar.commitment(who, kind, record.text(COMITY.text))
    if covered := record.things(COMITY.covers):
        part = names.list(record.things(COMITY.coveredStatus))
        return grammar.covered(names.list(covered), part)
    return names[record.iri]


def joined(names: Names, things: Iterable[Iri]) -> str:
    """Return names as they stand in a sentence: "Australia, India and Japan"."""
    return grammar_of(names.language).joined(_sorted(names, things))


def mentioned(record: Record) -> set[Iri]:
    """Return the things whose names the sentence of a claim needs."""
    ends = {end for pair in _ENDS.values() for end in pair}
    return {record.iri, *record.things(*ends, *_OTHER_ENDS, *_CONCEPTS)}


def share(record: Record, names: Names) -> str:
    """Return the share that an ownership states: "25 to 50 %", "at least 50 %"."""
    least, most = record.text(COMITY.shareMin), record.text(COMITY.shareMax)
    return grammar_of(names.language).share(least, most)


def partners(record: Record, names: Names, thing: Iri) -> str:
    """Return the kind of a pact, and with whom a party has it."""
    others = _sorted(names, (one for one in record.things(COMITY.party) if one != thing))
    return grammar_of(names.language).with_others(
        names.list(record.things(COMITY.pactKind)), others
    )


def entries_added(record: Record, names: Names) -> str:
    """Return how many entries an act put on a list, "" where it does not say."""
    added = record.text(COMITY.numberAdded)
    return grammar_of(names.language).entries_added(added) if added else ""


def _sorted(names: Names, things: Iterable[Iri]) -> list[str]:
    return sorted(names[one] for one in things)


def _tie(record: Record, class_: Iri, names: Names, first: Iri, last: Iri) -> str:
    grammar = grammar_of(names.language)
    who, what = names.list(record.things(first)), names.list(record.things(last))
    over = bool(record.text(COMITY.until, COMITY.delistedOn))
    if class_ == COMITY.Attendance:
        return grammar.attendance(who, what, key_of(record.text(COMITY.status)))
    if class_ == COMITY.Endorsement:
        kind = names.list(record.things(COMITY.endorsementKind))
        return grammar.endorsement(who, what, kind)
    if class_ == COMITY.Membership:
        return grammar.membership(who, what, names.list(record.things(COMITY.role)), over=over)
    if class_ == COMITY.Designation:
        return grammar.designation(who, what, over=over)
    interest = key_of(record.text(COMITY.interestKind) or "ownership")
    return grammar.ownership(who, what, interest, share(record, names), over=over)
