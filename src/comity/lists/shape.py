"""Which elements of a record a reader knows: whatever else is in it is kept as a note.

A reader states its fields as paths below the record (``NAME/LASTNAME``, ``NAME@Id``). Files of
later years have elements that nobody foresaw; they come out of :meth:`Shape.unforeseen` with their
path and text, so that nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from comity.errors import BadData
from comity.lists.markup import elements
from comity.lists.parcel import Parcel
from comity.lists.record import Note
from comity.lists.text import clean


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
