"""Columns of terms as a pandas data frame."""

from __future__ import annotations

import pandas

from comity.query.frames.columns import Columns, values_of


def frame(columns: Columns) -> pandas.DataFrame:
    """Return the columns as a data frame, missing values where nothing is bound."""
    return pandas.DataFrame(values_of(columns), columns=list(columns))
