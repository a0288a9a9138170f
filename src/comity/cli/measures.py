"""comity measures: the published measures of each polity in a network."""

from __future__ import annotations

import re
from datetime import date
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from comity.cli.filters import chosen, network_options
from comity.cli.options import global_options, on_terminal, open_graph, pick_format, remark, working
from comity.errors import BadParameter

if TYPE_CHECKING:
    from comity.network.choice import Choice
    from comity.query.render.sheets import Sheet
    from comity.store.engines.interface import Engine

FORMATS = ("table", "csv", "tsv", "json", "markdown")
MEASURES = (
    *("degree", "strength", "sent", "received", "betweenness", "prominence", "core"),
    *("community", "participation", "within", "bridges"),
)
_YEARS = 10  # of a series, where none are named


@click.command()
@network_options
@click.option("--from", "since", metavar="YEAR|DATE", help="First year of a series.")
@click.option(
    "--to",
    "until",
    metavar="YEAR|DATE",
    help="Last year of a series [default: the latest day in the graph].",
)
@click.option(
    "--series",
    is_flag=True,
    help="One measure year by year: a column for each 31 December, and for the last day.",
)
@click.option(
    "--measure",
    type=click.Choice(MEASURES),
    default="strength",
    show_default=True,
    help="The measure of a series.",
)
@click.option(
    "--similar",
    nargs=2,
    metavar="A B",
    help="How alike two polities are in whom they are tied to.",
)
@click.option("--format", "form", metavar="|".join(FORMATS), help="[default: table, csv in a pipe]")
@click.option(
    "-o", "--output", metavar="FILE", help="Where to write; whole or not at all [default: stdout]."
)
@global_options
def measures(
    since: str | None,
    until: str | None,
    series: bool,
    measure: str,
    similar: tuple[str, str] | None,
    form: str | None,
    output: str | None,
) -> None:
    """Measure each polity in a network: degree, strength, betweenness, community and more.

    What each measure means, and its source, is in docs/networks.md.

    \b
        comity measures --tie membership --on 2023-04-01
    """
    to_person = on_terminal() and output is None
    form = pick_format(form, FORMATS, "table" if to_person else "csv")
    yearly = series or since is not None or until is not None
    if yearly and similar:
        raise BadParameter("--similar and a series are asked at once.", "Ask for one of them.")

    def work(engine: Engine) -> Sheet:
        choice = chosen(engine)
        if similar:
            return _similar(engine, choice, similar)
        if yearly:
            return _series(engine, choice, measure, since, until)
        return _measured(engine, choice)

    with working("Measuring"):
        sheet = open_graph().work(work)
    from comity.cli.output import write_output

    if form == "table":
        from comity.query.render.text_layout import TABLE_WIDTH_OF_A_PIPE, sheet_table

        width = get_terminal_size((TABLE_WIDTH_OF_A_PIPE, 24)).columns
        write_output(sheet_table(sheet, width), output, form)
    else:
        from comity.query.render.sheets import render

        write_output(render(sheet, form), output, form)
    for line in sheet.remarks:
        remark(line)


def _measured(engine: Engine, choice: Choice) -> Sheet:
    from comity.cli.measures_output import measured_sheet
    from comity.network.attributes import regions_of
    from comity.network.measures import measure
    from comity.network.node_link import title_of
    from comity.network.projections import project

    found = project(engine, choice)
    taken = measure(found.ties, regions_of(engine))
    return measured_sheet(engine, taken, title_of(found.choice), found.rules)


def _series(
    engine: Engine, choice: Choice, measure: str, since: str | None, until: str | None
) -> Sheet:
    from comity.cli.measures_output import series_sheet
    from comity.network.affiliations import latest_day
    from comity.network.measures.table import days_of, series

    if choice.on is not None:
        raise BadParameter("--on is given beside a series.", "Give --from and --to alone.")
    last = _day("--to", until, "12-31") if until else latest_day(engine)
    first = _day("--from", since, "12-31") if since else date(last.year - _YEARS, 12, 31)
    return series_sheet(engine, series(engine, choice, days_of(first, last)), measure, choice)


def _similar(engine: Engine, choice: Choice, ends: tuple[str, str]) -> Sheet:
    from comity.cli.measures_output import similar_sheet
    from comity.network.affiliations import NothingHeld
    from comity.network.measures.groups import similarity
    from comity.network.node_link import title_of
    from comity.network.projections import project
    from comity.network.ties import nodes
    from comity.query.names.resolve import resolve
    from comity.terms import Iri

    found = project(engine, choice)
    known = set(nodes(found.ties))
    both = [resolve(engine, "--similar", "polity", end) for end in ends]
    for said, end in zip(ends, both, strict=True):
        if end not in known:
            raise NothingHeld(
                f"--similar: {said} has no tie in this network.",
                "Choose another day with --on, another --tie, or another polity.",
            )
    one, other = both
    assert isinstance(one, Iri)
    assert isinstance(other, Iri)
    if one == other:
        raise BadParameter(f"--similar: {ends[0]} is given twice.", "Give two polities.")
    return similar_sheet(
        engine, similarity(found.ties, one, other), title_of(found.choice), found.rules
    )


def _day(name: str, said: str, of_year: str) -> date:
    """Return the day that a year or a date means."""
    text = f"{said}-{of_year}" if re.fullmatch(r"\d{4}", said, re.ASCII) else said
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise BadParameter(
            f"{name}: '{said}' is neither a year nor a day.", "Give it like 2015 or 2015-06-30."
        ) from None
