"""comity import: an official list, as one new named graph."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from re import search, sub
from typing import TYPE_CHECKING

import click

from comity.cli.options import complete, global_options, open_graph, pick_format, remark
from comity.cli.output import progress
from comity.errors import BadParameter

if TYPE_CHECKING:
    from comity.lists.io.fetch import Fetched
    from comity.lists.model.record import Refusal
    from comity.lists.model.sources import Source
    from comity.store.imports.import_edition import Taken

_SHOWN = 20  # kinds of refused records that are shown one by one; json has all records


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
    from comity.store.imports.edition_checks import Wish
    from comity.store.imports.import_edition import take

    if list_:
        _tell_sources()
        return
    if source is None:
        raise BadParameter(
            "A source is wanted, and a file of it.",
            "Write it like: comity import un-sc consolidated.xml; see comity import --list",
        )
    if source not in sources() and Path(source).is_file():
        files = (source, *files)
        able = recognise(parcels(files)).sources
        if len(able) != 1:
            raise BadParameter(
                f"{source} may be of more than one source.",
                f"Name it before the file: {' or '.join(able)}.",
            )
        [source] = able
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
        published=_date("--date", published),
        named="" if got else _in_the_name(files[0]),
        modified=_modified(got) if got else "",
        retrieved=_day("--retrieved", retrieved) or (got.retrieved if got else ""),
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
    from comity.store.imports.edition_checks import latest_day

    if text is None:
        return ""
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadParameter(
            f"{option}: '{text}' is no date.", "Write it as YYYY-MM-DD, such as 2021-12-10."
        ) from None
    if day > latest_day():
        raise BadParameter(f"{option}: {day} lies in the future.", "Give the day as it was.")
    return day


def _date(option: str, text: str | None) -> str:
    """Return a day, or a month or year where no more is known."""
    if text is None or len(text) > 7:
        return _day(option, text)
    from comity.graph.dates import first_day, is_date

    if not is_date(text):
        raise BadParameter(
            f"{option}: '{text}' is not a date.",
            "Write it as YYYY-MM-DD, such as 2021-12-10; YYYY-MM and YYYY say less.",
        )
    _day(option, first_day(text))
    return text


def _modified(fetched: Fetched) -> str:
    """Return the day on which the publisher's server says that a fetched file was changed."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(fetched.last_modified).date().isoformat()
    except ValueError:
        return ""  # no such header, or none that can be read


def _in_the_name(file: str) -> str:
    """Return the day that stands in the name of a file, written in full."""
    digits = search(r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)", Path(file).name)
    try:
        return date(*map(int, digits.groups())).isoformat() if digits else ""
    except ValueError:
        return ""  # digits that only look like a date


def _tell(taken: Taken, source: Source) -> None:
    edition = taken.edition
    if not taken.new:
        remark(f"{edition.name} was imported already, with the same records; nothing changed.")
        return
    entries = ", ".join(f"{count:,} on {key}" for key, count in edition.entries.items())
    done = "imported" if taken.kept else "would be imported"
    click.echo(
        f"{edition.name} {done}: {edition.records:,} records ({edition.reader}); {entries}; "
        f"dated by {taken.dated_by}"
    )
    if source.successor:
        remark(f"{source.key} is published no longer; its successor is {source.successor}.")
    if not edition.whole and source.lists:
        remark("It is not counted as complete, so that who is missing in it is not told as no.")
    for key, (before, now) in taken.vanished.items():
        remark(
            f"{key} has {now:,} entries in this edition and {before:,} in the one before; it is "
            "not counted as complete. If that is right, say --accept-shrunken."
        )
    for line in taken.drift[:_SHOWN]:
        remark(f"changed: {line}")
    _more(len(taken.drift), "changed fields")
    kinds: dict[str, list[Refusal]] = {}
    for refusal in taken.refusals:
        kinds.setdefault(_kind_of(refusal), []).append(refusal)
    for refusals in list(kinds.values())[:_SHOWN]:
        first = refusals[0]
        if len(refusals) == 1:
            remark(f"refused: {first.place}: {first.reason}")
        else:
            remark(f"refused: {len(refusals):,} records, first {first.place}: {first.reason}")
    _more(len(kinds), "kinds of refused records")
    for kind, count in edition.faults.items():
        fault = next(fault for fault in taken.faults if fault.kind == kind)
        remark(f"{kind}: {count:,} kept in words, first at {fault.place}: {fault.text}")


def _kind_of(refusal: Refusal) -> str:
    """Return what refusals of one kind share: the reason without numbers, dates and quotes."""
    return sub(r"'[^']*'|\d[\d./-]*", "…", refusal.reason.partition(": ")[0])


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
            "dated_by": taken.dated_by,
            "vanished": taken.vanished,
            "drift": taken.drift,
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
        if source.successor:
            click.echo(f"{'':<20}published no longer; its successor is {source.successor}")
