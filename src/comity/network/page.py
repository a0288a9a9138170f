"""Writes a scene as one HTML file that needs nothing else: picture, tables, claims and sources.

The page makes no request: style and script are inside, and a Content-Security-Policy names their
digests and forbids all else. Without its script it still shows picture and tables.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path

from comity.names import key_of
from comity.network import drawing
from comity.network.project import Tie
from comity.network.scene import HEIGHT, Scene
from comity.network.typeface import LABEL_SIZE, text_size
from comity.network.wording import WORDING, listing
from comity.query.cite import Cited
from comity.terms import Iri

_FOLDER = Path(__file__).parent
_SHOWN = 8  # names in a cell of the table; the panel shows them all
_GAP = re.compile(r"\{\{(\w+)\}\}")


def render(scene: Scene) -> str:
    """Return the page of a scene."""
    style, script = _read("page.css"), _read("page.js")
    parts = {
        "policy": escape(_policy(style, script)),
        "title": escape(scene.title),
        "rule": escape(scene.rule),
        "style": style,
        "kinds": _kinds(scene),
        "network": drawing.network(scene),
        "legend": drawing.legend(scene),
        "ties": _tie_table(scene),
        "nodes": _node_table(scene),
        "origin": escape(scene.origin),
        "data": _data(scene),
        "script": script,
    }
    return _GAP.sub(lambda gap: parts[gap[1]], _read("template.html"))


def _read(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    """Allow this style and this script, by their digests, and nothing else."""
    digests = [b64encode(sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{digests[0]}'; script-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _kinds(scene: Scene) -> str:
    if not scene.is_mixed:
        return ""
    boxes = "\n".join(
        f'<label><input type="checkbox" data-kind="{kind}" checked> {kind}</label>'
        for kind in scene.kinds
    )
    return f'<fieldset aria-label="Kinds of ties">\n{boxes}\n</fieldset>'


def _tie_table(scene: Scene) -> str:
    heads = ["Tie", *(["Kind"] if scene.is_mixed else []), "Through", "Number", "Weight"]
    rows = []
    for number, tie in enumerate(scene.ties):
        kind = f"<td>{tie.kind}</td>" if scene.is_mixed else ""
        rows.append(
            f'<tr data-row="{number}"><th scope="row">{_button("tie", number, _title(scene, tie))}'
            f"</th>{kind}<td>{escape(listing(_via(scene, tie), _SHOWN))}</td>"
            f'<td class="number">{tie.count}</td><td class="number">{_number(tie.weight)}</td></tr>'
        )
    return _table(heads, rows)


def _node_table(scene: Scene) -> str:
    rows = [
        f'<tr><th scope="row">{_button("place", number, place.name)}</th>'
        f"<td>{escape(_group(scene, place.group))}</td>"
        f'<td class="number">{_number(place.strength)}</td></tr>'
        for number, place in enumerate(scene.places)
    ]
    return _table(["Node", scene.groups_are, _capital(scene.wording.size)], rows)


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "\n".join(rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def _button(what: str, number: int, text: str) -> str:
    return (
        f'<button type="button" class="link" data-choose="{what} {number}">{escape(text)}</button>'
    )


def _title(scene: Scene, tie: Tie) -> str:
    mark = "→" if tie.kind.is_directed else "–"  # noqa: RUF001  # the dash of a pair
    return f"{scene.names[tie.source]} {mark} {scene.names[tie.target]}"


def _via(scene: Scene, tie: Tie) -> list[str]:
    """Return the names of what a tie runs through, in the order of the alphabet."""
    return sorted((scene.names[iri] for iri in tie.via), key=lambda name: (name.casefold(), name))


def _group(scene: Scene, group: int | None) -> str:
    return "in no large group" if group is None else scene.groups[group]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _data(scene: Scene) -> str:
    """Return what the script needs, as JSON that cannot end the element it stands in."""
    number_of = {place.node: number for number, place in enumerate(scene.places)}
    claims = {claim: number for number, claim in enumerate(sorted(scene.cited))}
    told = {one.source: one for claim in claims for one in scene.cited[claim]}
    sources = {source: number for number, source in enumerate(sorted(told))}
    data = {
        "size": _capital(scene.wording.size),
        "places": [_place(scene, number) for number in range(len(scene.places))],
        "ties": [_tie(scene, tie, number_of, claims) for tie in scene.ties],
        "claims": [
            {
                "said": scene.statements[claim],
                "cited": [_citation(one, sources) for one in scene.cited[claim]],
            }
            for claim in claims
        ],
        "sources": [_source(told[source]) for source in sources],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _place(scene: Scene, number: int) -> dict[str, object]:
    place = scene.places[number]
    found: dict[str, object] = {
        "key": key_of(place.node.value),
        "name": place.name,
        "names": scene.aliases[place.node],
        "group": f"{scene.groups_are}: {_group(scene, place.group)}",
        "strength": _number(place.strength),
        "x": place.x,
        "y": round(HEIGHT - place.y, 2),
        "r": round(place.radius, 2),
    }
    if place.label is not None:
        x, y = place.label.box.middle
        found["labelX"], found["labelY"] = round(x, 2), round(HEIGHT - y, 2)
        found["labelWidth"] = round(text_size(place.label.text, LABEL_SIZE)[0] + 3, 2)
    return found


def _tie(
    scene: Scene, tie: Tie, number_of: dict[Iri, int], claims: dict[Iri, int]
) -> dict[str, object]:
    return {
        "a": number_of[tie.source],
        "b": number_of[tie.target],
        "key": f"{key_of(tie.source.value)}-{key_of(tie.target.value)}",
        "kind": tie.kind,
        "directed": tie.kind.is_directed,
        "said": WORDING[tie.kind].counted(tie.count),
        "weight": _number(tie.weight),
        "via": _via(scene, tie),
        "claims": [claims[claim] for claim in tie.claims],
    }


def _citation(one: Cited, sources: dict[Iri, int]) -> dict[str, object]:
    found: dict[str, object] = {"source": sources[one.source], "locator": one.locator}
    if one.quote is not None:
        found["quote"], found["language"] = one.quote.value, one.quote.language
    return found


def _source(one: Cited) -> dict[str, str]:
    where = ", ".join(part for part in (one.publisher, one.date) if part)
    return {"title": one.title or key_of(one.source.value), "where": where, "url": one.url}
