"""Draws the ratios of one run: a line for each comparison, from its smallest to its largest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib
from matplotlib import pyplot

from tests.bench.measure import Row


def draw(rows: Sequence[Row], target: Path) -> None:
    """Write the chart as SVG; the same rows give the same bytes."""
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "comity"
    figure, axes = pyplot.subplots(figsize=(8, 0.8 + 0.42 * len(rows)), layout="constrained")
    places = range(len(rows), 0, -1)
    for place, row in zip(places, rows, strict=True):
        colour = "#1b7837" if row.middle <= 1 else "#b35806"
        axes.hlines(place, min(row.ratios), max(row.ratios), color=colour, linewidth=2)
        axes.plot(row.middle, place, "o", color=colour)
        axes.annotate(
            f"{row.middle:.3g}",
            (row.middle, place),
            (0, 6),
            textcoords="offset points",
            ha="center",
        )
    axes.axvline(1, color="grey", linewidth=0.8)
    axes.set_xscale("log")
    axes.set_ylim(0.4, len(rows) + 0.8)
    axes.set_yticks(list(places), [f"{row.what}, {row.data}: {row.peer}" for row in rows])
    axes.set_xlabel("time of comity / time of the peer (left of 1 is faster)")
    axes.spines[["top", "right"]].set_visible(False)
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, metadata={"Date": None})
    pyplot.close(figure)
