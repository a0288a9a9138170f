"""What a picture is to show: the choice of ties, the day, and what stands in its middle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comity.network.choice import Choice
from comity.network.wording import long_date
from comity.terms import Iri


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture as asked for.

    ``day`` is the day of the choice, or the latest of the graph, and then ``is_latest``. ``span``
    are the two days between which change is shown; ``sets`` the initiatives to show, none for all.
    """

    choice: Choice
    day: date
    is_latest: bool = False
    centre: Iri | None = None
    span: tuple[date, date] | None = None
    sets: tuple[Iri, ...] = ()

    def as_of(self) -> str:
        """Return the end of a title: the day, and whose choice it was."""
        latest = ", the latest day in the graph" if self.is_latest else ""
        return f"as of {long_date(self.day)}{latest}"
