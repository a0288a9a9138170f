"""Reads tables from CSV files: rows by the names of their columns, and the faults of a file."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from comity.errors import BadData, BadParameter
from comity.files import read_whole
from comity.tables.schema import Kind, kinds

LARGEST = 1 << 27  # bytes of a table
MOST_ROWS = 500_000
MOST_FAULTS = 1000  # of a file: more of them say nothing new
DELIMITERS = (",", ";", "\t")
REMARK = "#"  # begins a row that says something about the table
_LONGEST_CELL = 10_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


class Fault(NamedTuple):
    """What is wrong with a table, and where: the row is the line of the file on which it begins."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        parts = [self.file]
        parts += [f"row {self.row}"] if self.row else []
        parts += [f"column {self.column}"] if self.column else []
        return f"{', '.join(parts)}: {self.message}"


class FaultyTables(BadData):
    """Tables with faults; nothing of them is kept."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        files = sorted({fault.file for fault in self.faults})
        count = len(self.faults)
        super().__init__(
            f"{', '.join(files)}: {count:,} fault{'s' if count > 1 else ''}; the first: "
            f"{self.faults[0]}",
            "Correct the rows named and run it again; nothing was kept.",
        )


class Row(NamedTuple):
    """A row of a table: the file and line where it stands, and its cells that are not empty."""

    file: str
    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, all of one kind."""

    kind: Kind
    rows: tuple[Row, ...]


def nearest(text: str, names: Collection[str]) -> str:
    """Return a half-sentence that names what is most like a text, or nothing."""
    close = difflib.get_close_matches(text, names, 1, 0.6)
    if not close:
        lower = {name.lower(): name for name in names}
        close = [lower[n] for n in difflib.get_close_matches(text.lower(), lower, 1, 0.6)]
    return f"; the nearest is '{close[0]}'" if close else ""


def find_kind(name: str) -> Kind:
    """Return the kind of table of a name. Raises BadParameter with the nearest."""
    kind = kinds().get(name)
    if kind is None:
        raise BadParameter(
            f"There is no kind of table '{name}'{nearest(name, list(kinds()))}.",
            f"Give one of {', '.join(kinds())}.",
        )
    return kind


def read_folder(folder: Path) -> list[Table]:
    """Return the tables of a folder: ``<kind>.csv`` or ``<kind>/*.csv``. Raises FaultyTables."""
    tables: list[Table] = []
    faults: list[Fault] = []
    for name, kind in kinds().items():
        for path in (*folder.glob(f"{name}.csv"), *sorted(folder.glob(f"{name}/*.csv"))):
            data = read_whole(path, LARGEST)
            tables.append(read_csv(data, path.relative_to(folder).as_posix(), kind, faults))
    if faults:
        raise FaultyTables(faults)
    if not tables:
        raise BadData(f"{folder} holds no table.", f"Name its files {', '.join(kinds())}.")
    return tables


def read_csv(data: bytes, name: str, kind: Kind, faults: list[Fault]) -> Table:
    """Return the rows of a CSV file; what is wrong with it is added to ``faults``."""
    text = decoded(data, name, faults)
    if text is None:
        return Table(kind, ())
    return table_of(records(text, name, faults), name, kind, faults)


def decoded(data: bytes, name: str, faults: list[Fault]) -> str | None:
    """Return the text of a file in UTF-8, with or without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        shown = data[error.start : error.start + 1].decode("cp1252", "replace")
        faults.append(
            Fault(
                name,
                row,
                "",
                f"byte 0x{data[error.start]:02x} ('{shown}' in Windows-1252) is not UTF-8; "
                "save the file as 'CSV UTF-8'",
            )
        )
        return None


def records(text: str, name: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Give each record of a delimited text that is not empty, with the line on which it begins."""
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.append(Fault(name, line, "", f"the row cannot be read as CSV: {error}"))
            return
        if any(record) and not record[0].startswith(REMARK):
            yield line, record
        line = reader.line_num + 1


def table_of(
    records: Iterator[tuple[int, list[str]]], name: str, kind: Kind, faults: list[Fault]
) -> Table:
    """Return records under a header as the rows of a kind."""
    header = next(records, None)
    if header is None:
        faults.append(Fault(name, 0, "", f"the file is empty; it needs a header of {kind.name}"))
        return Table(kind, ())
    columns = _columns(header[0], header[1], name, kind, faults)
    if columns is None:
        return Table(kind, ())
    rows: list[Row] = []
    before = len(faults)
    for line, record in records:
        if len(faults) - before > MOST_FAULTS:
            faults.append(Fault(name, line, "", "the rows from here on were not looked at"))
            break
        if len(rows) >= MOST_ROWS:
            message = f"the table has more than {MOST_ROWS:,} rows; split it into several"
            faults.append(Fault(name, line, "", message))
            break
        if len(record) > len(columns) and any(record[len(columns) :]):
            message = f"the row has {len(record)} cells, the header {len(columns)}"
            faults.append(Fault(name, line, "", message))
            continue
        cells: dict[str, str] = {}
        for column, text in zip(columns, record, strict=False):
            if text := text.strip():
                if len(text) > _LONGEST_CELL or _CONTROLS.search(text):
                    faults.append(Fault(name, line, column, _unfit(text)))
                cells[column] = text
        if cells:
            rows.append(Row(name, line, cells))
    if not rows and len(faults) == before:
        faults.append(Fault(name, 0, "", "the table has a header and no rows"))
    return Table(kind, tuple(rows))


def _unfit(text: str) -> str:
    if len(text) > _LONGEST_CELL:
        return f"the cell has {len(text):,} characters; at most {_LONGEST_CELL:,} are taken"
    return "the cell has control characters, or letters that were lost when the file was saved"


def _columns(
    line: int, header: list[str], name: str, kind: Kind, faults: list[Fault]
) -> list[str] | None:
    """Return the names of the columns; None where the header is not one of the kind."""
    names = [text.strip() for text in header]
    while names and not names[-1]:
        names.pop()
    before = len(faults)
    if not set(names) & set(kind.columns):
        message = f"the first row has no column of {kind.name}, which are {', '.join(kind.columns)}"
        faults.append(Fault(name, line, "", message))
        return None
    for column in names:
        if column not in kind.columns:
            close = nearest(column, list(kind.columns))
            message = f"{kind.name} have no column '{column}'{close}"
            faults.append(Fault(name, line, column, message))
    for column in sorted({column for column in names if names.count(column) > 1}):
        faults.append(Fault(name, line, column, "the column stands twice in the header"))
    for column in kind.key:
        needed = kind.columns[column].required and not kind.columns[column].minted
        if needed and column not in names:
            faults.append(Fault(name, line, column, f"{kind.name} need this column; it is missing"))
    return names if len(faults) == before else None
