"""What stands at no known path of a record comes out as a note, and nothing else does."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

from comity.lists.model.reader import Shape, fields, joined, unique
from comity.lists.model.record import Note

KNOWN = Shape(["@id", "name", "name@lang", "parts/part", "parts/part@kind"])


def test_a_record_of_known_paths_has_nothing_unforeseen() -> None:
    record = fromstring(
        '<one id="1">\n <name lang="en">A</name>\n <parts>\n  <part kind="k">B</part></parts></one>'
    )
    assert KNOWN.unforeseen(record) == []


def test_text_attributes_and_elements_that_are_not_known_are_notes_in_their_order() -> None:
    record = fromstring(
        '<one id="1" odd="a"> b <name odd="c">A<inner>d</inner></name><new x="e">'
        "<deep>f</deep></new><parts> g <part>B</part> h </parts></one>"
    )
    assert KNOWN.unforeseen(record) == [
        Note("@odd", "a"),
        Note("text", "b"),
        Note("name@odd", "c"),
        Note("name/inner", "d"),
        Note("new@x", "e"),
        Note("new/deep", "f"),
        Note("parts", "g"),
        Note("parts", "h"),
    ]


def test_an_element_that_is_empty_needs_no_note() -> None:
    assert KNOWN.unforeseen(fromstring('<one odd=""><new/><new> </new></one>')) == []


def test_fields_are_the_cleaned_texts_of_the_children() -> None:
    assert fields(fromstring("<a><b> x  y </b><c/><d> </d><b>z</b></a>")) == {"b": "x y; z"}


def test_empty_and_repeated_texts_are_left_out() -> None:
    assert joined("a", "", "b") == "a, b"
    assert unique(["a", "", "b", "a"]) == ("a", "b")
