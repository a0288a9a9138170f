"""comity queries: what can be asked, and how."""

from __future__ import annotations

import click

from comity.cli.asking import parameters_of
from comity.cli.options import global_options, pick_format
from comity.query.library import Library, Query


@click.command()
@click.argument("name", required=False)
@click.option("--format", "form", metavar="text|turtle", help="[default: text]")
@global_options
def queries(name: str | None, form: str | None) -> None:
    """List the questions of the library, or show one with its parameters and its SPARQL.

    \b
        comity queries members
    """
    library = Library.shipped()
    chosen = list(library) if name is None else [library.find(name)]
    if pick_format(form, ("text", "turtle"), "text") == "turtle":
        from comity.graph.turtle import write_turtle
        from comity.query.publish import published

        click.echo(write_turtle(published(chosen)), nl=False)
    elif name is None:
        _list(chosen)
    else:
        _show(chosen[0])


def _list(chosen: list[Query]) -> None:
    width = max(len(query.name) for query in chosen) + 2
    folder = ""
    for query in chosen:
        if query.folder != folder:
            click.echo(f"{'' if not folder else chr(10)}{query.folder}")
            folder = query.folder
        click.echo(f"  {query.name:<{width}}{query.header.summary if query.header else ''}")


def _show(query: Query) -> None:
    header = query.header
    assert header is not None, "a test holds every library query to its header"
    click.echo(f"{header.summary}\n\n{header.description}")
    if header.parameters:
        click.echo("\nParameters")
    for name, told in parameters_of(query.name):
        click.echo(f"  {name}  {told}")
    given = " ".join(f"-p {one.name}={one.example}" for one in header.parameters)
    click.echo(f"\nColumns\n  {', '.join(name for name, _ in header.columns)}")
    click.echo(f"\nExample\n  comity query {query.name} {given}".rstrip())
    click.echo(f"\n{query.text.rstrip()}")
