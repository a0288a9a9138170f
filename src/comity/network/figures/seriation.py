"""Orders the rows and columns of a table so that like stands by like, without any chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from comity.terms import Iri

_ROUNDS = 300
_GOLDEN = 0.6180339887498949
_DIGITS = 9  # what is equal but for the last bits is equal: the key decides

Row = TypeVar("Row", Iri, str)
Column = TypeVar("Column", Iri, str)


def scores(cells: Iterable[tuple[Row, Column]]) -> tuple[dict[Row, float], dict[Column, float]]:
    """Return a score for each row and column: alike the more of the other side they share.

    This is reciprocal averaging: a row has the mean score of its columns and a column that of its
    rows, less the part that is the same for all (M. O. Hill, Journal of Ecology 61, 237, 1973). It
    begins with scores that follow from the keys, and sums run in the order of the keys, so it ends
    the same each time. The end with the fewer filled cells comes first.
    """
    filled = sorted(set(cells))
    by_row: dict[Row, list[Column]] = {}
    by_column: dict[Column, list[Row]] = {}
    for row, column in filled:
        by_row.setdefault(row, []).append(column)
        by_column.setdefault(column, []).append(row)
    # Spread as evenly as can be, so that no axis is missed because all begin alike.
    row_score = {row: number * _GOLDEN % 1 for number, row in enumerate(by_row)}
    column_score: dict[Column, float] = {}
    for _ in range(_ROUNDS):
        column_score = _means(by_column, row_score)
        row_score = _level(_means(by_row, column_score), by_row)
    heavy = sum(len(columns) * row_score[row] ** 3 for row, columns in by_row.items())
    sign = -1.0 if heavy > 0 else 1.0
    return (
        {row: round(sign * score, _DIGITS) for row, score in row_score.items()},
        {column: round(sign * score, _DIGITS) for column, score in column_score.items()},
    )


def _means(parts: Mapping[Row, list[Column]], score: Mapping[Column, float]) -> dict[Row, float]:
    return {
        one: sum(score[other] for other in others) / len(others) for one, others in parts.items()
    }


def _level(score: Mapping[Row, float], parts: Mapping[Row, list[Column]]) -> dict[Row, float]:
    """Take away the mean, in which all rows are alike, and bring the spread back to one."""
    total = sum(len(others) for others in parts.values())
    mean = sum(score[one] * len(others) for one, others in parts.items()) / total
    even = {one: value - mean for one, value in score.items()}
    spread = (sum(even[one] ** 2 * len(others) for one, others in parts.items()) / total) ** 0.5
    return {one: value / spread if spread > 1e-12 else 0.0 for one, value in even.items()}
