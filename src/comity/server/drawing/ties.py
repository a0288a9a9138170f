"""What the rows of an answer tie: things that stand in one row, how heavily, and what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from comity.server.drawing.columns import Column, Sort, number_of
from comity.store.engine import Row
from comity.terms import Iri, Literal

Pair = tuple[Iri, Iri]
_LARGE = 1e300  # so that what is added up stays finite


@dataclass
class Ties:
    """What the rows tie: how heavily, which of it surely, and what is left out."""

    weights: dict[Pair, float] = field(default_factory=dict)
    sure: set[Pair] = field(default_factory=set)
    lacking: int = 0
    denied: int = 0
    same: int = 0


def can_draw(rows: Sequence[Row], columns: Sequence[Column], ends: tuple[Column, Column]) -> bool:
    """Say whether any row ties two things of these columns."""
    answer = _place(columns, Sort.ANSWER)
    return any(_pair(row, ends) and _said(row, answer) != "no" for row in rows)


def tied(rows: Sequence[Row], columns: Sequence[Column], ends: tuple[Column, Column]) -> Ties:
    """Return what the rows tie; of a pair that stands in several rows the numbers are added up."""
    heavy, answer = _place(columns, Sort.NUMBER), _place(columns, Sort.ANSWER)
    found = Ties()
    for row in rows:
        pair, said = _pair(row, ends), _said(row, answer)
        if said == "no":
            found.denied += 1
        elif pair is None:
            one, other = (row[end.place] for end in ends)
            found.same += isinstance(one, Iri) and one == other
            found.lacking += not (isinstance(one, Iri) and one == other)
        else:
            weight = 1.0 if heavy is None else number_of(row[heavy])
            if weight is not None and said == "yes":
                found.sure.add(pair)
            found.weights[pair] = found.weights.get(pair, 0.0) + min(
                max(weight or 0.0, 0.0), _LARGE
            )
    return found


def _pair(row: Row, ends: tuple[Column, Column]) -> Pair | None:
    one, other = row[ends[0].place], row[ends[1].place]
    if not isinstance(one, Iri) or not isinstance(other, Iri) or one == other:
        return None
    return (one, other) if one < other else (other, one)


def _said(row: Row, answer: int | None) -> str:
    """Return what a row answers; one that is not asked says "yes" by being there."""
    if answer is None:
        return "yes"
    said = row[answer]
    return said.value if isinstance(said, Literal) else "unknown"


def _place(columns: Sequence[Column], sort: Sort) -> int | None:
    return next((one.place for one in columns if one.sort is sort), None)


def heaviest(
    weights: Mapping[Pair, float], degrees: Mapping[Iri, int], most: int, most_ties: int
) -> dict[Pair, float]:
    """Return the ties that are drawn: of each thing the same share, its heaviest first.

    So a thing with many ties keeps many, and looks as much larger than others as it is.
    """
    shares: dict[Pair, float] = {}
    count: Counter[Iri] = Counter()
    for pair in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        count.update(pair)
        shares[pair] = min(count[end] / degrees[end] for end in pair)
    inside: set[Iri] = set()
    kept: list[Pair] = []
    for pair in sorted(weights, key=lambda pair: (shares[pair], -weights[pair], pair)):
        if len(inside.union(pair)) <= most:
            inside.update(pair)
            kept.append(pair)
        if len(kept) == most_ties:
            break
    return {pair: weights[pair] for pair in sorted(kept)}
