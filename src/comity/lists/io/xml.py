"""XML as a stream of elements: flat memory, and no DTD, entity or outside file whatever it says."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from comity.errors import BadData
from comity.lists.bounds import NAMES, RECORD
from comity.lists.io.encoding import MAX_FIELD, clean
from comity.lists.io.input_files import Parcel

MAX_DEPTH = 100
_CHUNK = 1 << 18
_WHOLE = "Get the file once more from its publisher: it is damaged, cut, or not what it should be."


def elements(parcel: Parcel, tags: Collection[str]) -> Iterator[tuple[Element, int]]:
    """Give each element of the named tags, with the line on which it begins, as it is read.

    Names are local names: prefixes and namespaces are stripped, ``xmlns`` attributes left out. An
    element inside another that is given is part of that one and not given by itself. Nothing else
    is kept, so memory stays flat. Raises BadData, after what came before, where the file is not
    well-formed or cut, has a DOCTYPE, is nested too deep, or has a text over MAX_FIELD.
    """
    sieve = _Sieve(parcel.name, frozenset(tags))
    with parcel.open() as stream:
        while True:
            piece = stream.read(_CHUNK)
            sieve.feed(piece)
            while sieve.ready:
                yield sieve.ready.popleft()
            if not piece:
                return


def opening(parcel: Parcel) -> Element:
    """Return the outermost element without what is in it: its name and attributes."""
    found: list[Element] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if not found:
            found.append(Element(_local(tag), _plain(attributes)))

    sieve = _Sieve(parcel.name, frozenset())
    sieve.parser.StartElementHandler = start
    with parcel.open() as stream:
        while not found:
            piece = stream.read(_CHUNK)
            sieve.feed(piece)
            if not piece:
                break
    return found[0]


def text(element: Element, path: str = ".") -> str:
    """Return the cleaned text of the first element on a path of local names; empty if none."""
    found = element if path == "." else element.find(path)
    return clean(found.text) if found is not None and found.text else ""


def texts(element: Element, path: str) -> list[str]:
    """Return the cleaned texts of all elements on a path, in their order, without empty ones."""
    given = (clean(found.text) for found in element.iterfind(path) if found.text)
    return [words for words in given if words]


class _Sieve:
    """Builds the elements that are wanted while the parser goes through the file."""

    def __init__(self, name: str, tags: frozenset[str]) -> None:
        self.ready: deque[tuple[Element, int]] = deque()
        self._name = name
        self._tags = tags
        self._depth = 0
        self._began = 0  # depth of the element that is being built; 0 between elements
        self._line = 0
        self._byte = 0
        self._fed = 0
        self._names: set[str] = set()
        self._start: Callable[[str, dict[str, str]], object]
        self._end: Callable[[str], object]
        self._builder = TreeBuilder()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.buffer_size = 1 << 16
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        if hasattr(self.parser, "SetReparseDeferralEnabled"):
            self.parser.SetReparseDeferralEnabled(False)

    def feed(self, piece: bytes) -> None:
        """Parse the next bytes; none at all end the file."""
        try:
            self.parser.Parse(piece, not piece)
        except expat.ExpatError as error:
            raise self._bad(
                f"is not well-formed: {expat.errors.messages[error.code]}"
                f" on line {error.lineno}, column {error.offset + 1}"
            ) from None
        except (LookupError, ValueError) as error:  # an encoding that Python does not have
            raise self._bad(f"is in an encoding that cannot be read: {error}") from None
        self._fed += len(piece)
        position = max(0, self.parser.CurrentByteIndex)
        if self._began and position - self._byte > RECORD:
            raise self._bad(f"has an element of more than {RECORD >> 20} MiB on line {self._line}")
        if self._fed - position > RECORD:
            raise self._bad(
                f"has a name or a text of more than {RECORD >> 20} MiB"
                f" on line {self.parser.CurrentLineNumber}"
            )

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count_names(tag, *attributes)
        if ":" in tag:
            tag = _local(tag)
        if self._began:
            if self._depth > MAX_DEPTH:
                raise self._bad(f"has elements inside each other more than {MAX_DEPTH} deep")
            if attributes:
                attributes = self._attributes(attributes)
            self._start(tag, attributes)
        elif tag in self._tags:
            self._began = self._depth
            self._line = self.parser.CurrentLineNumber
            self._byte = self.parser.CurrentByteIndex
            self._builder = TreeBuilder()
            self._start, self._end = self._builder.start, self._builder.end
            self.parser.CharacterDataHandler = self._builder.data
            self._start(tag, self._attributes(attributes))
        elif self._depth > MAX_DEPTH:
            raise self._bad(f"has elements inside each other more than {MAX_DEPTH} deep")

    def _count_names(self, *names: str) -> None:
        """Refuse a file of ever new names, of which the parser forgets none."""
        self._names.update(names)
        if len(self._names) > NAMES:
            raise self._bad(f"has more than {NAMES:,} different names of elements and attributes")

    def _close(self, tag: str) -> None:
        if self._began:
            self._end(tag)
            if self._began == self._depth:
                self._began = 0
                self.parser.CharacterDataHandler = None
                element = self._builder.close()
                if max(map(len, element.itertext()), default=0) > MAX_FIELD:
                    raise self._bad(
                        f"has a text of more than {MAX_FIELD:,} characters"
                        f" in the element on line {self._line}"
                    )
                self.ready.append((element, self._line))
        self._depth -= 1

    def _attributes(self, attributes: dict[str, str]) -> dict[str, str]:
        """Return attributes by their local names; BadData where one is over the bound."""
        is_plain = True
        for name, value in attributes.items():
            if len(value) > MAX_FIELD:
                raise self._bad(
                    f"has an attribute of more than {MAX_FIELD:,} characters"
                    f" on line {self.parser.CurrentLineNumber}"
                )
            if ":" in name or name == "xmlns":
                is_plain = False
        return attributes if is_plain else _plain(attributes)

    def _doctype(self, *_: object) -> None:
        raise self._bad("has a DOCTYPE, which no list needs and which can hide an attack")

    def _bad(self, what: str) -> BadData:
        return BadData(f"{self._name} {what}.", _WHOLE)


def _local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    """Return attributes by their local names, without those that declare namespaces."""
    return {
        _local(name): value
        for name, value in attributes.items()
        if not (name == "xmlns" or name.startswith("xmlns:"))
    }
