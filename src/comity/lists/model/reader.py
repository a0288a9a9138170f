"""The interface of all readers, and which elements of a record a reader knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol
from xml.etree.ElementTree import Element

from comity.errors import BadData
from comity.lists.io.encoding import clean
from comity.lists.io.input_files import Parcel
from comity.lists.io.xml import elements
from comity.lists.model.record import Item, Note


class Reader(Protocol):
    """A format of official lists. Each module of the formats has one, named ``READER``."""

    @property
    def name(self) -> str:
        """What it is called: csl-csv."""
        ...

    @property
    def title(self) -> str:
        """What it is: US Consolidated Screening List, CSV."""
        ...

    @property
    def specification(self) -> str:
        """The address of the publisher's own description of the format."""
        ...

    @property
    def version(self) -> str:
        """Counts up when the same file gives other records."""
        ...

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources whose files have this format."""
        ...

    @property
    def ignored(self) -> Mapping[str, str]:
        """Each field that is left out, and why."""
        ...

    def recognises(self, head: str) -> bool:
        """Say whether text that begins so (64 kB, decoded) is of this format."""
        ...

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Read the files of one edition as a stream: its :class:`Edition`, then each record.

        ``source`` is the key of the source that the user named. Raises BadData where a file as a
        whole cannot be this format: cut, empty, of other columns, not well-formed.
        """
        ...


class Shape:
    """The elements and attributes of a record that are known, as a tree of their names."""

    __slots__ = ("attributes", "children", "has_text", "way")

    def __init__(self, paths: Iterable[str] = (), way: str = "") -> None:
        self.way = way
        self.attributes: set[str] = set()
        self.children: dict[str, Shape] = {}
        self.has_text = False
        for path in paths:
            self._learn(path)

    def _learn(self, path: str) -> None:
        names, _at, attribute = path.partition("@")
        place = self
        for name in filter(None, names.split("/")):
            below = place.children.get(name)
            if below is None:
                below = place.children[name] = Shape(way=joined(place.way, name, by="/"))
            place = below
        if attribute:
            place.attributes.add(attribute)
        else:
            place.has_text = True

    def unforeseen(self, element: Element) -> list[Note]:
        """Return what is in an element, and at no known path, as notes in the order of the file."""
        found: list[Note] = []
        if not self.attributes.issuperset(element.keys()):
            self._odd_attributes(element, found)
        self._look(element, found)
        return found

    def _look(self, element: Element, found: list[Note]) -> None:
        """Look at the text and the children of an element whose attributes were looked at."""
        text = element.text
        if text and not self.has_text and not text.isspace():
            self._odd_text(text, found)
        children = self.children
        for child in element:
            known = children.get(child.tag)
            if known is None:
                known = Shape(way=joined(self.way, child.tag, by="/"))
            if not known.attributes.issuperset(child.keys()):
                known._odd_attributes(child, found)
            if len(child) or not known.has_text:
                known._look(child, found)
            tail = child.tail
            if tail and not tail.isspace():
                self._odd_text(tail, found)

    def _odd_text(self, text: str, found: list[Note]) -> None:
        if words := clean(text):
            found.append(Note(self.way or "text", words))

    def _odd_attributes(self, element: Element, found: list[Note]) -> None:
        for name, value in element.items():
            if name not in self.attributes and (words := clean(value)):
                found.append(Note(f"{self.way}@{name}", words))


def fields(element: Element) -> dict[str, str]:
    """Return the cleaned texts of the children by their names; of several, all with ``;``."""
    found: dict[str, str] = {}
    for child in element:
        text = child.text
        if text and not text.isspace() and (words := clean(text)):
            tag = child.tag
            found[tag] = f"{found[tag]}; {words}" if tag in found else words
    return found


def joined(*parts: str, by: str = ", ") -> str:
    """Return the parts that are not empty as one text."""
    return by.join(filter(None, parts))


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts without empty ones and repetitions, in their order."""
    return tuple(dict.fromkeys(filter(None, texts)))


def some(parcel: Parcel, tags: Iterable[str]) -> Iterator[tuple[Element, int]]:
    """Give the elements of the named tags with their lines; BadData where a file has none."""
    found = False
    for pair in elements(parcel, frozenset(tags)):
        found = True
        yield pair
    if not found:
        raise BadData(
            f"{parcel.name} holds no record: no element {' or '.join(sorted(tags))} is in it.",
            "Get the file once more from its publisher.",
        )
