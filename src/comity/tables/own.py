"""Completes tables of one's own: names become keys, and sources and things given in place get one.

What cannot be completed stays as it is, for the check to name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from comity.graph.keys import text_key
from comity.iris import slug
from comity.tables.read import Row, Table
from comity.tables.schema import IN_PLACE, SEPARATOR, Column, Kind, concepts, kinds
from comity.text import spelling

Resolve = Callable[[str, str], str]  # the key of a thing of a kind by key, code or name; or nothing


def completed(tables: Iterable[Table], resolve: Resolve, today: str) -> list[Table]:
    """Return tables in which every thing stands by its key.

    ``today`` is when a source without a date was read. Sources and entities that rows give in
    place come as tables of their own.
    """
    completer = _Completer(resolve, today)
    own = [*tables]
    for table in own:
        completer.note(table)
    return completer.added([completer.table(table) for table in own])


class _Completer:
    def __init__(self, resolve: Resolve, today: str) -> None:
        self._resolve = resolve
        self._today = today
        self._own: dict[str, set[str]] = {}  # keys in the tables, by thing
        self._keys: dict[tuple[str, str], str] = {}
        self._sources: dict[str, Row] = {}
        self._entities: dict[str, Row] = {}

    def note(self, table: Table) -> None:
        """Note the keys that a table gives to things."""
        if len(table.kind.key) == 1:
            keys = self._own.setdefault(table.kind.thing, set())
            keys.update(row.cells.get(table.kind.key[0], "") for row in table.rows)

    def table(self, table: Table) -> Table:
        """Return a table with keys for names."""
        return Table(table.kind, tuple(self._row(table.kind, row) for row in table.rows))

    def added(self, tables: list[Table]) -> list[Table]:
        """Return tables with those of the sources and entities that rows gave in place."""
        for name, rows in (("sources", self._sources), ("entities", self._entities)):
            if rows:
                tables.append(Table(kinds()[name], tuple(rows.values())))
        return tables

    def _row(self, kind: Kind, row: Row) -> Row:
        cells = {
            name: self._cell(kind.columns[name], text)
            for name, text in row.cells.items()
            if name not in IN_PLACE
        }
        if kind.cited and "source" not in cells and "source_url" in row.cells:
            cells["source"] = self._source(row)
        if kind.name == "pacts" and "pact" not in cells and "name_en" in cells:
            cells["pact"] = text_key(cells["name_en"])
        if kind.name in ("entities", "designations") and "entity_name" in cells:
            if "entity" not in cells:
                space = cells.get("list", "own")
                cells["entity"] = f"{space}-{text_key(cells['entity_name'])}"
            if kind.name == "designations":
                self._entity(row, cells)
        if kind.name == "sources" and not {"published", "retrieved"} & cells.keys():
            cells["retrieved"] = self._today
        return row._replace(cells=cells)

    def _cell(self, column: Column, text: str) -> str:
        if column.form not in ("thing", "concept"):
            return text
        parts = column.split(text)
        return SEPARATOR.join(self._key(column, part) for part in parts) if parts else text

    def _key(self, column: Column, text: str) -> str:
        if text in self._own.get(column.of, ()):
            return text
        known = self._keys.get((column.of, text))
        if known is None:
            if column.form == "concept":
                key = _concept(column.of, text)
            else:
                key = self._resolve(column.of, text)
            known = self._keys[column.of, text] = key or text
        return known

    def _source(self, row: Row) -> str:
        url = row.cells["source_url"]
        publisher = row.cells.get("source_publisher") or urlsplit(url).netloc or url
        date = row.cells.get("source_date", "")
        title = row.cells.get("source_title") or url
        digest = hashlib.sha256("\n".join((url, publisher, date, title)).encode()).hexdigest()[:8]
        key = f"{slug(publisher)[:40].strip('-') or 'source'}-{digest}"
        cells = {"source": key, "url": url, "title": title, "publisher": publisher, "kind": "other"}
        cells |= {"published": date} if date else {"retrieved": self._today}
        self._sources.setdefault(key, row._replace(cells=cells))
        return key

    def _entity(self, row: Row, cells: Mapping[str, str]) -> None:
        key = cells["entity"]
        if key in self._own.get("entity", ()) or self._resolve("entity", key) == key:
            return
        described = {"entity": key, "entity_name": cells["entity_name"], "entity_kind": "other"}
        if "country" in cells:
            described["country"] = cells["country"]
        self._entities.setdefault(key, row._replace(cells=described))


def _concept(scheme: str, text: str) -> str:
    """Return the key of a concept by its key or a label in any language, or nothing."""
    known = concepts()[scheme]
    if text in known:
        return text
    plain = spelling(text)
    return next(
        (
            key
            for key, labels in sorted(known.items())
            if plain in (spelling(key), *map(spelling, labels))
        ),
        "",
    )
