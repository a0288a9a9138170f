"""Colours and shapes that the colour-blind tell apart, and a black printer by shape alone.

Colours are those of M. Okabe and K. Ito, Color Universal Design (2008).
"""

from __future__ import annotations

from typing import NamedTuple

from comity.network.project import Kind


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
