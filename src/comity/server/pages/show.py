"""The task of a query process that makes pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comity.server.output import Output
from comity.server.pages import compare, coverage, home, network, ontology, queries, search, thing
from comity.server.pages.asked import Asked
from comity.server.pages.frame import fill
from comity.server.tasks import Values
from comity.store.engine import Engine
from comity.store.served import ServedStore

Build = Callable[[Engine, Asked], tuple[str, Mapping[str, object]]]
_BUILDERS: Mapping[str, Build] = {
    "about": home.about,
    "compare": compare.compare,
    "coverage": coverage.coverage,
    "doc": thing.thing,
    "editor": queries.editor,
    "home": home.home,
    "lists": coverage.lists,
    "ontology": ontology.ontology,
    "queries": queries.library,
    "query": queries.query,
    "search": search.find,
}


def show(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Make a page; raises what the questions behind it raise."""
    asked = Asked.read(values)
    if asked.name == "network":
        made = network.page(store.engine, asked)
    else:
        template, told = _BUILDERS[asked.name](store.engine, asked)
        made = fill(template, asked, told)
    output.begin("text/html; charset=utf-8")
    # A lone surrogate cannot be sent; nothing that was read as UTF-8 has one.
    output.write(made.encode("utf-8", "replace"))
