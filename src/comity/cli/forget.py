"""comity forget: remove one import."""

from __future__ import annotations

import click

from comity.cli.options import complete, global_options, open_graph
from comity.errors import BadParameter


@click.command()
@click.argument("name", metavar="IMPORT", shell_complete=complete("held_import"))
@global_options
def forget(name: str) -> None:
    """Remove an import, also one that is set aside; the graph is as if it had never been made.

    \b
        comity forget ofac-sdn/2021-12-09
    """
    from comity.store.imports.registry import forget as remove

    graph = open_graph()
    if graph.endpoint is not None:
        raise BadParameter(
            "What an endpoint holds is removed by whoever runs it.",
            "Leave --endpoint and COMITY_ENDPOINT out.",
        )
    gone = remove(graph.folder, name)
    what = "it was set aside" if gone.records is None else f"{gone.records:,} records"
    click.echo(f"{gone.name} is forgotten: {what}.")
    graph.build()
