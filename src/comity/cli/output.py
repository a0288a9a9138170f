"""Sends a result to a file, whole or not at all, or to stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from comity.cli.terminal import one_line_each


def write_output(pieces: Iterable[str], target: str | None, *, rows: bool = False) -> None:
    """Write text to a file, or to stdout where none is named or the name is ``-``.

    Where the pieces are ``rows``, each of them is one line on a terminal.
    """
    if target is None or target == "-":
        for piece in one_line_each(pieces) if rows else pieces:
            sys.stdout.write(piece)
        return
    from comity.files import write_whole

    write_whole((piece.encode() for piece in pieces), target)
