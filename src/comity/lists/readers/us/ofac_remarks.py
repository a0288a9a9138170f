"""The remarks of OFAC's legacy files: what was a field of its own before it was put in one line.

OFAC parts the details with semicolons and begins each with the name of its field (``DOB``, ``POB``,
``nationality``, ``Passport``), with ``alt.`` before every one after the first of a kind. Weak
aliases stand there in quotes, for the files of alternate names hold the strong ones only. What
begins otherwise is a remark and nothing else; the whole line is always kept.
"""

from __future__ import annotations

import re

from comity.lists.model.record import CountryTie, Note
from comity.lists.normalise.date_words import read_date
from comity.lists.readers.us.ofac_details import CRYPTO, TYPES, Details, add_alias

LONGEST = 1000
"""Characters that a remark has at most; what is over stands in the file of comments."""

_DATE = r"(?:circa )?(?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4}"
_TAIL = re.compile(
    rf"(?P<value>.*?)(?: \((?P<country>[^()]+)\))?"
    rf"(?: issued (?P<issued>{_DATE}))?(?: expires (?P<expires>{_DATE}))?\Z"
)
_WEAK = re.compile(r"(?P<kind>[afn])\.k\.a\. '(?P<name>.+)'\Z")
_FIELD = re.compile(r"(?P<field>DOB|POB|nationality|citizen) (?P<value>.+)\Z")
_CRYPTO = re.compile(rf"(?P<kind>{CRYPTO} - \w+) (?P<value>.+)\Z")
_BY_LENGTH = sorted(TYPES, key=len, reverse=True)
_KINDS = re.compile("(?P<kind>" + "|".join(map(re.escape, _BY_LENGTH)) + r") ?(?P<rest>.*)\Z")


def read_remarks(details: Details, text: str, is_cut: bool) -> None:
    """Put the remarks of one record in their fields; ``is_cut`` leaves the last, cut one alone."""
    details.remark(text)
    parts = text.removesuffix(".").split("; ")
    if is_cut:
        details.notes.append(Note("Remarks", f"cut after {LONGEST} characters by the publisher"))
        parts.pop()
    for part in parts:
        _read(details, part.removeprefix("alt. "))


def _read(details: Details, part: str) -> None:
    """Put one remark in its field, if it begins like one."""
    if match := _WEAK.match(part):
        add_alias(details, f"{match['kind']}ka", match["name"], weak=True)
    elif match := _FIELD.match(part):
        value = match["value"]
        if match["field"] == "DOB":
            details.births.append(read_date(value))
        elif match["field"] == "POB":
            details.birth_places.append(value)
        else:
            details.ties.append(CountryTie("nationality", value))
    elif match := _CRYPTO.match(part):
        details.identification(match["kind"], match["value"])
    elif (match := _KINDS.match(part)) and (tail := _TAIL.match(match["rest"])):
        details.identification(
            match["kind"],
            tail["value"],
            tail["country"] or "",
            tail["issued"] or "",
            tail["expires"] or "",
        )
