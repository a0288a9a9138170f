"""Pages: names from anywhere stay in their place, and addresses stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from comity.iris import thing
from comity.query.claims.citations import Cited, Footnotes
from comity.query.render.pages import Line, Page, Section, as_markdown
from comity.query.render.text_layout import as_text
from comity.terms import tagged
from comity.text import on_one_line

URL = "https://example.org/" + "a" * 90


def cited(key: str, quote: str) -> Cited:
    return Cited(
        thing("pact", "x"),
        thing("source", key),
        title=f"Title {key}",
        publisher="Press",
        date="2022",
        quote=tagged(quote, "en"),
        locator="page 3",
        url=URL,
    )


def page(*lines: Line, notes: Footnotes | None = None) -> Page:
    return Page("Title", "sub", "", (Section("Rows", lines),), tuple(notes or ()))


def test_the_same_words_of_a_source_have_one_number_and_its_title_is_told_once() -> None:
    notes = Footnotes()
    assert notes.marks([cited("a", "one"), cited("a", "two")]) == (1, 2)
    assert notes.marks([cited("a", "two"), cited("b", "one")]) == (2, 3)
    told = as_text(page(notes=notes), 200)
    assert told.endswith(
        "Sources\n"
        "  [1] Title a. Press, 2022. page 3. “one”\n"
        f"      {URL}\n"
        "  [2] Press, 2022, as [1]. page 3. “two”\n"
        "  [3] Title b. Press, 2022. page 3. “one”\n"
        f"      {URL}\n"
    )


@pytest.mark.parametrize(
    "text", ["a\x1b[31mred", "a\nb", "a\u202egnp.exe", "a\x9b2J", "a\u2028b", "a\u200fb"]
)
def test_no_text_can_write_elsewhere_on_the_screen(text: str) -> None:
    told = as_text(page(Line((text, "x"))), 80)
    assert told == f"Title\nsub\n\nRows\n  {on_one_line(text)}  x\n"
    assert on_one_line(text).isprintable()


def test_wide_characters_keep_the_columns_straight() -> None:
    told = as_text(page(Line(("日本", "a")), Line(("Japan", "b"))), 80)
    assert told.splitlines()[-2:] == ["  日本   a", "  Japan  b"]


def test_markdown_shows_markup_as_text() -> None:
    told = as_markdown(page(Line(("<b>[x](y)*", "# a & b"))))
    assert "- **\\<b\\>\\[x\\](y)\\***: \\# a &amp; b\n" in told


CELLS = st.lists(st.tuples(st.text(), st.text(), st.text()), min_size=1, max_size=4)


@given(rows=CELLS, columns=st.integers(1, 150))
def test_any_text_fits_any_width_and_nothing_is_lost(
    rows: list[tuple[str, str, str]], columns: int
) -> None:
    told = as_text(page(*(Line(row) for row in rows)), columns)
    assert max(cell_len(line) for line in told.splitlines()) <= max(40, columns)
    shown = "".join(told.split())
    for row in rows:
        assert set("".join(on_one_line(cell) for cell in row).replace(" ", "")) <= set(shown)
