"""Scores whether two entities are one, by name, number, birth and country, with the reasons."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TextIO

from comity.graph.describe import NUMBERS, polities
from comity.lists.model.record import Record

# Words that say what legal form a body has; lists write, shorten and leave them out at will.
_FORM_WORDS = """
    ab ag ao as bhd bv cjsc co company corp corporation dmcc fz fzc fzco fze gmbh inc incorporated
    jsc kg kk limited llc llp lp ltd nv oao ojsc ooo oy pao pjsc plc pte pty pvt private sa sal sarl
    sas sdn
    spa srl zao
"""
_FORMS = frozenset(_FORM_WORDS.split())
_PHRASES = re.compile(
    r"\b(?:(?:public|open|closed|private) )?(?:joint stock company|limited liability company)\b"
)
_FILLERS = frozenset(("the", "of", "and", "for"))
_WORD = re.compile(r"[^\W_]+")
_NOT_CODE = re.compile(r"[^A-Z0-9]+")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it from others, sorted, each once.

    Case, accents, width, punctuation, order and legal forms do not count: "IVANOV, Ivan" and
    "Ivan Ivanov" are equal, and so are "Délta Co., Ltd." and "DELTA LIMITED".
    """
    plain = name.casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    plain = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), plain.replace("&", " and "))
    plain = plain.replace("'", "").replace("\u2019", "")
    words = _WORD.findall(_PHRASES.sub(" ", " ".join(_WORD.findall(plain))))
    telling = {word for word in words if word not in _FORMS and word not in _FILLERS}
    return tuple(sorted(telling or set(words)))


def code(value: str) -> str:
    """Return a number without blanks, points and dashes, its letters upper case."""
    return _NOT_CODE.sub("", unicodedata.normalize("NFKC", value).upper())


_SORTS = dict.fromkeys(
    ("national-id-number", "registration-number", "tax-number"), "national-number"
)


@dataclass(frozen=True, slots=True)
class Card:
    """What is compared of one entity. ``origin`` is the list that numbers or names it."""

    key: str
    origin: str
    kind: str
    label: str
    names: tuple[str, ...]  # the words of each name, joined by a blank
    countries: frozenset[str]
    births: frozenset[str]
    numbers: frozenset[str]  # imo:9187629
    day: str = ""  # of the edition that shows it


def card(key: str, origin: str, record: Record) -> Card:
    """Return the card of a record; weak aliases are left out, they tell nobody from others."""
    names = {" ".join(name_words(name.text)) for name in record.names if name.kind != "weak"}
    births = frozenset(
        date.value for date in record.births if date.value and not date.circa and not date.until
    )
    own = NUMBERS.get(origin)
    given = [(own, record.number)] if own and record.number else []
    given += [(one.scheme, one.value) for one in record.identifiers]
    return Card(
        key,
        origin,
        record.kind,
        record.names[0].text,
        tuple(sorted(name for name in names if name)),
        frozenset(polities(record)),
        births,
        frozenset(filter(None, (number(scheme, value) for scheme, value in given))),
    )


def number(scheme: str, value: str) -> str:
    """Return a number as it is compared, ``imo:9187629``; empty where nothing of it is left.

    Numbers that lists call now a tax, now a registration, now a national number are one sort.
    """
    bare = code(value)
    return f"{_SORTS.get(scheme, scheme)}:{bare}" if bare else ""


def write_card(one: Card, file: TextIO) -> None:
    """Write a card as one line."""
    parts = (
        one.key,
        one.origin,
        one.kind,
        " ".join(one.label.split()),
        "|".join(one.names),
        ",".join(sorted(one.countries)),
        ",".join(sorted(one.births)),
        ",".join(sorted(one.numbers)),
    )
    file.write("\t".join(parts) + "\n")


def read_cards(file: TextIO, day: str) -> Iterator[Card]:
    """Give the cards of a file, as those of an edition of that day."""
    for text in file:
        key, origin, kind, label, names, countries, births, numbers = text[:-1].split("\t")
        yield Card(
            key,
            origin,
            kind,
            label,
            tuple(names.split("|")) if names else (),
            _set(countries),
            _set(births),
            _set(numbers),
            day,
        )


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split(",")) if text else frozenset()


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
