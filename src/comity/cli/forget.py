"""comity forget: remove one import."""

from __future__ import annotations

import click

import comity
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
    forget_import(open_graph(), name)


def forget_import(graph: comity.Graph, name: str) -> None:
    """Remove an import from the store of a graph and say so."""
    from comity.store.imports.registry import forget as withdraw

    if graph.endpoint is not None:
        raise BadParameter(
            "What an endpoint holds is removed by whoever runs it.",
            "Leave --endpoint and COMITY_ENDPOINT out.",
        )
    gone = withdraw(graph.folder, name)
    what = "it was set aside" if gone.records is None else f"{gone.records:,} records"
    click.echo(f"{gone.name} is forgotten: {what}.")
    graph.build()
