"""comity diff: what changed between two editions of a list."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from comity.cli.options import complete, global_options, open_graph, pick_format
from comity.cli.terminal import shown
from comity.iris import thing
from comity.text import on_one_line

if TYPE_CHECKING:
    from comity.lists.model.comparison import Change


@click.command()
@click.argument("old", shell_complete=complete("held_import"))
@click.argument("new", shell_complete=complete("held_import"))
@click.option(
    "--source", metavar="SOURCE", help="The source, where OLD and NEW are days or files of several."
)
@click.option("--format", "form", metavar="text|json|csv", help="[default: text]")
@global_options
def diff(old: str, new: str, source: str | None, form: str | None) -> None:
    """Say what changed between two editions: imports, files of a list, or days.

    Entities are compared by their numbers, or by their names where the list has none.

    \b
        comity diff ofac-sdn/2021-12-09 ofac-sdn/2021-12-10
    """
    form = pick_format(form, ("text", "json", "csv"), "text")
    from comity.store.imports.edition_changes import difference

    if source is not None:
        from comity.lists.model.sources import find_source

        find_source(source)
    changes = difference(open_graph().folder, old, new, source)
    click.echo({"text": _text, "json": _json, "csv": _csv}[form](changes), nl=form != "csv")


def _text(changes: list[Change]) -> str:
    counts = {
        kind: sum(change.kind == kind for change in changes)
        for kind in ("added", "removed", "changed")
    }
    lines = [", ".join(f"{count:,} {kind}" for kind, count in counts.items())]
    for change in changes:
        where = ", ".join(change.lists)
        lines.append(on_one_line(f"{change.kind}: {change.name} ({change.entity}) on {where}"))
        for field in change.fields:
            lines += [f"  - {field.field}: {on_one_line(text)}" for text in field.removed]
            lines += [f"  + {field.field}: {on_one_line(text)}" for text in field.added]
    return "\n".join(lines)


def _json(changes: list[Change]) -> str:
    told: dict[str, list[dict[str, object]]] = {"added": [], "removed": [], "changed": []}
    for change in changes:
        one = asdict(change)
        kind = one.pop("kind")
        fields = one.pop("fields")
        one["entity"] = thing("entity", change.entity).value
        told[kind].append({**one, "changes": fields} if kind == "changed" else one)
    return json.dumps(told, indent=2, ensure_ascii=False)


def _csv(changes: list[Change]) -> str:
    from comity.query.render.row_writers import lines

    rows = [["change", "entity", "name", "lists", "field", "removed", "added"]]
    for change in changes:
        start = [
            change.kind,
            thing("entity", change.entity).value,
            change.name,
            " ".join(change.lists),
        ]
        for field in change.fields or (None,):
            parts = (
                ["", "", ""]
                if field is None
                else [field.field, "; ".join(field.removed), "; ".join(field.added)]
            )
            rows.append([*start, *parts])
    return "".join(shown(lines(rows), "csv"))
