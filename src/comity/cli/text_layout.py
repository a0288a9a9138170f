"""Lays out a page of sections and footnotes for a terminal or as Markdown, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from comity.query.claims.citations import Footnote
from comity.text import on_one_line

WIDTH_OF_A_PIPE = 100
_WIDEST = 120  # longer lines are hard to follow with the eye
_NARROWEST = 40
_TABULAR = 66  # with fewer cells than this, columns would be too thin to read
_INDENT, _GAP, _LEAST = 2, 2, 10
_DATES = 21  # cells for an interval where room is short: "  delisted 2024-10-21"
_NUMBER = 5  # a first cell with fewer cells than this is the number of a step
_MARKS = 16  # cells for footnote numbers before they go on to another line
_HANG = "  "
_STOPS = (".", "?", "!", "…", "。", "”", "」")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~#])")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a section: cells in columns, footnote numbers, and lines of detail under it."""

    cells: tuple[str, ...]
    marks: tuple[int, ...] = ()
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, aligned rows, and a remark under them."""

    title: str
    lines: tuple[Line, ...]
    marks: tuple[int, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what it is about, some words on it, sections, and footnotes."""

    title: str
    subtitle: str
    summary: str
    sections: tuple[Section, ...]
    notes: tuple[Footnote, ...]


