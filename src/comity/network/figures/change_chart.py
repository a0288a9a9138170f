"""Draws what changed between two days: who joined and left, signed, was listed, listed others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matplotlib.figure import Figure

from comity.errors import BadParameter
from comity.network.affiliations import NothingHeld, memberships
from comity.network.attributes import initiatives_of, polities_in, things_in_areas
from comity.network.canvas import TEXT, Sheet, spread
from comity.network.figures.change_events import BEGAN, ENDED, SEEN, Event, events
from comity.network.figures.request import Wanted, completeness, origin
from comity.network.label_layout import Names
from comity.network.style import text_size
from comity.network.ties import Kind
from comity.network.wording import long_date
from comity.query.claims.records import kind_of
from comity.store.engines.interface import Engine
from comity.terms import Iri

WIDTH = 518.0
MOST_ROWS = 45
_ROW, _SIZE = 8.2, 5.5
_NAMES, _THINGS = 78.0, 128.0  # room for the names of polities and of initiatives
_HEAD, _LEGEND = 22.0, 16.0
_OBSERVER = "observer"
FILLS = {BEGAN: ("#0072b2", ""), SEEN: ("#cfe3f2", "//////"), ENDED: ("#d55e00", "")}
_SAID = {
    BEGAN: "began on a stated day in between",
    SEEN: "first known in between, beginning not stated",
    ENDED: "ended (to the left)",
}


@dataclass(frozen=True, slots=True)
class Panel:
    """A column of bars: for each row how many things began, were first known and ended."""

    heading: str
    counts: Mapping[Iri, Mapping[str, int]]

    def most(self, rows: Iterable[Iri], how: Sequence[str]) -> int:
        """Return the longest bar on one side."""
        return max(
            (sum(self.counts.get(row, {}).get(h, 0) for h in how) for row in rows), default=0
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What the picture shows: panels for polities and one for initiatives, most changed first."""

    panels: tuple[Panel, ...]
    polities: tuple[Iri, ...]
    members: Panel
    initiatives: tuple[Iri, ...]
    left_out: tuple[Iri, ...]
    smaller: tuple[Iri, ...]
    events: tuple[Event, ...]


def change(engine: Engine, wanted: Wanted) -> Change:
    """Return what changed after the first day of the span and no later than its last.

    A centre narrows that to one polity or initiative. Raises BadParameter without a span or for
    another centre, NothingHeld where nothing changed.
    """
    if wanted.span is None:
        raise BadParameter("A change is between two days.", "Give both with --from and --to.")
    found = _events(engine, wanted, *wanted.span)
    if not found:
        first, last = (day.isoformat() for day in wanted.span)
        raise NothingHeld(
            f"Nothing is known to have changed between {first} and {last}.",
            "Choose other days with --from and --to, or another --tie.",
        )
    joined = [one for one in found if one.kind is Kind.MEMBERSHIP]
    signed = [one for one in found if one.kind is Kind.PACT]
    listed = [one for one in found if one.kind is Kind.DESIGNATION]
    panels = [
        Panel("initiatives it is in", _tally((e.one, e.how, e.other) for e in joined)),
        Panel("pacts it is party to", _tally((e.one, e.how, e.other) for e in signed)),
        Panel(
            "entities tied to it on lists",
            _tally((country, e.how, e.other) for e in listed for country in e.countries),
        ),
        Panel("entities that it lists", _tally((e.one, e.how, e.other) for e in listed)),
    ]
    members = Panel("members", _tally((e.other, e.how, e.one) for e in joined))
    kept = tuple(panel for panel in panels if panel.counts)
    rows = _most_changed(kept)
    things = _most_changed([members])
    return Change(
        panels=kept,
        polities=rows[:MOST_ROWS],
        members=members,
        initiatives=things[:MOST_ROWS],
        left_out=rows[MOST_ROWS:],
        smaller=things[MOST_ROWS:],
        events=found,
    )


