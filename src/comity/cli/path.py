"""comity path: the shortest chain of claims between two things."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from shutil import get_terminal_size

import click

from comity.cli.options import global_options, open_graph, pick_format, remark
from comity.cli.show_output import Json, footnotes_json, interval_json
from comity.network.claim_paths import Chain, Chains, Step
from comity.query.claims.citations import Footnotes
from comity.query.claims.records import path_of
from comity.query.render.pages import Line, Page, Section
from comity.terms import Iri


def path_page(found: Chains, *, every_tie: bool) -> Page:
    """Return the page on some chains, with one tie for each step or with every one.

    The footnotes are numbered in the order of the page.
    """
    notes = Footnotes()
    sections = tuple(_section(found, chain, notes, every_tie) for chain in found.chains if chain)
    title = f"From {found.names[found.start]} to {found.names[found.end]}"
    day = f"as of {found.on}" if found.on else "by all that is held, on whatever days"
    return Page(title, f"{_length(found)}, {day}", "", sections, tuple(notes))


def chains_json(found: Chains) -> str:
    """Return some chains as JSON; steps name their sources by number, as the pages do."""
    notes = Footnotes()
    said: Json = {
        "from": _thing(found, found.start),
        "to": _thing(found, found.end),
        "on": found.on.isoformat() if found.on else None,
        "steps": len(found.chains[0]) if found.chains else None,
        "total": found.total,
        "chains": [[_step(found, step, notes) for step in chain] for chain in found.chains],
    }
    said["footnotes"] = footnotes_json(notes)
    return json.dumps(said, ensure_ascii=False, indent=2)


def _length(found: Chains) -> str:
    if not found.chains:
        return "No chain of claims ties the two"
    steps = len(found.chains[0])
    if steps == 0:
        return "One and the same"
    return "One step" if steps == 1 else f"{steps} steps"


def _section(found: Chains, chain: Chain, notes: Footnotes, every_tie: bool) -> Section:
    stops = [chain[0].start, *(step.end for step in chain)]
    lines = [
        line
        for number, step in enumerate(chain, 1)
        for line in _lines(number, step, notes, every_tie)
    ]
    return Section(" → ".join(found.names[stop] for stop in stops), tuple(lines))


def _lines(number: int, step: Step, notes: Footnotes, every_tie: bool) -> Iterator[Line]:
    shown = step.ties if every_tie else step.ties[:1]
    for place, tie in enumerate(shown):
        details = [] if tie.cited else [("Source", "none is stated")]
        if more := len(step.ties) - len(shown):
            others = "1 other claim ties" if more == 1 else f"{more} other claims tie"
            details.append(("Also", f"{others} these two; see them with --all"))
        yield Line(
            (f"{number}." if place == 0 else "", tie.sentence, tie.interval.words() or "undated"),
            notes.marks(tie.cited),
            tuple(details),
        )


def _thing(found: Chains, thing: Iri) -> Json:
    return {"iri": thing.value, "key": path_of(thing), "label": found.names[thing]}


def _step(found: Chains, step: Step, notes: Footnotes) -> Json:
    return {
        "from": _thing(found, step.start),
        "to": _thing(found, step.end),
        "ties": [
            {
                "kind": tie.via.value,
                "evidence": tie.evidence.value,
                "sentence": tie.sentence,
                "interval": interval_json(tie.interval),
                "sources": list(notes.marks(tie.cited)),
            }
            for tie in step.ties
        ],
    }


FORMATS = ("text", "markdown", "json")
TIES = (
    *("pact", "membership", "launch", "endorsement"),
    *("attendance", "designation", "ownership", "identity"),
)


@click.command()
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option(
    "--on", metavar="DATE", help="Only ties that are known to hold on this day [default: all]."
)
@click.option(
    "--tie",
    "--ties",
    "ties",
    type=click.Choice(TIES),
    multiple=True,
    help="Only ties of this kind; repeatable.",
)
@click.option(
    "--all",
    "all_chains",
    is_flag=True,
    help="Every chain of that length (up to 100), with every tie.",
)
@click.option("--format", "form", metavar="|".join(FORMATS), help="[default: text]")
@global_options
def path(
    start: str,
    end: str,
    on: str | None,
    ties: tuple[str, ...],
    all_chains: bool,
    form: str | None,
) -> None:
    """Show how two things are tied: the shortest chain of claims, each with its sources.

    A and B are keys, codes, IRIs or names of polities, initiatives, summits, pacts, lists,
    authorities, rules or entities.

    \b
        comity path JPN nso-group --on 2022-01-01
    """
    form = pick_format(form, FORMATS, "text")
    from comity.network.claim_hops import Via
    from comity.network.claim_paths import MOST, shortest_chains
    from comity.query.names.resolve import resolve
    from comity.store.engines.interface import Engine
    from comity.terms import Iri

    kinds = tuple(Via(tie) for tie in ties) or tuple(Via)

    def look(engine: Engine) -> Chains:
        day = None if on is None else date.fromisoformat(resolve(engine, "--on", "date", on).value)
        first, last = resolve(engine, "A", "thing", start), resolve(engine, "B", "thing", end)
        assert isinstance(first, Iri)
        assert isinstance(last, Iri)
        return shortest_chains(engine, first, last, day, kinds, MOST if all_chains else 1)

    found = open_graph().work(look)

    if form == "json":
        click.echo(chains_json(found))
    else:
        from comity.query.render.pages import as_markdown
        from comity.query.render.text_layout import PAGE_WIDTH_OF_A_PIPE, as_text

        page = path_page(found, every_tie=all_chains)
        width = get_terminal_size((PAGE_WIDTH_OF_A_PIPE, 24)).columns
        click.echo(as_markdown(page) if form == "markdown" else as_text(page, width), nl=False)
    if not found.chains:
        if ties:
            remark(f"Only ties by {' and '.join(ties)} count here; leave out --tie for all kinds.")
        remark(f"What is not held is unknown, not a no. See what is held: comity show {start}")
    elif more := found.total - len(found.chains):
        chains = "chain" if more == 1 else "chains"
        told = f"the first {MOST} are shown" if all_chains else "see them with --all"
        remark(f"{more:,} more {chains} of the same length; {told}.")
