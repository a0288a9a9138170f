"""A network: the things of two columns, tied where they stand in one row."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from comity.network import label_layout, page_layout
from comity.query.claims.records import kind_of
from comity.server.back.drawings.columns import Column, Pair, Sort, Ties, heaviest, tied
from comity.server.back.drawings.svg import (
    Drawing,
    Label,
    Say,
    cut,
    link,
    rounded,
    tag,
    whole,
    width,
)
from comity.server.back.drawings.svg import words as text
from comity.store.engines.interface import Row
from comity.terms import Iri

MOST, MOST_LINES = 60, 150
_APART = 62.0
_LETTER, _LINE = 8.0, 17.0  # how wide and high a letter is taken to be, so that no label overlaps
_LETTERS = (34, 22, 14)  # how long a name may be where there is much, less and little room
_MARGIN = 60.0
_FOOT = 40.0  # below the drawing, for what the shapes mean
_OTHER = "other"
_COUNTED = (
    "Rows that lack one of the two: {number}. What it is tied to is unknown.",
    "Rows that say no and are no line: {number}.",
    "Rows that name one thing twice and are no line: {number}.",
    "Dashed lines, unknown in size or in fact: {number}.",
    "Things without room for their name: {number}.",
)
# Kinds by shape and colour; the explorer's style has the colours.
_SHAPES: Mapping[str, str] = {
    "polity": "circle",
    "initiative": "square",
    "entity": "triangle",
    "list": "diamond",
    "summit": "hexagon",
}
_CORNERS: Mapping[str, tuple[int, float]] = {
    "triangle": (3, -90.0),
    "diamond": (4, -90.0),
    "square": (4, -45.0),
    "hexagon": (6, 0.0),
    "octagon": (8, 22.5),
}


@dataclass(frozen=True)
class _Plane:
    """The nodes that are drawn, each with its number, its place and its size, and their ties."""

    kept: Sequence[Iri]
    numbers: Mapping[Iri, int]
    spots: Sequence[tuple[float, float]]
    radii: Sequence[float]
    drawn: Mapping[Pair, float]

    def ends(self, pair: Pair) -> tuple[float, float, float, float]:
        """Return where a tie begins and ends."""
        one, other = (self.spots[self.numbers[end]] for end in pair)
        return (*one, *other)


def nodes(
    rows: Sequence[Row],
    columns: Sequence[Column],
    ends: tuple[Column, Column],
    called: Callable[[Sequence[Iri]], Mapping[Iri, Label]],
    kind_called: Callable[[str], str],
    say: Say,
) -> Drawing:
    """Draw of each thing the same share of its ties, the heaviest first.

    A tie is as wide as the first number of its rows says, else as there are rows for it; without
    that number, or where a row says "unknown", it is dashed. A row that says "no" is no tie.
    """
    heavy = next((one for one in columns if one.sort is Sort.NUMBER), None)
    ties = tied(rows, columns, ends)
    degrees = Counter(end for pair in ties.weights for end in pair)
    plane = _placed(heaviest(ties.weights, degrees, MOST, MOST_LINES), degrees)
    names = called(plane.kept)
    found = _labelled(plane, names)
    parts = [*_lines(plane, ties.sure)]
    for place, label in enumerate(found):
        node = plane.kept[place]
        parts.append(_node(plane, place, names[node], degrees[node], label))
    box = _box(plane, found)
    kinds = [_kind(node) for node in plane.kept]
    legend = {one: kind_called(one) for one in _SHAPES if one in kinds}
    if _OTHER in kinds:
        legend[_OTHER] = say("other things")
    parts.append(_legend(legend, box))
    first, second = ends
    title = say("Network of “{first}” and “{second}”", first=first.called, second=second.called)
    rules = _rules(ties, plane, len(degrees), sum(label is None for label in found), say)
    if heavy is not None:
        rules += (say("Lines are as wide as “{column}”.", column=heavy.called),)
    size = {"width": box.right - box.left, "height": box.top - box.bottom + _FOOT}
    seen = " ".join(rounded(one) for one in (box.left, box.bottom, *size.values()))
    return Drawing(
        whole(title, " ".join(rules), {"class": "nodes", **size, "viewBox": seen}, *parts),
        (say("{title}.", title=title), *rules),
    )


def _placed(drawn: Mapping[Pair, float], degrees: Mapping[Iri, int]) -> _Plane:
    kept = sorted({end for pair in drawn for end in pair}, key=lambda one: (-degrees[one], one))
    numbers = {node: place for place, node in enumerate(kept)}
    scale = max(0.35, math.sqrt(len(kept) / MOST))  # few nodes need less room
    largest = max(drawn.values()) or 1.0
    pulls = {
        (numbers[one], numbers[other]): max(weight / largest, 1e-6)
        for (one, other), weight in drawn.items()
    }
    spots = page_layout.places(pulls, apart=_APART / scale)
    most = degrees[kept[0]]
    return _Plane(
        kept,
        numbers,
        [
            (spots[place][0] * scale + _MARGIN, spots[place][1] * scale + _MARGIN)
            for place in range(len(kept))
        ],
        [5.0 + 8.0 * math.sqrt(degrees[node] / most) for node in kept],
        drawn,
    )


def _lines(plane: _Plane, sure: set[Pair]) -> list[str]:
    least, most = min(plane.drawn.values()), max(plane.drawn.values())
    parts = []
    for pair, weight in plane.drawn.items():
        x, y, to_x, to_y = plane.ends(pair)
        look: dict[str, object] = {"class": "tie" if pair in sure else "tie unknown"}
        ends = {
            "x1": x,
            "y1": y,
            "x2": to_x,
            "y2": to_y,
            "stroke-width": _wide(weight, least, most),
        }
        parts.append(tag("line", {**look, **ends}))
    return parts


def _wide(weight: float, least: float, most: float) -> float:
    """Return how wide a tie is drawn; where all weigh the same, all are thin."""
    return 1.2 if least == most else 0.8 + 3.2 * weight / most


def _node(
    plane: _Plane, place: int, called: Label, degree: int, label: label_layout.Label | None
) -> str:
    x, y = plane.spots[place]
    spoken = {"lang": called.language}
    parts = [
        tag("title", {**spoken}, text(f"{called.text} ({degree})")),
        _shape(_kind(plane.kept[place]), x, y, plane.radii[place]),
    ]
    if label is not None:
        across, middle = label.box.middle
        if label.is_far:
            lead = {"class": "scale", "x1": x, "y1": y, "x2": across, "y2": middle}
            parts.insert(1, tag("line", lead))
        at = {**spoken, "class": "middle", "x": across, "y": middle + 4.5}
        parts.append(tag("text", at, text(label.text)))
    return link(called, *parts) if called.href else tag("g", {}, *parts)


def _kind(node: Iri) -> str:
    kind = kind_of(node)
    return kind if kind in _SHAPES else _OTHER


def _shape(kind: str, x: float, y: float, radius: float) -> str:
    look = {"class": f"node {kind}"}
    shape = _SHAPES.get(kind, "octagon")
    if shape == "circle":
        return tag("circle", {**look, "cx": x, "cy": y, "r": radius})
    count, turn = _CORNERS[shape]
    turns = [math.radians(turn + 360 * number / count) for number in range(count)]
    reach = radius * 1.15
    points = [(x + reach * math.cos(one), y + reach * math.sin(one)) for one in turns]
    corners = " ".join(f"{rounded(across)},{rounded(down)}" for across, down in points)
    return tag("polygon", {**look, "points": corners})


def _legend(kinds: Mapping[str, str], box: label_layout.Box) -> str:
    """Return the shapes below the drawing with what they stand for."""
    parts, x, y = [], box.left + 14, box.top + _FOOT - 14
    for kind, name in kinds.items():
        parts += [_shape(kind, x, y, 6.0), tag("text", {"x": x + 12, "y": y + 4.5}, text(name))]
        x += width(name) * _LETTER + 44
    return tag("g", {}, *parts)


def _labelled(plane: _Plane, names: Mapping[Iri, Label]) -> list[label_layout.Label | None]:
    """Place the names so that none covers another or a node; a long one may be cut further."""
    right, down = (max(spot[axis] for spot in plane.spots) + _MARGIN for axis in (0, 1))
    discs = [
        label_layout.Disc(
            *plane.spots[place],
            plane.radii[place],
            tuple(dict.fromkeys(cut(names[node].text, most) for most in _LETTERS)),
        )
        for place, node in enumerate(plane.kept)
    ]
    lines = [plane.ends(pair) for pair in plane.drawn]
    return label_layout.place(
        discs, lines, (right, down), lambda name: (width(name) * _LETTER + 6, _LINE)
    )


def _box(plane: _Plane, found: Sequence[label_layout.Label | None]) -> label_layout.Box:
    """Return the part of the plane that holds all nodes and names, and a little around it."""
    boxes = [label.box for label in found if label]
    boxes += [
        label_layout.Box(x - radius, y - radius, x + radius, y + radius)
        for (x, y), radius in zip(plane.spots, plane.radii, strict=True)
    ]
    return label_layout.Box(
        min(box.left for box in boxes) - 8,
        min(box.bottom for box in boxes) - 8,
        max(box.right for box in boxes) + 8,
        max(box.top for box in boxes) + 8,
    )


def _rules(ties: Ties, plane: _Plane, things: int, unnamed: int, say: Say) -> tuple[str, ...]:
    counts = {
        "nodes": f"{len(plane.kept):,}",
        "all_nodes": f"{things:,}",
        "ties": f"{len(plane.drawn):,}",
        "all_ties": f"{len(ties.weights):,}",
    }
    rules = [
        say(
            "A line joins two things that stand in one row: {nodes} things, {ties} lines.", **counts
        )
        if len(plane.drawn) == len(ties.weights)
        else say(
            "A line joins two things that stand in one row. Drawn are {ties} of {all_ties} lines "
            "and {nodes} of {all_nodes} things: of each thing the same share, its heaviest lines "
            "first.",
            **counts,
        )
    ]
    unsure = len(plane.drawn.keys() - ties.sure)
    numbers = (ties.lacking, ties.denied, ties.same, unsure, unnamed)
    for number, words in zip(numbers, _COUNTED, strict=True):
        if number:
            rules.append(say(words, number=f"{number:,}"))
    return tuple(rules)
