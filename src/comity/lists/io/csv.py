"""Delimited text as rows and tables, one record at a time, each fault reported with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists import bounds
from comity.lists.io.encoding import MAX_FIELD, clean, text_stream
from comity.lists.io.group_by_key import Shelf
from comity.lists.io.input_files import Parcel
from comity.lists.model.record import Edition, Item, Record, Refusal

_LONGEST_LINE = 10 * MAX_FIELD
_END_OF_FILE = "\x1a"  # how DOS ends a text file; OFAC's legacy files still do


class BadRow(Refusal):
    """A row that cannot be read; it stands in the stream in the place of the row."""


def rows(
    parcel: Parcel, delimiter: str = ",", quotechar: str = '"', strict: bool = True
) -> Iterator[tuple[int, list[str]] | Refusal]:
    """Give each row that is not empty: the line on which it begins, and its fields as they stand.

    A row that cannot be read (NUL, a field over the bound, quotes that do not close) comes as a
    :class:`BadRow`, and the rows after it go on. ``strict`` refuses text after a closing quote.
    """
    with text_stream(parcel) as stream:
        lines = _Lines(stream)
        reader = csv.reader(
            lines,
            delimiter=delimiter,
            quotechar=quotechar or None,
            quoting=csv.QUOTE_MINIMAL if quotechar else csv.QUOTE_NONE,
            strict=strict,
        )
        while True:
            lines.first = lines.number + 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield BadRow(_place(lines), _reason(error, delimiter))
                continue
            if lines.fault:
                yield BadRow(_place(lines), lines.fault)
                lines.fault = ""
            elif len(fields) > bounds.COLUMNS:
                raise BadData(
                    f"{parcel.name} has {len(fields):,} columns on line {lines.first}; the tables "
                    f"of lists have at most {bounds.COLUMNS:,}.",
                    "Look whether this is the file that its publisher gives.",
                )
            elif max(map(len, fields), default=0) > MAX_FIELD:
                yield BadRow(_place(lines), f"a field of more than {MAX_FIELD:,} characters")
            elif any(fields) and fields != [_END_OF_FILE]:
                yield lines.first, fields


def table(
    parcel: Parcel,
    wanted: Collection[str],
    delimiter: str = ",",
    quotechar: str = '"',
    strict: bool = True,
    header_within: int = 1,
) -> Iterator[tuple[int, dict[str, str]] | Refusal]:
    """Give each row below the header: its line, and its cleaned fields by the names of the columns.

    The header is the first of the first ``header_within`` rows that has all ``wanted`` columns, in
    any order and any case; a wanted column has the name as wanted, any other the name that it has
    in the file, so that a reader can tell what it does not know. A row with more or fewer fields
    than the header comes as a :class:`BadRow`. BadData where no header has what is wanted.
    """
    stream = rows(parcel, delimiter, quotechar, strict)
    columns = _header(parcel, stream, wanted, header_within)
    width = len(columns)
    for row in stream:
        if isinstance(row, Refusal):
            yield row
            continue
        line, fields = row
        if len(fields) > width and not any(fields[width:]):
            fields = fields[:width]
        if is_header_again(fields, columns):
            continue
        if len(fields) == width:
            yield (
                line,
                dict(zip(columns, [clean(one) if one else "" for one in fields], strict=True)),
            )
        elif any(map(clean, fields)):
            yield BadRow(f"line {line}", f"{len(fields)} fields, {width} wanted")


def runs(
    stream: Iterator[tuple[int, dict[str, str]] | Refusal], same: Collection[str]
) -> Iterator[tuple[str, list[dict[str, str]]] | Refusal]:
    """Give the rows that follow one another and are the same in the columns named, as one.

    With them come their lines, in words. BadData where one run is longer than any entry can be.
    """
    first = last = 0
    held: list[dict[str, str]] = []
    for row in stream:
        if isinstance(row, Refusal):
            yield row
            continue
        line, fields = row
        if held and any(fields[column] != held[0][column] for column in same):
            yield _lines(first, last), held
            held = []
        if len(held) == bounds.ROWS:
            raise BadData(
                f"Line {line} is one of more than {bounds.ROWS:,} rows about the same entry.",
                "Look whether this is the file that its publisher gives.",
            )
        first = line if not held else first
        last = line
        held.append(fields)
    if held:
        yield _lines(first, last), held


def _header(
    parcel: Parcel,
    stream: Iterator[tuple[int, list[str]] | Refusal],
    wanted: Collection[str],
    within: int,
) -> list[str]:
    """Return the names of the columns, which no two share."""
    spelled = {name.casefold(): name for name in wanted}
    found: list[str] = []
    for row, _ in zip(stream, range(within), strict=False):
        names = [] if isinstance(row, Refusal) else [clean(field) for field in row[1]]
        while names and not names[-1]:
            names.pop()
        found = found or names
        columns = [spelled.get(name.casefold(), name) for name in names]
        if set(wanted) <= set(columns):
            return distinct(columns)
    missing = set(wanted) - {spelled.get(name.casefold(), name) for name in found}
    raise BadData(
        f"{parcel.name} has not the columns wanted: {', '.join(sorted(missing))} missing; "
        f"found {', '.join(found)[:300] or 'no header'}.",
        "Give the file as its publisher has it, with its header.",
    )


def distinct(columns: Sequence[str]) -> list[str]:
    """Return the names of columns; one that stood before has its position behind it."""
    return [
        name if name not in columns[:position] else f"{name} ({position + 1})"
        for position, name in enumerate(columns)
    ]


def is_header_again(cells: Sequence[str], columns: Sequence[str]) -> bool:
    """Return whether a row repeats the header, as files do that were put together from several."""
    if len(cells) < 2 or clean(cells[0]).casefold() != columns[0].casefold():
        return False
    return all(
        clean(cell).casefold() in (name.casefold(), name.rpartition(" (")[0].casefold())
        for cell, name in zip(cells, columns, strict=False)
    )


def _place(lines: _Lines) -> str:
    """Return the line or lines of a row."""
    return _lines(lines.first, max(lines.number, lines.first))


def _lines(first: int, last: int) -> str:
    """Return lines in words."""
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _reason(error: csv.Error, delimiter: str) -> str:
    """Return what is wrong with a row, in words that need no knowledge of the parser."""
    words = str(error)
    if "field larger" in words:
        return f"a field of more than {MAX_FIELD:,} characters"
    if "unexpected end" in words:
        return "a quote that is never closed: the file is cut, or a quote is missing"
    if "expected after" in words:
        shown = "a tab" if delimiter == "\t" else f"'{delimiter}'"
        return f"text after a closing quote where {shown} is wanted"
    return words


class _Lines:
    """The lines of a text for the CSV parser, each within bounds and without NUL."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self.number = 0
        self.first = 1
        self.length = 0
        self.fault = ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        self.length = len(line) + (self.length if self.number > self.first else 0)
        if self.length > bounds.RECORD:
            raise BadData(
                f"The row that begins on line {self.first} goes on for more than "
                f"{bounds.RECORD:,} characters: a quote is never closed.",
                "Look whether this is the file that its publisher gives.",
            )
        if len(line) == _LONGEST_LINE:
            self.fault = f"a line of more than {_LONGEST_LINE:,} characters"
            while len(self._stream.readline(_LONGEST_LINE)) == _LONGEST_LINE:
                pass
            return "\n"
        if "\0" in line:
            self.fault = "a NUL character"
            return line.replace("\0", "")
        return line


