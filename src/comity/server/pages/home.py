"""The first page, and the page on how to cite and reuse."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

from comity.names import COMITY
from comity.query.contents import contents
from comity.query.library import Library
from comity.query.records import Names
from comity.server.pages.asked import Asked, latest_day
from comity.store.engine import Engine
from comity.terms import Iri

_SHOWN = ("State", "Summit", "Initiative", "Pact", "DesignationList", "Company", "Source")
_LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}


def home(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Say what this is, what is loaded, and where to begin."""
    held = contents(engine)
    names = Names(engine, (Iri(COMITY + key) for key in _SHOWN), asked.language)
    counts = {key: number for key, _, number in held.classes}
    return "home.html", {
        "day": held.latest or latest_day(engine),
        "counts": [(names[Iri(COMITY + key)], counts[key]) for key in _SHOWN if key in counts],
        "held": held,
        "questions": len(Library.shipped().names()),
    }


def about(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Say how to cite, under which terms, and how complete it is."""
    held = contents(engine)
    licences: dict[str, int] = {}
    for graph in held.graphs:
        if graph.licence:
            licences[graph.licence] = licences.get(graph.licence, 0) + 1
    return "about.html", {
        "day": held.latest or latest_day(engine),
        "held": held,
        "version": version("comity"),
        "licences": [(one, _LICENCES.get(one, one), licences[one]) for one in sorted(licences)],
        "terms": sorted({(one.title, one.licence) for one in held.imports}),
    }
