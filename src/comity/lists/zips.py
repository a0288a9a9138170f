"""Looks at the end of a zip before its directory is read, so that no directory fills the memory."""

from __future__ import annotations

import io
import os
from typing import BinaryIO

from comity.lists import bounds

_END = b"PK\x05\x06"  # APPNOTE.TXT 4.3.16: 22 bytes, then a comment of at most 65,535
_LENGTH = 22 + 65_535


def check_directory(stream: BinaryIO | io.BufferedReader) -> None:
    """Raise ValueError where a zip has more files, or a larger directory, than any list has."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _LENGTH))
    end = stream.read(_LENGTH)
    stream.seek(0)
    start = end.rfind(_END)
    if start < 0:
        raise ValueError("it has no directory")
    count = int.from_bytes(end[start + 10 : start + 12], "little")
    length = int.from_bytes(end[start + 12 : start + 16], "little")
    if count > bounds.MEMBERS or length > bounds.DIRECTORY:
        raise ValueError(f"it has {count:,} files, and a list has at most {bounds.MEMBERS}")
