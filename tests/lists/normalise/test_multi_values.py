"""Fields that hold several things are taken apart; rows are put together on disk."""

# ruff: noqa: RUF001 -- names and words of lists in other scripts

from __future__ import annotations

import tracemalloc

import pytest

from comity.lists.io.group_by_key import Kept, Shelf
from comity.lists.model.record import Note
from comity.lists.normalise.multi_values import notes, parts, slots, unlike


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Syrian", ("Syrian",)),
        ("(1) Syria (2) Iraq", ("Syria", "Iraq")),
        ("a) 1935; b) 1938", ("1935", "1938")),
        ("(1)-(3) Tunisia (4) Libya", ("Tunisia", "Libya")),
        ("(1) to (6) Algeria (7) Morocco", ("Algeria", "Morocco")),
        ("(1) Germany (b) Algeria", ("Germany", "Algeria")),
        ("(a)パキスタン（b）サウジアラビア", ("パキスタン", "サウジアラビア")),
        ("1) блокування активів", ("блокування активів",)),
        ("(1) 123 (2) -", ("123",)),
        ("Wilaya (province) of Illizi", ("Wilaya (province) of Illizi",)),
        ("Section (a) of the act", ("Section (a) of the act",)),
        ("(b) second without a first", ("(b) second without a first",)),
        ("a) Fiction Co., Ltd. b) Samples.", ("Fiction Co., Ltd.", "Samples")),
        ("na", ()),
        ("不明", ()),
        ("", ()),
    ],
)
def test_a_field_is_cut_only_at_labels_that_run_from_the_first_on(
    text: str, wanted: tuple[str, ...]
) -> None:
    assert parts(text) == wanted


def test_labels_go_on_after_z() -> None:
    letters = [*"abcdefghijklmnopqrstuvwxyz", "aa", "bb"]
    text = " ".join(f"({label}) name{place}" for place, label in enumerate(letters))
    assert parts(text) == tuple(f"name{place}" for place in range(28))


def test_slots_keep_the_place_of_what_says_nothing() -> None:
    assert slots("(1) - (2) Libya number") == ("-", "Libya number")


def test_texts_and_notes_come_once_and_in_order() -> None:
    assert unlike(["b", "", "a", "b"]) == ("b", "a")
    assert notes(("x", "1"), ("y", ""), ("x", "1")) == (Note("x", "1"),)


def test_rows_of_one_key_come_together_in_the_order_of_their_first() -> None:
    with Shelf() as shelf:
        for place, key in enumerate("banana"):
            shelf.put(key, f"row {place}", {"n": str(place)})
        groups = [[kept.place for kept in group] for group in shelf.groups()]
    assert groups == [["row 0"], ["row 1", "row 3", "row 5"], ["row 2", "row 4"]]


def test_fields_come_back_as_they_were_put() -> None:
    fields = {"名": "値\n", "quote": '"', "": ""}
    with Shelf() as shelf:
        shelf.put("k", "row 1", fields)
        assert list(shelf.groups()) == [[Kept("row 1", fields)]]


def test_a_shelf_of_many_rows_needs_little_memory() -> None:
    tracemalloc.start()
    with Shelf() as shelf:
        for number in range(40_000):
            shelf.put(str(number % 13_000), f"row {number}", {"text": f"{number:0>400}"})
        assert sum(len(group) for group in shelf.groups()) == 40_000
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()
