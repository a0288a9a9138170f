"""comity validate: hold the store, or the caller's own files, against the shapes."""

from __future__ import annotations

import gc

import click

from comity.cli.options import global_options, open_graph, pick_format, remark, working

FORMATS = ("text", "json", "sarif", "turtle")
SEVERITIES = ("violation", "warning", "info")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE]...")
@click.option("--shapes", type=click.Path(), metavar="FILE", help="Further shapes to hold it to.")
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="The least grave finding to show.",
)
@click.option("--format", "form", metavar="|".join(FORMATS), help="[default: text]")
@click.option(
    "--engine",
    type=click.Choice(["pyshacl"]),
    default="pyshacl",
    show_default=True,
    help="What checks the shapes.",
)
@global_options
def validate(
    files: tuple[str, ...],
    shapes: str | None,
    severity: str,
    form: str | None,
    engine: str,
) -> int:
    """Check the store, or RDF files of your own; exit code 1 if anything is wrong.

    \b
        comity validate
        comity validate my-facts.ttl --format json
    """
    form = pick_format(form, FORMATS, "text")
    gc.enable()
    from pathlib import Path

    from comity.validate import Severity, render, validate_files, validate_graph

    extra = Path(shapes) if shapes else None
    graph = open_graph()
    with working("Checking against the shapes"):
        if files:
            paths = [Path(file) for file in files]
            report = graph.work(lambda engine: validate_files(paths, extra, engine.quads()))
        else:
            held = graph.work(
                lambda engine: [
                    (subject, name, value) for subject, name, value, _ in engine.quads()
                ]
            )
            report = validate_graph(held, extra)
    shown = report.from_severity(Severity[severity.upper()])
    click.echo(render(shown, form), nl=False)
    if hidden := len(report.findings) - len(shown.findings):
        remark(f"{hidden} lesser findings are not shown; see them with --severity info.")
    return 1 if report.has_violations else 0
