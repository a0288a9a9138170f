"""The Graph Store Protocol at ``/store``: read a graph; write it where changes are allowed.

A graph is named by ``?graph=IRI`` or ``?default``, or directly: ``/store/PATH`` is the graph of
that address. A POST to ``/store`` itself makes a new graph and says where it is.
"""

from __future__ import annotations

import uuid

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from comity.server.front.cache import entity_tag, is_known
from comity.server.front.requests import GRAPHS, Part, negotiate, parts_of, read_body
from comity.server.front.responses import give
from comity.server.front.site import site_of
from comity.server.front.sparql import address, change
from comity.server.front.sparql_protocol import decoded, graph_iris, media_of
from comity.server.wire.faults import BadRequest, NotAllowed, NotThatState, UnknownMedia
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
        return await give(request, _reading(graph, media))
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
    async with site.changing:
        values = (
            ("base", graph or address(request, "/store")),
            ("exists", _required_existence(request, graph)),
            ("graph", graph),
            ("location", location),
            ("method", request.method),
            ("parts", [[part.media, part.start, part.end] for part in parts]),
        )
        return await change(request, Task("graph-write", values, body))


def _required_existence(request: Request, graph: str) -> str:
    """Return whether the conditions of a request want the graph to be there: yes, no, or "".

    Raises NotThatState for a tag that is not that of the graph as it is (RFC 9110, 13.1), in
    whichever format it was read.
    """
    wanted = request.headers.get("if-match")
    unwanted = request.headers.get("if-none-match")
    version = site_of(request).serving.version
    tags = [entity_tag(version, _reading(graph, media)) for media in GRAPHS]

    def names(condition: str) -> bool:
        return any(is_known(tag, condition) for tag in tags)

    if wanted is not None and wanted.strip() != "*" and ("W/" in wanted or not names(wanted)):
        raise NotThatState("The graph is not what If-Match says.", "Read it again, then change it.")
    if unwanted is not None and unwanted.strip() != "*" and names(unwanted):
        raise NotThatState("The graph is what If-None-Match says.", "Leave that condition out.")
    if wanted is not None:
        return "yes"
    return "no" if unwanted is not None and unwanted.strip() == "*" else ""


def _reading(graph: str, media: str) -> Task:
    return Task("graph-read", (("graph", graph), ("media", media)))


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
