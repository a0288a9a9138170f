"""comity import: an official list, as one new named graph."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from re import search
from typing import TYPE_CHECKING

import click

from comity.cli.options import complete, global_options, open_graph, pick_format, remark
from comity.cli.output import progress
from comity.errors import BadParameter

if TYPE_CHECKING:
    from comity.lists.io.fetch import Fetched
    from comity.lists.model.sources import Source
    from comity.store.imports.import_edition import Taken

_SHOWN = 20  # refused records and faults that are told one by one; json has them all


@click.command("import")
@click.argument("source", required=False, shell_complete=complete("source"))
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--list", "list_", is_flag=True, help="Say which sources and formats there are.")
@click.option("--date", "published", metavar="DATE", help="The publisher's date of the edition.")
@click.option("--retrieved", metavar="DATE", help="The day on which the file was got.")
@click.option("--dry-run", is_flag=True, help="Read and check the file, and keep nothing.")
@click.option(
    "--accept-shrunken", is_flag=True, help="Take an edition of fewer records than expected."
)
@click.option(
    "--no-build", is_flag=True, help="Leave the store to the next question: for several imports."
)
@click.option("--format", "form", metavar="text|json", help="[default: text]")
@global_options
def import_(
    source: str | None,
    files: tuple[str, ...],
    list_: bool,
    published: str | None,
    retrieved: str | None,
    dry_run: bool,
    accept_shrunken: bool,
    no_build: bool,
    form: str | None,
) -> None:
    """Import an edition of an official list from the publisher's files, as one new named graph.

    The format is recognised from what is in the file, packed with gzip or zip or not; - reads
    standard input. The edition is taken whole or not at all.

    \b
        comity import ofac-sdn SDN.CSV ALT.CSV ADD.CSV --date 2022-01-31
    """
    form = pick_format(form, ("text", "json"), "text")
    from comity.lists.io.input_files import parcels
    from comity.lists.model.sources import find_source, sources
    from comity.lists.readers import readers, recognise
    from comity.store.imports.import_edition import Wish, take

    if list_:
        _tell_sources()
        return
    if source is None:
        raise BadParameter(
            "A source is wanted, and a file of it.",
            "Write it like: comity import un-sc consolidated.xml; see comity import --list",
        )
    if not files and source not in sources() and Path(source).is_file():
        able = recognise(parcels((source,))).sources
        raise BadParameter(
            f"The source of {source} is not named.",
            f"Put it before the file: {' or '.join(able)}.",
        )
    chosen = find_source(source)
    graph = open_graph()
    got = None if files else _download(graph.folder, source)
    files = (got.file,) if got else files
    if graph.endpoint is not None:
        raise BadParameter(
            "An import goes into the store of this machine, not into an endpoint.",
            "Leave --endpoint and COMITY_ENDPOINT out.",
        )
    given = parcels(files)
    reader = recognise(given)
    if source not in reader.sources:
        fitting = ", ".join(reader.sources)
        raise BadParameter(
            f"{files[0]} is {reader.title}, which is no file of {source}.",
            f"Name its source: {fitting}." if fitting else "Give a file of that source.",
        )
    assert reader in readers()
    wish = Wish(
        published=_day("--date", published),
        guessed=_guess(files[0]),
        retrieved=_day("--retrieved", retrieved) or (got.retrieved if got else _changed(files[0])),
        accept_shrunken=accept_shrunken,
        dry_run=dry_run,
    )
    with progress("records read") as tell:
        taken = take(graph.folder, chosen, reader, given, wish, tell)
    if form == "json":
        click.echo(_json(taken))
    else:
        _tell(taken, chosen)
    if taken.new and taken.kept and not no_build:
        graph.build()


def _download(folder: str, source: str) -> Fetched:
    from comity.lists.io.fetch import fetched

    got = fetched(folder, source)
    if got is None:
        raise BadParameter(
            f"A file of {source} is wanted: none is named, and none was downloaded.",
            f"Write it like: comity import {source} FILE, or run: comity fetch {source}",
        )
    return got


def _day(option: str, text: str | None) -> str:
    from comity.store.imports.import_edition import last_day

    if text is None:
        return ""
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadParameter(
            f"{option}: '{text}' is no date.", "Write it as YYYY-MM-DD, such as 2021-12-10."
        ) from None
    if day > last_day():
        raise BadParameter(f"{option}: {day} lies in the future.", "Give the day as it was.")
    return day


def _guess(file: str) -> str:
    """Return the date in a file's name or its folder's, or else the day it was last changed."""
    place = Path(file)
    for name in (place.name, place.absolute().parent.name):
        found = search(r"(?<!\d)((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?!\d)", name)
        if found:
            try:
                return date(*map(int, found.groups())).isoformat()
            except ValueError:
                pass  # digits that only look like a date
    return _changed(file)


def _changed(file: str) -> str:
    if file == "-":
        return ""
    try:
        return datetime.fromtimestamp(Path(file).stat().st_mtime, UTC).date().isoformat()
    except OSError:
        return ""


def _tell(taken: Taken, source: Source) -> None:
    edition = taken.edition
    if not taken.new:
        remark(f"{edition.name} was imported already, with the same records; nothing changed.")
        return
    entries = ", ".join(f"{count:,} on {key}" for key, count in edition.entries.items())
    done = "imported" if taken.kept else "would be imported"
    click.echo(f"{edition.name} {done}: {edition.records:,} records ({edition.reader}); {entries}")
    if not edition.whole and source.lists:
        remark("It is not counted as complete, so that who is missing in it is not told as no.")
    for refusal in taken.refusals[:_SHOWN]:
        remark(f"refused: {refusal.place}: {refusal.reason}")
    _more(len(taken.refusals), "refused records")
    for kind, count in edition.faults.items():
        first = next(fault for fault in taken.faults if fault.kind == kind)
        remark(f"{kind}: {count:,} kept in words, first at {first.place}: {first.text}")


def _more(count: int, what: str) -> None:
    if count > _SHOWN:
        remark(f"… and {count - _SHOWN:,} more {what}; --format json has them all")


def _json(taken: Taken) -> str:
    told = asdict(taken.edition)
    del told["folder"], told["doubted"]
    return json.dumps(
        {
            "import": taken.edition.name,
            "graph": taken.edition.graph.value,
            "new": taken.new,
            "kept": taken.kept,
            **told,
            "refusals": [asdict(one) for one in taken.refusals],
            "publisher_faults": [asdict(one) for one in taken.faults],
        },
        indent=2,
        ensure_ascii=False,
    )


def _tell_sources() -> None:
    from comity.lists.model.sources import sources
    from comity.lists.readers import readers

    for key, source in sources().items():
        formats = ", ".join(reader.name for reader in readers() if key in reader.sources)
        click.echo(f"{key:<20}{source.title} ({source.publisher})")
        click.echo(f"{'':<20}formats: {formats or 'none yet'}")
