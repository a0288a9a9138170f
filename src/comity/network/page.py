"""Writes the network as one HTML file that needs nothing else: picture, tables, claims, sources.

The page makes no request: style and script are inside, and a Content-Security-Policy names their
digests and forbids all else. It holds the claims of all times and makes ties of them as it is
asked; without its script it still shows the ties of the opening day as tables.

The script is built from ``server/frontend/network``; it lies in this room because this room must
not reach into the server's, while the server may read it here.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from html import escape
from pathlib import Path

from comity.iris import key_of
from comity.network import page_json
from comity.network.choice import Choice, Form, Weight
from comity.network.page_data import Holdings, gather
from comity.network.projections import Projected, project
from comity.network.ties import (
    BETWEEN_POLITIES,
    Disparity,
    Kind,
    Strongest,
    Tie,
    Whole,
    keep,
    sentence,
)
from comity.network.wording import SEVERAL, WORDING, listing, long_date
from comity.query.claims.records import path_of
from comity.store.engines.interface import Engine
from comity.store.snapshot.summary import summary_of
from comity.terms import Iri
from comity.text import without_controls
from comity.vocab import COMITY

STANDS_OUT = Disparity(0.05)  # the rule by which ties are left out where none is asked for
_FOLDER = Path(__file__).parent
_SHOWN = 8  # names in a cell of the table; the panel shows them all
MOST_ENTRIES = 10_000  # of lists: with more, a page has them only where they are asked for
_MOST = 2_000  # rows of a table: a page without its script cannot fold them away
_GAP = re.compile(r"\{\{(\w+)\}\}")
_FILTERED = (Kind.MEMBERSHIP, Kind.ATTENDANCE)


def write(engine: Engine, choice: Choice) -> str:
    """Return the page of a graph, which opens with what is chosen; a window opens at its last day.

    Where ties are asked for one by one the page counts them. Of a graph that holds more than
    ``MOST_ENTRIES`` entries of lists the page has them only if they are chosen. Raises NothingHeld
    where no tie of that choice holds on the day, and BadParameter where a filter fits none of its
    ties.
    """
    day = choice.window[1] if choice.window else choice.on
    choice = replace(
        choice,
        on=day,
        window=None,
        kinds=tuple(kind for kind in BETWEEN_POLITIES if kind in choice.kinds),
        form=Form.POLITIES if choice.form is Form.POLITIES else Form.BIPARTITE,
        weight=Weight.COUNT if choice.weight is Weight.EACH else choice.weight,
    )
    found = project(engine, replace(choice, backbone=None))
    left = entries_left(engine, choice)
    return filled(gather(engine, entities=not left), found, *_kept(found, choice), choice, left)


def entries_left(engine: Engine, choice: Choice) -> int:
    """Return how many entries of lists the page of a choice leaves out: none, or all."""
    held = summary_of(engine).classes.get(COMITY.Designation.value, 0)
    return held if held > MOST_ENTRIES and Kind.DESIGNATION not in choice.kinds else 0


def _kept(found: Projected, choice: Choice) -> tuple[tuple[Tie, ...], list[str]]:
    """Return the ties that the page opens with, and the sentences of what is left out."""
    kept: list[Tie] = []
    rules = []
    for kind in found.choice.kinds:
        full = [tie for tie in found.full if tie.kind is kind]
        rule = choice.backbone
        if rule is None and kind in _FILTERED and choice.form is Form.POLITIES:
            rule = STANDS_OUT
        shown = keep(full, rule)
        kept += shown
        rules.append(sentence(rule, WORDING[kind].things, full, shown))
    if not kept:  # among a few ties none stands out: then all are shown
        return found.full, []
    kept.sort(key=lambda tie: (-tie.weight, tie.source, tie.target, tie.kind))
    return tuple(kept), [rule for rule in rules if rule]


def filled(
    holdings: Holdings,
    found: Projected,
    kept: tuple[Tie, ...],
    left: list[str],
    choice: Choice,
    entries: int = 0,
) -> str:
    """Return the template with its gaps filled; ``entries`` of lists are left out of the page."""
    style, script = (_read(name) for name in ("page.css", "static/network.min.js"))
    kinds = found.choice.kinds
    wording = WORDING[kinds[0]] if len(kinds) == 1 else SEVERAL
    nodes = _strengths(kept)
    parts = {
        "policy": escape(_policy(style, script)),
        "data": page_json.pack(holdings, _opening(found, kept, choice, holdings, entries)),
        "title": escape(f"{wording.title}, as of {long_date(found.day)}"),
        "rule": escape(" ".join([*found.rules, *left])),
        "known": f"{_without(entries)}A tie that is not shown may be unknown rather than absent.",
        "ties": _tie_table(kept, holdings),
        "tie_count": f"({len(kept):,})",
        "nodes": _node_table(nodes, holdings),
        "node_count": f"({len(nodes):,})",
        "origin": escape(_origin(holdings)),
    }
    told = {name: without_controls(text) for name, text in parts.items()}
    told |= {"style": style, "script": script}
    return _GAP.sub(lambda gap: told[gap[1]], _read("template.html"))


def _without(entries: int) -> str:
    return f"Entries of lists are left out here: {entries:,} are too many. " if entries else ""


def _read(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Allow this style and this script, by their digests, and nothing else."""
    digests = [b64encode(sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _opening(
    found: Projected, kept: Sequence[Tie], choice: Choice, holdings: Holdings, entries: int
) -> dict[str, object]:
    """Return what the page opens with, in the words of its script."""
    rule = choice.backbone or STANDS_OUT
    return {
        "ties": [kind.value for kind in found.choice.kinds],
        "mode": choice.form.value,
        "day": page_json.days(found.day.isoformat(), 0),
        "all": isinstance(choice.backbone, Whole) or len(kept) == len(found.full),
        "alpha": rule.alpha if isinstance(rule, Disparity) else STANDS_OUT.alpha,
        "strongest": rule.each if isinstance(rule, Strongest) else 0,
        "filtered": [
            kind.value
            for kind in BETWEEN_POLITIES
            if kind in _FILTERED or isinstance(choice.backbone, Disparity | Strongest)
        ],
        "weight": (choice.weight or Weight.NEWMAN).value,
        "entries": entries,
        "least": choice.least,
        "areas": [page_json.concept_path(one) for one in choice.areas],
        "regions": [page_json.concept_path(one) for one in choice.regions],
        "roles": [page_json.concept_path(one) for one in choice.roles],
        "initiatives": [
            path_of(iri)
            for iri, record in sorted(holdings.things.items())
            if set(record.things(COMITY.initiativeKind)) & set(choice.initiative_kinds)
        ],
    }


def _tie_table(ties: Iterable[Tie], holdings: Holdings) -> str:
    rows = [
        f'<tr><th scope="row">{escape(_title(holdings, tie))}</th><td>{tie.kind}</td>'
        f"<td>{escape(_via(holdings, tie))}</td>"
        f'<td class="number">{tie.count}</td><td class="number">{_number(tie.weight)}</td></tr>'
        for tie in ties
    ]
    return _table(("Tie", "Kind", "Through", "Number", "Weight"), rows)


def _node_table(strengths: dict[Iri, float], holdings: Holdings) -> str:
    order = sorted(strengths, key=lambda node: (-strengths[node], node))
    rows = [
        f'<tr><th scope="row">{escape(_name(holdings, node))}</th>'
        f'<td class="number">{_number(strengths[node])}</td></tr>'
        for node in order
    ]
    return _table(("Node", "Weight of all ties"), rows)


def _table(heads: Iterable[str], rows: Sequence[str]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "\n".join(rows[:_MOST])
    left = len(rows) - _MOST
    caption = f"<caption>The first {_MOST:,} of {len(rows):,}</caption>\n" if left > 0 else ""
    return f"{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>"


def _strengths(ties: Iterable[Tie]) -> dict[Iri, float]:
    found: defaultdict[Iri, float] = defaultdict(float)
    for tie in ties:
        for end in (tie.source, tie.target):
            found[end] += tie.weight
    return dict(found)


def _name(holdings: Holdings, node: Iri) -> str:
    record = holdings.things.get(node)
    return key_of(node.value) if record is None else page_json.name_of(record)


def _title(holdings: Holdings, tie: Tie) -> str:
    mark = "→" if tie.kind.is_directed else "–"  # noqa: RUF001  # the dash of a pair
    return f"{_name(holdings, tie.source)} {mark} {_name(holdings, tie.target)}"


def _via(holdings: Holdings, tie: Tie) -> str:
    names = sorted((_name(holdings, iri) for iri in tie.via), key=lambda one: (one.casefold(), one))
    return listing(names, _SHOWN)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _origin(holdings: Holdings) -> str:
    claims = {fact.evidence for fact in holdings.facts}
    sources = {one.source for cited in holdings.cited for one in cited}
    return (
        f"Source: comity knowledge graph, CC BY 4.0; this page holds {len(claims):,} statements "
        f"of all times and names {len(sources):,} sources. It sends nothing anywhere."
    )
