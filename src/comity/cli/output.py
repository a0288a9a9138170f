"""Sends a result to a file, whole or not at all, or to stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterable


def write_output(pieces: Iterable[str], target: str | None) -> None:
    """Write text to a file, or to stdout where none is named or the name is ``-``."""
    if target is None or target == "-":
        for piece in pieces:
            sys.stdout.write(piece)
        return
    from comity.files import write_whole

    write_whole((piece.encode() for piece in pieces), target)
