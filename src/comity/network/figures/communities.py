"""Draws a scene: the network of polities, its communities, and what sizes and widths mean."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from comity.network.canvas import Sheet, spread
from comity.network.figures.request import Wanted
from comity.network.scene import HEIGHT, WIDTH, Place, Scene, compose
from comity.network.style import GREY, LABEL_SIZE, STROKES, Look, look_of
from comity.network.ties import Kind, Tie
from comity.store.engines.interface import Engine
from comity.terms import Iri

_ROW = 10.0  # height of a row of the legend
_SCALES = 165.0  # width of the legend's second column: sizes and widths


def figure(engine: Engine, wanted: Wanted) -> Figure:
    """Return the picture of the network that the choice makes; it has no centre."""
    return figure_of(compose(engine, choice=wanted.choice))


def figure_of(scene: Scene) -> Figure:
    """Return the figure: from the top down a title, the network, its legend and a caption."""
    groups = _group_rows(scene)
    legend = _ROW * (max(len(groups) + 1, 5.5)) + 4
    sheet = spread(scene.title, f"{scene.rule} {scene.origin}", WIDTH, legend + HEIGHT)
    _draw_ties(sheet, scene, legend)
    _draw_places(sheet, scene, legend)
    _draw_groups(sheet, groups, scene.groups_are, legend - 4)
    _draw_scales(sheet, scene, legend - 4)
    return sheet.figure


def _draw_ties(sheet: Sheet, scene: Scene, floor: float) -> None:
    """Draw the ties, the heavy ones last and so on top; the network stands on the floor."""
    where = {place.node: place for place in scene.places}
    spot = {place.node: (place.x, place.y + floor) for place in scene.places}
    for kind in scene.kinds:
        ties = [tie for tie in reversed(scene.ties) if tie.kind is kind]
        if kind.is_directed:
            for tie in ties:
                ends, radii = [], []
                for node in (tie.source, tie.target):
                    ends.append(spot[node])
                    radii.append(where[node].radius)
                _draw_arrow(sheet, ends, radii, scene.width(tie.weight))
            continue
        dashes = STROKES[kind].dashes if scene.is_mixed else ()
        sheet.axes.add_collection(
            LineCollection(
                [[spot[tie.source], spot[tie.target]] for tie in ties],
                colors=[_colour(scene, where, tie) for tie in ties],
                linewidths=[scene.width(tie.weight) for tie in ties],
                linestyles=[(0, dashes or None)],
                alpha=0.5,
                zorder=1,
            )
        )


def _colour(scene: Scene, where: dict[Iri, Place], tie: Tie) -> str:
    """Return the colour of a tie: of its kind, or of the group both ends are in, or grey."""
    if scene.is_mixed:
        return STROKES[tie.kind].colour
    group = where[tie.source].group
    same = group is not None and group == where[tie.target].group
    return look_of(group).colour if same else GREY


def _draw_arrow(
    sheet: Sheet,
    ends: Sequence[tuple[float, float]],
    radii: Sequence[float],
    width: float,
) -> None:
    sheet.axes.add_patch(
        FancyArrowPatch(
            *ends,
            arrowstyle="-|>,head_length=3,head_width=1.4",
            mutation_scale=1,
            shrinkA=radii[0],
            shrinkB=radii[1] + 0.5,
            linewidth=width,
            color=STROKES[Kind.DESIGNATION].colour,
            alpha=0.5,
            zorder=1,
        )
    )


def _draw_places(sheet: Sheet, scene: Scene, floor: float) -> None:
    for place in scene.places:
        x, y = place.x, place.y + floor
        sheet.mark(x, y, place.radius, look_of(place.group, pale=scene.is_mixed))
        if place.label is None:
            continue
        across, up = place.label.box.middle
        if place.label.is_far:
            sheet.line([x, across], [y, up + floor], width=0.3, order=2)
        sheet.write(across, up + floor, place.label.text, LABEL_SIZE, side="center", halo=True)


def _group_rows(scene: Scene) -> list[tuple[Look, str]]:
    rows = [
        (look_of(number, pale=scene.is_mixed), name) for number, name in enumerate(scene.groups)
    ]
    if scene.has_loners():
        rows.append((look_of(None), "in none of these"))
    return rows


def _draw_groups(sheet: Sheet, rows: list[tuple[Look, str]], heading: str, top: float) -> None:
    sheet.write(0.0, top - _ROW / 2, heading, bold=True)
    for number, (look, name) in enumerate(rows, 1):
        y = top - (number + 0.5) * _ROW
        sheet.mark(4.0, y, 3, look)
        sheet.write(11.0, y, name)


def _draw_scales(sheet: Sheet, scene: Scene, top: float) -> None:
    """Draw what sizes and widths mean, or the strokes of the kinds where there are several."""
    left = WIDTH - _SCALES
    if scene.is_mixed:
        _draw_kinds(sheet, scene, left, top)
        return
    sheet.write(left, top - _ROW / 2, f"Area: {scene.wording.size}", bold=True)
    largest = scene.places[0]
    x, y = left, top - _ROW * 2.1
    for value in round_steps([place.strength for place in scene.places]):
        radius = largest.radius * float(value / largest.strength) ** 0.5
        sheet.mark(x + radius, y, radius, look_of(None))
        sheet.write(x + 2 * radius + 3, y, f"{value:g}")
        x += 2 * radius + 24
    sheet.write(left, top - _ROW * 3.8, f"Width: {scene.wording.width}", bold=True)
    for number, value in enumerate(round_steps([tie.weight for tie in scene.ties])):
        x, y = left + number * 46, top - _ROW * 4.8
        sheet.axes.plot([x, x + 18], [y, y], color=GREY, linewidth=scene.width(value))
        sheet.write(x + 21, y, f"{value:g}")


def _draw_kinds(sheet: Sheet, scene: Scene, left: float, top: float) -> None:
    sheet.write(left, top - _ROW / 2, "Ties", bold=True)
    for number, kind in enumerate(scene.kinds, 1):
        y = top - (number + 0.5) * _ROW
        stroke = STROKES[kind]
        dashes = stroke.dashes if not kind.is_directed else ()
        sheet.axes.plot(
            [left, left + 22],
            [y, y],
            color=stroke.colour,
            linewidth=1,
            linestyle=(0, dashes) if dashes else "-",
        )
        sheet.write(left + 26, y, f"{kind}{', from lister to listed' if kind.is_directed else ''}")


def round_steps(values: Sequence[float]) -> list[float]:
    """Return up to three round numbers between the least and the greatest, small ones first."""
    low, high = min(values), max(values)
    steps = [
        step
        for power in range(-4, 7)
        for step in (1 * 10.0**power, 2 * 10.0**power, 5 * 10.0**power)
        if low <= step <= high * (1 + 1e-9)
    ]
    return sorted({steps[-1], steps[(len(steps) - 1) // 2], steps[0]}) if steps else [high]
