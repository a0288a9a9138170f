"""The task of a query process that makes pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from comity.server.back.answer_stream import Output
from comity.server.back.pages import comparison_page, coverage_page, query_pages, site_pages, thing
from comity.server.wire.ipc import Values
from comity.server.wire.page_request import Asked
from comity.server.wire.templates import fill
from comity.store.engines.interface import Engine
from comity.store.engines.sparql_store import ServedStore

Build = Callable[[Engine, Asked], tuple[str, Mapping[str, object]]]
_BUILDERS: Mapping[str, Build] = {
    "about": site_pages.about,
    "compare": comparison_page.compare,
    "coverage": coverage_page.coverage,
    "doc": thing.thing,
    "editor": query_pages.editor,
    "home": site_pages.home,
    "lists": coverage_page.lists,
    "ontology": site_pages.ontology,
    "queries": query_pages.library,
    "query": query_pages.query,
    "search": site_pages.find,
}


def show(store: ServedStore, values: Values, _body: bytes, output: Output) -> None:
    """Make a page; raises what the questions behind it raise."""
    asked = Asked.read(values)
    if asked.name == "network":
        made = site_pages.page(store.engine, asked)
    else:
        template, told = _BUILDERS[asked.name](store.engine, asked)
        made = fill(template, asked, told)
    output.begin("text/html; charset=utf-8")
    # A lone surrogate cannot be sent; nothing that was read as UTF-8 has one.
    output.write(made.encode("utf-8", "replace"))
