"""The text of a list: decoded whatever its encoding, and cleaned of what cannot be seen."""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from typing import BinaryIO, Protocol

MAX_FIELD = 100_000
"""Characters in one field; a longer one is no field but a fault of the file, or an attack."""

HEAD = 65_536
"""Bytes at the start of a file from which its format is known."""

# Control characters that are no white space, half characters (they cannot be written as UTF-8),
# non-characters, the byte order mark, and the marks that turn the direction of what follows.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


class Openable(Protocol):
    """What text can be read from: a parcel, or anything that opens as bytes."""

    def open(self) -> BinaryIO:
        """Open the bytes from their start."""
        ...


def clean(text: str) -> str:
    """Return text on one line: NFC, single blanks, none at the ends, nothing unseen in it."""
    if text.isascii() and text.isprintable():  # the commonest by far, and the cheapest
        text = text.strip()
        return text if "  " not in text else " ".join(text.split())
    return unicodedata.normalize("NFC", " ".join(_UNSEEN.sub("", text).split()))


def text_stream(parcel: Openable) -> io.TextIOWrapper:
    """Open a parcel as text: UTF-16 if it has that mark, else UTF-8, line ends as they are.

    Bytes that are not UTF-8 are read as Windows-1252, each for itself, for there are files that
    mix both; thus a file that is wholly Windows-1252 reads as what it is.
    """
    stream = parcel.open()
    mark = stream.read(3)
    stream.close()
    return io.TextIOWrapper(
        parcel.open(), encoding=_encoding(mark), errors=_ERRORS[_encoding(mark)], newline=""
    )


def decode(start: bytes) -> str:
    """Return the start of a file as text; a character that is cut at the end of it is left out."""
    encoding = _encoding(start)
    decoder = codecs.getincrementaldecoder(encoding)(errors=_ERRORS[encoding])
    return decoder.decode(start)


def _encoding(start: bytes) -> str:
    """Return the encoding that the first bytes of a file show."""
    return "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not UTF-8 as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    odd = error.object[error.start : error.end]
    return odd.decode("windows-1252", errors="replace"), error.end


codecs.register_error("comity-windows-1252", _windows)
_ERRORS = {"utf-8-sig": "comity-windows-1252", "utf-16": "replace"}
