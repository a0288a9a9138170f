"""The API for programs: each question of the library at an address of its own."""

from __future__ import annotations

import json
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from comity.query.library import Library
from comity.server.answers import give
from comity.server.etag import entity_tag, is_known
from comity.server.faults import BadRequest
from comity.server.frames import Task
from comity.server.negotiate import negotiate
from comity.server.openapi import description
from comity.server.protocol import decoded
from comity.server.sparql import address
from comity.server.tasks.library import CSV, JSON, JSON_LD

FORMATS = {"json": JSON, "csv": CSV, "jsonld": JSON_LD}
_OFFERED: dict[str, tuple[str, ...]] = {
    JSON: ("text/json", "application/sparql-results+json"),
    CSV: (),
    JSON_LD: (),
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
