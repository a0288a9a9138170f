"""Describes the API in OpenAPI 3.1, from what the queries of the library say of themselves."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version

from comity.query.header import Parameter
from comity.query.library import Library, Query
from comity.query.resolve import THINGS

Json = dict[str, object]
_KINDS: dict[str, Json] = {
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "duration": {"type": "string", "pattern": "^P(?=[0-9])([0-9]+Y)?([0-9]+M)?([0-9]+D)?$"},
}
_CELL: Json = {"type": ["string", "integer", "boolean", "null"]}
_TEXT: Json = {"schema": {"type": "string"}}
_TAG: Json = {"schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'}, "required": True}
_KEPT: Json = {
    "ETag": {"description": "Send it back as If-None-Match.", **_TAG},
    "Link": {"description": "Where this description is.", **_TEXT},
    "Vary": _TEXT,
}
_PROBLEM: Json = {
    "description": "What was found, what was wanted, and what to do.",
    "content": {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
        "text/plain": {"schema": {"type": "string"}},
    },
}
_LATER: Json = {
    **_PROBLEM,
    "headers": {
        "Retry-After": {
            "description": "Seconds to wait.",
            "required": True,
            "schema": {"type": "integer", "minimum": 1},
        }
    },
}
_PROBLEM_SCHEMA: Json = {
    "type": "object",
    "required": ["title", "status", "detail", "remedy"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "remedy": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
    },
}


def description(library: Iterable[Query] | Library, server: str) -> Json:
    """Return the description of the API at an address."""
    queries = [query for query in library if query.header is not None]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "comity",
            "version": version("comity"),
            "summary": "Who met, who joined, who signed and who was listed, as of a day.",
            "license": {
                "name": "Apache-2.0 (software), CC BY 4.0 (data)",
                "identifier": "CC-BY-4.0",
            },
        },
        "servers": [{"url": server}],
        "paths": {f"/api/query/{query.name}": {"get": _operation(query)} for query in queries},
        "components": {"schemas": {"Problem": _PROBLEM_SCHEMA}},
    }


def _operation(query: Query) -> Json:
    header = query.header
    assert header is not None
    return {
        "operationId": query.name,
        "summary": header.summary,
        "description": header.description,
        "tags": list(header.tags),
        "parameters": [
            *(_parameter(one) for one in header.parameters),
            _format(bool(header.columns)),
            *([_CITE] if header.columns else []),
        ],
        "responses": {
            "200": {"description": "The answer.", "headers": _KEPT, "content": _content(query)},
            "304": {"description": "The answer is still the one that you have.", "headers": _KEPT},
            "400": _PROBLEM,
            "404": _PROBLEM,
            "406": _PROBLEM,
            "429": _LATER,
            "503": _LATER,
        },
    }


def _parameter(parameter: Parameter) -> Json:
    one = dict(_KINDS.get(parameter.kind, {"type": "string", "minLength": 1}))
    if parameter.kind not in _KINDS:
        kind = "thing of any kind" if parameter.kind == "thing" else parameter.kind
        called = "its key, code, IRI or name" if parameter.kind in (*THINGS, "thing") else "its key"
        what = f"A {kind.replace('-', ' ')}, by {called}."
    else:
        what = {"date": "A day.", "integer": "A whole number.", "duration": "A span of time."}[
            parameter.kind
        ]
    if parameter.default is not None:
        one["default"] = _value(parameter, parameter.default)
    schema: Json = {"type": "array", "items": one, "minItems": 1} if parameter.many else one
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.default is None,
        "description": what,
        "schema": schema,
        "example": (
            [_value(parameter, part.strip()) for part in parameter.example.split(",")]
            if parameter.many
            else _value(parameter, parameter.example)
        ),
        **({"style": "form", "explode": False} if parameter.many else {}),
    }


def _value(parameter: Parameter, said: str) -> str | int:
    return int(said) if parameter.kind == "integer" else said


_CITE: Json = {
    "name": "cite",
    "in": "query",
    "required": False,
    "description": "Whether each row comes once for each of its sources, with source, date, quote "
    "and locator in further columns.",
    "schema": {"type": "boolean", "default": False},
}


def _format(rows: bool) -> Json:
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "The format, before what the Accept header says.",
        "schema": {
            "type": "string",
            "enum": ["json", "csv", "jsonld"] if rows else ["jsonld", "csv"],
        },
    }


def _content(query: Query) -> Json:
    assert query.header is not None
    if not query.header.columns:
        return {
            "application/ld+json": {"schema": {"type": "array"}},
            "text/csv": {"schema": {"type": "string"}},
        }
    row: Json = {
        "type": "object",
        "required": [name for name, _ in query.header.columns],
        "properties": {name: {**_CELL, "description": kind} for name, kind in query.header.columns},
    }
    table: Json = {
        "type": "object",
        "required": ["query", "parameters", "columns", "rows"],
        "properties": {
            "query": {"type": "string", "format": "uri"},
            "parameters": {"type": "object"},
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": row},
        },
    }
    return {
        "application/json": {"schema": table},
        "text/csv": {"schema": {"type": "string"}},
        "application/ld+json": {"schema": {"type": "object", "required": ["@context", "rows"]}},
    }
