"""Writes statements as lines of N-Triples, fast: for imports of a hundred thousand claims."""

from __future__ import annotations

import re

from comity.iris import ID, SCHEME
from comity.terms import XSD, Iri, n_triples, quoted

_PLAIN = re.compile(r'[^"\\\x00-\x1f\x7f]*\Z')
_DATATYPES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_SCRIPTS = (
    (re.compile("[\\u3040-\\u30ff]"), "ja"),
    (re.compile("[\\uac00-\\ud7af]"), "ko"),
    (re.compile("[\\u3400-\\u9fff]"), "und-hani"),
    (re.compile("[\\u0400-\\u052f]"), "und-cyrl"),
    (re.compile("[\\u0600-\\u06ff]"), "und-arab"),
    (re.compile("[\\u0590-\\u05ff]"), "und-hebr"),
    (re.compile("[\\u0900-\\u097f]"), "und-deva"),
    (re.compile("[\\u0e00-\\u0e7f]"), "th"),
    (re.compile("[\\u0370-\\u03ff]"), "el"),
    (re.compile("[\\u10a0-\\u10ff]"), "ka"),
    (re.compile("[\\u0530-\\u058f]"), "hy"),
    (re.compile("[\\u1000-\\u109f]"), "my"),
)
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")


def predicate(iri: Iri) -> str:
    """Return a predicate as it stands between subject and object, with its blanks."""
    return f" {n_triples(iri)} "


def node(kind: str, key: str) -> str:
    """Return a thing of ours as a node; kind and key are known to be safe in an IRI."""
    return f"<{ID}{kind}/{key}>"


def concept_node(scheme: str, key: str) -> str:
    """Return a concept of one of our schemes as a node."""
    return f"<{SCHEME}{scheme}/{key}>"


def string(text: str) -> str:
    """Return text as a plain literal."""
    return f'"{text}"' if _PLAIN.match(text) else quoted(text)


def worded(text: str, language: str) -> str:
    """Return text as a literal with a language tag."""
    return f"{string(text)}@{language}"


def dated(value: str) -> str:
    """Return a year, a month or a day as a literal of the datatype that says just that."""
    return f'"{value}"^^<{XSD}{_DATATYPES[len(value)]}>'


def script(text: str) -> str:
    """Return a language tag for a name from its script alone: ``en`` for Latin letters.

    Where letters belong to one language only, it is that language; where several share them, it
    is *undetermined* with the script (``und-cyrl``), as BCP 47 has it.
    """
    if text.isascii():
        return "en"
    for letters, tag in _SCRIPTS:
        if letters.search(text):
            return tag
    return "en"


def language_of(text: str, stated: str) -> str:
    """Return the tag a list states, if it is well-formed, or the one that the script tells."""
    if stated and _TAG.match(stated):
        return stated.lower()
    return script(text)
