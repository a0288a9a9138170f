"""What is compared of an entity: its names, countries, births and numbers, in one form.

Check digits of identifiers are computed by the library python-stdnum.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TextIO

from stdnum import imo, isin, lei
from stdnum.cn import uscc

from comity.graph.describe import NUMBERS, labels, polities
from comity.lists.model.record import Record
from comity.lists.normalise.identifiers import is_placeholder
from comity.lists.normalise.legal_forms import without_legal_forms
from comity.text import folded

_FILLERS = frozenset(("the", "of", "and", "for"))
_WORD = re.compile(r"[^\W_]+")
_NOT_CODE = re.compile(r"[^A-Z0-9]+")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
_ACRONYM = re.compile(r"(?<=\w) \([A-Z][A-Za-z0-9-]{1,9}\)\Z")  # FOREIGN TRADE BANK (FTB)


@lru_cache(maxsize=1 << 12)
def name_words(name: str, kind: str = "Company") -> tuple[str, ...]:
    """Return the words of a name that tell it from others, sorted, each once.

    Case, accents, width, punctuation, order and, but for persons, legal forms do not count:
    "IVANOV, Ivan" and "Ivan Ivanov" are equal, and so are "Délta Co., Ltd." and "DELTA LIMITED".
    A name of legal forms alone has no words.
    """
    plain = folded(_ACRONYM.sub("", name))
    plain = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), plain.replace("&", " and "))
    words = _WORD.findall(plain.replace("'", "").replace("\u2019", ""))
    if kind != "Person":
        words = without_legal_forms(words)
    return tuple(sorted({word for word in words if word and word not in _FILLERS}))


def code(value: str) -> str:
    """Return a number without blanks, points and dashes, its letters upper case."""
    return _NOT_CODE.sub("", unicodedata.normalize("NFKC", value).upper())


_SORTS = dict.fromkeys(
    ("national-id-number", "registration-number", "tax-number"), "national-number"
)
_CHECKED: dict[str, Callable[[str], bool]] = {
    "imo": imo.is_valid,
    "isin": isin.is_valid,
    "lei": lei.is_valid,
    "unified-social-credit-code": uscc.is_valid,
}


@dataclass(frozen=True, slots=True)
class Card:
    """What is compared of one entity. ``origin`` is the list that numbers or names it."""

    key: str
    origin: str
    kind: str
    label: str
    primary: str  # the words of the primary name, joined by a blank
    names: tuple[str, ...]  # the same of every name but weak aliases
    countries: frozenset[str]
    births: frozenset[str]
    numbers: frozenset[str]  # imo:9187629
    entries: frozenset[str] = frozenset()  # bis-entity-list@2021-11-04; no date: bis-entity-list@
    labels: tuple[str, ...] = ()  # preferred labels as literals of N-Triples
    day: str = ""  # of the edition that shows it


def card(key: str, origin: str, record: Record) -> Card:
    """Return the card of a record; weak aliases are left out, they tell nobody from others."""
    words = [
        " ".join(name_words(name.text, record.kind)) for name in record.names if name.kind != "weak"
    ]
    births = frozenset(
        date.value for date in record.births if date.value and not date.circa and not date.until
    )
    own = NUMBERS.get(origin)
    stated = [(own, record.number)] if own and record.number else []
    stated += [(identifier.scheme, identifier.value) for identifier in record.identifiers]
    return Card(
        key,
        origin,
        record.kind,
        record.names[0].text,
        words[0] if record.names[0].kind != "weak" else "",
        tuple(sorted({name for name in words if name})),
        frozenset(polities(record)),
        births,
        frozenset(filter(None, (number(scheme, value) for scheme, value in stated))),
        frozenset(
            f"{entry.list}@{entry.listed.value if entry.listed else ''}" for entry in record.entries
        ),
        labels(record.names),
    )


def number(scheme: str, value: str) -> str:
    """Return a number as it is compared, ``imo:9187629``; empty where it is none.

    Placeholders (0000000, TBC) and numbers whose check digit is wrong are none. Numbers that lists
    call now a tax, now a registration, now a national number are one sort.
    """
    bare = code(value)
    if scheme == "imo":
        bare = bare.removeprefix("IMO").rjust(7, "0")
    if is_placeholder(bare):
        return ""
    checked = _CHECKED.get(scheme)
    if checked and not checked(bare):
        return ""
    return f"{_SORTS.get(scheme, scheme)}:{bare}"


def write_card(card: Card, file: TextIO) -> None:
    """Write a card as one line."""
    parts = (
        card.key,
        card.origin,
        card.kind,
        " ".join(card.label.split()),
        card.primary,
        "|".join(card.names),
        ",".join(sorted(card.countries)),
        ",".join(sorted(card.births)),
        ",".join(sorted(card.numbers)),
        ",".join(sorted(card.entries)),
        *card.labels,
    )
    file.write("\t".join(parts) + "\n")


def read_cards(file: TextIO, day: str) -> Iterator[Card]:
    """Give the cards of a file, as those of an edition of that day."""
    for text in file:
        parts = text[:-1].split("\t")
        key, origin, kind, label, primary, names, countries, births, numbers, entries = parts[:10]
        yield Card(
            key,
            origin,
            kind,
            label,
            primary,
            tuple(names.split("|")) if names else (),
            _set(countries),
            _set(births),
            _set(numbers),
            _set(entries),
            tuple(parts[10:]),
            day,
        )


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split(",")) if text else frozenset()
