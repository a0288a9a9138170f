"""Scores whether two cards are of one entity, and says why in words.

Shared numbers come first: those given out once (an IMO number, an LEI, the number that an authority
gives its own entry) decide alone; those that a state gives out need a name or a birth as well.
Without a shared number it is the name, which has
to be equal word for word, with kind, country and date of birth for or against it. A date of birth
that contradicts, or a kind that cannot be, ends it. From 0.8 up two entities are linked.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from comity.graph.identity.cards import Card

LINKED = 0.8
CANDIDATE = 0.6

_WORLDWIDE_SCHEMES = """
    crypto-address eu-reference imo lei ofac-uid ofsi-group uk-reference un-reference
    unified-social-credit-code wikidata
"""
_ISSUED_SCHEMES = """
    aircraft-registration birth-certificate cage driving-licence duns mmsi national-number
    passport-number swift-bic
"""
_WORLDWIDE = frozenset(_WORLDWIDE_SCHEMES.split())
_ISSUED = frozenset(_ISSUED_SCHEMES.split())
_SHORTEST_CODE = 6
_ORGANISATIONS = frozenset(("Company", "GovernmentBody", "MilitaryUnit", "ResearchBody"))
_CRAFT = frozenset(("Vessel", "Aircraft"))
NUMBERED = _WORLDWIDE | _ISSUED


class Score(NamedTuple):
    """How likely two entities are one, from 0 to 1, and why."""

    value: float
    reason: str


def score(a: Card, b: Card) -> Score | None:
    """Return the score of a pair; None where it cannot be one entity."""
    if not _kinds_agree(a.kind, b.kind):
        return None
    births = _births(a, b)
    shared = sorted(a.numbers & b.numbers)
    name = _shared_name(a, b)
    worldwide = [number for number in shared if number.split(":")[0] in _WORLDWIDE]
    if worldwide:
        return Score(1.0 if name else 0.98, _why(_number(worldwide[0]), name, "", ""))
    if isinstance(births, bool):
        return None
    born = {"day": "born on the same day", "year": "born in the same year"}.get(births or "", "")
    countries = a.countries & b.countries
    tied = f"both tied to {', '.join(sorted(countries))}" if countries else ""
    issued = [number for number in shared if _is_issued(number)]
    if issued:
        return _by_issued(_number(issued[0]), name, born, tied, _overlap(a, b))
    if not name or {a.kind, b.kind} & _CRAFT:
        return None
    return _by_name(a, b, name, births, born, tied)


def _by_issued(number: str, name: str, born: str, tied: str, overlap: float) -> Score | None:
    if name:
        return Score(0.97, _why(number, name, born, tied))
    if born:
        return Score(0.9, _why(number, "", born, tied))
    if overlap >= 0.5:
        return Score(0.85, _why(number, "", "half of the words of a name shared", tied))
    return None


def _by_name(a: Card, b: Card, name: str, births: str | None, born: str, tied: str) -> Score | None:
    words = len(name.split())
    apart = bool(a.countries and b.countries and not tied)
    if "Person" in (a.kind, b.kind):
        if births == "day":
            value = 0.95
        elif births == "year":
            value = 0.85
        else:
            value = 0.8 if tied and words > 2 else 0.7 if tied else 0.6
        value -= 0.1 if apart else 0
    else:
        value = (0.9 if words > 2 else 0.85 if words > 1 else 0.7) if tied else 0.65
        value -= 0.3 if apart else 0
    if value < CANDIDATE:
        return None
    return Score(round(value, 2), _why("", name, born, tied))


def _kinds_agree(a: str, b: str) -> bool:
    if a == b or {a, b} <= _ORGANISATIONS:
        return True
    return "OtherEntity" in (a, b) and not {a, b} & _CRAFT


def _births(a: Card, b: Card) -> str | Literal[False] | None:
    """Return ``day`` or ``year`` where births agree, False where none does, None if unknown."""
    if not a.births or not b.births:
        return None
    if any(len(day) == 10 for day in a.births & b.births):
        return "day"
    agree = any(
        one.startswith(other) or other.startswith(one) for one in a.births for other in b.births
    )
    return "year" if agree else False


def _shared_name(a: Card, b: Card) -> str:
    """Return the longest name that both have; one short word alone is no name."""
    names = set(a.names) & set(b.names)
    telling = [name for name in names if len(name) > 3]
    return max(telling, key=lambda name: (len(name), name), default="")


def _overlap(a: Card, b: Card) -> float:
    best = 0.0
    for one in a.names:
        for other in b.names:
            x, y = set(one.split()), set(other.split())
            best = max(best, len(x & y) / max(len(x), len(y)))
    return best


def _is_issued(number: str) -> bool:
    parts = number.split(":")
    return parts[0] in _ISSUED and len(parts[-1]) >= _SHORTEST_CODE


def _number(number: str) -> str:
    scheme, *rest = number.split(":")
    return f"same {scheme.replace('-', ' ')} {rest[-1]}"


def _why(*parts: str) -> str:
    number, name, born, tied = parts
    said = [number, f"same name ({name})" if name else "", born, tied]
    return "; ".join(part for part in said if part)
