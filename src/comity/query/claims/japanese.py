"""How claims are put in Japanese, in the terms of the ontology's own labels."""

from __future__ import annotations

from collections.abc import Sequence

_STATUS = {
    "attended": "に出席した",
    "invited": "に招待された",
    "declined": "への出席を辞退した",
    "absent": "を欠席した",
    "not-invited": "に招待されなかった",
}
_INTEREST = {
    "ownership": ("を所有している", "を所有していた"),
    "control": ("を支配している", "を支配していた"),
    "voting-rights": ("の議決権を持っている", "の議決権を持っていた"),
}


def joined(names: Sequence[str]) -> str:
    """Return names as they stand in a sentence."""
    return "、".join(names)


def attendance(who: str, summit: str, status: str) -> str:
    """Return how a polity stood to a summit; the status by its key."""
    return f"{who}は{summit}{_STATUS.get(status, f'について{status}とされる')}"


def endorsement(who: str, summit: str, kind: str) -> str:
    """Return how a polity stood to the declaration of a summit."""
    return f"{who}による{summit}の宣言への{kind or '賛同'}"


def membership(who: str, initiative: str, role: str, *, over: bool) -> str:
    """Return what a polity is, or was, in an initiative."""
    return f"{who}は{initiative}の{role or 'メンバー'}で{'あった' if over else 'ある'}"


def designation(who: str, name: str, *, over: bool) -> str:
    """Return that an entity is, or was, on a list."""
    return f"{who}は{name}に掲載されて{'いた' if over else 'いる'}"


def ownership(who: str, what: str, interest: str, part: str, *, over: bool) -> str:
    """Return what one owns, or owned, of another; the kind of interest by its key."""
    verb = _INTEREST.get(interest, _INTEREST["ownership"])[over]
    return f"{who}は{what}の{part}{verb}" if part else f"{who}は{what}{verb}"


def same(names: Sequence[str]) -> str:
    """Return that some entries are one entity."""
    return f"{joined(names)}は同一である"


def parties(names: Sequence[str], pact: str) -> str:
    """Return who has made a pact."""
    return f"{joined(names)}は{pact}の当事者である"


def commitment(who: str, kind: str, text: str) -> str:
    """Return what an initiative states."""
    return f"{who}は{kind}「{text}」を掲げている"


def covered(names: str, part: str) -> str:
    """Return what a statement of coverage is about."""
    return f"{names}{f'({part})' if part else ''}の網羅状況"


def share(least: str, most: str) -> str:
    """Return a share between two bounds in per cent, of which one may be ""."""
    if least and most:
        return f"{least}%" if least == most else f"{least}〜{most}%"
    return f"{least}%以上" if least else f"{most}%以下" if most else ""


def with_others(kind: str, names: Sequence[str]) -> str:
    """Return the kind of a pact, and with whom it is."""
    return f"{joined(names)}との{kind or '取決め'}" if names else kind


def entries_added(number: str) -> str:
    """Return how many entries an act put on a list."""
    return f"{number}件を追加"
