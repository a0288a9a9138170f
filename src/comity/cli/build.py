"""comity build: compile ontology and graphs into the store."""

from __future__ import annotations

import click

from comity.cli.options import global_options, open_graph, remark
from comity.errors import BadParameter


@click.command()
@click.option("--anew", is_flag=True, help="Build even if nothing has changed.")
@global_options
def build(anew: bool) -> None:
    """Compile the store; the other verbs do so by themselves when something has changed.

    \b
        comity build
    """
    graph = open_graph()
    if graph.endpoint is not None:
        raise BadParameter(
            "An endpoint is built by whoever runs it.", "Leave --endpoint and COMITY_ENDPOINT out."
        )
    graph.build(anew=anew)
    from comity.store.snapshot.summary import summary_of

    graphs = summary_of(graph.engine).graphs
    remark(f"The store is ready: {sum(graphs.values()):,} statements in {len(graphs)} graphs.")
