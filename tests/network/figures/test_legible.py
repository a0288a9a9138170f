"""The pictures are read without colour: by lightness, by shape, by hatch and by dashes."""

from __future__ import annotations

import itertools

from matplotlib.colors import to_rgb

from comity.network.figures import change_chart, ego, matrix, upset, worldmap
from comity.network.figures.change_events import BEGAN, SEEN
from comity.network.style import LOOKS, STROKES


def _lightness(colour: str) -> float:
    """Return the lightness L* of CIE 1976: what a black printer makes of a colour."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float(116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance)


def test_the_classes_of_the_map_grow_darker_by_steps_that_a_black_printer_keeps() -> None:
    for number in range(1, 6):
        shades = [100.0, *(_lightness(one) for one in worldmap.shades(number))]
        assert all(a - b >= 10 for a, b in itertools.pairwise(shades))


def test_what_is_not_known_has_a_hatch_of_its_own_on_the_map() -> None:
    assert len({worldmap.UNKNOWN, worldmap.NOBODY, ""}) == 3


def test_roles_groups_and_kinds_differ_by_shape_or_dashes_and_not_by_colour_alone() -> None:
    shapes = [
        (look.marker, "filled" if _lightness(look.colour) < 90 else "open")
        for look in matrix.LOOKS.values()
    ]
    assert len(set(shapes)) == len(shapes)
    assert len({look.marker for look in LOOKS}) == len(LOOKS)
    assert len({stroke.dashes for stroke in STROKES.values()}) == len(STROKES)
    inks = [ego.INK[kind].marker for kind in ego.INK]
    assert len(set(inks)) == len(inks)


def test_bars_that_lie_side_by_side_differ_by_hatch_or_by_side() -> None:
    began, seen = change_chart.FILLS[BEGAN], change_chart.FILLS[SEEN]
    assert began[1] != seen[1]
    assert _lightness(seen[0]) - _lightness(began[0]) >= 30


def test_what_is_drawn_stands_out_from_what_is_not() -> None:
    ink, faint, stripe = (_lightness(one) for one in (upset.INK, upset.FAINT, upset.STRIPE))
    assert faint - ink >= 50
    assert stripe - faint >= 10
    grounds = [_lightness(shade) for shade in matrix.SHADES.values()]
    assert all(a - b >= 4 for a, b in itertools.pairwise(grounds))
    darkest = min(grounds)
    for role, look in matrix.LOOKS.items():
        if role != "observer":  # an open mark, seen by its rim
            assert darkest - _lightness(look.colour) >= 15, role
