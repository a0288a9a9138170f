"""A page of sections with footnotes, and the page as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comity.query.claims.citations import Footnote
from comity.query.render.row_writers import markdown_cell
from comity.text import on_one_line

_STOPS = (".", "?", "!", "…", "。", "”", "」")


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


def as_markdown(page: Page) -> str:
    """Return a page as Markdown with footnotes, as GitHub and Pandoc read them."""
    return "".join(f"{line}\n" for line in _markdown(page))


def footnote_parts(note: Footnote) -> Iterator[str]:
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
            rest = "; ".join(others)
            yield f"- **{first}**{f': {rest}' if rest else ''}{_footmarks(line.marks)}"
            for name, text in line.details:
                yield f"  - {_escaped(name)}: {_escaped(text)}"
        if section.remark:
            yield ""
            yield _escaped(section.remark)
    if page.notes:
        yield ""
    for note in page.notes:
        parts = " ".join(
            _escaped(part) for part in footnote_parts(note._replace(first=note.number))
        )
        url = on_one_line(note.cited.url)
        link = f" <{url}>" if re.match(r"https?://[^<>\s]+\Z", url) else f" {_escaped(url)}"
        yield f"[^{note.number}]: {parts}{link}".rstrip()


def _footmarks(marks: Iterable[int]) -> str:
    text = "".join(f"[^{mark}]" for mark in marks)
    return f" {text}" if text else ""


def _escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return markdown_cell(on_one_line(text)).replace("#", "\\#")
