"""The log: one JSON object a line, without the text of any query and without secrets.

Lines are written by a thread, some at a time, so that a full disk or a reader that has stopped
costs lines and never holds the server up. Lines that could not be written are counted.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections import deque

_LONGEST = 200
_MOST = 10_000  # lines that wait to be written
_AT_ONCE = 256
_PAUSE = 0.05  # seconds in which lines gather
_LAST = 2.0  # seconds that the last lines may take


class Log:
    """Writes lines to an open file; nothing goes wrong for a client when that does."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._lines: deque[bytes] = deque()
        self._more = threading.Event()
        self._closed = False
        self._torn = False
        self.lost = 0
        """Lines that could not be written."""
        self._writer = threading.Thread(target=self._write, name="log", daemon=True)
        self._writer.start()

    def access(
        self, client: str, method: str, path: str, status: int, size: int, seconds: float
    ) -> None:
        """Tell of a request: everything but what was asked."""
        self.note(
            "request",
            client=client,
            method=method,
            path=path[:_LONGEST],
            status=status,
            bytes=size,
            ms=round(seconds * 1000, 1),
        )

    def note(self, what: str, **said: object) -> None:
        """Tell of anything else."""
        if len(self._lines) >= _MOST:
            self.lost += 1
            return
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self._lines.append(json.dumps({"time": stamp, "what": what, **said}).encode() + b"\n")
        self._more.set()

    def close(self) -> None:
        """Write what is left, if that does not take long."""
        self._closed = True
        self._more.set()
        self._writer.join(_LAST)

    def _write(self) -> None:
        while not (self._closed and not self._lines):
            self._more.wait()
            if not self._closed:
                time.sleep(_PAUSE)
            self._more.clear()
            while self._lines:
                count = min(_AT_ONCE, len(self._lines))
                self._put([self._lines.popleft() for _ in range(count)])

    def _put(self, lines: list[bytes]) -> None:
        """Write some lines; what has been begun in vain is ended when there is room again."""
        left = (b"\n" if self._torn else b"") + b"".join(lines)
        try:
            while left:
                written = os.write(self._file, left)
                self._torn = left[written - 1 : written] != b"\n"
                left = left[written:]
        except OSError:
            self.lost += left.count(b"\n") - left.startswith(b"\n")
