"""comity backup: write imports, decisions and layers to one file."""

from __future__ import annotations

import click

from comity.cli.options import global_options, open_graph


@click.command()
@click.argument("file", metavar="FILE.tar.gz", type=click.Path())
@global_options
def backup(file: str) -> None:
    """Write what was imported and decided to one file; a store is compiled from it again.

    The working copy of a server with --allow-update is not in it.

    \b
        comity backup comity-2026-12-01.tar.gz
    """
    from comity.store.imports.backup import write_backup

    contents = write_backup(open_graph().folder, file)
    click.echo(f"{file}: {contents.files:,} files, {contents.size:,} bytes before packing.")
