"""Scores whether two entities are the same, by name, number, birth and country, with reasons."""

from __future__ import annotations

from typing import Literal, NamedTuple

from comity.graph.identity.cards import Card

LINKED = 0.8
CANDIDATE = 0.6
WORLDWIDE = 0.995  # of two that share a worldwide number

_WORLDWIDE_SCHEMES = """
    eu-reference imo lei ofac-uid ofsi-group uk-reference un-reference
    unified-social-credit-code wikidata
"""
_ISSUED_SCHEMES = """
    aircraft-registration birth-certificate cage crypto-address driving-licence duns mmsi
    national-number passport-number swift-bic
"""
_WORLDWIDE = frozenset(_WORLDWIDE_SCHEMES.split())
_ISSUED = frozenset(_ISSUED_SCHEMES.split())
_UNIQUE = ("imo", "lei", "unified-social-credit-code")  # an entity has one of each at most
_SHORTEST_CODE = 6
_ORGANISATIONS = frozenset(("Company", "GovernmentBody", "MilitaryUnit", "ResearchBody"))
_CRAFT = frozenset(("Vessel", "Aircraft"))
NUMBERED = _WORLDWIDE | _ISSUED


class Score(NamedTuple):
    """How likely two entities are the same, from 0 to 1, and why."""

    value: float
    reason: str


def score(a: Card, b: Card, *, unique: bool = False) -> Score | None:
    """Return the score of a pair; None where the two cannot be the same.

    ``unique`` says that both have one primary name, which no other entity of either list has.
    Entries of one list are candidates at most, unless they share a worldwide number: a list knows
    its own entries.
    """
    if not _kinds_agree(a.kind, b.kind):
        return None
    shared = sorted(a.numbers & b.numbers)
    name = _shared_name(a, b)
    worldwide = [number for number in shared if _scheme(number) in _WORLDWIDE]
    if worldwide:
        if not _numbers_agree(a, b):
            return None
        return Score(1.0 if name else WORLDWIDE, _why(_number(worldwide[0]), name))
    births = _births(a, b)
    if births is False or not _numbers_agree(a, b):
        return None
    born = {"day": "born on the same day", "year": "born in the same year"}.get(births or "", "")
    countries = a.countries & b.countries
    tied = f"both tied to {', '.join(sorted(countries))}" if countries else ""
    issued = [number for number in shared if _is_issued(number)]
    if issued:
        result = _by_issued(_number(issued[0]), name, born, tied, _overlap(a, b))
    elif not name or {a.kind, b.kind} & _CRAFT:
        return None
    else:
        result = _by_name(a, b, name, births, born, tied, unique=unique)
    if result is not None and a.origin == b.origin and result.value >= LINKED:
        return Score(0.75, f"{result.reason}; two entries of one list")
    if result is None or a.primary != b.primary:
        return result
    nearer = 0.02 if a.label.casefold() == b.label.casefold() else 0.01
    return Score(min(0.99, round(result.value + nearer, 2)), result.reason)


def contradiction(a: Card, b: Card) -> str:
    """Return what shows that two entities are not the same; empty where nothing does."""
    if not _kinds_agree(a.kind, b.kind):
        return f"one is of the kind {a.kind}, the other of the kind {b.kind}"
    if not _numbers_agree(a, b):
        return "different identifiers of one scheme"
    if _births(a, b) is False:
        return "born on different days"
    is_same_entry = a.primary == b.primary and a.kind != "Person"
    if a.origin == b.origin and not is_same_entry:
        return "two entries of one list"
    return ""


def is_another(earlier: Card, later: Card) -> bool:
    """Return whether a list has given one number to two entities, by kind, name and birth."""
    if not _kinds_agree(earlier.kind, later.kind):
        return True
    shared = _words(earlier) & _words(later)
    return not shared and _births(earlier, later) not in ("day", "year")


def _words(card: Card) -> set[str]:
    return {word for name in card.names for word in name.split()}


def _numbers_agree(a: Card, b: Card) -> bool:
    """Return whether no scheme of which an entity has one number gives the two different ones."""
    for scheme in _UNIQUE:
        of_a = {number for number in a.numbers if _scheme(number) == scheme}
        of_b = {number for number in b.numbers if _scheme(number) == scheme}
        if of_a and of_b and not of_a & of_b:
            return False
    return True


def _by_issued(number: str, name: str, born: str, tied: str, overlap: float) -> Score | None:
    if name:
        return Score(0.97, _why(number, name, born, tied))
    if born:
        return Score(0.9, _why(number, "", born, tied))
    if overlap >= 0.5:
        return Score(0.85, _why(number, "", "half of the words of a name shared", tied))
    return None


def _by_name(
    a: Card, b: Card, name: str, births: str | None, born: str, tied: str, *, unique: bool
) -> Score | None:
    words = len(name.split())
    apart = bool(a.countries and b.countries and not tied)
    entry = "" if a.origin == b.origin else _same_entry(a, b)
    if "Person" in (a.kind, b.kind):
        if births:
            value = 0.95 if births == "day" else 0.85
        elif tied:
            value = 0.8 if words > 2 or unique else 0.7
        else:
            value = 0.8 if words > 2 and unique else 0.6
        value -= 0.1 if apart else 0
    else:
        if tied:
            value = 0.9 if words > 2 else 0.85 if words > 1 or unique else 0.7
        else:
            value = 0.85 if unique else 0.65
        value -= 0.3 if apart else 0
    if entry and not apart:
        value = max(value, 0.9)
    elif name not in (a.primary, b.primary):
        value = min(value, 0.75)  # a shared alias is not enough
    if value < CANDIDATE:
        return None
    return Score(round(value, 2), _why("", name, born, tied, entry))


def _same_entry(a: Card, b: Card) -> str:
    """Return on which list and day both stand, in words; empty where they share no entry."""
    shared = sorted(entry for entry in a.entries & b.entries if not entry.endswith("@"))
    if not shared:
        return ""
    key, _, day = shared[0].partition("@")
    return f"both on {key} since {day}"


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
    agree = any(x.startswith(y) or y.startswith(x) for x in a.births for y in b.births)
    return "year" if agree else False


def _shared_name(a: Card, b: Card) -> str:
    """Return the longest name that both have, a primary one first; a short word is no name."""
    shared = [name for name in set(a.names) & set(b.names) if len(name) > 3]
    primary = (a.primary, b.primary)
    return max(shared, key=lambda name: (name in primary, len(name), name), default="")


def _overlap(a: Card, b: Card) -> float:
    best = 0.0
    for x in (set(name.split()) for name in a.names):
        for y in (set(name.split()) for name in b.names):
            best = max(best, len(x & y) / max(len(x), len(y)))
    return best


def _is_issued(number: str) -> bool:
    return _scheme(number) in _ISSUED and len(number.rpartition(":")[2]) >= _SHORTEST_CODE


def _scheme(number: str) -> str:
    return number.partition(":")[0]


def _number(number: str) -> str:
    scheme, _, value = number.partition(":")
    return f"same {scheme.replace('-', ' ')} {value}"


def _why(number: str, name: str, *more: str) -> str:
    parts = [number, f"same name ({name})" if name else "", *more]
    return "; ".join(part for part in parts if part)
