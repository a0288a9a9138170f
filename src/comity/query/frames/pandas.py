"""Rows as a pandas data frame."""

from __future__ import annotations

import pandas

from comity.query.frames.columns import columns_of
from comity.query.rows import Rows


def frame(rows: Rows) -> pandas.DataFrame:
    """Return the rows as a data frame, one column a column, missing values where none is bound."""
    return pandas.DataFrame(columns_of(rows), columns=list(rows.columns))
