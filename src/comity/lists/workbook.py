"""The sheets of a workbook (xls, xlsx, ods) as rows of text; formulas are not evaluated."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import BinaryIO, Protocol

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from comity.errors import BadData
from comity.lists.text import HEAD, MAX_FIELD, clean

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
    ``.0``, an empty cell is empty text. Raises BadData for what is no workbook, or too large a one.
    """
    book = _open(parcel)
    for number, data in enumerate(book.sheets_metadata):
        if data.typ == SheetTypeEnum.WorkSheet:
            yield Sheet(data.name, _rows(parcel, book, number))


def preview(parcel: NamedFile) -> str:
    """Return the first rows of each sheet as text: ``[sheet]`` lines, cells between tabs."""
    lines: list[str] = []
    for sheet in sheets(parcel):
        lines.append(f"[{sheet.name}]")
        lines += ["\t".join(map(clean, cells)) for _, cells in islice(sheet.rows, 20)]
    return "\n".join(lines)[:HEAD]


def _open(parcel: NamedFile) -> CalamineWorkbook:
    """Open a workbook within bounds."""
    with parcel.open() as stream:
        content = stream.read(MOST_PACKED + 1)
    if len(content) > MOST_PACKED:
        raise _complaint(parcel, f"is larger than {MOST_PACKED >> 20} MiB")
    if not is_workbook(content):
        raise _complaint(parcel, "is no workbook")
    if not content.startswith(_OLE):
        _weigh(parcel, content)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as error:
        raise _complaint(parcel, f"cannot be read as a workbook: {error}") from None
    except BaseException as error:
        raise _panic(parcel, error) from None


def _weigh(parcel: NamedFile, content: bytes) -> None:
    """Refuse a workbook whose parts unpack to more than the bound, whatever its directory says."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                with archive.open(info) as part:
                    while piece := part.read(1 << 20):
                        total += len(piece)
                        if total > MOST_UNPACKED:
                            raise _complaint(
                                parcel, f"unpacks to more than {MOST_UNPACKED >> 20} MiB"
                            )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise _complaint(parcel, f"is a workbook that is cut or damaged: {error}") from None


def _rows(
    parcel: NamedFile, book: CalamineWorkbook, number: int
) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a sheet that are not empty; its first column is always the first field."""
    try:
        sheet: CalamineSheet = book.get_sheet_by_index(number)
        for place, cells in enumerate(sheet.iter_rows(), start=1):
            fields = [_text(cell) for cell in cells]
            if max(map(len, fields), default=0) > MAX_FIELD:
                raise _complaint(
                    parcel, f"has a cell of more than {MAX_FIELD:,} characters in row {place}"
                )
            if any(fields):
                yield place, fields
    except CalamineError as error:
        raise _complaint(parcel, f"has a sheet that cannot be read: {error}") from None
    except GeneratorExit:
        raise
    except BaseException as error:
        raise _panic(parcel, error) from None


def _text(cell: int | float | str | bool | time | date | datetime | timedelta) -> str:
    """Return a cell as text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _panic(parcel: NamedFile, error: BaseException) -> BaseException:
    """Return the complaint for a panic of the library on a broken file; any other error as it is.

    A panic is no Exception, lest it be swallowed by accident; here it means a broken workbook.
    """
    if type(error).__name__ == "PanicException" or isinstance(error, OSError | ValueError):
        return _complaint(parcel, "cannot be read as a workbook: it is damaged")
    return error


def _complaint(parcel: NamedFile, what: str) -> BadData:
    """Return what is wrong with a workbook, and what to do."""
    return BadData(f"{parcel.name} {what}.", _WHOLE)
