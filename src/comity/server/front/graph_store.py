"""The Graph Store Protocol at ``/store``: read a graph; write it where changes are allowed.

A graph is named by ``?graph=IRI`` or ``?default``, or directly: ``/store/PATH`` is the graph of
that address. A POST to ``/store`` itself makes a new graph and says where it is.
"""

from __future__ import annotations

import uuid

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from comity.server.front.requests import GRAPHS, Part, negotiate, parts_of, read_body
from comity.server.front.responses import give
from comity.server.front.site import site_of
from comity.server.front.sparql import address, change
from comity.server.front.sparql_protocol import decoded, graph_iris, media_of
from comity.server.wire.faults import BadRequest, NotAllowed, UnknownMedia
from comity.server.wire.ipc import Task

_READABLE = {name: media for media, others in GRAPHS.items() for name in (media, *others)} | {
    "text/plain": "application/n-triples",
    "application/json": "application/ld+json",
}


def routes() -> list[BaseRoute]:
    """Return the routes."""
    methods = ["GET", "PUT", "POST", "DELETE"]
    return [
        Route("/store", _store, methods=methods),
        Route("/store/{path:path}", _store, methods=methods),
    ]


async def _store(request: Request) -> Response:
    graph = _graph(request)
    if request.method in ("GET", "HEAD"):
        if graph is None:
            raise BadRequest("No graph is named.", "Name one: ?graph=IRI, or ?default.")
        media = negotiate(request.headers.get("accept"), GRAPHS)
        return await give(request, Task("graph-read", (("graph", graph), ("media", media))))
    return await _write(request, graph)


def _graph(request: Request) -> str | None:
    """Return the IRI of the graph that a request names, "" for the default, None for none."""
    fields = decoded(request.scope["query_string"], "The query part of the URL")
    named = [value for name, value in fields if name == "graph"]
    default = [value for name, value in fields if name == "default"]
    direct = request.path_params.get("path", "")
    if len(named) + len(default) + bool(direct) > 1:
        raise BadRequest("More than one graph is named.", "Name one: ?graph=IRI, or ?default.")
    if direct:
        return graph_iris([address(request, f"/store/{direct}")])[0]
    if default:
        return ""
    return graph_iris(named)[0] if named else None


async def _write(request: Request, graph: str | None) -> Response:
    site = site_of(request)
    site.check_may_change(request)
    location = ""
    if graph is None:
        if request.method != "POST":
            raise NotAllowed(
                f"{request.method} needs a graph.", "Name one: ?graph=IRI, or ?default."
            )
        graph = location = address(request, f"/store/{uuid.uuid4()}")
    body = await read_body(request, site.limits.graph)
    parts = [] if request.method == "DELETE" else _parts(request, body)
    values = (
        ("base", graph or address(request, "/store")),
        ("graph", graph),
        ("location", location),
        ("method", request.method),
        ("parts", [[part.media, part.start, part.end] for part in parts]),
    )
    return await change(request, Task("graph-write", values, body))


def _parts(request: Request, body: bytes) -> list[Part]:
    """Return the documents in a body: itself, or the parts of a form; raise UnknownMedia."""
    media = media_of(request.headers) or "text/turtle"
    if media == "multipart/form-data":
        found = parts_of(request.headers["content-type"], body)
    else:
        found = [Part(media, 0, len(body))]
    for part in found:
        if part.media not in _READABLE:
            raise UnknownMedia(
                f"The graph is in {part.media[:60]!a}.", f"Send one of {', '.join(GRAPHS)}."
            )
    return [part._replace(media=_READABLE[part.media]) for part in found]
