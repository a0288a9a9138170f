"""The library: one question, one file, with a header that states parameters and columns."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from comity.errors import BadQuery, UnknownQuery
from comity.files import read_whole
from comity.iris import BASE, DCTERMS, PREFIXES, RDFS, SH
from comity.paths import files_in, room
from comity.query.names.labels import did_you_mean, nearest
from comity.store.engines.guard import check
from comity.store.engines.tokens import all_tokens
from comity.terms import RDF, Iri, Literal, Triple, tagged

_PARAMETERS = ("params", "parameters")
_KEYS = {"summary", "columns", *_PARAMETERS}
_DECORATOR = re.compile(r"^#\+(?: (?P<indent> *)(?P<key>[\w-]+): *(?P<value>.*?))?\s*$")


class Parameter(NamedTuple):
    """A parameter of a query: its kind, an example, and a default where it may be left out."""

    name: str
    kind: str
    example: str
    default: str | None = None
    many: bool = False


class Header(NamedTuple):
    """What a library query says of itself; in Japanese too, where it is ours."""

    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    summary_ja: str = ""
    description_ja: str = ""

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, or None."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)


def _mapping(text: str, where: str) -> dict[str, str]:
    if not (text.startswith("{") and text.endswith("}")):
        raise BadQuery(
            f"The header of {where} has '{text}' where {{key: value}} is wanted.",
            "Write it in braces on one line.",
        )
    pairs = (part.split(":", 1) for part in text[1:-1].split(",") if part.strip())
    try:
        return {key.strip(): _plain(value) for key, value in pairs}
    except ValueError:
        raise BadQuery(
            f"The header of {where} has '{text}', which is not a list of key: value.",
            "Put a colon and a space between each key and its value.",
        ) from None


def _plain(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def read_header(text: str, where: str) -> Header | None:
    """Return the header of a query's text, or None where it has none.

    The header stands in the comments before the query's first word. A ``#+`` comment of another
    form is a comment: other tools keep notes, lists and blocks of their own there. Raises BadQuery,
    naming ``where``, for a line in braces that cannot be read.
    """
    values: dict[str, str] = {}
    parameters: list[Parameter] = []
    key = ""
    for token in all_tokens(text):
        if token.kind not in ("space", "comment"):
            break
        part = _DECORATOR.match(token.text)
        if part is None or not part["key"]:
            continue
        value = part["value"]
        if not part["indent"]:
            key = part["key"]
            values[key] = value
        elif key in _PARAMETERS and value.startswith("{"):
            parameters.append(_parameter(part["key"], _mapping(value, where), where))
    if not values.keys() & _KEYS:
        return None
    columns = values.get("columns", "")
    return Header(
        summary=_plain(values.get("summary", "")),
        description=_plain(values.get("description", "")),
        parameters=tuple(parameters),
        columns=tuple(_mapping(columns, where).items()) if columns.startswith("{") else (),
        tags=tuple(tag.strip() for tag in values.get("tags", "[]")[1:-1].split(",") if tag.strip()),
        summary_ja=_plain(values.get("summary-ja", "")),
        description_ja=_plain(values.get("description-ja", "")),
    )


def _parameter(name: str, values: dict[str, str], where: str) -> Parameter:
    if "kind" not in values or "example" not in values:
        raise BadQuery(
            f"The header of {where} gives the parameter {name} without a kind or an example.",
            f"Write '#+   {name}: {{kind: …, example: …}}'.",
        )
    return Parameter(
        name, values["kind"], values["example"], values.get("default"), values.get("many") == "true"
    )


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
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadQuery(
            f"The query file {path} cannot be read: {reason}.", "Give a file of SPARQL in UTF-8."
        ) from None
    name = os.path.splitext(os.path.basename(path))[0]
    return Query(name, text, read_header(text, path), folder)


class _CachedQuery(NamedTuple):
    """A query as it was read, the file that it was read from, and the stamp of that."""

    path: str
    stamp: _Stamp | None
    query: Query


def _stamp(path: str) -> _Stamp | None:
    """Return what tells a file from what it was before; None where it is gone."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


class Library:
    """The queries in a folder and its sub-folders; a file is read again when it has changed."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._cache: dict[str, _CachedQuery] = {}

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
        cached = self._cache.get(name)
        if cached is not None and cached.stamp == _stamp(cached.path):
            return cached.query
        files = self._files()
        if name in files:
            path = files[name]
            cached = self._cache[name] = _CachedQuery(path, _stamp(path), self._read(path))
            return cached.query
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


QUERIES = BASE + "query/"
_FORMS = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
    "ASK": ("SPARQLAskExecutable", "ask"),
}


def published(queries: Iterable[Query]) -> Iterator[Triple]:
    """Give the statements about each query that has a header."""
    for query in queries:
        if query.header is None:
            continue
        name = Iri(QUERIES + query.name)
        kind, text = _FORMS[check(query.text)]
        for class_ in ("SPARQLExecutable", kind):
            yield name, Iri(RDF + "type"), Iri(SH + class_)
        yield name, Iri(RDFS + "label"), Literal(query.name)
        for language, summary, description in _worded(query.header):
            yield name, Iri(RDFS + "comment"), tagged(summary, language)
            yield name, Iri(DCTERMS + "description"), tagged(description, language)
        for tag in query.header.tags:
            yield name, Iri(PREFIXES["schema"] + "keywords"), tagged(tag, "en")
        yield name, Iri(SH + text), Literal(query.text)


def _worded(header: Header) -> Iterator[tuple[str, str, str]]:
    """Give the summary and the description, with their language, in each that there is."""
    yield "en", header.summary, header.description
    if header.summary_ja:
        yield "ja", header.summary_ja, header.description_ja
