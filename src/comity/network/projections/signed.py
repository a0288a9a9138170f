"""Ties the parties of pacts."""

from __future__ import annotations

from collections.abc import Iterable

from comity.network.choice import Weight
from comity.network.held import Affiliation, When
from comity.network.projections.shared import shared
from comity.network.tie import Kind, Tie


def signed(
    affiliations: Iterable[Affiliation], weight: Weight = Weight.COUNT, on: When | None = None
) -> tuple[Tie, ...]:
    """Return the ties between the parties of pacts; the weight is the number of their pacts.

    Other weights are those of :func:`comity.network.projections.shared.shared`; with ``each``
    there is one tie for each pact and pair, as in a multigraph.
    """
    return shared(affiliations, Kind.PACT, weight, on)
