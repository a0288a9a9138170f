"""A network has the ties that rows state, none that they deny, and says what it leaves out."""

from __future__ import annotations

import re

from comity.server.back.drawings.columns import can_draw
from comity.server.back.drawings.network_drawing import MOST, MOST_LINES, nodes
from comity.server.back.drawings.svg import Drawing
from tests.server.back.drawings.drawn import SVG, Cell, by_key, columns, read, rows, say, texts

STAR = tuple((f"entity:e{place}", f"polity:P{place % 3}") for place in range(150))


def drawn(*said: tuple[Cell, ...]) -> Drawing:
    found = rows(*said)
    held = columns(found)
    return nodes(found, held, (held[0], held[1]), by_key, str, say)


def ties(drawing: Drawing) -> list[str]:
    lines = (one.get("class", "") for one in read(drawing).iter(f"{SVG}line"))
    return [one for one in lines if one.startswith("tie")]


def test_two_things_of_a_row_are_tied_once() -> None:
    found = drawn(("polity:A", "polity:B"), ("polity:B", "polity:A"), ("polity:A", "polity:C"))
    assert ties(found) == ["tie", "tie"]
    assert set(texts(found)) == {"A", "B", "C", "polity"}


def test_what_a_row_denies_or_lacks_is_no_tie_and_is_counted() -> None:
    found = drawn(
        ("polity:A", "polity:B", "yes"),
        ("polity:A", "polity:C", "no"),
        ("polity:A", "polity:D", "unknown"),
        ("polity:A", None, "yes"),
        ("polity:A", "polity:A", "yes"),
    )
    assert ties(found) == ["tie", "tie unknown"]
    assert "C" not in texts(found)
    assert {
        "Rows that say no and are no line: 1.",
        "Rows that lack one of the two: 1. What it is tied to is unknown.",
        "Rows that name one thing twice and are no line: 1.",
        "Dashed lines, unknown in size or in fact: 1.",
    } <= set(found.rules)


def test_a_tie_without_its_number_is_dashed_not_zero() -> None:
    found = drawn(("polity:A", "polity:B", 4), ("polity:A", "polity:C", None))
    assert ties(found) == ["tie", "tie unknown"]
    assert "Lines are as wide as “c”." in found.rules


def test_a_large_network_is_capped_and_keeps_a_share_of_each_thing() -> None:
    found = drawn(*STAR)
    assert len(ties(found)) == MOST - 3
    assert {"P0", "P1", "P2"} <= set(texts(found))
    assert any(f"Drawn are 57 of 150 lines and {MOST} of 153 things" in one for one in found.rules)
    pairs = [(f"polity:A{one}", f"polity:A{two}") for one in range(30) for two in range(one)]
    assert len(ties(drawn(*pairs))) == MOST_LINES


def test_kinds_have_shapes_of_their_own_that_are_explained() -> None:
    found = drawn(("polity:A", "initiative:echri"), ("entity:nso", "list:one"))
    shapes = {one.get("class") for one in read(found).iter() if one.get("class", "")[:5] == "node "}
    assert shapes == {"node polity", "node initiative", "node entity", "node list"}
    assert {"polity", "initiative", "entity", "list"} <= set(texts(found))


def test_names_do_not_cover_each_other() -> None:
    found = read(drawn(*STAR))
    boxes = []
    for one in found.iter(f"{SVG}text"):
        x, y, half = float(one.get("x", "")), float(one.get("y", "")), len(one.text or "") * 4
        if one.get("class"):
            boxes.append((x - half, y - 12, x + half, y + 4))
    for place, (left, top, right, down) in enumerate(boxes):
        for other in boxes[place + 1 :]:
            assert right <= other[0] or other[2] <= left or down <= other[1] or other[3] <= top


def test_the_same_rows_give_the_same_bytes_and_lie_inside() -> None:
    assert drawn(*STAR) == drawn(*STAR)
    left, top, wide, high = map(
        float, re.findall(r'viewBox="([^"]+)"', drawn(*STAR).svg)[0].split()
    )
    for one in read(drawn(*STAR)).iter(f"{SVG}circle"):
        assert left < float(one.get("cx", "")) < left + wide
        assert top < float(one.get("cy", "")) < top + high


def test_rows_that_tie_nothing_offer_no_network() -> None:
    found = rows(("polity:A", "polity:A", "yes"), ("polity:A", "polity:B", "no"))
    held = columns(found)
    assert not can_draw(found, held, (held[0], held[1]))
