"""How much an official list may have of anything, and whether a zip keeps to it."""

from __future__ import annotations

import io
import os
import zipfile
from typing import BinaryIO

COLUMNS = 1_000
"""Columns of a table; the widest real one has 87."""

RECORD = 4 << 20
"""Bytes of an element, characters of a JSON value or a line; the largest real one has 300 kB."""

ROWS = 10_000
"""Rows or parts about one entry; the most that a real list has is some 200."""

REFUSED = 20_000
"""Records of one edition that may be refused; with more, the file is of another format."""

NAMES = 10_000
"""Different names of elements and attributes in one XML file; real ones have some 100."""

MEMBERS = 200
"""Files in a zip; the most that a publisher packs together is 8."""

DIRECTORY = 1 << 20
"""Bytes of the directory of a zip."""

WORKBOOK_MEMORY = 2 << 30
"""Bytes of address space for the process that reads a workbook."""

WORKBOOK_SECONDS = 300
"""Seconds of work for the process that reads a workbook."""


_END = b"PK\x05\x06"  # APPNOTE.TXT 4.3.16: 22 bytes, then a comment of at most 65,535
_LENGTH = 22 + 65_535
_LARGE = b"PK\x06\x07"  # the locator of zip64, 20 bytes before the end
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LONGEST_NAME = 255


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
    if end[max(0, start - 20) : start].startswith(_LARGE):
        raise ValueError("it is of the large kind (zip64), which no list needs")
    if count > MEMBERS or length > DIRECTORY:
        raise ValueError(f"it has {count:,} files, and a list has at most {MEMBERS}")


def check_member(info: zipfile.ZipInfo) -> None:
    """Raise ValueError for a file in a zip whose packing or name no publisher uses."""
    if len(info.filename) > _LONGEST_NAME:
        raise ValueError(f"a file in it has a name of {len(info.filename):,} characters")
    if info.compress_type not in _PACKINGS:
        raise ValueError("it is packed in another way than zips of lists are (deflate)")
