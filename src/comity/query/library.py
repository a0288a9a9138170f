"""The library: one question, one file, found by its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from comity.errors import BadQuery, UnknownQuery
from comity.files import read_whole
from comity.paths import files_in, room
from comity.query.header import Header, read_header
from comity.query.nearest import did_you_mean, nearest

LARGEST = 2**22  # bytes of a file; the guard bounds the characters of a query
_CLAIMS = ".claims"
_Stamp = tuple[int, int, int]  # time of the last change, size, and number of the file


class Query(NamedTuple):
    """A query: its name, its SPARQL as it stands, its header if any, and its folder if ours."""

    name: str
    text: str
    header: Header | None
    folder: str = ""


def read_query(path: str, folder: str = "") -> Query:
    """Read a query from a file; its header may be missing.

    Raises BadQuery where the file cannot be read as text.
    """
    try:
        text = read_whole(path, LARGEST).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadQuery(
            f"The query file {path} cannot be read: {said}.", "Give a file of SPARQL in UTF-8."
        ) from None
    name = os.path.splitext(os.path.basename(path))[0]
    return Query(name, text, read_header(text, path), folder)


class _Kept(NamedTuple):
    """A query as it was read, the file that it was read from, and the stamp of that."""

    path: str
    stamp: _Stamp | None
    query: Query


def _stamp(path: str) -> _Stamp | None:
    """Return what tells a file from what it was before; None where it is gone."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class Library:
    """The queries in a folder and its sub-folders; a file is read again when it has changed."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._kept: dict[str, _Kept] = {}

    @classmethod
    @cache
    def shipped(cls) -> Library:
        """Return the library that comes with comity."""
        return cls(room("queries"))

    def _files(self) -> dict[str, str]:
        """Return the file of each question by its name."""
        named = {os.path.basename(path)[:-3]: path for path in files_in(self.folder, ".rq")}
        return {name: path for name, path in named.items() if not name.endswith(_CLAIMS)}

    @staticmethod
    def _read(path: str) -> Query:
        return read_query(path, os.path.basename(os.path.dirname(path)))

    def names(self) -> tuple[str, ...]:
        """Return the names of all queries, sorted."""
        return tuple(sorted(self._files()))

    def find(self, name: str) -> Query:
        """Return the query of that name; raise UnknownQuery with the nearest names otherwise."""
        kept = self._kept.get(name)
        if kept is not None and kept.stamp == _stamp(kept.path):
            return kept.query
        files = self._files()
        if name in files:
            path = files[name]
            kept = self._kept[name] = _Kept(path, _stamp(path), self._read(path))
            return kept.query
        close = did_you_mean(nearest(name, files))
        raise UnknownQuery(
            f"There is no query '{name}' in the library, and no file of that name.",
            f"{close} The whole list: comity queries".strip(),
        )

    def __iter__(self) -> Iterator[Query]:
        """Give all queries, sorted by folder and name."""
        return (self._read(path) for path in sorted(self._files().values()))

    def claims_behind(self, query: Query) -> Query | None:
        """Return the query for the claims behind the rows of another one, if it counts claims.

        It lies beside that one as ``<name>.claims.rq``, takes the same parameters, and gives the
        key columns of that one and a claim: one row a claim.
        """
        path = os.path.join(self.folder, query.folder, f"{query.name}{_CLAIMS}.rq")
        return self._read(path) if query.folder and os.path.isfile(path) else None
