"""Rows put together by their key on disk, so that a list in any order needs next to no memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby, islice
from typing import NamedTuple, Self

from comity.errors import BadData
from comity.lists import bounds

_BATCH = 2_000


class Kept(NamedTuple):
    """A row as it was put on the shelf: where it stood in the file, and its fields."""

    place: str
    fields: dict[str, str]


class Shelf:
    """Holds the rows of a list until all are read, then gives them key by key.

    The rows lie in a nameless file that goes when the shelf is closed; memory holds one key's.
    """

    def __init__(self) -> None:
        # An empty name is a private file on disk, which SQLite deletes by itself.
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("PRAGMA cache_size = -16384")
        self._base.execute("PRAGMA temp_store = FILE")
        self._base.execute("CREATE TABLE kept (key TEXT, place TEXT, fields TEXT)")
        self._waiting: list[tuple[str, str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def put(self, key: str, place: str, fields: dict[str, str]) -> None:
        """Add a row; rows of one key keep the order in which they were added."""
        self._waiting.append((key, place, json.dumps(fields)))
        if len(self._waiting) == _BATCH:
            self._write()

    def groups(self) -> Iterator[list[Kept]]:
        """Give the rows of each key together, the keys in the order of their first rows."""
        self._write()
        self._base.execute("CREATE INDEX keys ON kept (key)")
        self._base.execute(
            "CREATE TABLE firsts AS SELECT key FROM kept GROUP BY key ORDER BY min(rowid)"
        )
        rows = self._base.execute(
            "SELECT key, place, fields FROM firsts CROSS JOIN kept USING (key)"
            " ORDER BY firsts.rowid, kept.rowid"
        )
        for _, group in groupby(rows, key=lambda row: row[0]):
            kept = [
                Kept(place, json.loads(fields))
                for _, place, fields in islice(group, bounds.ROWS + 1)
            ]
            if len(kept) > bounds.ROWS:
                raise BadData(
                    f"More than {bounds.ROWS:,} rows are about one entry, from {kept[0].place}.",
                    "Look whether this is the file that its publisher gives.",
                )
            yield kept

    def _write(self) -> None:
        """Write what waits."""
        self._base.execute("BEGIN")
        self._base.executemany("INSERT INTO kept VALUES (?, ?, ?)", self._waiting)
        self._base.execute("COMMIT")
        self._waiting.clear()
