"""Bars: one for each row, as long as its number, the largest first."""

from __future__ import annotations

from collections.abc import Sequence

from comity.server.drawing.columns import Column, number_of
from comity.server.drawing.svg import Called, Drawing, Label, Say, cut, link, percent, tag, whole
from comity.server.drawing.svg import words as text
from comity.store.engine import Row
from comity.terms import Term

MOST = 40
_STEP = 38  # pixels from one bar to the next
_LETTERS = 72
_DIGITS = 16


def bars(rows: Sequence[Row], of: Column, called: Called, say: Say) -> Drawing:
    """Draw the rows with the largest numbers in a column.

    A row without a number is named as unknown, after the others where there is room: it gets no
    bar, not even one of no length. Rows with the same number keep their order.
    """
    values = [(number_of(row[of.place]), place) for place, row in enumerate(rows)]
    known = sorted((-value, place) for value, place in values if value is not None)
    unknown = [place for value, place in values if value is None]
    shown = [place for _, place in known][:MOST]
    shown += unknown[: MOST - len(shown)]
    # Numbers are taken as shares of the largest, so that none is too large to subtract.
    scale = max((abs(value) for value, _ in known[:MOST]), default=0.0) or 1.0
    least, most = _axis([-value / scale for value, _ in known[:MOST]])
    span = (most - least) or 1.0
    parts = []
    for number, place in enumerate(shown):
        value = values[place][0]
        label = called(place)
        if value is None:
            parts.append(_row(number, label, say("unknown"), None))
        else:
            low, high = sorted((value / scale, 0.0))
            bar = ((low - least) / span, (high - low) / span)
            parts.append(_row(number, label, _lexical(rows[place][of.place]), bar))
    title = say("“{column}”, the largest first", column=of.called)
    rules = _rules(len(shown), len(rows), len(unknown), say)
    size: dict[str, object] = {"class": "bars", "width": "100%", "height": _STEP * len(shown)}
    return Drawing(
        whole(title, " ".join(rules), size, *parts), (say("{title}.", title=title), *rules)
    )


def _axis(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of the axis; 0 lies between them or is one."""
    return min([0.0, *values]), max([0.0, *values])


def _row(number: int, label: Label, value: str, bar: tuple[float, float] | None) -> str:
    top = number * _STEP
    spoken = {"lang": label.language}
    name = tag("text", {**spoken, "x": 0, "y": 15}, text(cut(label.text, _LETTERS)))
    parts = [
        tag("title", {**spoken}, text(f"{label.text}: {value}")),
        # What is too wide for the screen ends where the number begins.
        tag("svg", {"x": 0, "y": top, "width": "76%", "height": 20}, link(label, name)),
        tag(
            "text",
            {"class": "value" if bar else "value unknown", "x": "100%", "y": top + 15},
            text(value),
        ),
    ]
    if bar is not None:
        start, length = bar
        parts.append(
            tag(
                "rect",
                {
                    "class": "bar",
                    "x": percent(start),
                    "y": top + 21,
                    "width": percent(length),
                    "height": 9,
                },
            )
        )
    return tag("g", {}, *parts)


def _rules(shown: int, total: int, unknown: int, say: Say) -> tuple[str, ...]:
    rules = [
        say("All rows are drawn.")
        if shown == total
        else say(
            "Drawn are {shown} of {total} rows; left out: {left}.",
            shown=f"{shown:,}",
            total=f"{total:,}",
            left=f"{total - shown:,}",
        )
    ]
    if unknown:
        rules.append(
            say(
                "Rows without a number: {number}. They are unknown, not zero.",
                number=f"{unknown:,}",
            )
        )
    return tuple(rules)


def _lexical(term: Term | None) -> str:
    return cut(term.value, _DIGITS) if term is not None else ""
