"""A sheet to draw on: title above, caption below, one unit a point, saved as the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from comity.network.style import Look, face, wrapped

FORMATS: Final = ("pdf", "png", "svg")
MARGIN: Final = 14.0
TITLE: Final = 9.0  # sizes of text, in points
TEXT: Final = 6.0
LEADING: Final = 1.4  # height of a line, in sizes of its text
_GAP = 4.0  # between the parts of a sheet
_DOTS_PER_INCH = 300
_WITHOUT_TIME: dict[str, dict[str, None]] = {
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
    "svg": {"Creator": None, "Date": None},
}

Side = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A figure with a field of ``width`` by ``height`` points; its lower left corner is (0, 0)."""

    figure: Figure
    axes: Axes
    width: float
    height: float

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float = TEXT,
        *,
        bold: bool = False,
        side: Side = "left",
        turn: float = 0,
        colour: str = "black",
        halo: bool = False,
    ) -> None:
        """Write a text of one line, centred on its height; ``side`` is the end that stands at x.

        A text turned by some degrees turns around that end; one with a halo shows over lines.
        """
        written = self.axes.text(
            x,
            y,
            text,
            fontproperties=face(size, bold=bold),
            ha=side,
            va="center_baseline",
            rotation=turn,
            rotation_mode="anchor",
            color=colour,
            parse_math=False,  # a dollar sign in a name is a dollar sign
            zorder=5,
        )
        if halo:  # a box: a rim around each letter makes a file five times as large
            written.set_bbox(
                {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.4, "zorder": 3}
            )

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        colour: str = "black",
        width: float = 0.5,
        dashes: tuple[float, ...] = (),
        order: float = 1,
    ) -> None:
        """Draw a line through points; dashes are lengths in points, not in widths of the line."""
        self.axes.plot(
            xs,
            ys,
            color=colour,
            linewidth=width,
            linestyle=(0, tuple(length / width for length in dashes)) if dashes else "-",
            solid_capstyle="butt",
            clip_on=False,
            zorder=order,
        )

    def mark(self, x: float, y: float, radius: float, look: Look) -> None:
        """Draw a node."""
        self.marks([x], [y], radius, look)

    def marks(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        radius: float,
        look: Look,
        *,
        edge: str = "black",
        width: float = 0.5,
        order: float = 4,
    ) -> None:
        """Draw the same mark at several places."""
        self.axes.scatter(
            xs,
            ys,
            s=(2 * radius * look.scale) ** 2,
            marker=look.marker,
            c=[look.colour] * len(xs),
            edgecolors=edge,
            linewidths=width,
            zorder=order,
            clip_on=False,
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "white",
        edge: str = "none",
        hatch: str = "",
        line: float = 0.5,
        order: float = 1,
    ) -> None:
        """Draw a rectangle from its lower left corner; the hatch has the colour of the edge."""
        self.axes.add_patch(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=fill,
                edgecolor=edge,
                hatch=hatch or None,
                linewidth=line,
                zorder=order,
                clip_on=False,
            )
        )


def spread(title: str, caption: str, width: float, height: float) -> Sheet:
    """Return a sheet with a title over the field and a caption under it, as wide as the field."""
    heading = wrapped(title, TITLE, width, bold=True)
    foot = wrapped(caption, TEXT, width)
    below = MARGIN + len(foot) * TEXT * LEADING + _GAP
    above = _GAP + len(heading) * TITLE * LEADING + MARGIN
    # Rounded, so that what is drawn at a round place is written to an SVG with few digits.
    height = round(height, 1)
    wide, high = width + 2 * MARGIN, below + height + above
    figure = Figure(figsize=(wide / 72, high / 72), facecolor="white")
    figure.set_label(title)  # what the file is called by those who do not see it
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(-MARGIN, width + MARGIN)
    axes.set_ylim(-below, height + above)
    axes.set_axis_off()
    sheet = Sheet(figure, axes, width, height)
    for number, line in enumerate(heading):
        y = height + above - MARGIN - (number + 0.5) * TITLE * LEADING
        sheet.write(0, y, line, TITLE, bold=True)
    for number, line in enumerate(foot):
        sheet.write(0, -_GAP - (number + 0.5) * TEXT * LEADING, line)
    return sheet


def saved(figure: Figure, form: str) -> bytes:
    """Return a figure in one of ``FORMATS``, without the time, the program or a random name."""
    target = io.BytesIO()
    with own_settings():
        about = {**_WITHOUT_TIME[form], "Title": str(figure.get_label())}
        figure.savefig(target, format=form, dpi=_DOTS_PER_INCH, metadata=about)
    drawn = target.getvalue()
    # An SVG is indented for its makers; its texts are outlines, so no blank in it is to be seen.
    return re.sub(rb"\n +", b"\n", drawn) if form == "svg" else drawn


@contextmanager
def own_settings() -> Iterator[None]:
    """Set aside the user's matplotlib settings, which would make another picture."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {"hatch.linewidth": 0.4, "svg.hashsalt": "comity", "svg.fonttype": "path"}
        )
        yield
