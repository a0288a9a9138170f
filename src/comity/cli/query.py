"""comity query: ask a question of the library, of a file, or written on the spot."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

import comity
from comity.cli.options import (
    complete,
    engine_option,
    global_options,
    leave_network_to_query,
    on_terminal,
    open_graph,
    parameters,
    pick_format,
    remark,
    stop_after,
)
from comity.cli.queries import QueryCommand
from comity.cli.terminal import shown
from comity.errors import BadParameter, BadQuery, UnknownFormat
from comity.query.library.catalogue import LARGEST, Library, Query, read_header, read_query
from comity.query.library.rows import Result, Rows, Statements
from comity.store.engines.tokens import declared_prefixes
from comity.text import on_one_line

GRAPH_FORMATS = ("turtle", "ntriples", "jsonld", "rdfxml")
FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown", "xlsx", *GRAPH_FORMATS)


@click.command(cls=QueryCommand)
@click.argument(
    "name", metavar="NAME|FILE.rq|-", required=False, shell_complete=complete("query_names")
)
@click.option(
    "-p",
    "--parameter",
    "given",
    multiple=True,
    metavar="K=V",
    help="A parameter; 'comity queries NAME' lists them with their legal values.",
    shell_complete=complete("query_parameters"),
)
@click.option("--on", metavar="DATE", help="The day as of which to answer; same as -p on=DATE.")
@click.option(
    "--from", "start", metavar="DATE", help="First day of a window; same as -p from=DATE."
)
@click.option("--to", "end", metavar="DATE", help="The day after a window; same as -p to=DATE.")
@click.option(
    "--format", "form", metavar="|".join(FORMATS), help="[default: table on a terminal, else csv]"
)
@click.option("--cite", is_flag=True, help="Add the sources and quotes behind each row.")
@click.option("--explain", is_flag=True, help="Print the SPARQL that is run, and run it.")
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="S", help="Stop after S s."
)
@click.option("--report", metavar="FILE", help="Record the search: FILE.json, or FILE.md.")
@click.option("--check", metavar="FILE", help="Ask a recorded question again; exit 1 if changed.")
@engine_option
@global_options
def query(
    name: str | None,
    given: tuple[str, ...],
    on: str | None,
    start: str | None,
    end: str | None,
    form: str | None,
    cite: bool,
    explain: bool,
    timeout: float | None,
    report: str | None,
    check: str | None,
    engine: str,
) -> int:
    """Ask a question and print its rows; NAME is one of `comity queries`.

    \b
        comity query members -p initiative=echri --on 2023-04-01
    """
    if form is not None:
        pick_format(form, FORMATS, "")
    graph = open_graph(engine, timeout)
    if check is not None:
        if name is not None:
            raise BadParameter(
                "--check asks the question that is in its file.", f"Leave '{name}' out."
            )
        from comity.cli.search_record import check_record

        leave_network_to_query()

        return check_record(graph, check)
    if name is None:
        raise BadParameter(
            "No question is given.", "Name one of those that 'comity queries' lists."
        )
    asked, values = _read(name), parameters(given, {"on": on, "from": start, "to": end})

    if not asked.folder:
        leave_network_to_query()

    def answer() -> None:
        if explain:
            _explain(graph, asked, values)
        result = graph.run(asked, values)
        if report is not None:
            from comity.cli.search_record import write_record

            write_record(graph, result, report)
        _tell(graph, result, form, cite)

    stop_after(timeout, answer)
    return 0


def _read(name: str) -> Query:
    """Find the query: stdin for ``-``, a file if it looks like one, else the library's."""
    if name == "-":
        try:
            text = sys.stdin.buffer.read(LARGEST).decode("utf-8-sig")  # more than the guard takes
        except UnicodeDecodeError:
            raise BadQuery("stdin is not UTF-8 text.", "Give SPARQL in UTF-8.") from None
        return Query("stdin", text, read_header(text, "stdin"))
    if name.endswith((".rq", ".sparql")) or "/" in name:
        return read_query(name)
    return Library.shipped().find(name)


def _explain(graph: comity.Graph, asked: Query, values: dict[str, str]) -> None:
    from comity.query.library.run import bind

    click.echo(bind(graph.engine, asked, values).text.rstrip(), err=True)


def _tell(graph: comity.Graph, result: Result, form: str | None, cite: bool) -> None:
    if isinstance(result, Rows):
        _tell_rows(graph, result, form or ("table" if on_terminal() else "csv"), cite)
    elif isinstance(result, Statements):
        _tell_graph(result, form or "turtle")
    else:
        from comity.query.render.row_writers import render_verdict

        click.echo(render_verdict(result.holds, form or "csv"), nl=False)


def _tell_rows(graph: comity.Graph, rows: Rows, form: str, cite: bool) -> None:
    for_people = form in ("table", "markdown")
    notes: list[str] = []
    if rows.remark:
        remark(rows.remark)
    if cite:
        from comity.query.claims.citations import evidence, with_footnotes, with_source_columns

        told = evidence(graph.engine, rows)
        if for_people:
            rows, notes = with_footnotes(told)
        else:
            rows = with_source_columns(told)
    if for_people:
        rows = rows.without_claims()
    from comity.query.names.labels import Labels
    from comity.query.render.row_writers import render

    label = Labels(graph.engine)
    if form == "xlsx":
        from comity.query.render.workbook import workbook

        if on_terminal():
            raise UnknownFormat("A workbook is no text.", "Send it to a file: > FILE.xlsx")
        sys.stdout.buffer.write(workbook(rows))
    elif form == "table":
        from shutil import get_terminal_size

        from comity.query.render.text_layout import TABLE_WIDTH_OF_A_PIPE, as_table

        width = get_terminal_size((TABLE_WIDTH_OF_A_PIPE, 24)).columns
        click.echo(as_table(rows, label, width), nl=False)
    else:
        _write(shown(render(rows, form, label), form))
    if notes:
        click.echo()
        _write(f"{on_one_line(note)}\n" for note in notes)


def _tell_graph(result: Statements, form: str) -> None:
    if form not in GRAPH_FORMATS:
        raise UnknownFormat(
            f"The query answers with a graph, and a graph has no format '{form}'.",
            f"Give one of {', '.join(GRAPH_FORMATS)}.",
        )
    from comity.graph.turtle import TURTLE_PREFIXES, write_turtle
    from comity.graph.write import WRITERS

    if form == "turtle":
        own = declared_prefixes(result.asked.text)
        _write(shown([write_turtle(result.triples, {**TURTLE_PREFIXES, **own})], form))
        return
    quads = ((*triple, None) for triple in result.triples)
    pieces = WRITERS[form](quads)
    # RDF/XML cannot hold every graph: nothing is written before all of it is known to fit
    _write(shown(list(pieces) if form == "rdfxml" else pieces, form))


def _write(pieces: Iterable[str]) -> None:
    for piece in pieces:
        sys.stdout.write(piece)
