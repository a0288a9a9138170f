"""A timeline: one line for each row, with its date, or from one date to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from comity.server.back.drawings.columns import Column, Span, span_of
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

MOST = 40
_STEP = 38  # pixels from one line to the next
_TOP = 26
_LETTERS = 60
_TICKS = 6
_TO = " \N{EN DASH} "

_Dates = tuple[Span | None, ...]


def spans(rows: Sequence[Row], of: Sequence[Column], called: Called, say: Say) -> Drawing:
    """Draw the first rows by date, each with the dates of one or two columns.

    A year or a month that is stated alone is a bar over all of it, as the day is unknown. A row
    without the first date is left out and counted.
    """
    dates: list[_Dates] = [tuple(span_of(row[one.place]) for one in of) for row in rows]
    order = sorted((both[0], place) for place, both in enumerate(dates) if both[0] is not None)
    shown = [place for _, place in order[:MOST]]
    found = [span for place in shown for span in dates[place] if span is not None]
    start = date(min(span.first for span in found).year, 1, 1)
    end = date(min(max(span.last for span in found).year + 1, date.max.year), 1, 1)
    axis = _Axis(start, end)
    height = _TOP + _STEP * len(shown) + 4
    parts = [*axis.lines(height)]
    for number, place in enumerate(shown):
        stated = [rows[place][one.place] for one in of]
        said = _TO.join(one.value if one else "…" for one in stated)
        parts.append(_row(axis, number, called(place), dates[place], said))
    names = [one.called for one in of]
    title = say("Timeline of “{columns}”", columns=", ".join(names))
    rules = _rules(len(shown), len(order), len(rows) - len(order), names, say)
    size: dict[str, object] = {"class": "spans", "width": "100%", "height": height}
    return Drawing(
        whole(title, " ".join(rules), size, *parts), (say("{title}.", title=title), *rules)
    )


class _Axis:
    """The days of the drawing, from the left to the right."""

    def __init__(self, start: date, end: date) -> None:
        self._start, self._end = start, end
        self._days = max(1, (end - start).days)

    def at(self, day: date) -> float:
        """Return where a day begins, as a share of the width."""
        return 0.01 + 0.98 * min(1.0, (day - self._start).days / self._days)

    def lines(self, height: int) -> list[str]:
        """Return lines at round years, with their names."""
        total = self._end.year - self._start.year
        step = next(
            one for one in (1, 2, 5, 10, 20, 50, 100, 200, 500, 2000) if total / one <= _TICKS
        )
        parts = []
        for year in range(-(-self._start.year // step) * step, self._end.year + 1, step):
            x = percent(self.at(date(year, 1, 1)))
            at = (
                "start"
                if year == self._start.year
                else "end"
                if year == self._end.year
                else "middle"
            )
            line = {"class": "scale", "x1": x, "x2": x, "y1": _TOP - 8, "y2": height}
            parts += [tag("line", line), tag("text", {"class": at, "x": x, "y": 13}, str(year))]
        return parts


def _row(axis: _Axis, number: int, label: Label, dates: _Dates, said: str) -> str:
    top = _TOP + number * _STEP
    spoken = {"lang": label.language}
    name = tag("text", {**spoken, "x": 0, "y": 15}, text(cut(label.text, _LETTERS)))
    marks = [_mark(axis, span, top + 26, place) for place, span in enumerate(dates) if span]
    joined = ""
    if len(dates) > 1 and dates[0] is not None and dates[1] is not None:
        ends = {"x1": percent(axis.at(dates[0].first)), "x2": percent(axis.at(dates[1].last))}
        joined = tag("line", {"class": "join", **ends, "y1": top + 26, "y2": top + 26})
    return tag(
        "g",
        {},
        tag("title", {**spoken}, text(f"{label.text}: {said}")),
        tag("svg", {"x": 0, "y": top, "width": "64%", "height": 20}, link(label, name)),
        tag("text", {"class": "value", "x": "100%", "y": top + 15}, text(cut(said, 26))),
        joined,
        *marks,
    )


def _mark(axis: _Axis, span: Span, middle: int, place: int) -> str:
    """Return a dot for a day, a bar for a longer time; the second date's are hollow."""
    look = "mark" if place == 0 else "mark hollow"
    left = axis.at(span.first)
    if span.first == span.last:
        return tag("circle", {"class": look, "cx": percent(left), "cy": middle, "r": 5})
    size = {"width": percent(axis.at(span.last) - left), "height": 8}
    return tag("rect", {"class": look, "x": percent(left), "y": middle - 4, **size})


def _rules(shown: int, total: int, undated: int, names: Sequence[str], say: Say) -> tuple[str, ...]:
    rules = [
        say("All rows with a date are drawn.")
        if shown == total
        else say(
            "Drawn are the first {shown} of {total} rows with a date; left out: {left}.",
            shown=f"{shown:,}",
            total=f"{total:,}",
            left=f"{total - shown:,}",
        ),
        say("A dot is a day; a bar is a month or year of which the day is not stated."),
    ]
    if undated:
        rules.append(
            say("Rows without a date: {number}. When they were is unknown.", number=f"{undated:,}")
        )
    if len(names) > 1:
        rules.append(
            say(
                "Filled marks are “{first}”, hollow ones “{second}”; where there is no hollow one, "
                "that is unknown.",
                first=names[0],
                second=names[1],
            )
        )
    return tuple(rules)
