"""Places labels so that none covers another, and fits names to a width."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from comity.iris import COMITY, SKOS, concept, key_of
from comity.network.style import can_set, text_size
from comity.query.names.labels import Labels
from comity.store.engines.interface import Engine
from comity.terms import Iri, n_triples


class Box(NamedTuple):
    """A rectangle with its sides along the axes."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Box) -> bool:
        """Say whether the two share more than a side."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def contains(self, other: Box) -> bool:
        """Say whether the other lies inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.bottom <= other.bottom
            and other.top <= self.top
        )

    @property
    def middle(self) -> tuple[float, float]:
        """The point where the diagonals cross."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


class Disc(NamedTuple):
    """A node as drawn, and what it may be called: the best name first, shorter ones after it."""

    x: float
    y: float
    radius: float
    names: tuple[str, ...]

    @property
    def box(self) -> Box:
        """The square around the disc."""
        return Box(
            self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A text and the box it fills; ``is_far`` where a line should lead to it."""

    text: str
    box: Box
    is_far: bool


Line = tuple[float, float, float, float]
_Lines = NDArray[numpy.float64]
Measure = Callable[[str], tuple[float, float]]

# Right, left, above and below read best; the slanting places come after them.
_ANGLES = tuple(
    math.radians(degrees)
    for degrees in (0, 180, 90, 270, 45, 315, 135, 225, 22, 338, 158, 202, 68, 292, 112, 248)
)
_GAPS = (1.5, 4.0, 9.0, 16.0)
_FAR = 9.0
_NEAR = 3.0


def place(
    discs: Sequence[Disc], lines: Sequence[Line], size: tuple[float, float], measure: Measure
) -> list[Label | None]:
    """Return a label for each disc, in their order, or None where no name of it fits.

    Discs are served in the order given, so put the important ones first. Of the free places
    around a disc the one is taken that crosses few lines, is near it, and is near no other disc.
    ``measure`` gives width and height of a text; ``size`` those of the plane.
    """
    taken: list[Box] = []
    found: list[Label | None] = []
    blocks = [disc.box for disc in discs]
    plane = Box(0, 0, *size)
    drawn = numpy.array(lines, dtype=float).reshape(-1, 4)
    for number, disc in enumerate(discs):
        others = [*blocks[:number], *blocks[number + 1 :]]
        label = _best(disc, others, taken, drawn, plane, measure)
        found.append(label)
        if label is not None:
            taken.append(label.box)
    return found


def _best(
    disc: Disc,
    discs: Sequence[Box],
    taken: Sequence[Box],
    lines: _Lines,
    plane: Box,
    measure: Measure,
) -> Label | None:
    for name in disc.names:
        choices = [
            (_crossed(lines, box) + gap + 2 * _neighbours(box, discs), order, gap, box)
            for order, (gap, box) in enumerate(_around(disc, *measure(name)))
            if plane.contains(box) and not any(box.overlaps(other) for other in (*taken, *discs))
        ]
        if choices:
            _, _, gap, box = min(choices)
            return Label(name, box, gap >= _FAR)
    return None


def _around(disc: Disc, width: float, height: float) -> Iterator[tuple[float, Box]]:
    """Give the boxes of that size around a disc, each with its gap to it."""
    for gap in _GAPS:
        for angle in _ANGLES:
            across, up = math.cos(angle), math.sin(angle)
            x = disc.x + (disc.radius + gap) * across + width / 2 * _side(across)
            y = disc.y + (disc.radius + gap) * up + height / 2 * _side(up)
            yield gap, Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _neighbours(box: Box, discs: Sequence[Box]) -> int:
    """Return how many other nodes are so near that the label could be taken for theirs."""
    left, bottom, right, top = box
    wide = Box(left - _NEAR, bottom - _NEAR, right + _NEAR, top + _NEAR)
    return sum(wide.overlaps(disc) for disc in discs)


def _side(value: float) -> int:
    return 0 if abs(value) < 1e-9 else (1 if value > 0 else -1)


