"""Text is decoded whatever its encoding, and cleaned without losing a letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.lists.io.encoding import clean, decode, text_stream
from comity.lists.io.input_files import parcels


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("  ACME  ", "ACME"),
        ("\u00a0ACME\u00a0Ltd\u00a0", "ACME Ltd"),
        ("two\r\nlines\t of   it", "two lines of it"),
        ("e\u0301", "\u00e9"),
        ("bell\x07 and escape\x1b[31m", "bell and escape[31m"),
        ("\ufeffmark", "mark"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("\u2066isolated\u2069", "isolated"),
        ("\ud800half", "half"),
        ("ပြည်သူ့ 北京 عربي", "ပြည်သူ့ 北京 عربي"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("", ""),
    ],
)
def test_cleaning_keeps_the_letters_and_drops_what_is_unseen(given_text: str, cleaned: str) -> None:
    assert clean(given_text) == cleaned


@given(st.text())
def test_what_is_clean_stays_as_it_is_and_can_be_written(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode("utf-8")
    assert "\n" not in once
    assert "  " not in once


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Müller 北京".encode(), "Müller 北京"),
        ("Müller".encode("utf-8-sig"), "Müller"),
        ("Müller".encode("windows-1252"), "Müller"),
        ("Müller".encode() + b" und " + "Müller".encode("windows-1252"), "Müller und Müller"),
        ("Müller 北京".encode("utf-16"), "Müller 北京"),
        (b"odd \x81 byte", "odd \ufffd byte"),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n"),
    ],
)
def test_any_encoding_of_the_lists_is_read(tmp_path: Path, content: bytes, text: str) -> None:
    place = tmp_path / "list.txt"
    place.write_bytes(content)
    [parcel] = parcels([str(place)])
    with text_stream(parcel) as stream:
        assert stream.read() == text
    assert decode(content) == text


def test_a_letter_that_is_cut_at_the_end_of_the_head_is_left_out() -> None:
    assert decode("北京".encode()[:-1]) == "北"
