"""comity validate: hold the store, or the caller's own files, against the shapes."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import click

from comity.cli.options import (
    global_options,
    leave_network_to_query,
    open_graph,
    pick_format,
    remark,
    working,
)
from comity.cli.terminal import shown
from comity.errors import BadData

if TYPE_CHECKING:
    from comity.store.engines.interface import Engine
    from comity.validate import Report

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
    type=click.Choice(["fast", "pyshacl"]),
    default="fast",
    show_default=True,
    help="What checks the shapes; pyshacl is slow and gives a second opinion.",
)
@global_options
def validate(
    files: tuple[str, ...],
    shapes: str | None,
    severity: str,
    form: str | None,
    engine: str,
) -> int:
    """Check the store, or RDF files of your own (- is stdin); exit code 1 if anything is wrong.

    \b
        comity validate
        comity validate my-facts.ttl --format json
    """
    form = pick_format(form, FORMATS, "text")
    gc.enable()
    from pathlib import Path

    from comity.validate import Severity, render, validate_files, validate_store

    extra = Path(shapes) if shapes else None
    paths = [Path(file) for file in files if file != "-"]
    piped = None
    if "-" in files:
        import sys

        from comity.graph.load import LARGEST

        piped = sys.stdin.buffer.read(LARGEST + 1)
        if len(piped) > LARGEST:
            raise BadData(f"stdin has more than {LARGEST:,} bytes.", "Give several files.")
    least = Severity[severity.upper()]

    def check(store: Engine) -> Report:
        if not files:
            return validate_store(store, extra, processor=engine, least=least, remark=remark)
        context = store.quads()
        return validate_files(
            paths, extra, context, piped=piped, processor=engine, least=least, remark=remark
        )

    graph = open_graph()
    leave_network_to_query()
    with working("Checking against the shapes"):
        report = graph.work(check)
    click.echo("".join(shown([render(report, form)], form)), nl=False)
    if report.lesser:
        remark(f"{report.lesser:,} lesser findings are not shown; see them with --severity info.")
    return 1 if report.has_violations else 0
