"""Writes the record of a search, and checks one against the graph of today."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

import comity
from comity.cli import program_version
from comity.cli.options import remark
from comity.cli.output import write_output
from comity.errors import BadData, UnknownFormat
from comity.files import read_whole
from comity.query.library.rows import Result, Rows
from comity.query.library.search_record import (
    Record,
    Setting,
    as_json,
    as_markdown,
    check,
    from_json,
    record,
)
from comity.query.names.labels import Labels
from comity.terms import text_of
from comity.text import on_one_line

LARGEST = 2**28  # bytes of a record


def today() -> str:
    """Return the day, or the one that SOURCE_DATE_EPOCH sets for builds that must repeat."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return now.date().isoformat()


def write_record(graph: comity.Graph, result: Result, target: str) -> None:
    """Write the record of an answer as JSON or Markdown, by the ending of the file's name."""
    if not isinstance(result, Rows):
        raise UnknownFormat(
            "Only an answer in rows can be recorded.", "Ask a SELECT query, or leave --report out."
        )
    ending = os.path.splitext(target)[1]
    if ending not in (".json", ".md"):
        raise UnknownFormat(
            f"--report: '{target}' ends neither in .json nor in .md.",
            "Name it like search.json (which can be checked later) or search.md (to be read).",
        )
    rows, setting = result, Setting(graph.digest(), today(), program_version())
    told = graph.work(lambda engine: record(engine, rows, setting))
    pieces = [as_json(told)] if ending == ".json" else as_markdown(told, rows, Labels(graph.engine))
    write_output(pieces, target)
    remark(f"The search is recorded in {target}.")


def check_record(graph: comity.Graph, path: str) -> int:
    """Say whether a recorded question still gives the same answer: exit code 0, or 1 with rows."""
    told = _read(path)
    change = graph.work(lambda engine: check(engine, told))
    same_graph = graph.digest() == told.setting.graph
    source = "the same graph" if same_graph else "another state of the graph"
    asked = f"'{told.query}' as asked on {told.setting.asked_on}, now of {source}"
    if not change.is_any:
        click.echo(f"The same {len(told.rows)} rows: {asked}.")
        return 0
    click.echo(f"{len(change.added)} rows came and {len(change.removed)} went: {asked}.")
    for sign, rows in (("+", change.added), ("-", change.removed)):
        for row in rows:
            named = zip(change.columns, row, strict=False)
            told_row = ", ".join(f"{name} {text_of(term)}" for name, term in named if term)
            click.echo(f"{sign} {on_one_line(told_row)}")
    return 1


def _read(path: str) -> Record:
    try:
        return from_json(read_whole(path, LARGEST).decode(), path)
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadData(
            f"{path} cannot be read: {said}.", "Give a file that --report wrote."
        ) from None
