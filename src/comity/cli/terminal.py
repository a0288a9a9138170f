"""What stands between the program and a terminal: one filter for every text that is shown."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from comity.controls import without_controls

if TYPE_CHECKING:
    from rich.console import Console


class Screen(io.TextIOWrapper):
    """A stream to a terminal on which no text moves the cursor or turns the writing."""

    def write(self, text: str, /) -> int:
        """Write the text without control characters."""
        super().write(without_controls(text))
        return len(text)


def guard_terminals() -> None:
    """Put the filter before stdout and stderr where they are terminals; elsewhere write UTF-8."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(stream, io.TextIOWrapper):
            continue  # there is none, or it is that of a program which calls this one
        if stream.isatty():
            encoding = "utf-8" if stream.encoding.lower() in ("ascii", "us-ascii") else None
            shown = Screen(
                stream.buffer,
                encoding=encoding or stream.encoding,
                errors="backslashreplace",
                line_buffering=True,
            )
            setattr(sys, name, shown)
        elif name == "stdout":
            stream.reconfigure(encoding="utf-8")


def progress_console() -> Console:
    """Return a console for progress on stderr; what it shows is made of words of our own alone."""
    from rich.console import Console

    return Console(file=sys.__stderr__)


def one_line_each(rows: Iterable[str]) -> Iterator[str]:
    """Give rows that end with a newline so that on a terminal each of them is one line."""
    if not sys.stdout.isatty():
        yield from rows
        return
    for row in rows:
        yield row.rstrip("\n").replace("\n", "\ufffd") + "\n"