def _crossed(lines: _Lines, box: Box) -> int:
    """Return how many lines run through a box.

    A line misses a box if their shadows on an axis do not meet, or if all corners of the box lie
    on one side of it.
    """
    x, y, to_x, to_y = lines.T
    meet = (
        (numpy.minimum(x, to_x) <= box.right)
        & (numpy.maximum(x, to_x) >= box.left)
        & (numpy.minimum(y, to_y) <= box.top)
        & (numpy.maximum(y, to_y) >= box.bottom)
    )
    sides = numpy.array(
        [
            (to_x - x) * (corner_y - y) - (to_y - y) * (corner_x - x)
            for corner_x in (box.left, box.right)
            for corner_y in (box.bottom, box.top)
        ]
    )
    parted = (sides > 0).all(axis=0) | (sides < 0).all(axis=0)
    return int(numpy.count_nonzero(meet & ~parted))


_SPELT = 40  # names that a caption spells out
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,5}\Z")


class Names:
    """What things are called on one picture; remembers which names it has shortened."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._label = Labels(engine)
        self._iso: frozenset[Iri] | None = None
        self._full: dict[str, str] = {}

    def __call__(self, iri: Iri) -> str:
        """Return the label of a thing, or its key where the typeface lacks a letter of it."""
        label = self._label(iri)
        return label if can_set(label) else key_of(iri.value)

    def short(self, iri: Iri) -> str:
        """Return a short name: the initials that a thing is known by, or the name without brackets.

        Initials count where they stand in brackets behind the name, "(NATO)", or where they are
        the key of the thing and begin its capitals: oecd, of Organisation for Economic …
        """
        label = self(iri)
        found = [one for one in _BRACKET.findall(label) if _ACRONYM.match(one)]
        capitals = "".join(letter for letter in label if letter.isupper()).lower()
        key = key_of(iri.value)
        if found:
            return self._shortened(found[0], label)
        if len(key) > 2 and capitals.startswith(key) and key != label.lower():
            return self._shortened(key.upper(), label)
        return _BRACKET.sub("", label).removeprefix("The ")

    def fitted(self, iri: Iri, width: float, size: float) -> str:
        """Return the short name, cut at a space where it is wider than so many points."""
        text = self.short(iri)
        cut = shortened(text, width, size)
        return cut if cut == text else self._shortened(cut, self(iri))

    def codes(self, polities: Iterable[Iri]) -> list[str]:
        """Return the keys of polities, sorted; the names of those not of ISO are remembered."""
        found = []
        for one in polities:
            key = key_of(one.value)
            found.append(key if one in self._in_iso() else self._shortened(key, self(one)))
        return sorted(found)

    def _in_iso(self) -> frozenset[Iri]:
        """Return the polities whose key is their code in ISO 3166-1 alpha-3."""
        if self._iso is None:
            scheme = n_triples(concept("identifier-scheme", "iso-3166-1-alpha-3"))
            answer = self._engine.select(
                f"SELECT ?polity ?code WHERE {{ ?polity <{COMITY}identifier> ?identifier . "
                f"?identifier <{COMITY}scheme> {scheme} ; <{SKOS}notation> ?code }}"
            )
            self._iso = frozenset(
                polity
                for polity, code in answer.rows
                if isinstance(polity, Iri) and code and key_of(polity.value) == code.value
            )
        return self._iso

    def _shortened(self, short: str, full: str) -> str:
        if short != full:
            self._full[short] = full
        return short

    def in_full(self) -> str:
        """Return the sentence that spells out the shortened names: "OECD: Organisation …".

        Initials and codes come before names that are cut, which say half of it themselves.
        """
        order = sorted(self._full.items(), key=lambda item: (item[0].endswith("…"), item))
        said = "; ".join(f"{short}: {full}" for short, full in order[:_SPELT])
        left = len(order) - _SPELT
        return f"{said}{f'; and {left} more' if left > 0 else ''}." if said else ""


def shortened(text: str, width: float, size: float) -> str:
    """Return a text cut at a space so that it fits a width in points, with dots at the cut."""
    if text_size(text, size)[0] <= width:
        return text
    words = text.split()
    while len(words) > 1 and text_size(f"{' '.join(words)} …", size)[0] > width:
        words.pop()
    cut = f"{' '.join(words)} …"
    while text_size(cut, size)[0] > width and len(cut) > 3:
        cut = f"{cut[:-2].rstrip()}…"
    return cut
