"""Keeps all names of a store in two files beside it, in which a name is found in milliseconds.

``names.txt`` has a line for each name of each thing of ours, and one for its key: how that is spelt
without case, accents and punctuation (:func:`comity.text.spelling`), a tab, and, in capital
letters, where in ``called.tsv`` its line begins. A spelling has no capital letter of ASCII, so a
search for one finds nothing but spellings. ``called.tsv`` has thing, property, language and name.
"""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from comity.iris import COMITY, DCTERMS, ID, SKOS
from comity.store.engines.interface import Engine
from comity.terms import RDF, XSD, Iri, Literal
from comity.text import spelling

PROPERTIES = (
    SKOS + "prefLabel",
    COMITY + "officialName",
    SKOS + "altLabel",
    COMITY + "weakAlias",
    DCTERMS + "title",
)
"""The properties that hold names, best first."""
KEY = ""
"""Stands for the property where what is spelt is the key of a thing that has a name."""
_TITLE = DCTERMS + "title"  # of sources and acts, which nobody calls by it
_SORTS = (*PROPERTIES, KEY)
_SPELLINGS, _CALLED = "names.txt", "called.tsv"
_QUERY = f"""
SELECT ?thing ?property ?label
WHERE {{
  VALUES ?property {{ {" ".join(f"<{name}>" for name in PROPERTIES)} }}
  ?thing ?property ?label .
}}"""
_DIGITS, _LETTERS = "0123456789abcdef", "ABCDEFGHIJKLMNOP"
_TO_LETTERS = str.maketrans(_DIGITS, _LETTERS)
_TO_DIGITS = bytes.maketrans(_LETTERS.encode(), _DIGITS.encode())
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_ESCAPE = re.compile(r"\\([\\tnr])")
_MEANT = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


class Named(NamedTuple):
    """A name of a thing: the property that states it, the name itself, and how it is spelt."""

    thing: Iri
    property: str
    label: Literal
    spelling: str


def names_in(engine: Engine, pattern: str = "") -> Iterator[Named]:
    """Ask an engine for the names of our things; ``pattern`` is further SPARQL on ?label."""
    answer = engine.select(_QUERY.replace("?label .", f"?label . {pattern}"))
    for thing, name, label in answer.rows:
        if isinstance(thing, Iri) and isinstance(label, Literal) and thing.value.startswith(ID):
            assert isinstance(name, Iri)
            yield Named(thing, name.value, label, spelling(label.value))


def write_names(engine: Engine, folder: str) -> None:
    """Write the names that an engine holds into the folder of its store."""
    lines: set[tuple[str, str]] = set()
    things: set[str] = set()
    for one in names_in(engine):
        path = one.thing.value.removeprefix(ID)
        if one.property != _TITLE:
            things.add(path)
        language = one.label.language or ""
        lines.add((one.spelling, _line(path, one.property, language, one.label.value)))
    for path in things:
        key = path.partition("/")[2]
        lines.add((spelling(key), _line(path, KEY, "", key)))
    place = 0
    with (
        open(os.path.join(folder, _SPELLINGS), "w", encoding="utf-8", newline="\n") as spellings,
        open(os.path.join(folder, _CALLED), "wb") as called,
    ):
        spellings.write("\n")  # so that each spelling stands between two ends of lines
        for spelt, told in sorted(lines):
            spellings.write(f"{spelt}\t{f'{place:x}'.translate(_TO_LETTERS)}\n")
            place += called.write(told.encode())


def _line(path: str, name: str, language: str, text: str) -> str:
    plain = text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)
    return f"{path}\t{_SORTS.index(name)}\t{language}\t{plain}\n"


class NameIndex:
    """The names beside a store, to be searched by spelling."""

    def __init__(self, spellings: mmap.mmap, called: mmap.mmap) -> None:
        self._spellings = spellings
        self._called = called

    def within(self, text: str) -> Iterator[Named]:
        """Give the names whose spelling has the text in it; without any, all names."""
        return self._at(self._lines(text.encode()))

    def equal(self, text: str) -> Iterator[Named]:
        """Give the names that are spelt so."""
        return self._at(self._lines(f"\n{text}\t".encode()))

    def having_any(self, pieces: Sequence[str]) -> Iterator[Named]:
        """Give the names whose spelling has one of the pieces in it; without pieces, none."""
        if not pieces:
            return iter(())
        wanted = re.compile(b"|".join(re.escape(piece.encode()) for piece in pieces))
        return self._at(self._lines_having(wanted))

    def _lines_having(self, wanted: re.Pattern[bytes]) -> Iterator[bytes]:
        place = 0
        while found := wanted.search(self._spellings, place):
            start = self._spellings.rfind(b"\n", 0, found.start()) + 1
            place = self._spellings.find(b"\n", found.start())
            yield self._spellings[start:place]

    def _lines(self, wanted: bytes) -> Iterator[bytes]:
        place = self._spellings.find(wanted)
        while place >= 0:
            start = self._spellings.rfind(b"\n", 0, place + 1) + 1
            end = self._spellings.find(b"\n", start)
            if end < 0:
                return
            yield self._spellings[start:end]
            place = self._spellings.find(wanted, end)

    def _at(self, lines: Iterable[bytes]) -> Iterator[Named]:
        for line in lines:
            spelt, _, offset = line.partition(b"\t")
            start = int(offset.translate(_TO_DIGITS), 16)
            told = self._called[start : self._called.find(b"\n", start)].decode()
            thing, place, language, text = told.split("\t")
            text = _ESCAPE.sub(lambda found: _MEANT[found[1]], text)
            label = (
                Literal(text, RDF + "langString", language)
                if language
                else Literal(text, XSD + "string")
            )
            yield Named(Iri(ID + thing), _SORTS[int(place)], label, spelt.decode())


@contextmanager
def opened(folder: str) -> Iterator[NameIndex | None]:
    """Open the names in the folder of a store, None where there are none."""
    with ExitStack() as files:
        index = None
        try:
            if folder:
                spellings = files.enter_context(_mapped(folder, _SPELLINGS))
                index = NameIndex(spellings, files.enter_context(_mapped(folder, _CALLED)))
        except (OSError, ValueError):
            pass  # not there, or nothing in it
        yield index


def _mapped(folder: str, name: str) -> mmap.mmap:
    with open(os.path.join(folder, name), "rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
