"""Puts measures into sheets of rows, with remarks on the whole network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from comity.iris import key_of
from comity.network.choice import Choice
from comity.network.measures import Measures
from comity.network.measures.groups import Similarity
from comity.network.wording import listing
from comity.query.claims.records import Names
from comity.query.render.sheets import Cell, Sheet
from comity.store.engines.interface import Engine
from comity.terms import Iri

_DIRECTED = ("sent", "received")  # where ties have a direction
_DIGITS = {
    "strength": 2,
    "sent": 2,
    "received": 2,
    "weight": 3,
    "betweenness": 4,
    "eigenvector": 3,
    "PageRank": 4,
    "participation": 2,
    "within": 2,
    "value": 4,
}
_COMMUNITIES = 7  # that are named in the remarks
_MEMBERS = 4


def measured_sheet(engine: Engine, taken: Measures, title: str, rules: Sequence[str]) -> Sheet:
    """Return the sheet of all measures of each polity."""
    names = Names(engine, [row.node for row in taken.rows])
    prominence = taken.prominence_is
    directed = any(row.sent for row in taken.rows)
    columns = (
        *("key", "name", "degree", "strength", *(_DIRECTED if directed else ())),
        *("betweenness", prominence, "core", "community", "participation", "within", "bridges"),
    )
    rows = tuple(
        (
            key_of(row.node.value),
            names[row.node],
            row.degree,
            row.strength,
            *((row.sent, row.received) if directed else ()),
            row.betweenness,
            row.prominence,
            row.core,
            row.community,
            row.participation,
            row.within,
            row.bridges,
        )
        for row in taken.rows
    )
    return Sheet(
        title=title,
        columns=columns,
        rows=rows,
        remarks=(
            f"{title}: {len(rows):,} polities. {' '.join(rules)}",
            *_on_the_whole(taken, names),
        ),
        about={
            "title": title,
            "rule": " ".join(rules),
            "prominence": prominence,
            "components": taken.parts,
            "density": taken.density,
            "modularity": taken.modularity,
            "assortativity by region": taken.assortativity,
            "communities": [[key_of(node.value) for node in part] for part in taken.communities],
            "bridges": [[key_of(node.value) for node in edge] for edge in taken.bridges],
        },
        digits=_DIGITS,
        spare=("bridges", "within", "participation", "core", "received", "sent"),
    )


def series_sheet(
    engine: Engine,
    found: Sequence[tuple[date, Measures | None]],
    measure: str,
    choice: Choice,
) -> Sheet:
    """Return the sheet of one measure: a row for each polity, a column for each day."""
    values = [
        {row.node: _value(row, measure) for row in taken.rows} if taken else {}
        for _, taken in found
    ]
    members = sorted({node for known in values for node in known})
    names = Names(engine, members)
    called = {taken.prominence_is for _, taken in found if taken}
    name = " or ".join(sorted(called)) if measure == "prominence" else measure
    days = tuple(day.isoformat() for day, _ in found)
    rows = [
        (key_of(node.value), names[node], *(known.get(node) for known in values))
        for node in members
    ]
    title = f"{name[:1].upper()}{name[1:]} by year, ties by {' or '.join(choice.kinds)}"
    whole = [
        f"{day}: {len(taken.rows)} polities, {len(taken.communities)} communities, modularity "
        f"{taken.modularity:.2f}"
        if taken
        else f"{day}: no tie is known to hold"
        for day, (_, taken) in zip(days, found, strict=True)
    ]
    return Sheet(
        title=title,
        columns=("key", "name", *days),
        rows=tuple(sorted(rows, key=lambda row: (-_number(row[-1]), str(row[0])))),
        remarks=(
            f"{title}; an empty cell is a polity without a tie on that day. The numbers of "
            "communities are not the same ones from year to year."
            if measure == "community"
            else f"{title}; an empty cell is a polity without a tie on that day.",
            *whole,
        ),
        about={"title": title, "measure": name},
        digits=dict.fromkeys(days, _DIGITS.get(measure, 3)),
        spare=days[:-1],
    )


def similar_sheet(engine: Engine, found: Similarity, title: str, rules: Sequence[str]) -> Sheet:
    """Return the sheet of how alike two polities are."""
    both = (found.one, found.other)
    names = Names(engine, {*both, *found.shared, *found.only_one, *found.only_other})
    one, other = (names[end] for end in both)

    def called(things: Sequence[Iri]) -> str:
        return "; ".join(sorted(names[thing] for thing in things))

    rows: tuple[tuple[Cell, ...], ...] = (
        ("cosine of the weights of ties to third polities", found.cosine, ""),
        ("Jaccard index of partners", found.jaccard, ""),
        ("partners of both", found.partners, ""),
        (f"partners of {one}", found.partners_of_one, ""),
        (f"partners of {other}", found.partners_of_other, ""),
        ("weight of the tie between the two", found.weight, ""),
        ("shared by the two", len(found.shared), called(found.shared)),
        (f"only {one}", len(found.only_one), called(found.only_one)),
        (f"only {other}", len(found.only_other), called(found.only_other)),
    )
    return Sheet(
        title=f"{one} and {other}. {title}",
        columns=("measure", "value", "which"),
        rows=rows,
        remarks=(f"{title}. {' '.join(rules)}",),
        about={"title": f"{one} and {other}. {title}", "rule": " ".join(rules)},
        digits=_DIGITS,
    )


def _value(row: object, measure: str) -> float:
    found: float = getattr(row, measure)
    return found


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else -1.0


def _on_the_whole(taken: Measures, names: Names) -> Iterator[str]:
    if taken.prominence_is == "PageRank":
        yield (
            f"The network is in {taken.parts} parts, so PageRank stands in for the eigenvector, "
            "which would be 0 in all but one."
        )
    parts = [
        f"{number}: {listing([names[node] for node in _first(taken, part)], _MEMBERS)}"
        for number, part in enumerate(taken.communities[:_COMMUNITIES], 1)
    ]
    more = len(taken.communities) - len(parts)
    yield (
        f"{len(taken.communities)} communities (Louvain method), modularity "
        f"{taken.modularity:.3f}. {'; '.join(parts)}{f'; {more} more' if more > 0 else ''}."
    )
    by_region = (
        "is not defined, as all are of one region"
        if taken.assortativity is None
        else f"{taken.assortativity:.3f}"
    )
    bridges = "1 bridge" if len(taken.bridges) == 1 else f"{len(taken.bridges)} bridges"
    yield f"Assortativity by region {by_region}; density {taken.density:.3f}; {bridges}."


def _first(taken: Measures, part: Sequence[Iri]) -> list[Iri]:
    """Return the members of a community, the strongest first."""
    inside = set(part)
    return [row.node for row in taken.rows if row.node in inside]
