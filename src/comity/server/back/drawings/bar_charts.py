"""Bar charts: a bar for each row, or a column for each year or span of years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from comity.server.back.drawings.columns import Column, number_of, span_of
from comity.server.back.drawings.svg import (
    Called,
    Drawing,
    Label,
    Say,
    cut,
    link,
    percent,
    tag,
    whole,
)
from comity.server.back.drawings.svg import words as text
from comity.store.engines.interface import Row
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


_MOST = 60  # columns
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_LEFT = 0.09  # of the width, for the numbers of the scale
_TOP, _BOTTOM, _HEIGHT = 24, 176, 204  # pixels
_NAMED = 8  # years that are written below
_COUNTED = 20  # columns up to which each has its number above it


def years(rows: Sequence[Row], of: Column, say: Say) -> Drawing:
    """Count the rows by the year of a column; a row without a date is counted apart."""
    spans = [span_of(row[of.place]) for row in rows]
    found = [span.first.year for span in spans if span is not None]
    step = next(one for one in _STEPS if (max(found) // one - min(found) // one) < _MOST)
    first, last = min(found) // step, max(found) // step
    counts = Counter(year // step for year in found)
    most = max(counts.values())
    wide = (1 - _LEFT) / (last - first + 1)
    parts = [*_scale(most)]
    for place in range(first, last + 1):
        left = _LEFT + (place - first) * wide
        name = _span(place * step, step)
        parts.append(_column(name, counts[place], most, left, wide, last - first < _COUNTED))
        if (place - first) % -(-(last - first + 1) // _NAMED) == 0:
            below = {"class": "middle", "x": percent(left + wide / 2), "y": _BOTTOM + 18}
            parts.append(tag("text", below, text(str(place * step))))
    title = say("Rows by the year of “{column}”", column=of.called)
    rules = _year_rules(len(rows), len(found), step, say)
    size: dict[str, object] = {"class": "years", "width": "100%", "height": _HEIGHT}
    return Drawing(
        whole(title, " ".join(rules), size, *parts), (say("{title}.", title=title), *rules)
    )


def _column(name: str, count: int, most: int, left: float, wide: float, counted: bool) -> str:
    if not count:
        return ""
    high = (_BOTTOM - _TOP) * count / most
    bar = {
        "class": "bar",
        "x": percent(left + wide * 0.08),
        "y": _BOTTOM - high,
        "width": percent(wide * 0.84),
        "height": high,
    }
    above = {"class": "middle", "x": percent(left + wide / 2), "y": _BOTTOM - high - 5}
    return tag(
        "g",
        {},
        tag("title", {}, text(f"{name}: {count:,}")),
        tag("rect", bar),
        tag("text", above, f"{count:,}") if counted else "",
    )


def _scale(most: int) -> list[str]:
    """Return lines at round numbers, at most five."""
    power = 10 ** (len(str(most)) - 1)
    step = next(
        one
        for one in (power // 10 * 2, power // 2, power, power * 2, power * 5)
        if one and most // one <= 4
    )
    parts = []
    for number in range(0, most + 1, step):
        high = _BOTTOM - (_BOTTOM - _TOP) * number / most
        line = {"class": "scale", "x1": percent(_LEFT), "x2": "100%", "y1": high, "y2": high}
        label = {"class": "end", "x": percent(_LEFT - 0.012), "y": high + 4}
        parts += [tag("line", line), tag("text", label, f"{number:,}")]
    return parts


def _span(year: int, step: int) -> str:
    return str(year) if step == 1 else f"{year}/{year + step - 1}"


def _year_rules(total: int, dated: int, step: int, say: Say) -> tuple[str, ...]:
    rules = [say("{dated} of {total} rows have a date.", dated=f"{dated:,}", total=f"{total:,}")]
    if step > 1:
        rules.append(say("Each column counts {step} years, from the one below it.", step=step))
    if total > dated:
        rules.append(
            say(
                "Rows without a date: {number}. When they were is unknown.",
                number=f"{total - dated:,}",
            )
        )
    rules.append(say("A year without a column has no row here; that is not proof of none."))
    return tuple(rules)
