"""Matches names with things: the work behind the Reconciliation Service API, version 0.2."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from comity.errors import UnknownThing
from comity.iris import ID, key_of
from comity.query.claims.records import Names
from comity.query.names.labels import Labels
from comity.query.names.search import Hit, Rank, search, suggestions
from comity.server.back.answer_stream import Output
from comity.server.wire.ipc import RECONCILED, Values, text
from comity.store.engines.interface import Engine
from comity.store.engines.sparql_store import ServedStore
from comity.terms import RDF, Iri, Literal
from comity.text import spelling

_SCORES = {
    Rank.CODE: 100.0,
    Rank.NAME: 100.0,
    Rank.PREFIX: 80.0,
    Rank.WORDS: 70.0,
    Rank.BEGINNINGS: 60.0,
    Rank.WITHIN: 40.0,
}
_LIKE = 30.0  # for a name that is only spelt much like it


def match(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Give the candidates for each query of a batch."""
    queries = values["queries"]
    assert isinstance(queries, dict)
    told = {key: {"result": _candidates(store.engine, one)} for key, one in queries.items()}
    _tell(output, told)


def suggest(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Give the things whose names begin like, or contain, what is typed."""
    found = [
        {"id": _id(hit), "name": hit.label, "description": hit.matched, "notable": [hit.kind]}
        for hit in _hits(store.engine, text(values, "prefix"), RECONCILED, 10)
    ]
    _tell(output, {"result": found})


def preview(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Give a few lines of text about a thing: its name, classes, other names and codes."""
    thing = Iri(ID + text(values, "id"))
    engine = store.engine
    told = list(engine.triples(subject=thing))
    if not told:
        raise UnknownThing(f"Nothing is known of {thing.value}.", "Take an id from an answer.")
    label = Labels(engine)
    classes = [label(value) for _, name, value in told if name.value == RDF + "type"]
    lines = [label(thing), ", ".join(sorted(classes)), thing.value]
    for _, name, value in told:
        if isinstance(value, Literal) and value.value != lines[0]:
            tag = f" ({value.language})" if value.language else ""
            lines.append(f"{label(name)}: {value.value}{tag}")
    output.begin("text/plain; charset=utf-8")
    output.write(("\n".join(lines[:20]) + "\n").encode())


def _candidates(engine: Engine, query: Mapping[str, Any]) -> list[dict[str, object]]:
    hits = list(_hits(engine, query["query"], tuple(query["kinds"]), query["limit"]))
    sure = [hit for hit in hits if _score(query["query"], hit) == 100.0]
    names = Names(engine, (_class(engine, hit) for hit in hits))
    return [
        {
            "id": _id(hit),
            "name": hit.label,
            "type": [{"id": hit.kind, "name": hit.kind.capitalize()}],
            "score": _score(query["query"], hit),
            "match": sure == [hit],
            "description": names[_class(engine, hit)],
        }
        for hit in hits
    ]


def _hits(engine: Engine, said: str, kinds: tuple[str, ...], most: int) -> Iterator[Hit]:
    """Give the best hits of the kinds, best first; by likeness where nothing is called so."""
    if not spelling(said):
        return
    only = kinds[0] if len(kinds) == 1 else None
    found = [hit for hit in search(engine, said, only).hits if hit.kind in kinds]
    if not found:
        for name in suggestions(engine, said, only):
            found += [hit for hit in search(engine, name, only).hits if hit.kind in kinds]
    best: dict[Iri, Hit] = {}
    for hit in found:
        best.setdefault(hit.thing, hit)
    yield from list(best.values())[:most]


def _score(said: str, hit: Hit) -> float:
    asked, name = spelling(said), spelling(hit.matched)
    if hit.rank in (Rank.CODE, Rank.NAME) and name != asked:
        return _LIKE
    share = len(asked) / max(len(name), 1)
    return _SCORES[hit.rank] if share >= 1 else round(_SCORES[hit.rank] * (0.5 + share / 2), 1)


def _class(engine: Engine, hit: Hit) -> Iri:
    classes = (value for _, _, value in engine.triples(hit.thing, Iri(RDF + "type")))
    return min((one for one in classes if isinstance(one, Iri)), default=hit.thing)


def _id(hit: Hit) -> str:
    return f"{hit.kind}/{key_of(hit.thing.value)}"


def _tell(output: Output, told: object) -> None:
    output.begin("application/json")
    output.write(json.dumps(told, ensure_ascii=False).encode())
