"""comity info: what is loaded, from where, and how complete it is."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from comity.cli import program_version
from comity.cli.options import global_options, open_graph, pick_format
from comity.iris import GRAPH
from comity.text import on_one_line

LAYERS = f"{GRAPH}layer/"


@click.command()
@click.option("--format", "form", metavar="text|json", help="[default: text]")
@global_options
def info(form: str | None) -> None:
    """Say what is loaded, from where, and how complete it is.

    \b
        comity info --format json
    """
    form = pick_format(form, ("text", "json"), "text")
    from comity.query.claims.coverage import contents

    graph = open_graph()
    held = graph.work(contents)
    if form == "json":
        told = {
            "version": program_version(),
            "store": graph.endpoint or graph.folder,
            **asdict(held),
            "set_aside": graph.set_aside,
        }
        told["classes"] = {name: number for name, _, number in held.classes}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    place = graph.endpoint or f"store in {graph.folder}"
    click.echo(f"comity {program_version()}, {place}")
    click.echo(f"{held.statements:,} statements in {len(held.graphs)} graphs; latest {held.latest}")
    click.echo("\nThings and claims")
    for _, label, number in held.classes:
        click.echo(f"  {label:<28}{number:>7,}")
    click.echo(
        f"\nCoverage: complete for {held.complete} initiatives, summit statuses and lists,"
        f" partial for {held.incomplete}; see: comity query coverage"
    )
    if held.imports:
        click.echo("\nImports of official lists")
    for one in held.imports:
        refused = f", {one.refused} refused" if one.refused else ""
        click.echo(
            f"  {one.name:<34}{one.records:>8,} records{refused}; {one.title};"
            f" retrieved {one.retrieved}; licence: {one.licence}; read by {one.reader}"
        )
    own = [one for one in held.graphs if one.graph.startswith(LAYERS)]
    if own:
        click.echo("\nLayers of your own")
    for layer in own:
        click.echo(f"  {layer.graph.removeprefix(LAYERS):<34}{layer.statements:>8,} statements")
    if graph.set_aside:
        click.echo("\nImports that are set aside")
    for line in graph.set_aside:
        click.echo(f"  {on_one_line(line)}")
    click.echo("\nGraphs")
    for graph_count in held.graphs:
        title = on_one_line(graph_count.title or graph_count.graph)
        click.echo(f"  {title:<64}{graph_count.statements:>8,}")
