"""How claims are put in English."""

from __future__ import annotations

from collections.abc import Sequence

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


def joined(names: Sequence[str]) -> str:
    """Return names as they stand in a sentence: "Australia, India and Japan"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def attendance(who: str, summit: str, status: str) -> str:
    """Return how a polity stood to a summit; the status by its key."""
    return f"{who} {_STATUS.get(status, f'has the status {status} at')} {summit}"


def endorsement(who: str, summit: str, kind: str) -> str:
    """Return how a polity stood to the declaration of a summit."""
    return f"{who} {kind.lower() or 'endorsed'} the declaration of {summit}"


def membership(who: str, initiative: str, role: str, *, over: bool) -> str:
    """Return what a polity is, or was, in an initiative."""
    noun = role[:1].lower() + role[1:] or "member"
    article = "an" if noun[:1] in "aeiou" else "a"
    return f"{who} {'was' if over else 'is'} {article} {noun} of {initiative}"


def designation(who: str, name: str, *, over: bool) -> str:
    """Return that an entity is, or was, on a list."""
    return f"{who} {'was' if over else 'is'} on {name}"


def ownership(who: str, what: str, interest: str, part: str, *, over: bool) -> str:
    """Return what one owns, or owned, of another; the kind of interest by its key."""
    verb = _INTEREST.get(interest, _INTEREST["ownership"])[over]
    return f"{who} {verb} {part} of {what}" if part else f"{who} {verb} {what}"


def same(names: Sequence[str]) -> str:
    """Return that some entries are one entity."""
    return f"{joined(names)} are the same"


def parties(names: Sequence[str], pact: str) -> str:
    """Return who has made a pact."""
    return f"{joined(names)} {'is a party' if len(names) == 1 else 'are parties'} to {pact}"


def commitment(who: str, kind: str, text: str) -> str:
    """Return what an initiative states."""
    return f"{who} states the {kind.lower()} “{text}”"


def covered(names: str, part: str) -> str:
    """Return what a statement of coverage is about."""
    return f"How complete {names} is held{f' ({part.lower()})' if part else ''}"


def share(least: str, most: str) -> str:
    """Return a share between two bounds in per cent, of which one may be "": "25 to 50 %"."""
    if least and most:
        return f"{least} %" if least == most else f"{least} to {most} %"
    return f"at least {least} %" if least else f"at most {most} %" if most else ""


def with_others(kind: str, names: Sequence[str]) -> str:
    """Return the kind of a pact, and with whom it is: "Treaty with Australia and Japan"."""
    return f"{kind} with {joined(names)}".strip()


def entries_added(number: str) -> str:
    """Return how many entries an act put on a list."""
    return f"{number} {'entry' if number == '1' else 'entries'} added"
