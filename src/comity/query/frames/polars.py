"""Rows as a polars data frame."""

from __future__ import annotations

import polars

from comity.query.frames.columns import columns_of
from comity.query.rows import Rows


def frame(rows: Rows) -> polars.DataFrame:
    """Return the rows as a data frame, one column a column, null where none is bound."""
    return polars.DataFrame(columns_of(rows), strict=False)
