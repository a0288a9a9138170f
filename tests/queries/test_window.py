"""The window of listed-around, reckoned in SPARQL, is the one Python's calendar gives."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.iris import SKOS, thing
from comity.query.library.catalogue import Library
from comity.query.library.rows import Bindings
from comity.query.library.run import fill
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.engines.rdflib import RdflibWriter
from comity.terms import RDF, Iri, Literal, Triple, tagged, typed
from comity.vocab import COMITY

QUERY = Library.shipped().find("listed-around")
GRAPH = thing("list", "example-list")
SUMMIT = thing("summit", "example-summit")
DAYS = st.dates(date(1931, 1, 1), date(2069, 12, 31))
Build = Callable[[list[Triple]], Engine]
SPANS = st.tuples(st.integers(0, 12), st.integers(0, 30), st.integers(0, 400))


def shifted(day: date, sign: int, span: tuple[int, int, int]) -> date:
    """Move a day by years and months, cut to the length of the month, and then by days."""
    years, months, days = span
    count = day.year * 12 + day.month - 1 + sign * (12 * years + months)
    year, month = divmod(count, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length)) + sign * timedelta(days)


def duration(span: tuple[int, int, int]) -> str:
    """Write a span as a duration of ISO 8601, without the parts that are 0."""
    parts = "".join(f"{number}{unit}" for number, unit in zip(span, "YMD", strict=True) if number)
    return f"P{parts or '0D'}"


def world(start: Literal, listed: list[Literal]) -> list[Triple]:
    """Return a summit that began on a day, and entities listed on others."""
    triples: list[Triple] = [(SUMMIT, COMITY.startedOn, start)]
    for number, day in enumerate(listed):
        entity = thing("entity", f"example-{number:02}")
        claim = thing("designation", "example-list", f"example-{number:02}")
        triples += [
            (claim, Iri(RDF + "type"), COMITY.Designation),
            (claim, COMITY.entity, entity),
            (claim, COMITY.list, GRAPH),
            (claim, COMITY.listedOn, day),
            (entity, Iri(SKOS + "prefLabel"), tagged(f"Example {number}", "en")),
        ]
    return triples


def found(engine: Engine, before: str, after: str) -> list[str]:
    bound: Bindings = {
        "summit": (SUMMIT,),
        "before": (typed(before, "duration"),),
        "after": (typed(after, "duration"),),
    }
    answer = engine.select(fill(QUERY.text, bound))
    place = answer.variables.index("listed")
    return sorted(term.value for row in answer.rows if (term := row[place]) is not None)


def in_oxigraph(triples: list[Triple]) -> Engine:
    writer = OxigraphWriter()
    writer.add(triples, GRAPH)
    return writer.reader()


def in_rdflib(triples: list[Triple]) -> Engine:
    writer = RdflibWriter()
    writer.add(triples, GRAPH)
    return writer.reader()


@settings(max_examples=400)
@given(start=DAYS, before=SPANS, after=SPANS)
def test_both_ends_of_the_window_are_in_and_their_neighbours_out(
    start: date, before: tuple[int, int, int], after: tuple[int, int, int]
) -> None:
    first, last = shifted(start, -1, before), shifted(start, 1, after)
    one = timedelta(1)
    days = sorted({first - one, first, start, last, last + one})
    engine = in_oxigraph(world(typed(f"{start}", "date"), [typed(f"{d}", "date") for d in days]))
    wanted = [f"{day}" for day in days if first <= day <= last]
    assert found(engine, duration(before), duration(after)) == wanted


@pytest.mark.parametrize("build", [in_oxigraph, in_rdflib], ids=["oxigraph", "rdflib"])
@pytest.mark.parametrize(
    ("start", "before", "after", "first", "last"),
    [
        ("2021-08-31", "P6M", "P0D", "2021-02-28", "2021-08-31"),
        ("2024-08-31", "P6M", "P1M", "2024-02-29", "2024-09-30"),
        ("2024-02-29", "P1Y", "P4Y", "2023-02-28", "2028-02-29"),
        ("2021-12-09", "P6M", "P0D", "2021-06-09", "2021-12-09"),
        ("2021-03-01", "P1D", "P366D", "2021-02-28", "2022-03-02"),
        ("2000-01-31", "P1M1D", "P1M", "1999-12-30", "2000-02-29"),
    ],
)
def test_the_corners_of_the_calendar(
    build: Build, start: str, before: str, after: str, first: str, last: str
) -> None:
    one = timedelta(1)
    ends = [date.fromisoformat(first), date.fromisoformat(last)]
    days = sorted({*ends, ends[0] - one, ends[1] + one})
    engine = build(world(typed(start, "date"), [typed(f"{day}", "date") for day in days]))
    assert found(engine, before, after) == sorted({first, last})


@pytest.mark.parametrize("build", [in_oxigraph, in_rdflib], ids=["oxigraph", "rdflib"])
def test_a_start_known_by_its_month_is_its_first_day_and_partial_dates_of_listing_do_not_count(
    build: Build,
) -> None:
    listed = [
        typed("2021-08-31", "date"),
        typed("2021-09-01", "date"),
        typed("2021-09", "gYearMonth"),
        typed("2021", "gYear"),
    ]
    engine = build(world(typed("2021-09", "gYearMonth"), listed))
    assert found(engine, "P0D", "P29D") == ["2021-09-01"]
