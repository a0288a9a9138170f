"""The answer to a question as a page shows it: rows with their sources, page by page, or drawn."""

from __future__ import annotations

from collections.abc import Callable

from comity.query.claims.citations import Cited, Footnotes, evidence
from comity.query.library.rows import Result, Rows, Statements, Verdict
from comity.server.back.pages.answer_cells import cells, localised, told_once
from comity.server.back.pages.answer_views import view_of
from comity.server.wire.page_request import Asked
from comity.store.engines.interface import Engine
from comity.terms import Literal, Text

SIZE = 500  # rows on a page
_CITED = 10  # claims of a row whose sources are told; the downloads have all of them
_LONGEST = 1_000  # characters of a cell; the downloads have all of it
_STATEMENT = ("subject", "property", "value")


def answer(engine: Engine, asked: Asked, result: Result) -> dict[str, object]:
    """Return what the page says of an answer: a verdict, or how many rows and those of the page.

    Raises BadParameter for a page or a view that there is not.
    """
    if isinstance(result, Verdict):
        return {"verdict": result.holds, "columns": (), "rows": [], "notes": (), "total": 1}
    if isinstance(result, Statements):
        section, found = "statement", Rows(_STATEMENT, result.triples, result.asked)
    else:
        section, found = "columns" if result.header else "", result

    def called(column: str) -> str:
        return asked.called(section, column) if section else column

    told: dict[str, object] = {"verdict": None, "total": len(found), **_no_table()}
    shown = found
    if section == "columns":
        shown = _labelled(engine, asked, found) if asked.field("view") == "chart" else found
        shown = shown.without_claims()
    told |= view_of(engine, asked, shown, called)
    if told["drawing"] is None:
        told |= _table(engine, asked, found, called, cited=section == "columns")
    return told


def _no_table() -> dict[str, object]:
    return {
        "columns": (),
        "rows": [],
        "notes": (),
        "cited": False,
        "most": 0,
        "first": 0,
        "pages": 1,
    }


def _labelled(engine: Engine, asked: Asked, found: Rows) -> Rows:
    """Return the rows with their labels in the language of the page."""
    labels = localised(engine, asked, found)
    if asked.language == "en" or not labels:
        return found
    place = found.columns.index("label")
    told = zip(found, labels, strict=True)
    rows = tuple((*row[:place], Literal(label), *row[place + 1 :]) for row, label in told)
    return Rows(found.columns, rows, found.asked)


def _table(
    engine: Engine, asked: Asked, found: Rows, called: Callable[[str], str], *, cited: bool
) -> dict[str, object]:
    number = asked.number("page")
    pages = asked.within(number, max(1, -(-len(found) // SIZE)))
    first = (number - 1) * SIZE
    part = Rows(found.columns, found[first : first + SIZE], found.asked)
    shown = told_once(engine, part.without_claims()) if cited else part
    none: tuple[Cited, ...] = ()
    behind, left = (none,) * len(part), (0,) * len(part)
    if cited:
        told = evidence(engine, part, _CITED)
        behind, left = told.cited, told.left
    notes = Footnotes()
    whole = list(cells(engine, asked, shown, localised(engine, asked, part)))
    kept = [[(_cut(text), place) for text, place in row] for row in whole]
    return {
        "columns": [called(one) for one in shown.columns],
        "rows": [
            (row, notes.marks(said), more)
            for row, said, more in zip(kept, behind, left, strict=True)
        ],
        "cited": any(behind),
        "most": _CITED if any(left) else 0,
        "notes": tuple(notes),
        "first": first + 1,
        "last": first + len(part),
        "number": number,
        "pages": pages,
        "cut": kept != whole,
        "before": asked.again(page=str(number - 1)) if number > 1 else "",
        "after": asked.again(page=str(number + 1)) if number < pages else "",
    }


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    language = text.language if isinstance(text, Text) else ""
    return Text(f"{text[:_LONGEST]}…", language)
