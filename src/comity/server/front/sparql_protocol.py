"""Reads a request of the SPARQL 1.1 Protocol: what is asked, of which graphs, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qsl

from starlette.datastructures import Headers

from comity.server.wire.faults import BadRequest, UnknownMedia

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]*\Z")
_MOST_FIELDS = 1000

Fields = list[tuple[str, str]]


class Operation(NamedTuple):
    """What a request asks for: a query or an update, and the graphs it names."""

    kind: str
    """``query``, ``update``, or nothing for a bare request."""
    text: str = ""
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


def read_get(query_string: bytes) -> Operation:
    """Read a request by GET: a query, or nothing."""
    fields = decoded(query_string, "The query part of the URL")
    if _values(fields, "update"):
        raise BadRequest("An update came by GET.", "Send updates by POST.")
    queries = _values(fields, "query")
    if not queries:
        return Operation("")
    return _operation("query", queries, fields)


def read_post(query_string: bytes, headers: Headers, body: bytes) -> Operation:
    """Read a request by POST: a form, or a query or update as it is."""
    media = media_of(headers)
    fields = decoded(query_string, "The query part of the URL")
    if media == FORM:
        fields += decoded(body, "The form")
        queries, updates = _values(fields, "query"), _values(fields, "update")
        if queries and updates:
            raise BadRequest("The form has a query and an update.", "Send one of the two.")
        if updates:
            return _operation("update", updates, fields)
        if queries:
            return _operation("query", queries, fields)
        raise BadRequest("The form has no query and no update.", "Give the field query or update.")
    if media not in (QUERY, UPDATE):
        raise UnknownMedia(
            f"The body is {f'of the type {media[:60]}' if media else 'of no type'}.",
            f"Send a query as {QUERY}, an update as {UPDATE}, or a form as {FORM}.",
        )
    kind = "query" if media == QUERY else "update"
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRequest(f"The {kind} is not UTF-8 text.", "Send it in UTF-8.") from None
    return _operation(kind, [text], fields)


def media_of(headers: Headers) -> str:
    """Return the media type of a body; raise UnknownMedia for a charset other than UTF-8."""
    media, *parameters = headers.get("content-type", "").split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in ("utf-8", "utf8", "us-ascii"):
            raise UnknownMedia(f"The body is in {charset[:40]!a}.", "Send it in UTF-8.")
    return media.strip().lower()


def decoded(raw: bytes, what: str) -> Fields:
    """Return the fields of a form; raise BadRequest for what is none."""
    try:
        return parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except UnicodeDecodeError:
        raise BadRequest(f"{what} is not UTF-8 text.", "Encode it as UTF-8, then as %XX.") from None
    except ValueError:
        raise BadRequest(f"{what} has too many fields.", "Send fewer.") from None


def graph_iris(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of graphs; raise BadRequest for one that is no absolute IRI."""
    found = tuple(names)
    for name in found:
        if not _IRI.match(name):
            raise BadRequest(
                f"{name[:80]!a} is no absolute IRI.", "Name graphs by their IRIs, in full."
            )
    return found


def _values(fields: Fields, name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def _operation(kind: str, texts: list[str], fields: Fields) -> Operation:
    if len(texts) > 1:
        raise BadRequest(f"The request has {len(texts)} of the field {kind}.", "Send one.")
    names = ("default-graph-uri", "named-graph-uri")
    if kind == "update":
        names = ("using-graph-uri", "using-named-graph-uri")
    text = texts[0].removeprefix("\ufeff")
    # an empty field, as forms send it, names no graph
    default, named = (graph_iris(filter(None, _values(fields, name))) for name in names)
    if not default and not named:
        return Operation(kind, text)
    return Operation(kind, text, default, named)
