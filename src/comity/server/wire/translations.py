"""The words of the pages in each language: of the interface, of the library, and of faults.

English is written where it is said; ``words.toml`` has the Japanese, and English where what the
library calls by a key, or what the command line says, would be odd on a page.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("words.toml")
_LONGEST = 600  # characters of a fault that is matched: who writes long ones reads English
_HOLE = re.compile(r"\{(\d)\}")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.?]) (?=[A-Z])")


def translate(words: str, language: str) -> str:
    """Return words of the interface in a language, in English where they have none in it."""
    return _read().interface.get(words, words) if language == "ja" else words


def called(section: str, key: str, language: str) -> str:
    """Return what people call a key of the library: of a parameter, column, kind or cell.

    A key without a name in the section is called by itself.
    """
    english, japanese = _read().keys[section].get(key, (key, key))
    return japanese if language == "ja" else english


def told(text: str, language: str) -> tuple[str, str]:
    """Return a line of a fault as a page says it, and its language.

    What has no words of its own on pages stays as it is, in English.
    """
    if len(text) > _LONGEST:
        return text, "en"
    found = _told(text, language)
    if found is None:
        parts = [_told(part, language) for part in _BETWEEN_SENTENCES.split(text)]
        whole = [part for part in parts if part is not None]
        found = ("" if language == "ja" else " ").join(whole) if len(whole) == len(parts) else None
    return (text, "en") if found is None else (found, language)


class _Part(str):
    """A part of a fault; ``{0:kinds}`` in its words says it by its name in that section."""

    language = "en"

    def __format__(self, section: str) -> str:
        return called(section, str(self), self.language) if section else str(self)


class _InJapanese(_Part):
    language = "ja"


class _Fault(NamedTuple):
    pattern: re.Pattern[str]
    english: str
    japanese: str


class _Words(NamedTuple):
    interface: Mapping[str, str]
    keys: Mapping[str, Mapping[str, tuple[str, str]]]
    faults: tuple[_Fault, ...]


@cache
def _read() -> _Words:
    said = tomllib.loads(FILE.read_text("utf-8"))
    faults = tuple(
        _Fault(pattern_of(one["said"]), one.get("en", ""), one["ja"]) for one in said.pop("faults")
    )
    interface = said.pop("interface")
    keys = {
        section: {key: (names[0], names[1]) for key, names in known.items()}
        for section, known in said.items()
    }
    return _Words(interface, keys, faults)


def pattern_of(said: str) -> re.Pattern[str]:
    """Return what matches the line of a fault whose changing parts are ``{0}``, ``{1}`` …"""
    parts = _HOLE.split(said)
    places = range(1, len(parts), 2)
    return re.compile(
        "".join(
            f"(?P<p{part}>.*)" if place in places else re.escape(part)
            for place, part in enumerate(parts)
        )
        + r"\Z",
        re.DOTALL,
    )


def _told(text: str, language: str) -> str | None:
    part = _InJapanese if language == "ja" else _Part
    for one in _read().faults:
        found = one.pattern.match(text)
        if found is not None:
            words = one.japanese if language == "ja" else one.english
            holes = sorted(found.groupdict().items())
            return words.format(*(part(said) for _, said in holes)) if words else text
    return None
