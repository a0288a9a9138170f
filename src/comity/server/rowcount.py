"""Counts the rows that pass by in an answer, exactly, whatever the format; no row is parsed."""

from __future__ import annotations

import re
from collections.abc import Callable

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)


class _Json:
    """In JSON, a comma and an opening brace meet only between two rows; in a row, a name comes."""

    def __init__(self) -> None:
        self._left = b""

    def __call__(self, chunk: bytes) -> int:
        outside = _STRING.sub(b"", self._left + chunk)
        open_string = outside.find(b'"')
        whole = outside if open_string < 0 else outside[:open_string]
        rest = b"" if open_string < 0 else outside[open_string:]
        self._left = whole[-1:] + rest
        return whole.count(b",{") + whole.count(b"[{")


class _Marked:
    """In XML and TSV each row has a mark that no term can contain."""

    def __init__(self, mark: bytes) -> None:
        self._mark = mark
        self._left = b""

    def __call__(self, chunk: bytes) -> int:
        text = self._left + chunk
        kept = len(self._mark) - 1
        self._left = text[-kept:] if kept else b""
        return text.count(self._mark)


class _Csv:
    """In CSV a line end within quotes is part of a cell."""

    def __init__(self) -> None:
        self._quoted = False

    def __call__(self, chunk: bytes) -> int:
        parts = chunk.split(b'"')
        outside = parts[self._quoted :: 2]
        self._quoted ^= len(parts) % 2 == 0
        return sum(part.count(b"\n") for part in outside)


def row_counter(media: str) -> Callable[[bytes], int]:
    """Return a function that is given an answer bit by bit and tells the new rows in each bit.

    In CSV and TSV the line of names counts as a row.
    """
    if media == "application/sparql-results+json":
        return _Json()
    if media == "application/sparql-results+xml":
        return _Marked(b"<result>")
    return _Csv() if media == "text/csv" else _Marked(b"\n")
