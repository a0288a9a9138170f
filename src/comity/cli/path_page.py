"""Puts chains of claims into words and rows, for people, and into JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from comity.cli.page import Line, Page, Section
from comity.cli.profile_json import Json, footnotes_json, interval_json
from comity.network.paths import Chain, Chains, Step
from comity.query.footnotes import Footnotes
from comity.query.records import path_of
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
