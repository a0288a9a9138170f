"""Columns of terms as a polars data frame."""

from __future__ import annotations

import polars

from comity.query.frames.columns import Columns, values_of


def frame(columns: Columns) -> polars.DataFrame:
    """Return the columns as a data frame, null where nothing is bound."""
    return polars.DataFrame(values_of(columns), strict=False)
