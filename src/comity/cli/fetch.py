"""comity fetch: download an official list from its publisher."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from comity.cli.options import complete, global_options, open_graph
from comity.cli.output import progress


@click.command()
@click.argument("source", shell_complete=complete("source"))
@global_options
def fetch(source: str) -> None:
    """Download a list from its publisher; comity import SOURCE then takes it.

    Only what is newer than the last download is got.

    \b
        comity fetch un-sc
    """
    from comity.lists.io.fetch import fetch as download
    from comity.lists.model.sources import find_source

    chosen = find_source(source)
    today = datetime.now(UTC).date().isoformat()
    with progress("bytes") as tell:
        got = download(open_graph().folder, chosen, today, progress=tell)
    if got.new:
        click.echo(f"{got.file}: {got.size:,} bytes from {got.url}, sha256 {got.sha256}")
    else:
        click.echo(f"{got.file}: the publisher has nothing newer than that of {got.retrieved}")
