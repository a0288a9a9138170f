"""Builds the site over one store as an ASGI application; there are no globals."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from comity.errors import ComityError
from comity.server import api, graphstore, health, linked, reconcile, sparql
from comity.server.doorman import SAFE, Doorman
from comity.server.pages import routes as explorer
from comity.server.problem import problem, problem_of
from comity.server.site import Site

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
            *graphstore.routes(),
            *linked.routes(),
            *api.routes(),
            *reconcile.routes(),
            *health.routes(),
            *pages,
        ],
        middleware=[
            Middleware(Doorman, log=site.log, metrics=site.metrics, changing=site.allow_update)
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