def as_text(page: Page, columns: int) -> str:
    """Return a page for a terminal of that many columns; only addresses may be longer."""
    width = max(_NARROWEST, min(columns, _WIDEST))
    lines = [*_wrapped(page.title, width), *_wrapped(page.subtitle, width)]
    if page.summary:
        lines += ["", *_wrapped(page.summary, width)]
    for section in page.sections:
        lines += ["", *_section(section, width)]
    if page.notes:
        lines += [
            "",
            "Sources",
            *(line for note in page.notes for line in _note(note, page, width)),
        ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def as_markdown(page: Page) -> str:
    """Return a page as Markdown with footnotes, as GitHub and Pandoc read them."""
    return "".join(f"{line}\n" for line in _markdown(page))


def _section(section: Section, width: int) -> Iterator[str]:
    yield from _wrapped(" ".join((section.title, *_numbers(section.marks))), width)
    rows = [_cells(line) for line in section.lines]
    widths = _widths(rows, width - _INDENT)
    folds = any(
        cell_len(cell) > room for row in rows for cell, room in zip(row, widths, strict=True)
    )
    for line, cells in zip(section.lines, rows, strict=True):
        if folds and width < _TABULAR and len(widths) > 3:
            yield from _stacked(cells, width)
        else:
            yield from _row(cells, widths, _INDENT)
        for name, said in line.details:
            for part in _folded(on_one_line(f"{name}: {said}"), width - _INDENT - 4, _HANG):
                yield " " * (_INDENT + 4) + part
    if section.remark:
        yield from _hanging("", section.remark, width, _INDENT)


def _stacked(cells: Sequence[str], width: int) -> Iterator[str]:
    """Give a row where there is no room for columns: what it is about, and the rest below."""
    *others, marks = cells
    shown = [cell for cell in others if cell]
    if len(shown) > 1 and cell_len(shown[0]) < _NUMBER:
        shown[:2] = [" ".join(shown[:2])]
    yield from _hanging("", "".join(shown[:1]), width, _INDENT)
    yield from _hanging("", " ".join(("; ".join(shown[1:]), marks)), width, _INDENT + 2)


def _cells(line: Line) -> tuple[str, ...]:
    return (*(on_one_line(cell) for cell in line.cells), " ".join(_numbers(line.marks)))


def _numbers(marks: Iterable[int]) -> list[str]:
    return [f"[{mark}]" for mark in marks]


def _widths(rows: Sequence[tuple[str, ...]], room: int) -> list[int]:
    """Return how wide each column may be: as wide as it needs, the widest giving way first."""
    if not rows:
        return []
    columns = len(rows[0])
    wanted = [max(cell_len(row[place]) for row in rows) for place in range(columns)]
    wanted[-1] = min(wanted[-1], _MARKS)
    room -= _GAP * sum(1 for one in wanted[1:] if one)
    if sum(wanted) > room:
        wanted[2:-1] = [min(one, _DATES) for one in wanted[2:-1]]
    while sum(wanted) > room and max(wanted) > _LEAST:
        widest = max(range(columns), key=lambda place: wanted[place])
        wanted[widest] -= 1
    return wanted


def _row(cells: Sequence[str], widths: Sequence[int], indent: int) -> Iterator[str]:
    """Give the lines of a row; columns that are empty in the whole section take no room."""
    hangs = [*(_HANG for _ in cells[1:]), ""]
    columns = [
        _folded(cell, width, hang)
        for cell, width, hang in zip(cells, widths, hangs, strict=True)
        if width
    ]
    shown = [width for width in widths if width]
    for number in range(max((len(column) for column in columns), default=0)):
        parts = [column[number] if number < len(column) else "" for column in columns]
        padded = (
            part + " " * (width - cell_len(part)) for part, width in zip(parts, shown, strict=True)
        )
        yield " " * indent + (" " * _GAP).join(padded)


def _folded(cell: str, width: int, hang: str) -> list[str]:
    """Break a cell; its further lines begin a little to the right, so that rows stay apart."""
    if cell_len(cell) <= width:
        return [cell]
    first, *_ = _wrapped(cell, width)
    rest = cell[len(first) :].strip()
    return [first, *(f"{hang}{line}" for line in _wrapped(rest, width - len(hang)))]


def _hanging(label: str, text: str, width: int, indent: int) -> Iterator[str]:
    """Give text behind a label, its further lines under its first word."""
    start = indent + cell_len(label)
    for number, line in enumerate(_wrapped(text, width - start)):
        yield (" " * indent + label if number == 0 else " " * start) + line


def _wrapped(text: str, width: int) -> list[str]:
    """Break text into lines of at most ``width`` cells, at spaces where there are any."""
    console = Console(file=StringIO(), width=width, color_system=None)
    return (
        [line.plain.rstrip() for line in Text(on_one_line(text)).wrap(console, width)]
        if text
        else []
    )


def _note(note: Footnote, page: Page, width: int) -> Iterator[str]:
    last = page.notes[-1].number
    label = f"{'[' + str(note.number) + ']':>{len(str(last)) + 2}} "
    yield from _hanging(label, " ".join(_told(note)), width, _INDENT)
    if note.first == note.number and note.cited.url:
        yield " " * (_INDENT + len(label)) + on_one_line(note.cited.url)


def _told(note: Footnote) -> Iterator[str]:
    """Give the parts of a footnote; one whose source was told before names only who and when."""
    cited = note.cited
    where = ", ".join(part for part in (cited.publisher, cited.date) if part)
    if note.first == note.number:
        yield cited.title if cited.title.endswith(_STOPS) else f"{cited.title}."
        if where:
            yield f"{where}."
    else:
        yield f"{where}, as [{note.first}]." if where else f"As [{note.first}]."
    if cited.locator:
        yield f"{cited.locator}."
    if cited.quote:
        yield f"“{cited.quote.value}”"


def _markdown(page: Page) -> Iterator[str]:
    yield f"# {_escaped(page.title)}"
    yield ""
    yield _escaped(page.subtitle)
    if page.summary:
        yield ""
        yield _escaped(page.summary)
    for section in page.sections:
        yield ""
        yield f"## {_escaped(section.title)}{_footmarks(section.marks)}"
        if section.lines:
            yield ""
        for line in section.lines:
            first, *others = (_escaped(cell) for cell in line.cells if cell)
            said = "; ".join(others)
            yield f"- **{first}**{f': {said}' if said else ''}{_footmarks(line.marks)}"
            for name, text in line.details:
                yield f"  - {_escaped(name)}: {_escaped(text)}"
        if section.remark:
            yield ""
            yield _escaped(section.remark)
    if page.notes:
        yield ""
    for note in page.notes:
        told = " ".join(_escaped(part) for part in _full(note))
        url = on_one_line(note.cited.url)
        link = f" <{url}>" if re.match(r"https?://[^<>\s]+\Z", url) else f" {_escaped(url)}"
        yield f"[^{note.number}]: {told}{link}".rstrip()


def _full(note: Footnote) -> Iterator[str]:
    return _told(note._replace(first=note.number))


def _footmarks(marks: Iterable[int]) -> str:
    said = "".join(f"[^{mark}]" for mark in marks)
    return f" {said}" if said else ""


def _escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", on_one_line(text).replace("&", "&amp;"))