def _events(engine: Engine, wanted: Wanted, first: date, last: date) -> tuple[Event, ...]:
    choice, centre = wanted.choice, wanted.centre
    if centre is not None and kind_of(centre) not in ("polity", "initiative"):
        raise BadParameter(
            f"A {kind_of(centre)} is no centre of a change.", "Name a polity or an initiative."
        )
    kinds = [
        kind for kind in choice.kinds if kind in (Kind.MEMBERSHIP, Kind.PACT, Kind.DESIGNATION)
    ]
    found = [one for kind in kinds for one in events(engine, kind, first, last)]
    if choice.roles:
        found = [one for one in found if one.role in choice.roles]
    else:
        found = [one for one in found if not (one.role and one.role.value.endswith(_OBSERVER))]
    if choice.areas:
        things = things_in_areas(engine, choice.areas)
        found = [one for one in found if one.other in things]
    if choice.initiative_kinds:
        things = initiatives_of(engine, choice.initiative_kinds)
        found = [one for one in found if one.other in things]
    if choice.regions:
        inside = polities_in(engine, choice.regions)
        found = [one for one in found if inside & {one.one, *one.countries}]
    if wanted.sets:
        found = [one for one in found if one.other in wanted.sets]
    found = _without_new_roles(engine, found, first, last)
    if centre is not None:
        found = [one for one in found if centre in (one.one, one.other, *one.countries)]
    return tuple(found)


def _without_new_roles(
    engine: Engine, found: Iterable[Event], first: date, last: date
) -> list[Event]:
    """Leave out who was in the initiative before, or is still, in another role."""
    before, after = (
        {(one.polity, one.group) for one in memberships(engine, day)} for day in (first, last)
    )
    return [
        one
        for one in found
        if one.kind is not Kind.MEMBERSHIP
        or (one.one, one.other) not in (after if one.how == ENDED else before)
    ]


def _tally(told: Iterable[tuple[Iri, str, Iri]]) -> dict[Iri, dict[str, int]]:
    """Count for each row the different things that began, were first known, or ended."""
    things: defaultdict[Iri, defaultdict[str, set[Iri]]] = defaultdict(lambda: defaultdict(set))
    for row, how, thing in told:
        things[row][how].add(thing)
    return {
        row: {how: len(found) for how, found in sorted(hows.items())}
        for row, hows in sorted(things.items())
    }


def _most_changed(panels: Iterable[Panel]) -> tuple[Iri, ...]:
    total: defaultdict[Iri, int] = defaultdict(int)
    for panel in panels:
        for row, hows in panel.counts.items():
            total[row] += sum(hows.values())
    return tuple(sorted(total, key=lambda row: (-total[row], row)))


def figure(engine: Engine, wanted: Wanted) -> Figure:
    """Return the picture of the change."""
    made = change(engine, wanted)
    names = Names(engine)
    assert wanted.span is not None
    first, last = wanted.span
    whose = f" for {names(wanted.centre)}" if wanted.centre else ""
    many = max(len(made.polities), len(made.initiatives))
    rows = [names.fitted(one, _NAMES - 6, _SIZE) for one in made.polities]
    things = [names.fitted(one, _THINGS - 8, _SIZE) for one in made.initiatives]
    sheet = spread(
        f"What changed{whose} between {long_date(first)} and {long_date(last)}",
        _caption(engine, made, wanted, names),
        WIDTH,
        _LEGEND + many * _ROW + _HEAD,
    )
    columns = len(made.panels) + bool(things)
    room = WIDTH - _NAMES - (_THINGS + 10 if things else 0)
    wide = min(130.0, room / max(1, columns))
    x = _draw_block(sheet, made.panels, made.polities, rows, 0.0, _NAMES, wide)
    if things:
        _draw_block(sheet, [made.members], made.initiatives, things, x + 10, _THINGS, wide)
    _draw_legend(sheet, made)
    return sheet.figure


