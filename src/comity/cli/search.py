"""comity search: find things by name or code."""

from __future__ import annotations

import sys
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from comity.cli.options import global_options, on_terminal, open_graph, pick_format, remark
from comity.cli.terminal import shown

if TYPE_CHECKING:
    from comity.query.names.search import SearchResult
    from comity.terms import Term

FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown")
FOR_PEOPLE = ("table", "markdown")  # they leave out what they have said already


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--kind", metavar="K", help="Only things of this kind: polity, initiative, entity …")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="At most N things.",
)
@click.option(
    "--format", "form", metavar="|".join(FORMATS), help="[default: table on a terminal, else csv]"
)
@global_options
def search(text: tuple[str, ...], kind: str | None, limit: int, form: str | None) -> None:
    """Find things by name, alias, code or key, in any script; the best match comes first.

    Case, accents, width and punctuation do not matter, nor does the order of words.

    \b
        comity search 日本
        comity search "cote d'ivoire"
    """
    form = pick_format(form, FORMATS, "table" if on_terminal() else "csv")
    from comity.query.names.search import search as find
    from comity.query.names.search import suggestions
    from comity.store.engines.interface import Engine

    said = " ".join(text)

    def ask(engine: Engine) -> tuple[SearchResult, tuple[str, ...]]:
        found = find(engine, said, kind, limit)
        return found, () if found.total else suggestions(engine, said, kind)

    found, close = open_graph().work(ask)
    _tell(found, form)
    if not found.total:
        from comity.query.names.labels import did_you_mean

        called = kind or "thing"
        remark(f"No {called} is called '{said}'. {did_you_mean(close)}".rstrip())
    elif more := found.total - len(found.hits):
        remark(f"{more:,} more; see them with --limit {found.total}.")


def _tell(found: SearchResult, form: str) -> None:
    from comity.query.library.catalogue import Query
    from comity.query.library.rows import BoundQuery, Rows
    from comity.query.render.row_writers import render
    from comity.terms import Literal

    columns = ("kind", "key", "name", "matched", "as", "country", "lists")
    cells = [
        (
            Literal(hit.kind),
            Literal(hit.key),
            Literal(hit.label),
            Literal(hit.matched if form not in FOR_PEOPLE or hit.matched != hit.label else ""),
            Literal(", ".join(part for part in (hit.sort, hit.language) if part)),
            Literal(" ".join(hit.countries)),
            Literal(" ".join(hit.lists)),
        )
        for hit in found.hits
    ]
    asked = BoundQuery(Query("search", "", None), {}, "")
    if form in FOR_PEOPLE:
        rows = Rows(columns, tuple(cells), asked)
    else:
        things = (hit.thing for hit in found.hits)
        wide = tuple((*row, thing) for row, thing in zip(cells, things, strict=True))
        rows = Rows((*columns, "thing"), wide, asked)
    if form == "table":
        from comity.query.render.text_layout import TABLE_WIDTH_OF_A_PIPE, as_table

        width = get_terminal_size((TABLE_WIDTH_OF_A_PIPE, 24)).columns
        click.echo(as_table(rows, _text, width), nl=False)
        return
    for piece in shown(render(rows, form, _text), form):
        sys.stdout.write(piece)


def _text(term: Term | None) -> str:
    return "" if term is None else term.value
