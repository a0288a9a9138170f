"""comity queries: what can be asked, and how."""

from __future__ import annotations

import click

from comity.query.library import Library, Query


@click.command()
@click.argument("name", required=False)
def queries(name: str | None) -> None:
    """List the questions of the library, or show one with its parameters and its SPARQL.

    \b
        comity queries members
    """
    library = Library.shipped()
    if name is not None:
        _show(library.find(name))
        return
    folder = ""
    for query in library:
        if query.folder != folder:
            click.echo(f"{'' if not folder else chr(10)}{query.folder}")
            folder = query.folder
        click.echo(f"  {query.name:<22}{query.header.summary if query.header else ''}")


def _show(query: Query) -> None:
    header = query.header
    assert header is not None, "a test holds every library query to its header"
    click.echo(f"{header.summary}\n\n{header.description}\n\nParameters")
    for parameter in header.parameters:
        default = f"  [default: {parameter.default}]" if parameter.default is not None else ""
        many = ", several with commas" if parameter.many else ""
        click.echo(
            f"  {parameter.name:<12}{parameter.kind}{many}; e.g. {parameter.example}{default}"
        )
    given = " ".join(f"-p {one.name}={one.example}" for one in header.parameters)
    click.echo(f"\nColumns\n  {', '.join(name for name, _ in header.columns)}")
    click.echo(f"\nExample\n  comity query {query.name} {given}".rstrip())
    click.echo(f"\n{query.text.rstrip()}")
