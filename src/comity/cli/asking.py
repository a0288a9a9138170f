"""Help for ``comity query NAME``: the parameters of that question, with their legal values."""

from __future__ import annotations

from collections.abc import Iterator

import click

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
        from comity.query.library import Library

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
    from comity.query.library import Library
    from comity.query.resolve import legal_values

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
