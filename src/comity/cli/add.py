"""comity add: facts of one's own, as a layer beside the shipped graph."""

from __future__ import annotations

import gc
import json
from dataclasses import asdict

import click

from comity.cli.options import global_options, open_graph, pick_format, remark, working


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option("--as", "name", metavar="NAME", help="Name of the layer [default: that of the file].")
@click.option("--kind", metavar="KIND", help="Of which kind the tables are, where none is seen.")
@click.option("--dry-run", is_flag=True, help="Read and check the files, and keep nothing.")
@click.option("--format", "form", metavar="text|json", help="[default: text]")
@global_options
def add(
    files: tuple[str, ...], name: str | None, kind: str | None, dry_run: bool, form: str | None
) -> int:
    """Add facts of your own: tables (CSV or a workbook) or RDF, as a layer.

    They are taken whole or not at all, and every question, page and picture then knows them. A
    layer that has the name is replaced. What a table looks like: comity table KIND

    \b
        comity add memberships.csv --as mine
    """
    form = pick_format(form, ("text", "json"), "text")
    from comity.tables.read import FaultyTables

    gc.enable()
    graph = open_graph()
    try:
        with working("Reading and checking"):
            layer = graph.add(*files, name=name or "", kind=kind or "", dry_run=dry_run)
    except FaultyTables as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        raise
    for line in layer.remarks:
        remark(line)
    if form == "json":
        click.echo(json.dumps(asdict(layer), indent=2, ensure_ascii=False))
        return 0
    rows = ", ".join(f"{count:,} {kind}" for kind, count in layer.rows.items()) or "RDF"
    kept = f"Layer {layer.name}" if layer.kept else f"Nothing is kept; layer {layer.name}"
    click.echo(
        f"{kept}: {rows}; {layer.claims:,} claims, "
        f"{layer.added:,} new or changed, {layer.removed:,} gone or changed."
    )
    return 0
