"""The typeface of the pictures, which matplotlib ships, and the size of text set in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import TextToPath

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
