"""comity network: the picture of who is tied to whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from comity.cli.options import global_options, open_graph, remark, working

TIES = ("attendance", "membership", "pact", "designation", "all")


@click.command()
@click.option(
    "--tie",
    type=click.Choice(TIES),
    default="membership",
    show_default=True,
    help="What ties polities: the same summits or initiatives, pacts, or listed entities.",
)
@click.option(
    "--on", metavar="DATE", help="The day as of which to draw [default: the latest in the graph]."
)
@click.option(
    "--min",
    "least",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Only ties through at least N summits, initiatives, pacts or entities.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to write; the ending says how: .html, .pdf, .png or .svg.",
)
@global_options
def network(tie: str, on: str | None, least: int, output: Path) -> None:
    """Draw the network of polities as a picture for a paper, or as a page to explore.

    \b
        comity network --tie membership --on 2023-04-01 -o network.html
    """
    from comity.files import write_whole
    from comity.network.export import content, format_of
    from comity.network.project import Kind
    from comity.network.scene import Scene, compose
    from comity.query.resolve import resolve
    from comity.store.engine import Engine

    form = format_of(output)
    kinds = tuple(Kind) if tie == "all" else (Kind(tie),)

    def draw(engine: Engine) -> Scene:
        day = None
        if on is not None:
            day = date.fromisoformat(resolve(engine, "--on", "date", on).value)
        return compose(engine, kinds, day, least)

    graph = open_graph()
    with working("Drawing"):
        scene = graph.work(draw)
        made = content(scene, form)
    write_whole([made], output)
    remark(f"{output}: {len(scene.places)} polities and {len(scene.ties)} ties.")
