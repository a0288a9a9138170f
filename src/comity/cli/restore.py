"""comity restore: bring back what a backup holds."""

from __future__ import annotations

import click

from comity.cli.options import global_options, open_graph


@click.command()
@click.argument("file", metavar="FILE.tar.gz", type=click.Path())
@click.option("--replace", is_flag=True, help="Replace what the data folder holds.")
@global_options
def restore(file: str, replace: bool) -> None:
    """Bring back what 'comity backup' wrote, all of it or nothing, and build the store.

    \b
        comity restore comity-2026-12-01.tar.gz --store elsewhere
    """
    from comity.store.imports.backup import restore_backup

    graph = open_graph()
    contents = restore_backup(file, graph.folder, replace=replace)
    click.echo(f"{contents.files:,} files are restored to {graph.folder}.")
    graph.build()
