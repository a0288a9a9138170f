"""Sends a result to a file, whole or not at all, or to stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from comity.cli.terminal import shown


def write_output(pieces: Iterable[str], target: str | None, form: str = "") -> None:
    """Write text to a file, or to stdout where none is named or the name is ``-``.

    ``form`` is the format, where its line ends need care on a terminal.
    """
    if target is None or target == "-":
        for piece in shown(pieces, form):
            sys.stdout.write(piece)
        return
    from comity.files import write_whole

    write_whole((piece.encode() for piece in pieces), target)
