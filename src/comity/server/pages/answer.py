"""The answer to a question as a page shows it: rows with their sources, page by page, or drawn."""

from __future__ import annotations

from comity.errors import BadParameter
from comity.names import key_of
from comity.query.cite import evidence
from comity.query.footnotes import Footnotes
from comity.query.records import Names
from comity.query.rows import Result, Rows, Statements, Verdict
from comity.server.pages.asked import Asked, page_of
from comity.server.pages.views import said_of, view_of
from comity.store.engine import Engine
from comity.terms import Iri, Term, text_of

SIZE = 500  # rows on a page
_LONGEST = 1_000  # characters of a cell; the downloads have all of it


def answer(engine: Engine, asked: Asked, result: Result) -> dict[str, object]:
    """Return what the page says of an answer: a verdict, or how many rows and those of the page.

    Raises BadParameter for a page or a view that there is not.
    """
    if isinstance(result, Verdict):
        return {"verdict": result.holds, "columns": (), "rows": [], "notes": (), "total": 1}
    if isinstance(result, Statements):
        found = Rows(("subject", "property", "value"), result.triples, result.asked)
    else:
        found = result
    is_cited = not isinstance(result, Statements) and found.header is not None
    shown = found.without_claims() if is_cited else found
    told: dict[str, object] = {"verdict": None, "total": len(found), **_no_table()}
    told |= view_of(engine, asked, shown)
    if told["drawing"] is None:
        told |= _table(engine, asked, found, cited=is_cited)
    return told


def _no_table() -> dict[str, object]:
    return {"columns": (), "rows": [], "notes": (), "cited": False, "first": 0, "pages": 1}


def _table(engine: Engine, asked: Asked, found: Rows, *, cited: bool) -> dict[str, object]:
    number, pages = asked.number("page"), max(1, -(-len(found) // SIZE))
    if number > pages:
        raise BadParameter(
            f"page: there is no page {number}; the answer has {pages}.", f"Give 1 to {pages}."
        )
    first = (number - 1) * SIZE
    part = Rows(found.columns, found[first : first + SIZE], found.asked)
    shown = part.without_claims() if cited else part
    behind = evidence(engine, part).cited if cited else tuple(() for _ in part)
    notes = Footnotes()
    names = Names(
        engine, {term for row in shown for term in row if isinstance(term, Iri)}, asked.language
    )
    cells = [[_cell(asked, names, term) for term in row] for row in shown]
    return {
        "columns": [asked.say(one.replace("_", " ")) for one in shown.columns],
        "rows": [(row, notes.marks(said)) for row, said in zip(cells, behind, strict=True)],
        "cited": any(behind),
        "notes": tuple(notes),
        "first": first + 1,
        "last": first + len(part),
        "number": number,
        "pages": pages,
        "cut": any(text.endswith("…") and len(text) > _LONGEST for row in cells for text, _ in row),
        "before": asked.again(page=str(number - 1)) if number > 1 else "",
        "after": asked.again(page=str(number + 1)) if number < pages else "",
    }


def _cell(asked: Asked, names: Names, term: Term | None) -> tuple[str, str]:
    if isinstance(term, Iri):
        return names[term] or key_of(term.value), page_of(term.value)
    text = text_of(term) or ""
    if len(text) > _LONGEST:
        return f"{text[:_LONGEST]}…", ""
    return said_of(asked, text), ""
