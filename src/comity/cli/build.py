"""comity build: compile ontology and graphs into the store."""

from __future__ import annotations

import click

from comity.cli.options import open_graph, remark, store_option


@click.command()
@click.option("--anew", is_flag=True, help="Build even if nothing has changed.")
@store_option
def build(anew: bool, store: str | None) -> None:
    """Compile the store; the other verbs do so by themselves when something has changed.

    \b
        comity build
    """
    graph = open_graph(store)
    graph.build(anew=anew)
    statements = sum(1 for _ in graph.engine.quads())
    remark(f"The store is ready: {statements:,} statements in {len(graph.engine.graphs())} graphs.")
