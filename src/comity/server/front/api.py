"""The API for programs: each question of the library at its own address, with OpenAPI 3.1."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from comity.query.library.catalogue import Library, Parameter, Query
from comity.query.names.resolve import THINGS
from comity.server.front.cache import entity_tag, is_known
from comity.server.front.requests import negotiate
from comity.server.front.responses import give
from comity.server.front.sparql import address
from comity.server.front.sparql_protocol import decoded
from comity.server.wire.faults import BadRequest
from comity.server.wire.ipc import CSV, JSON, JSON_LD, XLSX, Task

Json = dict[str, object]
_KINDS: dict[str, Json] = {
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "duration": {"type": "string", "pattern": "^P(?=[0-9])([0-9]+Y)?([0-9]+M)?([0-9]+D)?$"},
}
_CELL: Json = {"type": ["string", "integer", "boolean", "null"]}
_TEXT: Json = {"schema": {"type": "string"}}
_TAG: Json = {"schema": {"type": "string", "pattern": '^"[0-9a-f]{32}(-gzip)?"$'}, "required": True}
_KEPT: Json = {
    "ETag": {"description": "Send it back as If-None-Match.", **_TAG},
    "Link": {"description": "Where this description is.", **_TEXT},
    "Vary": _TEXT,
}
_FILE: Json = {"schema": {"type": "string", "format": "binary"}}
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
            "enum": ["json", "csv", "jsonld", "xlsx"] if rows else ["jsonld", "csv", "xlsx"],
        },
    }


def _content(query: Query) -> Json:
    assert query.header is not None
    if not query.header.columns:
        return {
            "application/ld+json": {"schema": {"type": "array"}},
            "text/csv": {"schema": {"type": "string"}},
            XLSX: _FILE,
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
            "complete": {"const": False},
            "remark": {"type": "string"},
        },
    }
    return {
        "application/json": {"schema": table},
        "text/csv": {"schema": {"type": "string"}},
        "application/ld+json": {"schema": {"type": "object", "required": ["@context", "rows"]}},
        XLSX: _FILE,
    }


FORMATS = {"json": JSON, "csv": CSV, "jsonld": JSON_LD, "xlsx": XLSX}
_OFFERED: dict[str, tuple[str, ...]] = {
    JSON: ("text/json", "application/sparql-results+json"),
    CSV: (),
    JSON_LD: (),
    XLSX: (),
}


def routes() -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route("/api", _start, methods=["GET"]),
        Route("/api/openapi.json", _openapi, methods=["GET"]),
        Route("/api/query/{name}", _query, methods=["GET"]),
    ]


async def _start(request: Request) -> Response:
    return RedirectResponse(f"{request.scope.get('root_path', '')}/api/openapi.json", 303)


async def _openapi(request: Request) -> Response:
    """Describe the API; the description has a tag of its own, for the store is not in it."""
    body, tag = _described(address(request, ""))
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if is_known(tag, request.headers.get("if-none-match")):
        return Response(None, 304, headers)
    return Response(body, 200, headers, "application/json")


@lru_cache(maxsize=8)
def _described(server: str) -> tuple[bytes, str]:
    """Return the description for an address, and its tag; both take a while to make."""
    body = json.dumps(description(Library.shipped(), server), ensure_ascii=False, indent=1)
    return body.encode(), entity_tag(body, Task("openapi"))


async def _query(request: Request) -> Response:
    fields = decoded(request.scope["query_string"], "The query part of the URL")
    given: dict[str, list[str]] = {}
    for name, value in fields:
        given.setdefault(name, []).append(value)
    forms = given.pop("format", [])
    if len(forms) > 1 or (forms and forms[0] not in FORMATS):
        raise BadRequest(
            f"There is no format {forms[-1][:40]!a}.", f"Give one of {', '.join(FORMATS)}."
        )
    cite = given.pop("cite", ["false"])
    if len(cite) > 1 or cite[0] not in ("true", "false"):
        raise BadRequest(f"There is no cite={cite[-1][:40]!a}.", "Give true or false.")
    media = FORMATS[forms[0]] if forms else negotiate(request.headers.get("accept"), _OFFERED)
    single = {name: said[0] if len(said) == 1 else said for name, said in sorted(given.items())}
    values = (
        ("cite", cite[0] == "true"),
        ("given", single),
        ("media", media),
        ("name", request.path_params["name"]),
    )
    return await give(request, Task("library", values), headers=_links(request))


def _links(request: Request) -> tuple[tuple[str, str], ...]:
    target = address(request, "/api/openapi.json")
    return (("link", f'<{target}>; rel="service-desc"; type="application/json"'),)
