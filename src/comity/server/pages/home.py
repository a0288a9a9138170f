"""The first page, the search, and the page on how to cite and reuse."""

from __future__ import annotations

from collections.abc import Mapping

from comity.query.contents import contents
from comity.query.search import search, suggestions
from comity.server.pages.asked import Asked, latest_day, page_of
from comity.store.engine import Engine

_MOST = 50
_SHOWN = ("State", "Summit", "Initiative", "Pact", "DesignationList", "Company", "Source")


def home(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Say what this is, what is loaded, and where to begin."""
    held = contents(engine)
    counts = {key: (label, number) for key, label, number in held.classes}
    return "home.html", {
        "day": held.latest or latest_day(engine),
        "counts": [counts[key] for key in _SHOWN if key in counts],
        "held": held,
    }


def find(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Show what is called so."""
    said, kind = asked.field("q"), asked.field("kind") or None
    found = search(engine, said, kind, _MOST) if said else None
    close = suggestions(engine, said, kind) if found is not None and not found.total else ()
    hits = [(hit, page_of(hit.thing.value)) for hit in found.hits] if found else []
    return "search.html", {
        "day": latest_day(engine),
        "said": said,
        "hits": hits,
        "total": found.total if found else 0,
        "close": close,
    }


def about(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Say how to cite, under which terms, and how complete it is."""
    held = contents(engine)
    licences: dict[str, int] = {}
    for graph in held.graphs:
        if graph.licence:
            licences[graph.licence] = licences.get(graph.licence, 0) + 1
    return "about.html", {"day": held.latest, "held": held, "licences": sorted(licences.items())}
