"""Writes a result to a file, whole or not at all, or to stdout."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from comity.errors import ComityError


def write_output(pieces: Iterable[str], target: str | None) -> None:
    """Write text to a file, or to stdout where none is named.

    The file is written beside its place and moved there when it is whole. Raises ComityError
    where the folder is missing, read-only or full; what stood there before is kept.
    """
    if target is None or target == "-":
        for piece in pieces:
            sys.stdout.write(piece)
        return
    write_bytes((piece.encode() for piece in pieces), Path(target))


def write_bytes(pieces: Iterable[bytes], place: Path) -> None:
    """Write a file whole or not at all; see :func:`write_output`."""
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(beside, 0o666 & ~umask)
            os.replace(beside, place)
        except BaseException:
            os.unlink(beside)
            raise
    except OSError as error:
        raise ComityError(
            f"{place} cannot be written: {error.strerror or error}.",
            "Choose another place with -o, or mend its rights or its space.",
        ) from None
