"""A JSON array as a stream of its objects, so that memory stays flat however long the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import TextIOWrapper

from comity.errors import BadData
from comity.lists.bounds import RECORD
from comity.lists.io.encoding import text_stream
from comity.lists.io.input_files import Parcel

_PIECE = 1 << 17
_WHOLE = "Get the file once more from its publisher: it is damaged or cut."
_SPACE = " \t\r\n\ufeff"


def objects(parcel: Parcel, member: str) -> Iterator[tuple[int, object]]:
    """Give each value of an array with its line: the whole file, or that member of an object.

    Raises BadData, after what came before, where the file is no JSON, is cut, or has no such array.
    """
    with text_stream(parcel) as stream:
        pending = _Pending(parcel.name, stream)
        start = pending.peek()
        if start == "{":
            _to_member(pending, member)
        elif start != "[":
            raise pending.bad(f"begins with {start!r} where '[' or '{{' is wanted")
        pending.take("[")
        if pending.peek() != "]":
            while True:
                pending.peek()
                yield pending.line, pending.value()
                if pending.peek() != ",":
                    break
                pending.take(",")
        pending.take("]")
        if start == "[" and pending.peek(at_end=True):
            raise pending.bad("goes on after its end")


def _to_member(pending: _Pending, member: str) -> None:
    """Go to the array that is the named member of the outermost object."""
    pending.take("{")
    while pending.peek() == '"':
        name = pending.value()
        pending.take(":")
        if name == member and pending.peek() == "[":
            return
        pending.value()
        if pending.peek() != ",":
            break
        pending.take(",")
    raise pending.bad(f"has no array '{member}'")


class _Pending:
    """The text that is read and not yet used."""

    def __init__(self, name: str, stream: TextIOWrapper) -> None:
        self.line = 1
        self._name = name
        self._stream = stream
        self._text = ""
        self._at = 0
        self._decoder = json.JSONDecoder()

    def peek(self, at_end: bool = False) -> str:
        """Return the next character that is no white space; empty at the end, if it may be."""
        while True:
            while self._at < len(self._text):
                character = self._text[self._at]
                if character not in _SPACE:
                    return character
                self.line += character == "\n"
                self._at += 1
            if not self._more():
                if at_end:
                    return ""
                raise self.bad("is cut: its end is missing")

    def take(self, wanted: str) -> None:
        """Use up one character."""
        found = self.peek()
        if found != wanted:
            raise self.bad(f"has {found!r} where {wanted!r} is wanted")
        self._at += 1

    def value(self) -> object:
        """Return the value that begins here, whatever it is."""
        self.peek()
        least = 0  # characters to read before the next try, lest a long value be tried too often
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError:
                raise self.bad("has arrays inside each other too deep") from None
            except json.JSONDecodeError as error:
                if len(self._text) - self._at > RECORD:
                    raise self.bad(f"has a value of more than {RECORD:,} characters") from None
                least = max(_PIECE, len(self._text) - self._at)
                if not self._more(least):
                    raise self.bad(f"is no JSON: {error.msg}", error.lineno - 1) from None
            except ValueError as error:  # a number of thousands of digits
                raise self.bad(f"has a number that cannot be read: {error}") from None
            else:
                if end == len(self._text) and self._more():
                    continue  # a number may go on
                self.line += self._text.count("\n", self._at, end)
                self._at = end
                return value

    def bad(self, what: str, further: int = 0) -> BadData:
        """Return the complaint about this place."""
        return BadData(f"{self._name} {what} on line {self.line + further}.", _WHOLE)

    def _more(self, least: int = _PIECE) -> bool:
        """Read on, and forget what is used."""
        piece = self._stream.read(least)
        self._text = self._text[self._at :] + piece
        self._at = 0
        return bool(piece)