@dataclass(frozen=True)
class CuratedTable:
    """A format of such tables: how it is known, which rows belong together, what they become.

    ``key`` returns what the rows of one entity share, ``wrong`` why a row cannot be taken, empty
    where it can, and ``record`` the record of rows that share a key, with the place of the first.
    """

    name: str
    title: str
    specification: str
    version: str
    sources: tuple[str, ...]
    wanted: tuple[str, ...]  # columns by which the table is known
    key: Callable[[dict[str, str]], str]
    wrong: Callable[[dict[str, str]], str]
    record: Callable[[Sequence[dict[str, str]], str], Record]
    words: str = ""  # stand in the first rows of this table, and in no other with these columns
    ignored: dict[str, str] = field(default_factory=dict)

    def recognises(self, head: str) -> bool:
        """Know the table by its header, and by the words in its rows."""
        columns = set(head.lstrip("\ufeff").splitlines()[0].split(",")) if head else set()
        return set(self.wanted) <= columns and self.words in head

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give an edition, of which the table does not say the day, then each entity."""
        yield Edition()
        with Shelf() as shelf:
            for parcel in parcels:
                for row in table(parcel, self.wanted):
                    if isinstance(row, Refusal):
                        yield row
                        continue
                    line, fields = row
                    reason = self.wrong(fields)
                    if reason:
                        yield Refusal(f"line {line}", reason)
                    else:
                        shelf.put(self.key(fields), f"line {line}", fields)
            for group in shelf.groups():
                yield self.record([row.fields for row in group], group[0].place)
