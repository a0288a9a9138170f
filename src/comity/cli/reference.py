"""Prints the reference pages from what they describe: the verbs, and the query library."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import groupby

import click

import comity
from comity.cli import VERBS, commands
from comity.query.header import Header, Parameter
from comity.query.labels import Labels
from comity.query.library import Library, Query
from comity.query.render import render
from comity.query.rows import Rows

SHOWN = 3  # rows of an example that the page on the library prints

_CLI_HEAD = """\
# The command line

Printed by the program (`make docs`); change the text in `src/comity/cli/`, not here.

Rows go to stdout; remarks and faults go to stderr. The exit code is 0 when all is well, 1 when
something was found (violations), 2 for misuse or bad input, 3 when comity itself failed. A fault is
two lines: what was found and what was wanted, then what to do next; `--verbose` adds where comity
failed. On a terminal, control characters and marks that turn the direction of writing show as `�`
in every format; a file or a pipe gets them as they are.

The options of `comity` itself may stand before or after the verb.
"""
_LIBRARY_HEAD = """\
# The query library

Printed by the program from the headers of the files (`make docs`); change it there, not here.

One question, one file. Each file runs as it stands in any SPARQL 1.1 tool: its parameters sit in
one `VALUES` row that holds example values. `comity query NAME -p name=value …` puts your values
there. A thing may be given by its key (`JPN`, `echri`), an ISO code, its IRI, or a label in any
language of the graph; a date is ISO 8601.
"""


def command_page() -> str:
    """Return the page on the command line, verb by verb, as Markdown."""
    context = click.Context(commands, info_name="comity")
    parts = [_CLI_HEAD, *_command(context, commands)]
    for name in sorted(VERBS):
        verb = commands.get_command(context, name)
        assert verb is not None, "every name in the table of verbs has its module"
        inner = click.Context(verb, context, info_name=name)
        parts += [f"## comity {name}\n", *_command(inner, verb)]
    return "\n".join(parts)


def _command(context: click.Context, command: click.Command) -> Iterator[str]:
    prose, _, example = inspect.cleandoc(command.help or "").partition("\b")
    yield f"{prose.strip()}\n"
    yield f"```sh\n{inspect.cleandoc(example)}\n```\n"
    told = set() if command is commands else {option.name for option in commands.params}
    records = (
        option.get_help_record(context) for option in command.params if option.name not in told
    )
    lines = [f"- `{record[0]}`: {' '.join(record[1].split())}" for record in records if record]
    if lines:
        yield "\n".join([*lines, ""])


def library_page() -> str:
    """Return the page on the shipped query library, folder by folder, as Markdown."""
    parts = [_LIBRARY_HEAD]
    graph = comity.open()
    for folder, queries in groupby(Library.shipped(), lambda query: query.folder):
        parts.append(f"## {folder}\n")
        for query in queries:
            assert query.header is not None, "a test holds every library query to its header"
            parts += _query(query, query.header)
            parts += _first_rows(graph, query, query.header)
    return "\n".join(parts)


def _query(query: Query, header: Header) -> Iterator[str]:
    yield f"### {query.name}\n"
    yield f"{header.summary}. {header.description}\n"
    given = "".join(f" -p {one.name}={_shell(one.example)}" for one in header.parameters)
    yield f"```sh\ncomity query {query.name}{given}\n```\n"
    lines = [_parameter(one) for one in header.parameters]
    columns = ", ".join(f"`{name}` ({kind})" for name, kind in header.columns)
    lines.append(f"- Columns: {columns}." if columns else "- Answers with a graph.")
    yield "\n".join([*lines, ""])


def _first_rows(graph: comity.Graph, query: Query, header: Header) -> Iterator[str]:
    """Give the first rows of the example's answer, as the shipped graph has them."""
    answer = graph.run(query, {one.name: one.example for one in header.parameters})
    if not isinstance(answer, Rows):
        return
    shown = answer.widened((), answer.rows[:SHOWN]).without_claims()
    label = Labels(graph.engine)
    count = f"The first {SHOWN} of {len(answer)} rows" if len(answer) > SHOWN else "All rows"
    yield f"{count}:\n" if len(answer) else "No rows.\n"
    if len(answer):
        yield "".join(render(shown, "markdown", label))


def _parameter(one: Parameter) -> str:
    kind = f"{one.kind}, several with commas" if one.many else one.kind
    default = "" if one.default is None else f"; `{one.default}` where it is not given"
    return f"- `{one.name}`: {kind}{default}."


def _shell(text: str) -> str:
    return f"'{text}'" if " " in text else text
