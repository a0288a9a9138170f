"""comity table: what the graph says as a table to edit, or an empty one."""

from __future__ import annotations

import click

from comity.cli.options import global_options, open_graph
from comity.cli.output import write_output


@click.command()
@click.argument("kind", metavar="KIND")
@click.argument("thing", required=False)
@click.option("--all", "all_", is_flag=True, help="Every row that the graph has of the kind.")
@global_options
def table(kind: str, thing: str | None, all_: bool) -> None:
    """Write a table of a kind: empty and explained, or with the rows about a thing.

    The kinds are those of the tables that comity add takes: memberships, attendance, pacts,
    designations and more.

    \b
        comity table memberships echri > mine.csv
    """
    from comity.tables.read import find_kind

    chosen = find_kind(kind)
    from comity.query.exports.table_files import form_of, table_of

    if thing is None and not all_:
        text = form_of(chosen)
    else:
        graph = open_graph()
        found = None if thing is None else graph.find(thing)
        text = graph.work(lambda engine: table_of(engine, chosen, found))
    write_output([text], None, "csv")
