"""The way of an answer out of a query process: in frames, the head with the first of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import IO

from comity.errors import ComityError
from comity.server.frames import DATA, END, FAULT, HEAD, frame

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
