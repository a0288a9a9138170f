"""The ways of looking at an answer: which of them its columns allow, and the one that is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from comity.errors import BadParameter
from comity.query.claims.records import Names
from comity.query.library.rows import Rows
from comity.server.back.drawings.bar_charts import bars, years
from comity.server.back.drawings.columns import Column, Sort, can_draw, columns_of
from comity.server.back.drawings.network_drawing import nodes
from comity.server.back.drawings.svg import Drawing, Label
from comity.server.back.drawings.timeline_drawing import spans
from comity.server.back.pages.answer_cells import cell
from comity.server.wire.page_request import Asked, page_of
from comity.server.wire.templates import language_of
from comity.store.engines.interface import Engine, Row
from comity.terms import Iri, Term

OWN = ("view", "chart", "columns")
_VIEWS = {"table": "Table", "chart": "Chart", "network": "Network"}
_CHARTS = {"bars": "Bars", "years": "By year", "timeline": "Timeline"}
_MOST_THINGS = 4  # columns of things that are offered for a network
_LONGEST = 200  # characters of a label


@dataclass(frozen=True, slots=True)
class Option:
    """A view that an answer allows: which chart, if it is one, and of which columns."""

    view: str
    chart: str
    columns: tuple[Column, ...]

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the address that ask for it."""
        names = ",".join(one.name for one in self.columns)
        return {"view": self.view, "chart": self.chart, "columns": names}


def options_of(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[Option, ...]:
    """Return the drawings that an answer allows, the likeliest of each view first."""
    found: list[Option] = []
    if not rows:
        return ()
    if any(one.sort is not Sort.NUMBER for one in columns):
        found += [Option("chart", "bars", (one,)) for one in columns if one.sort is Sort.NUMBER]
    dates = [one for one in columns if one.sort is Sort.DATE]
    found += [Option("chart", "years", (one,)) for one in dates]
    if len(dates) < len(columns):
        pairs = [tuple(dates[:2])] if len(dates) > 1 else []
        found += [Option("chart", "timeline", one) for one in (*pairs, *((one,) for one in dates))]
    things = [one for one in columns if one.sort is Sort.THING][:_MOST_THINGS]
    found += [
        Option("network", "", ends)
        for ends in sorted(combinations(things, 2), key=lambda ends: _likely(columns, ends))
        if can_draw(rows, columns, ends)
    ]
    return tuple(found)


def _likely(columns: Sequence[Column], ends: tuple[Column, Column]) -> bool:
    """Put the property of a statement last: what it ties are its subject and its value."""
    names = [one.name for one in columns]
    return names == ["subject", "property", "value"] and "property" in {one.name for one in ends}


def view_of(
    engine: Engine, asked: Asked, rows: Rows, called: Callable[[str], str]
) -> dict[str, object]:
    """Return what the page says of the views, and the drawing where one is asked for.

    ``called`` says what people call a column. Raises BadParameter for a view, a chart or columns
    that there cannot be. A view that these rows do not allow is told, and the table stands in its
    place.
    """
    view, chart, names = (asked.field(name) for name in OWN)
    if view not in ("", *_VIEWS):
        raise BadParameter(f"view: there is no '{view[:20]}'.", "Give table, chart or network.")
    columns = columns_of(rows.columns, rows.rows, called)
    options = options_of(rows.rows, columns)
    fitting = [one for one in options if one.view == view]
    chosen = next(
        (
            one
            for one in fitting
            if chart in ("", one.chart) and names in ("", one.fields["columns"])
        ),
        None,
    )
    if fitting and chosen is None:
        raise BadParameter(
            f"The answer has no {chart[:20] or view} of the columns '{names[:60]}'.",
            "Choose one of those that the page offers.",
        )
    told: dict[str, object] = {
        "views": _links(asked, options, view or "table"),
        "choices": [
            (_called(asked, one), asked.again(**one.fields, page=""), one == chosen)
            for one in fitting
            if len(fitting) > 1
        ],
        "refused": view if view in ("chart", "network") and chosen is None else "",
        "drawing": None,
        "rules": (),
    }
    if chosen is not None:
        drawn = _drawn(engine, asked, rows.rows, columns, chosen)
        told |= {"drawing": Markup(drawn.svg), "rules": drawn.rules}
    return told


def _links(asked: Asked, options: Sequence[Option], current: str) -> list[tuple[str, str, bool]]:
    """Return the views that there are and their addresses; none where there is but the table."""
    offered = ["table", *dict.fromkeys(one.view for one in options)]
    if len(offered) == 1:
        return []
    plain = {"chart": "", "columns": "", "page": ""}
    return [
        (
            asked.say(_VIEWS[one]),
            asked.again(**plain, view="" if one == "table" else one),
            one == current,
        )
        for one in offered
    ]


def _called(asked: Asked, option: Option) -> str:
    names = ", ".join(one.called for one in option.columns)
    return f"{asked.say(_CHARTS[option.chart])}: {names}" if option.chart else names


def _drawn(
    engine: Engine, asked: Asked, rows: Sequence[Row], columns: Sequence[Column], chosen: Option
) -> Drawing:
    if chosen.view == "network":
        first, second = chosen.columns

        def kind_called(kind: str) -> str:
            return asked.called("kinds", kind)

        def things(wanted: Sequence[Iri]) -> Mapping[Iri, Label]:
            names = Names(engine, wanted, asked.language)
            return {
                one: Label(
                    names[one][:_LONGEST],
                    _place(asked, one),
                    language_of(names[one], asked.language),
                )
                for one in wanted
            }

        return nodes(rows, columns, (first, second), things, kind_called, asked.say)
    if chosen.chart == "years":
        return years(rows, chosen.columns[0], asked.say)
    naming = _naming(rows, [one for one in columns if one not in chosen.columns])

    def row(place: int) -> Label:
        return _label(engine, asked, [(one.name, rows[place][one.place]) for one in naming])

    if chosen.chart == "bars":
        return bars(rows, chosen.columns[0], row, asked.say)
    return spans(rows, chosen.columns, row, asked.say)


def _naming(rows: Sequence[Row], columns: Sequence[Column]) -> list[Column]:
    """Return the columns that tell the rows apart, those of things first, as few as may be."""
    order = (Sort.THING, Sort.TEXT, Sort.ANSWER, Sort.DATE)
    able = sorted(
        (one for one in columns if one.sort in order), key=lambda one: order.index(one.sort)
    )
    found: list[Column] = []
    apart = 0
    for column in able:
        places = [one.place for one in (*found, column)]
        different = len({tuple(row[place] for place in places) for row in rows})
        if different > apart:
            found.append(column)
            apart = different
    return found


def _label(engine: Engine, asked: Asked, said: Sequence[tuple[str, Term | None]]) -> Label:
    things = [one for _, one in said if isinstance(one, Iri)]
    names = Names(engine, things, asked.language)
    parts = [cell(asked, names, column, term)[0] for column, term in said]
    text = " \N{EN DASH} ".join(dict.fromkeys(one[:_LONGEST] for one in parts if one))
    spoken = language_of(parts[0] if len(parts) == 1 else text, asked.language)
    return Label(text or asked.say("unknown"), _place(asked, things[0]) if things else "", spoken)


def _place(asked: Asked, iri: Iri) -> str:
    path = page_of(iri.value)
    return asked.link(path) if path and "#" not in path else ""