def _draw_block(
    sheet: Sheet,
    panels: Sequence[Panel],
    rows: Sequence[Iri],
    names: Sequence[str],
    left: float,
    room: float,
    wide: float,
) -> float:
    """Draw rows of names and a panel of bars after another; return where they end."""
    top = sheet.height - _HEAD
    for number, name in enumerate(names):
        y = top - (number + 0.5) * _ROW
        if number % 2 == 0:
            end = left + room + wide * len(panels)
            sheet.box(left, y - _ROW / 2, end - left, _ROW, fill="#f3f3f3", order=0)
        sheet.write(left + room - 4, y, name, _SIZE, side="right")
    for place, panel in enumerate(panels):
        _draw_panel(sheet, panel, rows, left + room + place * wide, wide)
    return left + room + wide * len(panels)


def _draw_panel(sheet: Sheet, panel: Panel, rows: Sequence[Iri], left: float, wide: float) -> None:
    top = sheet.height - _HEAD
    up, down = panel.most(rows, (BEGAN, SEEN)), panel.most(rows, (ENDED,))
    digits = text_size("000", 5.0)[0]
    unit = (wide - 2 * digits - 8) / max(1, up + down)
    zero = left + digits + 2 + down * unit
    for number, line in enumerate(
        panel.heading.split(" ", 1) if " " in panel.heading else [panel.heading]
    ):
        sheet.write(zero, sheet.height - 5 - number * 7.5, line, _SIZE, bold=True)
    sheet.line([zero, zero], [top, top - _ROW * len(rows)], colour="#777777", width=0.4, order=3)
    for number, row in enumerate(rows):
        y = top - (number + 0.5) * _ROW
        counts = panel.counts.get(row, {})
        x = zero
        for how in (BEGAN, SEEN):
            if counts.get(how):
                _draw_bar(sheet, x, y, counts[how] * unit, how)
                x += counts[how] * unit
        if x > zero:
            sheet.write(x + 2, y, str(counts.get(BEGAN, 0) + counts.get(SEEN, 0)), 5.0)
        if counts.get(ENDED):
            back = counts[ENDED] * unit
            _draw_bar(sheet, zero - back, y, back, ENDED)
            sheet.write(zero - back - 2, y, str(counts[ENDED]), 5.0, side="right")


def _draw_bar(sheet: Sheet, x: float, y: float, long: float, how: str) -> None:
    fill, hatch = FILLS[how]
    edge = "#0072b2" if hatch else "none"
    sheet.box(x, y - 2.6, long, 5.2, fill=fill, edge=edge, hatch=hatch, line=0.3, order=2)


def _draw_legend(sheet: Sheet, made: Change) -> None:
    x = 0.0
    used = {event.how for event in made.events}
    for how, said in _SAID.items():
        if how in used:
            _draw_bar(sheet, x, 4, 14, how)
            sheet.write(x + 18, 4, said)
            x += 30 + text_size(said, TEXT)[0]


def _caption(engine: Engine, made: Change, wanted: Wanted, names: Names) -> str:
    assert wanted.span is not None
    counts = ", ".join(
        f"{len({e.claim for e in made.events if e.how == how}):,} {how}"
        for how in (BEGAN, SEEN, ENDED)
        if any(e.how == how for e in made.events)
    )
    said = [
        "Bars count different initiatives, pacts, entities and members, each panel on its own "
        f"scale, after the first day and up to the last. Claims: {counts}. Members are those in "
        "any role but observer, unless roles are chosen; an entity counts for each country it is "
        "tied to, and a country for nothing that its entities do."
    ]
    if made.left_out:
        said.append(
            f"Left out are {len(made.left_out)} polities with the fewest changes: "
            f"{', '.join(names(one) for one in made.left_out)}."
        )
    if made.smaller:
        said.append(f"Left out are {len(made.smaller)} initiatives with the fewest changes.")
    kinds = sorted({event.kind for event in made.events})
    said += [
        completeness(engine, kinds, wanted.span[1]),
        origin(engine, [event.claim for event in made.events]),
        names.in_full(),
    ]
    return " ".join(one for one in said if one)
