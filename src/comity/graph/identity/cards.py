"""The card of an entity: what identity is judged by, in a form that compares quickly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from comity.graph.describe import NUMBERS, polities
from comity.graph.identity.normalise import code, name_words
from comity.lists.record import Record

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
