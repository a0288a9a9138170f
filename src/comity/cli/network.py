"""comity network: the picture of who is tied to whom, or the data behind it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from comity.cli.filters import chosen, network_options
from comity.cli.options import global_options, open_graph, remark, working
from comity.errors import BadParameter, UnknownFormat

if TYPE_CHECKING:
    from comity.network.choice import Choice
    from comity.store.engines.interface import Engine

PICTURES = ("matrix", "backbone", "upset", "timeline", "map", "ego", "change")
PROJECTIONS = ("polities", "bipartite", "everything")

Made = tuple[Iterable[bytes], str]


class _Extras(NamedTuple):
    """What only pictures take, and the two days that data take too."""

    centre: str | None
    initiatives: tuple[str, ...]
    since: str | None
    until: str | None


@click.command()
@network_options
@click.option(
    "--projection",
    type=click.Choice(PROJECTIONS),
    default="polities",
    show_default=True,
    help="The nodes of data: polities; polities and what they are in, or listed entities "
    "(bipartite); or everything with all ties.",
)
@click.option("--from", "since", metavar="DATE", help="First day of a change, or of a time span.")
@click.option("--to", "until", metavar="DATE", help="Last day of a change, or of a time span.")
@click.option(
    "--picture",
    type=click.Choice(PICTURES),
    help="Draw another picture than the network; ego wants --centre, change --from and --to.",
)
@click.option(
    "--centre",
    metavar="THING",
    help="The polity or initiative around which ego or change is drawn, or the initiative, list "
    "or authority of a map.",
)
@click.option(
    "--initiative",
    "initiatives",
    multiple=True,
    metavar="INITIATIVE",
    help="Only this initiative in a matrix, upset, map or change; repeatable.",
)
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    help="html, pdf, png or svg; or data as csv, cytoscape, gephi-lite, gexf, graphml or json "
    "[default: by the ending of FILE].",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Where to write: .html, .pdf, .png, .svg, .csv, .gexf, .graphml, .json or .cyjs; data "
    "go to stdout without it.",
)
@global_options
def network(
    projection: str,
    since: str | None,
    until: str | None,
    picture: str | None,
    centre: str | None,
    initiatives: tuple[str, ...],
    form: str | None,
    output: Path | None,
) -> None:
    """Draw the network of polities as a picture or a page, or write the data behind it.

    \b
        comity network --tie membership --on 2023-04-01 -o network.html
    """
    from comity.cli.output import write_output
    from comity.files import write_whole

    form = _format(form, output)
    extras = _Extras(centre, initiatives, since, until)
    _check(form, projection, picture, extras)
    to_stdout = output is None or str(output) == "-"

    def make(engine: Engine) -> Made:
        if picture is not None:
            return _picture(engine, picture, form, extras)
        if form in ("html", "pdf", "png", "svg"):
            choice = chosen(engine, form=projection)
            return _page(engine, choice) if form == "html" else _drawing(engine, choice, form)
        return _data(engine, chosen(engine, form=projection, since=since, until=until), form)

    with working("Writing" if to_stdout else "Drawing"):
        pieces, told = open_graph().work(make)
    if to_stdout:
        write_output((piece.decode() for piece in pieces), None, form)
        remark(f"{told}.")
    else:
        assert output is not None
        write_whole(pieces, output)
        remark(f"{output}: {told}.")


def _format(form: str | None, output: Path | None) -> str:
    """Return the format that is meant by name or by the ending of the file."""
    from comity.cli.options import pick_format
    from comity.network.formats import FORMATS, NAMES, format_of

    if form is not None:
        form = pick_format(form, FORMATS, "")
    elif output is None or str(output) == "-":
        raise BadParameter(
            "Neither a file nor a format is given.",
            "Say where to write, like -o network.html, or give --format csv for stdout.",
        )
    else:
        form = format_of(output)
    if form not in NAMES and (output is None or str(output) == "-"):
        raise BadParameter(
            f"The format {form} goes to a file.", f"Say where to write, like -o network.{form}"
        )
    return form


def _check(form: str, projection: str, picture: str | None, extras: _Extras) -> None:
    """Refuse options that would be without effect."""
    drawn = form in ("pdf", "png", "svg")
    spans = extras.since is not None or extras.until is not None
    if picture is not None and not drawn:
        raise UnknownFormat(
            f"--picture {picture} has no format '{form}'.", "Give a file like picture.svg."
        )
    if (drawn or form == "html") and projection == "everything":
        raise BadParameter(
            "--projection everything is too much to draw.",
            "Write it as data, like -o everything.gexf, and open that in Gephi or Cytoscape.",
        )
    if drawn and projection == "bipartite":
        raise BadParameter(
            "--projection bipartite is not drawn as a network.",
            "See it with --picture matrix, or write it as a page or as data: -o network.gexf",
        )
    if picture is None and (extras.centre is not None or extras.initiatives):
        option = "--centre" if extras.centre is not None else "--initiative"
        raise BadParameter(
            f"{option} is for --picture.", "Add --picture ego or map, or leave it out."
        )
    if picture == "ego" and extras.centre is None:
        raise BadParameter("--picture ego lacks its --centre.", "Name it like --centre JPN.")
    if spans and picture is not None and (extras.since is None or extras.until is None):
        lacks = "--from" if extras.since is None else "--to"
        raise BadParameter(f"{lacks} is not given.", "Give both days, or neither.")
    if picture == "change" and not spans:
        raise BadParameter(
            "--picture change lacks --from and --to.",
            "Give both days, like --from 2020-01-01 --to 2023-04-01.",
        )
    if spans and picture is None and (drawn or form == "html"):
        raise BadParameter(
            "--from and --to are for data and for --picture change or timeline.",
            "Give one day with --on; the page has all days.",
        )


def _data(engine: Engine, choice: Choice, form: str) -> Made:
    from comity.network import formats
    from comity.network.node_link import described, for_programs
    from comity.network.projections import project

    data = described(engine, project(engine, for_programs(choice)))
    nodes = "polities" if choice.form == "polities" else "nodes"
    told = f"{len(data.nodes):,} {nodes} and {len(data.edges):,} ties; {data.title}. {data.rule}"
    return (piece.encode() for piece in formats.write(data, form)), told.rstrip(".")


def _page(engine: Engine, choice: Choice) -> Made:
    from comity.network.page import write

    return [write(engine, choice).encode()], "the page is written"


def _drawing(engine: Engine, choice: Choice, form: str) -> Made:
    from comity.network.pictures import draw
    from comity.network.scene import compose

    scene = compose(engine, choice.kinds, choice.on, choice.least, choice=choice)
    told = f"{len(scene.places)} polities and {len(scene.ties)} ties"
    return [draw(scene, form)], told


def _picture(engine: Engine, picture: str, form: str, extras: _Extras) -> Made:
    from comity.network.choice import read_day
    from comity.network.pictures import paint
    from comity.query.names.resolve import find, resolve
    from comity.terms import Iri

    choice = chosen(engine, ties="all" if picture in ("ego", "change") else None)
    span = None
    if extras.since is not None and extras.until is not None:
        span = read_day(engine, "--from", extras.since), read_day(engine, "--to", extras.until)
    centre = None if extras.centre is None else find(engine, extras.centre)
    found = [resolve(engine, "--initiative", "initiative", one) for one in extras.initiatives]
    sets = tuple(one for one in found if isinstance(one, Iri))
    drawn = paint(engine, picture, choice, form, centre=centre, span=span, sets=sets)
    return [drawn], f"the picture {picture} is drawn"
