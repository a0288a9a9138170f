"""Delimited text gives its rows one by one, and each fault its own line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.lists.io.csv import rows, table
from comity.lists.io.encoding import MAX_FIELD
from comity.lists.io.input_files import Parcel, parcels
from comity.lists.model.record import Refusal

Making = Callable[[str | bytes], Parcel]


@pytest.fixture
def parcel(tmp_path: Path) -> Making:
    def made(content: str | bytes) -> Parcel:
        place = tmp_path / "list.csv"
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return parcels([str(place)])[0]

    return made


def told(refusals: Iterable[object]) -> list[tuple[str, str]]:
    return [(one.place, one.reason) for one in refusals if isinstance(one, Refusal)]


def test_rows_have_the_line_on_which_they_begin(parcel: Making) -> None:
    content = 'a,b\r\n"two\r\nlines",c\r\n\r\nd,e\r\n'
    assert list(rows(parcel(content))) == [
        (1, ["a", "b"]),
        (2, ["two\r\nlines", "c"]),
        (5, ["d", "e"]),
    ]


def test_any_line_end_and_the_end_mark_of_dos_are_read(
    parcel: Making,
) -> None:
    assert list(rows(parcel("1@x\r2@y\r\x1a\r"), delimiter="@")) == [
        (1, ["1", "x"]),
        (2, ["2", "y"]),
    ]


def test_a_nul_an_over_long_field_and_a_bad_quote_are_told_and_the_rest_goes_on(
    parcel: Making,
) -> None:
    content = "a,b\nc\0,d\n" + "x" * (MAX_FIELD + 1) + ',e\n"f"g,h\ni,j\n'
    good = [row for row in rows(parcel(content)) if not isinstance(row, Refusal)]
    bad = [row for row in rows(parcel(content)) if isinstance(row, Refusal)]
    assert [fields for _, fields in good] == [["a", "b"], ["i", "j"]]
    assert told(bad) == [
        ("line 2", "a NUL character"),
        ("line 3", "a field of more than 100,000 characters"),
        ("line 4", "text after a closing quote where ',' is wanted"),
    ]


def test_a_line_without_end_is_told_without_being_held_in_memory(
    parcel: Making,
) -> None:
    [bad, good] = rows(parcel(b"x" * 3_500_000 + b"\na,b\n"))
    assert isinstance(bad, Refusal)
    assert bad.reason == "a line of more than 1,000,000 characters"
    assert good == (2, ["a", "b"])


def test_a_quote_that_never_closes_is_told_with_its_lines(
    parcel: Making,
) -> None:
    content = 'a,b\nc,"d\n' + "e,f\n" * 3
    found = list(rows(parcel(content)))
    assert found[0] == (1, ["a", "b"])
    assert told(found[1:]) == [
        ("lines 2 to 5", "a quote that is never closed: the file is cut, or a quote is missing")
    ]


def test_a_table_is_read_by_the_names_of_its_columns_in_any_order(
    parcel: Making,
) -> None:
    content = "\ufeffCountry, NAME ,extra\nUtopia, ACME\u00a0 ,x\n"
    assert list(table(parcel(content), ["name", "country"])) == [
        (2, {"country": "Utopia", "name": "ACME", "extra": "x"})
    ]


def test_a_header_below_a_title_is_found(parcel: Making) -> None:
    content = "Last Updated,2020\nname,country\nACME,Utopia\n"
    assert list(table(parcel(content), ["name"], header_within=3)) == [
        (3, {"name": "ACME", "country": "Utopia"})
    ]


def test_missing_columns_are_named_with_those_that_were_found(
    parcel: Making,
) -> None:
    with pytest.raises(BadData, match=r"country missing; found name, town"):
        list(table(parcel("name,town\nACME,Nowhere\n"), ["name", "country"]))


def test_a_row_with_other_fields_than_the_header_is_told_but_trailing_blanks_are_nothing(
    parcel: Making,
) -> None:
    content = "name,country\nACME\nB,C,D\nE,F,,\n,\n"
    found = list(table(parcel(content), ["name"]))
    assert told(found) == [
        ("line 2", "1 fields, 2 wanted"),
        ("line 3", "3 fields, 2 wanted"),
    ]
    assert found[-1] == (4, {"name": "E", "country": "F"})


def test_two_columns_of_one_name_are_kept_apart(parcel: Making) -> None:
    assert list(table(parcel("a,a,b\n1,2,3\n"), ["b"])) == [(2, {"a": "1", "a (2)": "2", "b": "3"})]
