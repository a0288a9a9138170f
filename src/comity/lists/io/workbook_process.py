"""Reads a workbook from stdin and writes its sheets and rows as JSON lines, within bounds.

It is a process of its own, started by :mod:`comity.lists.io.workbook`, for a workbook of a few
kilobytes can ask for more memory than there is, or never end. Each line that it writes is
``["sheet", name]``, ``["row", number, cells]`` or, as the last one, ``["fault", words]``.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from comity.lists import bounds
from comity.lists.io.encoding import MAX_FIELD

if sys.platform != "win32":
    import resource


class Excess(ValueError):
    """Something in the workbook that is over a bound."""


def main() -> None:
    """Write the rows of the workbook, or what is wrong with it."""
    _bound_work()
    write = sys.stdout.write
    try:
        for line in lines(sys.stdin.buffer.read()):
            write(json.dumps(line) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()  # the reader has had enough
    except BaseException as error:  # a panic of the library is no Exception
        write(json.dumps(["fault", _fault(error)]) + "\n")
        sys.stdout.flush()


def lines(content: bytes) -> Iterator[list[object]]:
    """Give the sheets and their rows that are not empty; cells are text."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for number, data in enumerate(book.sheets_metadata):
        if data.typ != SheetTypeEnum.WorkSheet:
            continue
        yield ["sheet", data.name]
        for place, cells in enumerate(book.get_sheet_by_index(number).iter_rows(), start=1):
            if len(cells) > bounds.COLUMNS and any(cells[bounds.COLUMNS :]):
                raise Excess(f"has more than {bounds.COLUMNS:,} columns in row {place}")
            fields = [_text(cell) for cell in cells[: bounds.COLUMNS]]
            if max(map(len, fields), default=0) > MAX_FIELD:
                raise Excess(f"has a cell of more than {MAX_FIELD:,} characters in row {place}")
            if any(fields):
                yield ["row", place, fields]


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


def _fault(error: BaseException) -> str:
    if isinstance(error, Excess):
        return str(error)
    if isinstance(error, MemoryError):
        return "needs more memory than a workbook may have"
    if isinstance(error, CalamineError):
        return f"cannot be read as a workbook: {error}"
    return "cannot be read as a workbook: it is damaged"


def _bound_work() -> None:
    """Have the system refuse more memory and time than the largest workbook needs."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (bounds.WORKBOOK_SECONDS,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (bounds.WORKBOOK_MEMORY,) * 2)


if __name__ == "__main__":
    main()
