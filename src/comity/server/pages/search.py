"""The search: what is called so, in any script, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from comity.names import SCHEME, SKOS
from comity.query.records import Names
from comity.query.resolve import THINGS
from comity.query.search import Hit, search, suggestions
from comity.server.pages.asked import Asked, latest_day, page_of
from comity.store.engine import Engine
from comity.terms import Iri, Text

_SIZE = 50  # things on a page
_SCHEMES = Iri(f"{SCHEME}identifier-scheme")


def find(engine: Engine, asked: Asked) -> tuple[str, Mapping[str, object]]:
    """Show what is called so."""
    said, kind, number = asked.field("q"), asked.field("kind") or None, asked.number("page")
    found = search(engine, said, kind, number * _SIZE) if said else None
    total = found.total if found else 0
    pages = asked.within(number, -(-total // _SIZE))
    hits = found.hits[(number - 1) * _SIZE :] if found else ()
    return "search.html", {
        "day": latest_day(engine),
        "said": said,
        "kind": kind or "",
        "kinds": THINGS,
        "hits": list(_hits(engine, asked, hits)),
        "total": total,
        "first": (number - 1) * _SIZE + 1,
        "number": number,
        "pages": pages,
        "before": asked.again(page=str(number - 1)) if number > 1 else "",
        "after": asked.again(page=str(number + 1)) if number < pages else "",
        "close": suggestions(engine, said, kind) if said and not total else (),
    }


def _hits(engine: Engine, asked: Asked, hits: Iterable[Hit]) -> Iterable[dict[str, object]]:
    names = Names(engine, (hit.thing for hit in hits), asked.language)
    schemes = _schemes(engine, asked) if asked.language != "en" else {}
    for hit in hits:
        yield {
            "path": page_of(hit.thing.value),
            "label": names[hit.thing],
            "kind": hit.kind,
            "matched": Text(hit.matched, hit.language),
            "sort": schemes.get(hit.sort) or asked.say(hit.sort),
        }


def _schemes(engine: Engine, asked: Asked) -> dict[str, str]:
    """Return what schemes of codes are called on the page, by what the search calls them."""
    members = engine.triples(predicate=Iri(f"{SKOS}inScheme"), value=_SCHEMES)
    found = [one for one, _, _ in members if isinstance(one, Iri)]
    english, ours = Names(engine, found), Names(engine, found, asked.language)
    return {english[one]: ours[one] for one in found}
