"""Draws a scene as a picture for a paper: SVG, PNG or PDF, the same bytes on each run."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import matplotlib
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke

from comity.network.look import GREY, STROKES, Look, look_of
from comity.network.project import Kind, Tie
from comity.network.scene import HEIGHT, WIDTH, Place, Scene
from comity.network.typeface import LABEL_SIZE, face, wrapped
from comity.terms import Iri

FORMATS: Final = ("pdf", "png", "svg")
_DOTS_PER_INCH = 300
_WITHOUT_TIME: dict[str, dict[str, None]] = {
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
    "svg": {"Creator": None, "Date": None},
}
_MARGIN = 14.0
_TITLE, _TEXT = 9.0, 6.0
_LEADING = 1.4  # height of a line, in sizes of its text
_ROW = 10.0  # height of a row of the legend
_SCALES = 165.0  # width of the legend's second column: sizes and widths


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The axes to draw on, one unit a point, and how far up and right the network begins."""

    axes: Axes
    left: float
    bottom: float

    def spot(self, place: Place) -> tuple[float, float]:
        """Return where on the sheet a node stands."""
        return self.left + place.x, self.bottom + place.y

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float = _TEXT,
        *,
        bold: bool = False,
        label: bool = False,
    ) -> None:
        """Write a text, centred on its height; a label is centred and has a halo over the ties."""
        written = self.axes.text(
            x,
            y,
            text,
            fontproperties=face(size, bold=bold),
            ha="center" if label else "left",
            va="center_baseline",
            parse_math=False,  # a dollar sign in a name is a dollar sign
            zorder=5,
        )
        if label:
            written.set_path_effects([withStroke(linewidth=1.3, foreground="white")])

    def mark(self, x: float, y: float, radius: float, look: Look) -> None:
        """Draw a node."""
        self.axes.scatter(
            [x],
            [y],
            s=[(2 * radius * look.scale) ** 2],
            marker=look.marker,
            c=[look.colour],
            edgecolors="black",
            linewidths=0.5,
            zorder=4,
        )


def draw(scene: Scene, form: str) -> bytes:
    """Return the picture of a scene in one of ``FORMATS``."""
    with own_settings():
        target = io.BytesIO()
        figure_of(scene).savefig(
            target, format=form, dpi=_DOTS_PER_INCH, metadata=_WITHOUT_TIME[form]
        )
    return target.getvalue()


@contextmanager
def own_settings() -> Iterator[None]:
    """Set aside the user's matplotlib settings, which would make another picture."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({"svg.hashsalt": "comity", "svg.fonttype": "path"})
        yield


def figure_of(scene: Scene) -> Figure:
    """Return the figure: from the top down a title, the network, its legend and a caption."""
    title = wrapped(scene.title, _TITLE, WIDTH, bold=True)
    caption = wrapped(f"{scene.rule} {scene.origin}", _TEXT, WIDTH)
    groups = _group_rows(scene)
    caption_top = _MARGIN + len(caption) * _TEXT * _LEADING
    legend_top = caption_top + 6 + _ROW * (max(len(groups) + 1, 5.5))
    bottom = legend_top + 4
    width = WIDTH + 2 * _MARGIN
    height = bottom + HEIGHT + len(title) * _TITLE * _LEADING + _MARGIN
    figure = Figure(figsize=(width / 72, height / 72), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    sheet = _Sheet(axes, _MARGIN, bottom)
    _write_lines(sheet, title, height - _MARGIN, _TITLE, bold=True)
    _draw_ties(sheet, scene)
    _draw_places(sheet, scene)
    _draw_groups(sheet, groups, scene.groups_are, legend_top)
    _draw_scales(sheet, scene, legend_top)
    _write_lines(sheet, caption, caption_top, _TEXT)
    return figure


def _write_lines(
    sheet: _Sheet, lines: Sequence[str], top: float, size: float, *, bold: bool = False
) -> None:
    for number, line in enumerate(lines):
        sheet.write(_MARGIN, top - (number + 0.5) * size * _LEADING, line, size, bold=bold)


def _draw_ties(sheet: _Sheet, scene: Scene) -> None:
    """Draw the ties, the heavy ones last and so on top."""
    where = {place.node: place for place in scene.places}
    for kind in scene.kinds:
        ties = [tie for tie in reversed(scene.ties) if tie.kind is kind]
        if kind.is_directed:
            for tie in ties:
                _draw_arrow(sheet, where[tie.source], where[tie.target], scene.width(tie.weight))
            continue
        dashes = STROKES[kind].dashes if scene.is_mixed else ()
        sheet.axes.add_collection(
            LineCollection(
                [[sheet.spot(where[tie.source]), sheet.spot(where[tie.target])] for tie in ties],
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


def _draw_arrow(sheet: _Sheet, source: Place, target: Place, width: float) -> None:
    sheet.axes.add_patch(
        FancyArrowPatch(
            sheet.spot(source),
            sheet.spot(target),
            arrowstyle="-|>,head_length=3,head_width=1.4",
            mutation_scale=1,
            shrinkA=source.radius,
            shrinkB=target.radius + 0.5,
            linewidth=width,
            color=STROKES[Kind.DESIGNATION].colour,
            alpha=0.5,
            zorder=1,
        )
    )


def _draw_places(sheet: _Sheet, scene: Scene) -> None:
    for place in scene.places:
        x, y = sheet.spot(place)
        sheet.mark(x, y, place.radius, look_of(place.group, pale=scene.is_mixed))
        if place.label is None:
            continue
        middle = place.label.box.middle
        to = sheet.left + middle[0], sheet.bottom + middle[1]
        if place.label.is_far:
            sheet.axes.plot([x, to[0]], [y, to[1]], color="black", linewidth=0.3, zorder=2)
        sheet.write(*to, place.label.text, LABEL_SIZE, label=True)


def _group_rows(scene: Scene) -> list[tuple[Look, str]]:
    rows = [
        (look_of(number, pale=scene.is_mixed), name) for number, name in enumerate(scene.groups)
    ]
    if scene.has_loners():
        rows.append((look_of(None), "in none of these"))
    return rows


def _draw_groups(sheet: _Sheet, rows: list[tuple[Look, str]], heading: str, top: float) -> None:
    sheet.write(_MARGIN, top - _ROW / 2, heading, bold=True)
    for number, (look, name) in enumerate(rows, 1):
        y = top - (number + 0.5) * _ROW
        sheet.mark(_MARGIN + 4, y, 3, look)
        sheet.write(_MARGIN + 11, y, name)


def _draw_scales(sheet: _Sheet, scene: Scene, top: float) -> None:
    """Draw what sizes and widths mean, or the strokes of the kinds where there are several."""
    left = _MARGIN + WIDTH - _SCALES
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


def _draw_kinds(sheet: _Sheet, scene: Scene, left: float, top: float) -> None:
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
