"""comity queries: what can be asked, and how."""

from __future__ import annotations

from collections.abc import Iterator

import click

from comity.cli.options import global_options, pick_format
from comity.query.library.catalogue import Library, Query

_SAID = f"{__name__}.said"
SHOWN = 24  # legal values of a parameter that are listed in full


class QueryCommand(click.Command):
    """A command whose help tells of the question that stands before ``--help``, if one does."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the words of the command line for the help, then read them."""
        ctx.meta[_SAID] = list(args)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Add the parameters of the question."""
        from comity.query.library.catalogue import Library

        known = Library.shipped().names()
        name = next((word for word in ctx.meta.get(_SAID, ()) if word in known), None)
        if name is None:
            return
        with formatter.section(f"Parameters of {name}"):
            formatter.write_dl(list(parameters_of(name)))


def parameters_of(name: str) -> Iterator[tuple[str, str]]:
    """Give each parameter of a library query as it is written, and what it may be."""
    import comity
    from comity.cli.options import open_graph
    from comity.query.library.catalogue import Library
    from comity.query.names.resolve import legal_values

    header = Library.shipped().find(name).header
    assert header is not None, "a test holds every library query to its header"
    graph: comity.Graph | None = None
    for one in header.parameters:
        many = ", several with commas" if one.many else ""
        default = f" [default: {one.default}]" if one.default is not None else ""
        graph = graph or open_graph()
        values = legal_values(graph.engine, one.kind)
        more = f" … ({len(values)} in all)" if len(values) > SHOWN else ""
        listed = f": {', '.join(values[:SHOWN])}{more}" if values else f", e.g. {one.example}"
        yield f"-p {one.name}=", f"{one.kind}{many}{listed}{default}"


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
        from comity.query.library.catalogue import published

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
