"""Builds the site over one store as an ASGI application, with /healthz and /metrics."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from comity.errors import ComityError
from comity.server.front import api, explorer, graph_store, linked_data, reconciliation, sparql
from comity.server.front.compression import Compression
from comity.server.front.middleware import SAFE, Doorman
from comity.server.front.problems import problem, problem_of
from comity.server.front.site import Site, site_of


def routes() -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route("/healthz", _health, methods=["GET"]),
        Route("/metrics", _metrics, methods=["GET"]),
    ]


async def _health(request: Request) -> Response:
    """Say whether queries are answered: 200, or 503 while no query process comes up.

    It is a warning where some processes answer, and the last that was started did not come up.
    """
    serving = site_of(request).serving
    pool = serving.pool
    status = "fail" if not pool.ready else "warn" if pool.fault else "pass"
    said = {"status": status, "store": serving.version}
    if status != "pass":
        said["output"] = "The store does not open; the log says why."
    headers = {"Cache-Control": "no-store"}
    return Response(
        json.dumps(said), 503 if status == "fail" else 200, headers, "application/health+json"
    )


async def _metrics(request: Request) -> Response:
    site = site_of(request)
    running, long = site.serving.pool.running
    now = {
        "running_queries": running,
        "long_queries": long,
        "waiting_queries": site.serving.pool.waiting,
        "memory_of_answers_bytes": site.cache.held,
        "lost_log_lines": site.log.lost,
    }
    return Response(
        site.metrics.text(now),
        200,
        {"Cache-Control": "no-store"},
        "text/plain; version=0.0.4; charset=utf-8",
    )


Lifespan = Callable[[Site], AbstractAsyncContextManager[None]]


def create_app(
    site: Site,
    *,
    pages: Sequence[BaseRoute] = (),
    editor: sparql.Page | None = None,
    while_up: Lifespan | None = None,
) -> Starlette:
    """Return the application over a site.

    ``pages`` are the routes of pages for people, ``editor`` is what a person sees who opens
    ``/sparql``; ``while_up`` is entered while the application is up.
    """

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await site.serving.pool.open()
        try:
            if while_up is None:
                yield
            else:
                async with while_up(site):
                    yield
        finally:
            await site.serving.pool.close(0)

    app = Starlette(
        routes=[
            *explorer.routes(),
            *sparql.routes(editor or explorer.editor),
            *graph_store.routes(),
            *linked_data.routes(),
            *api.routes(),
            *reconciliation.routes(),
            *routes(),
            *pages,
        ],
        middleware=[
            Middleware(Doorman, log=site.log, metrics=site.metrics, changing=site.allow_update),
            Middleware(Compression),
        ],
        exception_handlers={
            ComityError: _tell,
            HTTPException: _tell_status,
            Exception: _tell_failure,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.site = site
    return app


async def _tell(request: Request, error: Exception) -> Response:
    assert isinstance(error, ComityError)
    return problem_of(request, error)


async def _tell_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    page = explorer.nowhere(request) if status == HTTPStatus.NOT_FOUND else None
    if page is not None:
        return page
    remedy = {
        404: "Begin at /sparql, /store, /id/KIND/KEY, /api/openapi.json or /reconcile.",
        405: "The Allow header says which methods this place takes.",
    }.get(status, "See /api/openapi.json for what there is.")
    found = {404: "There is nothing at this address.", 405: "This place does not take the method."}
    headers = dict(error.headers or {})
    if status == 405:
        headers["Allow"] = ", ".join(sorted(headers.get("Allow", "GET, HEAD").split(", ")))
    return problem(request, status, found.get(status, f"{status.phrase}."), remedy, headers)


async def _tell_failure(request: Request, _error: Exception) -> Response:
    return problem(
        request, 500, "The server made a mistake.", "Its log says more; please report it.", SAFE
    )
