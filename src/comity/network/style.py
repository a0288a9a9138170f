"""Colours, shapes and typeface of pictures, legible to the colour-blind and in black and white."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import matplotlib
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import TextToPath

from comity.network.graphs import Kind


class Look(NamedTuple):
    """A fill, a shape by matplotlib's letter, and what makes that shape as large as a circle."""

    colour: str
    marker: str
    scale: float


class Stroke(NamedTuple):
    """The colour of a tie, and its dashes in points: none for a full line."""

    colour: str
    dashes: tuple[float, ...]


PALE = "#dddddd"
GREY = "#8c8c8c"
LOOKS = (
    Look("#0072b2", "o", 1.0),
    Look("#e69f00", "s", 0.88),
    Look("#009e73", "^", 1.12),
    Look("#cc79a7", "D", 0.76),
    Look("#56b4e9", "v", 1.12),
    Look("#d55e00", "P", 1.05),
    Look("#f0e442", "X", 1.05),
)
OTHER = Look(PALE, "o", 1.0)

STROKES = {
    Kind.MEMBERSHIP: Stroke("#0072b2", ()),
    Kind.ATTENDANCE: Stroke("#009e73", (0.8, 1.6)),
    Kind.PACT: Stroke("#d55e00", (4.0, 1.6)),
    Kind.DESIGNATION: Stroke("#333333", (4.0, 1.6, 0.8, 1.6)),
}


def look_of(group: int | None, *, pale: bool = False) -> Look:
    """Return the look of a group by its number; None is what belongs to no large group.

    It is pale where colour means the kind of a tie, and shape alone the group.
    """
    look = OTHER if group is None else LOOKS[group]
    return look._replace(colour=PALE) if pale else look


LABEL_SIZE = 6.0
_FOLDER = Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@cache
def face(size: float, *, bold: bool = False) -> FontProperties:
    """Return DejaVu Sans in a size, from matplotlib's own file: a copy elsewhere may differ."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FontProperties(fname=_FOLDER / name, size=size)


@cache
def text_size(text: str, size: float, *, bold: bool = False) -> tuple[float, float]:
    """Return the width of a text and the height of a line, in points."""
    width, _, _ = TextToPath().get_text_width_height_descent(text, face(size, bold=bold), False)
    return float(width), size * 1.2


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Return a text as lines no wider than ``width`` points, broken at spaces."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_size(longer, size, bold=bold)[0] <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def can_set(text: str) -> bool:
    """Say whether the typeface has every letter of a text: it has none of Chinese or Japanese."""
    return all(ord(letter) in _letters() for letter in text)


@cache
def _letters() -> frozenset[int]:
    return frozenset(get_font(_FOLDER / "DejaVuSans.ttf").get_charmap())
