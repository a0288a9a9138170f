"""The endpoint ``/sparql``: queries, updates where they are allowed, and what the service is."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from comity.server.front.requests import GRAPHS, ROWS, negotiate, prefers_html, read_body
from comity.server.front.responses import give, result_of
from comity.server.front.site import client_of, site_of
from comity.server.front.sparql_protocol import Operation, read_get, read_post
from comity.server.wire.faults import BadRequest
from comity.server.wire.ipc import Task
from comity.server.wire.query_analysis import LONG, Question, question

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?\Z", re.ASCII)
Page = Callable[[Request], Awaitable[Response]]


def routes(editor: Page | None = None) -> list[BaseRoute]:
    """Return the routes; ``editor`` is the page for a person who comes without a query."""

    async def get(request: Request) -> Response:
        asked = read_get(request.scope["query_string"])
        if asked.kind == "query":
            return await _query(request, asked)
        if editor is not None and prefers_html(request.headers.get("accept")):
            return await editor(request)
        return await describe(request, "service")

    async def either(request: Request) -> Response:
        return await (_post(request) if request.method == "POST" else get(request))

    return [
        Route("/sparql", either, methods=["GET", "POST"]),
        Route("/sparql/", either, methods=["GET", "POST"]),
        Route("/.well-known/void", _void, methods=["GET"]),
    ]


def address(request: Request, path: str) -> str:
    """Return the full address of a path of this site, as the client writes it."""
    hosts = request.headers.getlist("host") or ["localhost"]
    if len(hosts) > 1 or not _HOST.match(hosts[0]):
        raise BadRequest("The Host header is no host name.", "Send the name in the address.")
    return f"{str(request.base_url).rstrip('/')}{path}"


async def describe(request: Request, what: str) -> Response:
    """Give the description of the service or of the data."""
    values = (
        ("endpoint", address(request, "/sparql")),
        ("media", negotiate(request.headers.get("accept"), GRAPHS)),
        ("void", address(request, "/.well-known/void")),
    )
    return await give(request, Task(what, values))


async def _void(request: Request) -> Response:
    return await describe(request, "void")


async def _post(request: Request) -> Response:
    site = site_of(request)
    body = await read_body(request, site.limits.graph if site.allow_update else site.limits.body)
    asked = read_post(request.scope["query_string"], request.headers, body)
    if asked.kind == "update":
        return await _update(request, asked)
    return await _query(request, asked)


async def _query(request: Request, asked: Operation) -> Response:
    form, steady = await looked_at(request, asked.text)
    offered = GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else ROWS
    values: tuple[tuple[str, object], ...] = (
        ("base", address(request, "/sparql")),
        ("media", negotiate(request.headers.get("accept"), offered)),
        ("query", asked.text),
    )
    if asked.default is not None:
        values += (("default", asked.default), ("named", asked.named))
    return await give(request, Task("query", values), steady=steady)


async def looked_at(request: Request, text: str) -> Question:
    """Look at a query, in a query process if it is long; raise BadQuery where it may not run."""
    if len(text) <= LONG:
        return question(text)
    form, steady = json.loads(await result_of(request, Task("look", (("query", text),))))
    return Question(form, steady)


async def _update(request: Request, asked: Operation) -> Response:
    site = site_of(request)
    site.check_may_change(request)
    values: tuple[tuple[str, object], ...] = (
        ("base", address(request, "/sparql")),
        ("update", asked.text),
    )
    if asked.default is not None:
        values += (("default", asked.default), ("named", asked.named))
    async with site.changing:
        return await change(request, Task("update", values))


async def change(request: Request, task: Task) -> Response:
    """Have the store changed; from then on it is another one to whoever remembers answers."""
    site = site_of(request)
    run = await site.serving.pool.run(task, client_of(request))
    try:
        head = await run.head()
        async for _ in run.pieces():
            pass
    finally:
        site.serving.changes += 1
        site.cache.clear()
        run.leave()
    return Response(None, head.status, dict(head.headers))
