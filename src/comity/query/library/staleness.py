"""Which lists an answer rests on that are not known up to the day of the question."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from weakref import WeakKeyDictionary

from comity.graph.dates import last_day
from comity.iris import key_of
from comity.query.library.rows import Result, Rows
from comity.store.engines.interface import Engine
from comity.terms import Iri, Term
from comity.vocab import COMITY

_KNOWN = f"""
SELECT ?list (MAX(STR(?day)) AS ?known)
WHERE {{
  ?list a <{COMITY.DesignationList.value}> .
  ?coverage <{COMITY.covers.value}> ?list ; <{COMITY.asOf.value}> ?day .
}}
GROUP BY ?list
"""
_OF_STORES: WeakKeyDictionary[Engine, dict[Term | None, str]] = WeakKeyDictionary()
_SHOWN = 3  # lists that a remark names


class StaleList(NamedTuple):
    """A list, and the last day up to which it is known, as precisely as that is stated."""

    key: str
    known: str


def stale_lists(engine: Engine, rows: Rows) -> tuple[StaleList, ...]:
    """Return the lists of an answer whose last edition is older than the day that was asked for.

    They are the lists given as parameters and those in the rows, or all where the query reads lists
    and names none; the day is the parameter ``on``, or the last one before ``to``. A list on which
    no coverage is stated is not among them.
    """
    header, bound = rows.header, rows.asked.bound
    day = _day(rows)
    if header is None or not day:
        return ()
    lists: set[Term | None] = {
        value
        for parameter in header.parameters
        if parameter.kind == "list"
        for value in bound.get(parameter.name, ())
    }
    for name, kind in header.columns:
        if kind == "list" and name in rows.columns:
            lists.update(rows.column(name))
    if not lists and "list" not in dict(header.columns).values():
        if "comity:list ?" not in rows.asked.query.text:
            return ()
        lists.update(_known(engine))
    known = _known(engine)
    return tuple(
        StaleList(key_of(term.value), known[term])
        for term in sorted(term for term in lists if isinstance(term, Iri))
        if term in known and last_day(known[term]) < day
    )


def _known(engine: Engine) -> dict[Term | None, str]:
    """Return the last day up to which each list is known."""
    if engine in _OF_STORES:
        return _OF_STORES[engine]
    days: dict[Term | None, str] = {
        list_: day.value for list_, day in engine.select(_KNOWN).rows if day is not None
    }
    if engine.settled:
        _OF_STORES[engine] = days
    return days


def with_remark(engine: Engine, result: Result) -> Result:
    """Return an answer with a remark where it rests on lists that are not known up to its day."""
    if isinstance(result, Rows) and result.asked.query.folder:
        stale = stale_lists(engine, result)
        result.remark = remark_on(stale) if stale else ""
    return result


def _day(rows: Rows) -> str:
    """Return the last day on which an answer speaks of lists; empty where it names none."""
    bound = rows.asked.bound
    if "on" in bound:
        return max(term.value for term in bound["on"])
    if "to" in bound:
        end = max(term.value for term in bound["to"])
        return (date.fromisoformat(end) - timedelta(days=1)).isoformat()
    return ""


def remark_on(stale: tuple[StaleList, ...]) -> str:
    """Return what a reader of an answer has to know of stale lists, as one line."""
    named = ", ".join(f"{entry.key} is known up to {entry.known}" for entry in stale[:_SHOWN])
    more = len(stale) - _SHOWN
    return f"{named}, and {more} more lists only up to earlier days." if more > 0 else f"{named}."
