"""Command ``python -m comity.cli.generated [--check]``: the files that the program writes."""

from __future__ import annotations

import inspect
import keyword
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

import comity
from comity.cli import VERBS, commands
from comity.errors import BadData, ComityError
from comity.graph.load import read_triples
from comity.iris import COMITY, ONTOLOGY, RDFS, SKOS
from comity.paths import room
from comity.query.library.catalogue import Header, Library, Parameter, Query
from comity.query.library.rows import Rows
from comity.query.names.labels import Labels
from comity.query.render.row_writers import render
from comity.terms import Iri, Literal, Triple

_WIDTH = 100
_HEAD = '''\
"""The terms of the comity ontology as a closed class; written by ``make docs``, not by hand."""

from __future__ import annotations

from typing import Final

from comity.iris import term


class COMITY:
    """Every term that the ontology declares; a misspelt one raises AttributeError."""
'''


def shipped_vocabulary() -> str:
    """Return the module's text from the ontology that comes with comity."""
    modules = sorted(Path(room("ontology")).glob("*.ttl"))
    return vocabulary(triple for path in modules for triple in read_triples(path))


def vocabulary(triples: Iterable[Triple]) -> str:
    """Return the module's text from the triples of an ontology, the same for the same terms.

    Raises BadData for a declared term that has no English definition or is no Python name.
    """
    declared: set[str] = set()
    definitions: dict[str, str] = {}
    for subject, predicate, value in triples:
        if not isinstance(subject, Iri) or not subject.value.startswith(COMITY):
            continue
        name = subject.value.removeprefix(COMITY)
        if predicate == Iri(RDFS + "isDefinedBy") and value == Iri(ONTOLOGY):
            declared.add(name)
        elif (
            predicate == Iri(SKOS + "definition")
            and isinstance(value, Literal)
            and value.language == "en"
        ):
            definitions[name] = value.value
    parts = [_HEAD]
    for name in sorted(declared):
        if not name.isidentifier() or keyword.iskeyword(name):
            raise BadData(
                f"comity:{name} cannot be a name in Python.", "Rename the term in the ontology."
            )
        if name not in definitions:
            raise BadData(
                f"comity:{name} has no definition in English.", "Give it one skos:definition."
            )
        parts.append(f'    {name}: Final = term("{name}")\n{_prose(definitions[name])}')
    names = "".join(f'        "{name}",\n' for name in sorted(declared))
    parts.append(f"\nTERMS: frozenset[str] = frozenset(\n    (\n{names}    )\n)\n")
    return "\n".join(parts)


def _prose(definition: str) -> str:
    """Return a definition as a docstring that stands under its attribute."""
    text = definition.replace("\\", "\\\\").replace('"', '\\"')
    line = f'    """{text}"""'
    if len(line) <= _WIDTH:
        return f"{line}\n"
    wrapped = textwrap.wrap(f'"""{text}', _WIDTH - 4, break_on_hyphens=False)
    return textwrap.indent("\n".join([*wrapped, '"""', ""]), "    ")


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


_USAGE = "Usage, at the top of a checkout: python -m comity.cli.generated [--check]"


def _vocabulary() -> str:

    return shipped_vocabulary()


def _command_page() -> str:

    return command_page()


def _library_page() -> str:

    return library_page()


# The vocabulary comes first, and the others load late: they may name a term that is new in it.
FILES: dict[str, Callable[[], str]] = {
    "src/comity/vocab.py": _vocabulary,
    "docs/reference/cli.md": _command_page,
    "queries/README.md": _library_page,
}


def main(arguments: Sequence[str]) -> int:
    """Write the files, or with ``--check`` only name those that are stale.

    Returns 0 where nothing had to be said, 1 where ``--check`` found a file, 2 for bad input.
    """
    if any(argument != "--check" for argument in arguments) or not Path("pyproject.toml").is_file():
        print(_USAGE, file=sys.stderr)
        return 2
    stale = 0
    for name, text in FILES.items():
        place = Path(name)
        try:
            wanted = text()
        except ComityError as error:
            print(f"{error.found} {error.remedy}", file=sys.stderr)
            return error.exit_code
        if place.is_file() and place.read_text("utf-8") == wanted:
            continue
        if arguments:
            print(f"{name} is not what the program prints: run make docs.", file=sys.stderr)
            stale = 1
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(wanted, "utf-8")
    return stale


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
