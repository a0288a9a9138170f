"""comity identities: which entities are one across lists, for review."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import click

from comity.cli.options import global_options, open_graph, pick_format
from comity.cli.terminal import shown
from comity.errors import BadData, BadParameter
from comity.files import read_whole
from comity.iris import ID, key_of
from comity.terms import Iri
from comity.text import on_one_line

if TYPE_CHECKING:
    import comity
    from comity.store.engines.interface import Engine

KEY = re.compile(r"[A-Za-z0-9._~-]+")
LARGEST = 2**26  # bytes of a file of decisions
_COLUMNS = ("a", "name_a", "list_a", "b", "name_b", "list_b", "score", "linked", "reason")


@click.command()
@click.option(
    "--candidates", is_flag=True, help="Include the pairs that are not joined, with the reason."
)
@click.option(
    "--decide", metavar="FILE.csv", help="Take decisions: columns a, b, verdict, by, reason, day."
)
@click.option("--format", "form", metavar="table|csv|json", help="[default: table or csv]")
@global_options
def identities(candidates: bool, decide: str | None, form: str | None) -> None:
    """List which entities are joined as one, how surely, and why.

    Answers count joined entities once; the entries of the lists stay as they are. The verdict of a
    decision is same or different, and it counts before any score.

    \b
        comity identities --format csv
    """
    form = pick_format(form, ("table", "csv", "json"), "table" if sys.stdout.isatty() else "csv")
    graph = open_graph()
    if graph.endpoint is not None:
        raise BadParameter(
            "Identities are reviewed where the imports are.",
            "Leave --endpoint and COMITY_ENDPOINT out, or use comity query listed-on-both.",
        )
    if decide is not None:
        _decide(graph, decide)
        return
    rows = _rows(graph, candidates)
    click.echo({"table": _table, "csv": _csv, "json": _json}[form](rows), nl=form != "csv")


def _decide(graph: comity.Graph, place: str) -> None:
    from comity.query.names.resolve import resolve
    from comity.store.imports.decisions import keep_decisions, read_decisions

    def check(key: str) -> None:
        def exists(engine: Engine) -> bool:
            return next(engine.triples(Iri(f"{ID}entity/{key}")), None) is not None

        if KEY.fullmatch(key) and graph.work(exists):
            return
        entity = graph.work(lambda engine: resolve(engine, "entity", "entity", key))
        raise BadData(f"'{key}' is not the key of an entity.", f"Write {key_of(entity.value)}.")

    try:
        lines = read_whole(place, LARGEST).decode("utf-8-sig").splitlines()
    except OSError as error:
        raise BadData(f"{place}: {error.strerror or error}.", "Name a CSV file.") from None
    except UnicodeDecodeError:
        raise BadData(f"{place} is not text in UTF-8.", "Save it as CSV in UTF-8.") from None
    new = read_decisions(lines, place, check)
    kept = keep_decisions(graph.folder, new)
    click.echo(f"{len(new)} decisions taken, {kept} kept in all.")
    graph.build()


def _rows(graph: comity.Graph, candidates: bool) -> list[tuple[str, ...]]:
    from comity.store.imports.curated import curated_cards
    from comity.store.imports.decisions import decisions
    from comity.store.imports.identities import review
    from comity.store.imports.registry import checked_holdings

    held = checked_holdings(graph.folder).whole
    decided = decisions(graph.folder)
    reviewed = graph.work(lambda engine: review(curated_cards(engine), held, decided, engine))
    return [
        (
            *(link.a.key, link.a.label, link.a.origin, link.b.key, link.b.label, link.b.origin),
            f"{link.score:.2f}",
            "yes" if link.joined else "no",
            link.reason,
        )
        for link in reviewed
        if link.joined or link.decided or candidates
    ]


def _table(rows: list[tuple[str, ...]]) -> str:
    lines = [f"{len(rows):,} pairs"]
    for a, name_a, list_a, b, name_b, list_b, score, linked, reason in rows:
        lines.append(on_one_line(f"{score}  {name_a} ({a}, {list_a}) = {name_b} ({b}, {list_b})"))
        told = on_one_line(reason) + ("" if linked == "yes" else "; not linked")
        lines.append(f"      {told}")
    return "\n".join(lines)


def _csv(rows: list[tuple[str, ...]]) -> str:
    from comity.query.render.row_writers import lines

    return "".join(shown(lines([_COLUMNS, *rows]), "csv"))


def _json(rows: list[tuple[str, ...]]) -> str:
    told = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    return json.dumps(told, indent=2, ensure_ascii=False)
