"""What stands between the program and a terminal: one filter for every text that is shown."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from comity.text import without_controls

if TYPE_CHECKING:
    from rich.console import Console

_STRING = re.compile(r'"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>', re.DOTALL)
_TEXT = re.compile(r">[^<>]*[^<>\s][^<>]*<")
_SPELLINGS = {
    **dict.fromkeys(("turtle", "trig"), (_STRING, "\\n")),
    **dict.fromkeys(("rdfxml", "graphml", "gexf"), (_TEXT, "&#10;")),
}


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


def shown(pieces: Iterable[str], form: str) -> Iterator[str]:
    """Give a text for stdout; on a terminal no value in it begins a line of its own.

    The pieces of ``csv`` are its rows. Turtle and XML have a spelling for line ends that means the
    same; in CSV they show as U+FFFD. The other formats never hold one, or are laid out by us.
    """
    if not sys.stdout.isatty():
        yield from pieces
    elif form == "csv":
        for row in pieces:
            yield row.rstrip("\n").replace("\n", "\ufffd") + "\n"
    elif form in _SPELLINGS:
        pattern, spelling = _SPELLINGS[form]
        yield pattern.sub(lambda value: value[0].replace("\n", spelling), "".join(pieces))
    else:
        yield from pieces
