"""Mints the keys of listed entities: the list's own number, or the name where it has none.

A number is one of the list that gave it out; the lists of one authority that share their numbers
share the first part of the key, so that the same party read from two publications is one entity:
the Office of Foreign Assets Control numbers its parties, and the Consolidated Screening List
repeats those numbers.
"""

from __future__ import annotations

import hashlib
import re

from comity.iris import slug
from comity.lists.model.record import Record

# Lists whose numbers are those of another list: the non-SDN lists of one authority are one file.
_NUMBERED_WITH = {
    "ofac-capta": "ofac-cons",
    "ofac-fse": "ofac-cons",
    "ofac-ns-cmic": "ofac-cons",
    "ofac-ns-mbs": "ofac-cons",
    "ofac-plc": "ofac-cons",
    "ofac-ssi": "ofac-cons",
}
_UNSAFE = re.compile(r"[^A-Za-z0-9.~_]+")
_LONGEST = 80


class Keys:
    """The keys of one edition; it remembers them, because names may repeat where numbers do not.

    ``space`` is the numbering of a source that numbers all its records itself, whatever lists they
    are on; without it a record is filed under its list.
    """

    def __init__(self, space: str = "") -> None:
        self._space = space
        self._taken: set[str] = set()

    def key(self, record: Record) -> str:
        """Return the key of a record: ``ofac-sdn-36``, ``bis-entity-list-nso-group``.

        A number that stood before is the same entity again, on another list. Without a number it
        is the name; a name that stood before gets a digest of the record's countries, addresses
        and dates, and after that a count.
        """
        space = self.space_of(record)
        if record.number:
            return f"{space}-{_UNSAFE.sub('-', record.number).strip('-')}"
        key = f"{space}-{name_key(record)}"
        if key in self._taken:
            key = f"{key}-{_mark(record)}"
        base, count = key, 1
        while key in self._taken:
            count += 1
            key = f"{base}-{count}"
        self._taken.add(key)
        return key

    def space_of(self, record: Record) -> str:
        """Return the list or source under whose numbers or names a record is filed."""
        return self._space or numbering(record)


def numbering(record: Record) -> str:
    """Return the list under whose numbers or names a record is filed by itself."""
    spaces = {_NUMBERED_WITH.get(entry.list, entry.list) for entry in record.entries}
    return "ofac-sdn" if "ofac-sdn" in spaces else min(spaces)


def name_key(record: Record) -> str:
    """Return the record's name as part of a key; a digest where the name has no Latin letters."""
    return text_key(record.names[0].text)


def text_key(name: str) -> str:
    """Return a name as part of a key; a digest where it has no Latin letters."""
    plain = slug(name)[:_LONGEST].strip("-")
    return plain if len(plain) > 1 else hashlib.sha256(name.encode()).hexdigest()[:12]


def _mark(record: Record) -> str:
    told = (
        sorted(tie.country for tie in record.ties),
        sorted(address.text for address in record.addresses),
        sorted(date.text for date in record.births),
        sorted((entry.list, *entry.citations) for entry in record.entries),
        sorted(one.value for one in record.identifiers),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:8]
