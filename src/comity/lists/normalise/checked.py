"""Brings the records of every list into one form, after its reader and before anything else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from comity.lists.model.record import Identifier, Item, Name, Note, Record, Refusal
from comity.lists.normalise.identifiers import identifiers
from comity.lists.normalise.legal_forms import is_legal_form
from comity.lists.normalise.multi_values import says_something

_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9A-Fa-f]{1,6}|amp|apos|quot|lt|gt|nbsp);")
_NO_NAMES = ("Person", "Vessel", "Aircraft")  # kinds whose names may look like a legal form


def checked(items: Iterable[Item]) -> Iterator[Item]:
    """Give what a reader reads with each record in one form; see :func:`checked_record`."""
    for item in items:
        yield checked_record(item) if isinstance(item, Record) else item


def checked_record(record: Record) -> Record | Refusal:
    """Return a record with character references decoded, numbers apart, and names that are names.

    An alias that is a legal form alone or says nothing (``na``), and a number that stands for an
    unknown one, become notes. A record whose primary name says nothing is refused.
    """
    names = [name._replace(text=_decoded(name.text)) for name in record.names]
    if not names or not says_something(names[0].text):
        return Refusal(record.place, "no name")
    kept = [names[0], *(name for name in names[1:] if _is_name(name, record.kind))]
    dropped = [name for name in names if name not in kept and says_something(name.text)]
    numbers: list[Identifier] = []
    notes = [*record.notes, *(Note("legal form", name.text) for name in dropped)]
    for stated in record.identifiers:
        found = list(identifiers(stated))
        numbers += found
        if not found or (len(found) == 1 and _digits(found[0].value) != _digits(stated.value)):
            notes.append(Note(stated.label or stated.scheme, stated.value))
    if (
        kept == list(record.names)
        and numbers == list(record.identifiers)
        and not _has_reference(record)
    ):
        return record
    return replace(
        record,
        names=tuple(dict.fromkeys(kept)),
        identifiers=tuple(dict.fromkeys(numbers)),
        addresses=tuple(
            address._replace(text=_decoded(address.text)) for address in record.addresses
        ),
        birth_places=tuple(map(_decoded, record.birth_places)),
        positions=tuple(map(_decoded, record.positions)),
        remarks=tuple(map(_decoded, record.remarks)),
        notes=tuple(dict.fromkeys(notes)),
    )


def _is_name(name: Name, kind: str) -> bool:
    return says_something(name.text) and (kind in _NO_NAMES or not is_legal_form(name.text))


def _decoded(text: str) -> str:
    """Return text with the references to characters that some files have in their cells."""
    if "&" not in text:
        return text
    return " ".join(_ENTITY.sub(lambda match: html.unescape(match[0]), text).split())


def _has_reference(record: Record) -> bool:
    texts = (*record.birth_places, *record.positions, *record.remarks)
    return any("&" in text for text in texts) or any(
        "&" in address.text for address in record.addresses
    )


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isalnum()).upper()
