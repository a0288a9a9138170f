"""comity path: the shortest chain of claims between two things."""

from __future__ import annotations

from datetime import date
from shutil import get_terminal_size

import click

from comity.cli.options import global_options, open_graph, pick_format, remark

FORMATS = ("text", "markdown", "json")
TIES = (
    *("pact", "membership", "launch", "endorsement"),
    *("attendance", "designation", "ownership", "identity"),
)


@click.command()
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option(
    "--on", metavar="DATE", help="Only ties that are known to hold on this day [default: all]."
)
@click.option(
    "--tie",
    "--ties",
    "ties",
    type=click.Choice(TIES),
    multiple=True,
    help="Only ties of this kind; repeatable.",
)
@click.option(
    "--all",
    "all_chains",
    is_flag=True,
    help="Every chain of that length (up to 100), with every tie.",
)
@click.option("--format", "form", metavar="|".join(FORMATS), help="[default: text]")
@global_options
def path(
    start: str,
    end: str,
    on: str | None,
    ties: tuple[str, ...],
    all_chains: bool,
    form: str | None,
) -> None:
    """Show how two things are tied: the shortest chain of claims, each with its sources.

    A and B are keys, codes, IRIs or names of polities, initiatives, summits, pacts, lists,
    authorities, rules or entities.

    \b
        comity path JPN nso-group --on 2022-01-01
    """
    form = pick_format(form, FORMATS, "text")
    from comity.network.hops import Via
    from comity.network.paths import MOST, Chains, shortest_chains
    from comity.query.resolve import resolve
    from comity.store.engine import Engine
    from comity.terms import Iri

    kinds = tuple(Via(tie) for tie in ties) or tuple(Via)

    def look(engine: Engine) -> Chains:
        day = None if on is None else date.fromisoformat(resolve(engine, "--on", "date", on).value)
        first, last = resolve(engine, "A", "thing", start), resolve(engine, "B", "thing", end)
        assert isinstance(first, Iri)
        assert isinstance(last, Iri)
        return shortest_chains(engine, first, last, day, kinds, MOST if all_chains else 1)

    found = open_graph().work(look)
    from comity.cli.path_page import chains_json, path_page

    if form == "json":
        click.echo(chains_json(found))
    else:
        from comity.cli.page import WIDTH_OF_A_PIPE, as_markdown, as_text

        page = path_page(found, every_tie=all_chains)
        width = get_terminal_size((WIDTH_OF_A_PIPE, 24)).columns
        click.echo(as_markdown(page) if form == "markdown" else as_text(page, width), nl=False)
    if not found.chains:
        if ties:
            remark(f"Only ties by {' and '.join(ties)} count here; leave out --tie for all kinds.")
        remark(f"What is not held is unknown, not a no. See what is held: comity show {start}")
    elif more := found.total - len(found.chains):
        chains = "chain" if more == 1 else "chains"
        told = f"the first {MOST} are shown" if all_chains else "see them with --all"
        remark(f"{more:,} more {chains} of the same length; {told}.")
