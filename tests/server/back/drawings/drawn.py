"""What the tests of the drawings share: rows in few words, names, and a reader of SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from comity.iris import thing
from comity.server.back.drawings.columns import Column, columns_of
from comity.server.back.drawings.svg import Drawing, Label
from comity.store.engines.interface import Row
from comity.terms import Iri, Literal, Term, typed

SVG = "{http://www.w3.org/2000/svg}"
Cell = str | int | float | Term | None


def rows(*said: Sequence[Cell]) -> tuple[Row, ...]:
    """Return rows: text, numbers, ``polity:JPN`` for a thing, ``2021-05`` for a date."""
    return tuple(tuple(_term(one) for one in row) for row in said)


def columns(found: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns of rows, named a, b, c and so on."""
    return columns_of([chr(ord("a") + place) for place in range(len(found[0]))], found)


def say(words: str, **values: object) -> str:
    """Return words in English."""
    return words.format(**values) if values else words


def numbered(place: int) -> Label:
    """Name a row by its place."""
    return Label(f"row {place}", f"/row/{place}")


def by_key(wanted: Sequence[Iri]) -> Mapping[Iri, Label]:
    """Name a thing by its key."""
    return {one: Label(one.value.rpartition("/")[2], f"/doc/{one.value}") for one in wanted}


def read(drawing: Drawing) -> ElementTree.Element:
    """Return a drawing as elements; fails where it is not well formed."""
    return ElementTree.fromstring(
        drawing.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )


def texts(drawing: Drawing) -> list[str]:
    """Return all texts that are drawn, in their order."""
    return ["".join(one.itertext()) for one in read(drawing).iter(f"{SVG}text")]


def _term(cell: Cell) -> Term | None:
    if isinstance(cell, int):
        return typed(str(cell), "integer")
    if isinstance(cell, float):
        return typed(str(cell), "double")
    if isinstance(cell, str):
        kind, colon, key = cell.partition(":")
        if colon:
            return thing(kind, key)
        if cell[:4].isdigit():
            return typed(cell, {4: "gYear", 7: "gYearMonth", 10: "date"}[len(cell)])
        return Literal(cell)
    return cell
