"""The sheets of a workbook (xls, xlsx, ods) as rows of text; formulas are not evaluated."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, Protocol

from comity.errors import BadData
from comity.lists import bounds
from comity.lists.io.encoding import HEAD, clean

MOST_PACKED = 64 << 20
MOST_UNPACKED = 512 << 20
"""Bytes of a workbook, as a file and unpacked: a workbook is held in memory while it is read."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST_NAMES = (b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/", b"mimetype", b"customXml/")
_WHOLE = (
    "Get the workbook once more from its publisher, or save it anew as .xlsx without a password."
)


class NamedFile(Protocol):
    """What a workbook is read from: a parcel."""

    @property
    def name(self) -> str:
        """The name by which complaints call the file."""
        ...

    def open(self) -> BinaryIO:
        """Open the bytes from their start."""
        ...


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, and each row that is not empty with its number as a reader sees it."""

    name: str
    rows: Iterator[tuple[int, list[str]]]


def is_workbook(start: bytes) -> bool:
    """Say whether a file begins like a workbook: as OLE, or as a zip that Office made."""
    if start.startswith(b"PK\x03\x04"):
        length = int.from_bytes(start[26:28], "little")
        return start[30 : 30 + length].startswith(_FIRST_NAMES)
    return start.startswith(_OLE)


def sheets(parcel: NamedFile) -> Iterator[Sheet]:
    """Give each work sheet in its order; cells are text as the cell holds it, not as it is shown.

    A date is ISO (``2022-04-14``, with a time only where there is one), a whole number has no
    ``.0``, an empty cell is empty text. What is not read of a sheet before the next one is passed
    over. Raises BadData for what is no workbook, or one that takes too much memory or time.
    """
    reading = _Reading(parcel)
    line = reading.line()
    while line is not None and line[0] == "sheet":
        rows = _Rows(reading)
        yield Sheet(line[1], rows)
        for _ in rows:
            pass  # whatever was not read of it
        line = rows.after


def preview(parcel: NamedFile) -> str:
    """Return the first rows of each sheet as text: ``[sheet]`` lines, cells between tabs."""
    lines: list[str] = []
    for sheet in sheets(parcel):
        lines.append(f"[{sheet.name}]")
        lines += ["\t".join(map(clean, cells)) for _, cells in islice(sheet.rows, 20)]
    return "\n".join(lines)[:HEAD]


class _Reading:
    """The process that reads a workbook; it ends when nobody is left who could want more of it."""

    def __init__(self, parcel: NamedFile) -> None:
        self._parcel = parcel
        with _content(parcel) as content:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "comity.lists.io.workbook_process"],
                stdin=content,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        weakref.finalize(self, _end, self._process)

    def line(self) -> list[Any] | None:
        """Return the next line that is no fault, None after the last; raise BadData for a fault."""
        assert self._process.stdout is not None
        text = self._process.stdout.readline()
        line: list[Any] | None = json.loads(text) if text.endswith(b"\n") else None
        if line is not None and line[0] == "fault":
            raise _complaint(self._parcel, line[1])
        if line is None and self._process.wait() != 0:
            raise _complaint(self._parcel, "takes more memory or time than a workbook may")
        return line


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdout is not None
    process.kill()
    process.stdout.close()
    process.wait()


class _Rows:
    """The rows of one sheet as they come; ``after`` is the line that follows them."""

    def __init__(self, reading: _Reading) -> None:
        self._reading = reading
        self._ended = False
        self.after: list[Any] | None = None

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self

    def __next__(self) -> tuple[int, list[str]]:
        line = None if self._ended else self._reading.line()
        if line is None or line[0] == "sheet":
            self.after = self.after if self._ended else line
            self._ended = True
            raise StopIteration
        return line[1], line[2]


def _content(parcel: NamedFile) -> BinaryIO:
    """Return a file with the bytes of a workbook, which are within bounds."""
    with parcel.open() as stream:
        content = stream.read(MOST_PACKED + 1)
    if len(content) > MOST_PACKED:
        raise _complaint(parcel, f"is larger than {MOST_PACKED >> 20} MiB")
    if not is_workbook(content):
        raise _complaint(parcel, "is no workbook")
    if not content.startswith(_OLE):
        _weigh(parcel, content)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # whoever asks for it closes it
    file.write(content)
    file.seek(0)
    return file


def _weigh(parcel: NamedFile, content: bytes) -> None:
    """Refuse a workbook whose parts unpack to more than the bound, whatever its directory says."""
    total = 0
    try:
        bounds.check_directory(io.BytesIO(content))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                bounds.check_member(info)
                with archive.open(info) as part:
                    while piece := part.read(1 << 20):
                        total += len(piece)
                        if total > MOST_UNPACKED:
                            raise _complaint(
                                parcel, f"unpacks to more than {MOST_UNPACKED >> 20} MiB"
                            )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise _complaint(parcel, f"is a workbook that is cut or damaged: {error}") from None


def _complaint(parcel: NamedFile, what: str) -> BadData:
    """Return what is wrong with a workbook, and what to do."""
    return BadData(f"{parcel.name} {what}.", _WHOLE)
