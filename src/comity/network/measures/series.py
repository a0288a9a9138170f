"""Measures of a network year by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from comity.errors import BadParameter
from comity.network.choice import Choice
from comity.network.held import NothingHeld
from comity.network.measures.table import Measures, measure
from comity.network.places import regions_of
from comity.network.projections import project
from comity.store.engine import Engine

_MOST = 100


def days_of(first: date, last: date) -> tuple[date, ...]:
    """Return 31 December of each year from a first day on, and the last day itself.

    Raises BadParameter where the first day is after the last one, or a century before it.
    """
    if first > last:
        raise BadParameter(f"--from {first} is after --to {last}.", "Give the earlier day first.")
    if last.year - first.year > _MOST:
        raise BadParameter(
            f"From {first} to {last} are more than {_MOST} years.", "Choose fewer years."
        )
    ends = (date(year, 12, 31) for year in range(first.year, last.year))
    return (*ends, last)


def series(
    engine: Engine, choice: Choice, days: Iterable[date]
) -> tuple[tuple[date, Measures | None], ...]:
    """Return the measures of each day; None where no tie is known to have held."""
    regions = regions_of(engine)
    found: list[tuple[date, Measures | None]] = []
    for day in days:
        try:
            ties = project(engine, replace(choice, on=day, window=None)).ties
        except NothingHeld:
            found.append((day, None))
        else:
            found.append((day, measure(ties, regions)))
    if not any(measured for _, measured in found):
        raise NothingHeld(
            f"No tie by {' or '.join(choice.kinds)} is known to hold on any of {len(found)} days.",
            "Choose later days with --from and --to, or another --tie.",
        )
    return tuple(found)
