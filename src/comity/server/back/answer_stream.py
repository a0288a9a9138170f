"""The way of an answer out of a worker: in frames, with a count of its rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import IO

from comity.errors import ComityError
from comity.server.wire.ipc import DATA, END, FAULT, HEAD, frame

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


PIECE = 64 * 2**10


class TooMuch(ComityError):
    """An answer that is larger than the server gives."""

    http_status = 503


class Output:
    """Takes an answer bit by bit; nothing is sent before a whole piece is there, or all of it."""

    def __init__(self, pipe: IO[bytes], *, rows: int, size: int) -> None:
        self._pipe = pipe
        self._head = b""
        self._pieces: list[bytes] = []
        self._held = 0
        self._rows = self._most_rows = rows
        self._size = self._most_size = size
        self._count: Callable[[bytes], int] | None = None

    def begin(
        self, media: str, status: int = 200, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        """Say what the answer is."""
        told = [("content-type", media), *headers] if media else list(headers)
        self._head = frame(HEAD, json.dumps([status, told]).encode())

    def count_rows(self, count: Callable[[bytes], int], heading: int) -> None:
        """Have rows counted as they pass by; ``heading`` of them are no rows."""
        self._count = count
        self._rows += heading

    def one_more(self) -> None:
        """Count a row or triple; raise TooMuch past the limit."""
        self._rows -= 1
        if self._rows < 0:
            self._refuse_rows()

    def write(self, data: bytes) -> int:
        """Take a bit of the answer; raise TooMuch past a limit."""
        data = bytes(data)
        self._size -= len(data)
        if self._count is not None:
            self._rows -= self._count(data)
        if self._rows < 0:
            self._refuse_rows()
        if self._size < 0:
            raise TooMuch(
                f"The answer is larger than {self._most_size} bytes, the most that is given.",
                "Ask for less, or in parts, with LIMIT and OFFSET.",
            )
        self._pieces.append(data)
        self._held += len(data)
        if self._held >= PIECE:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is a piece has been sent."""

    def end(self) -> None:
        """Send what is left, and that it is all."""
        self._send(frame(END))

    def fault(self, error: ComityError) -> None:
        """Send, in place of what is left, why there is no more."""
        told = [error.http_status, type(error).__name__, error.found, error.remedy]
        self._pipe.write(frame(FAULT, json.dumps(told).encode()))
        self._pipe.flush()

    def _send(self, after: bytes = b"") -> None:
        data = b"".join(self._pieces)
        body = frame(DATA, data) if data else b""
        self._pipe.write(self._head + body + after)
        self._pipe.flush()
        self._head, self._pieces, self._held = b"", [], 0

    def _refuse_rows(self) -> None:
        raise TooMuch(
            f"The answer has more than {self._most_rows} rows, the most that is given.",
            "Ask for less, or in parts, with LIMIT and OFFSET.",
        )
