"""comity remove: take away a layer of one's own, or an import."""

from __future__ import annotations

import click

from comity.cli.forget import forget_import
from comity.cli.options import complete, global_options, open_graph


@click.command()
@click.argument("name", metavar="NAME", shell_complete=complete("own_name"))
@global_options
def remove(name: str) -> None:
    """Remove a layer of your own, or an import; the graph is as if it had never been there.

    \b
        comity remove mine
    """
    from comity.store.layers import layers, remove_layer

    graph = open_graph()
    if graph.endpoint is not None or name not in layers(graph.folder):
        forget_import(graph, name)
        return
    remove_layer(graph.folder, name)
    click.echo(f"The layer {name} is removed.")
    graph.build()
