"""The Reconciliation Service API v0.2 at ``/reconcile``, as OpenRefine and others speak it."""

from __future__ import annotations

import json
import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from comity.iris import COMITY, ID
from comity.server.front.requests import read_body
from comity.server.front.responses import give
from comity.server.front.site import site_of
from comity.server.front.sparql import address
from comity.server.front.sparql_protocol import FORM, decoded, media_of
from comity.server.wire.faults import BadRequest, UnknownMedia
from comity.server.wire.ipc import RECONCILED, Task

_MOST_QUERIES = 50
_LONGEST = 500
_ENOUGH, _MOST = 10, 25  # candidates for a query that does not say how many, and for one that does
_KEY = re.compile(r"[a-z]+/[A-Za-z0-9][A-Za-z0-9._~/-]*\Z")
# A preview is shown in a frame inside the program that asks for it.
_FRAMED = (("content-security-policy", "default-src 'none'; base-uri 'none'; form-action 'none'"),)


def routes() -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route("/reconcile", _reconcile, methods=["GET", "POST"]),
        Route("/reconcile/suggest/entity", _suggest_entity, methods=["GET"]),
        Route("/reconcile/suggest/type", _suggest_type, methods=["GET"]),
        Route("/reconcile/suggest/property", _suggest_property, methods=["GET"]),
        Route("/reconcile/preview", _preview, methods=["GET"]),
    ]


async def _reconcile(request: Request) -> Response:
    fields = decoded(request.scope["query_string"], "The query part of the URL")
    if request.method == "POST":
        if media_of(request.headers) != FORM:
            raise UnknownMedia("The body is no form.", f"Send the field queries as {FORM}.")
        fields += decoded(await read_body(request, site_of(request).limits.body), "The form")
    said = dict(fields)
    if "queries" in said:
        queries = _queries(said["queries"])
        return await give(request, Task("reconcile", (("queries", queries),)))
    if "extend" in said:
        raise BadRequest("Data extension is not offered.", "Ask the SPARQL endpoint or the API.")
    return _json(_manifest(request))


def _queries(text: str) -> dict[str, object]:
    """Return the queries of a batch, what is used of each; raise BadRequest for what is none."""
    try:
        said: object = json.loads(text)
    except (ValueError, RecursionError):
        raise BadRequest("The field queries is no JSON.", 'Send {"q0": {"query": "…"}}.') from None
    if not isinstance(said, dict) or len(said) > _MOST_QUERIES:
        raise BadRequest(
            "The field queries is no object of queries, or has too many.",
            f'Send {{"q0": {{"query": "…"}}}}, at most {_MOST_QUERIES} at once.',
        )
    return {_key(key): _query(key, query) for key, query in said.items()}


def _key(key: str) -> str:
    if not _is_text(key):
        raise BadRequest(f"The key {key[:40]!a} is no text.", "Call the queries q0, q1, q2.")
    return key


def _query(key: str, query: object) -> dict[str, object]:
    asked = query.get("query") if isinstance(query, dict) else None
    if not isinstance(query, dict) or not isinstance(asked, str) or len(asked) > _LONGEST:
        raise BadRequest(
            f"The query {key[:40]!a} has no text, or too much.",
            f"Give each a query of at most {_LONGEST} characters.",
        )
    if not _is_text(asked):
        raise BadRequest(f"The query {key[:40]!a} is no text.", "Send whole characters.")
    said, limit = query.get("type"), query.get("limit")
    kinds = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    return {
        "query": asked,
        "kinds": [kind for kind in RECONCILED if kind in kinds] if kinds else list(RECONCILED),
        "limit": min(limit, _MOST) if type(limit) is int and limit > 0 else _ENOUGH,
    }


def _is_text(said: str) -> bool:
    """Say whether text can be written as UTF-8: JSON may hold half characters."""
    return not any("\ud800" <= one <= "\udfff" for one in said)


def _manifest(request: Request) -> dict[str, object]:
    here = address(request, "/reconcile")
    return {
        "versions": ["0.2"],
        "name": "comity",
        "identifierSpace": ID,
        "schemaSpace": COMITY,
        "documentation": address(request, "/api/openapi.json"),
        "defaultTypes": [_type(kind) for kind in RECONCILED],
        "batchSize": 20,
        "view": {"url": f"{address(request, '/id/')}{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 430, "height": 200},
        "suggest": {
            what: {"service_url": here, "service_path": f"/suggest/{what}"}
            for what in ("entity", "type", "property")
        },
    }


async def _suggest_entity(request: Request) -> Response:
    prefix = _prefix(request)
    return await give(request, Task("suggest", (("prefix", prefix),)))


async def _suggest_type(request: Request) -> Response:
    prefix = _prefix(request).casefold()
    return _json({"result": [_type(kind) for kind in RECONCILED if kind.startswith(prefix)]})


async def _suggest_property(request: Request) -> Response:
    _prefix(request)
    return _json({"result": []})  # names alone are matched, so there are no properties to choose


async def _preview(request: Request) -> Response:
    key = request.query_params.get("id", "")
    if not _KEY.match(key):
        raise BadRequest(f"id: {key[:80]!a} is no id.", "Give one of an answer, like polity/JPN.")
    return await give(request, Task("preview", (("id", key),)), headers=_FRAMED)


def _prefix(request: Request) -> str:
    said = request.query_params.get("prefix", "")
    if len(said) > _LONGEST or not _is_text(said):
        raise BadRequest("The prefix is no text, or too long.", "Give a shorter one.")
    return said


def _type(kind: str) -> dict[str, str]:
    return {"id": kind, "name": kind.capitalize()}


def _json(said: object) -> Response:
    return Response(json.dumps(said, ensure_ascii=False).encode(), media_type="application/json")
