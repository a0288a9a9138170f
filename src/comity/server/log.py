"""The log: one JSON object a line, without the text of any query and without secrets."""

from __future__ import annotations

import json
import time
from typing import TextIO

_LONGEST = 200


class Log:
    """Writes lines to a stream; nothing goes wrong for a client when that stream does."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

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
        if self._stream is None:
            return
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = json.dumps({"time": stamp, "what": what, **said})
        try:
            self._stream.write(f"{line}\n")
            self._stream.flush()
        except (OSError, ValueError):
            self._stream = None  # a log that cannot be written must not stop the server
