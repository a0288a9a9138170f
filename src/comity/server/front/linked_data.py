"""Linked data: each IRI that we mint leads to a page for people or to a document for programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from comity.iris import BASE
from comity.server.front.requests import GRAPHS, negotiate
from comity.server.front.responses import give
from comity.server.wire.faults import BadRequest
from comity.server.wire.ipc import Task

ENDINGS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
SPACES = ("id", "scheme", "graph", "query")
_HTML = {"text/html": ("application/xhtml+xml",)}
_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~/-]*\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


def routes() -> list[BaseRoute]:
    """Return the routes."""
    things: list[BaseRoute] = [
        Route(f"/{space}/{{path:path}}", _thing, methods=["GET"]) for space in SPACES
    ]
    return [
        *things,
        Route("/data/{path:path}", _data, methods=["GET"]),
        Route("/ontology", _module, methods=["GET"]),
        Route("/shapes", _module, methods=["GET"]),
    ]


async def _thing(request: Request) -> Response:
    """Say where a thing is described: See Other, for it is no document itself."""
    space = request.url.path.removeprefix(request.scope.get("root_path", "")).split("/")[1]
    path = _checked(request.path_params["path"])
    place = path if space == "id" else f"{space}/{path}"
    offered: Mapping[str, tuple[str, ...]] = {**GRAPHS, **_HTML}
    chosen = negotiate(request.headers.get("accept"), offered)
    root = request.scope.get("root_path", "")
    if chosen == "text/html":
        target = f"{root}/doc/{place}"
    else:
        ending = next(name for name, media in ENDINGS.items() if media == chosen)
        target = f"{root}/data/{place}.{ending}"
    headers = {"Vary": "Accept", "Link": alternates(root, place)}
    return RedirectResponse(quote(target), 303, headers)


def alternates(root: str, place: str) -> str:
    """Return the Link header that names all documents about a thing."""
    documents = [
        f'<{root}/data/{quote(place)}.{ending}>; rel="alternate"; type="{media}"'
        for ending, media in ENDINGS.items()
    ]
    page = f'<{root}/doc/{quote(place)}>; rel="alternate"; type="text/html"'
    return ", ".join([page, *documents])


def iri_of(place: str) -> str:
    """Return the IRI of the thing that a document or page is about, from the place of that."""
    space = place.partition("/")[0]
    return f"{BASE}{place}" if space in SPACES else f"{BASE}id/{place}"


async def _data(request: Request) -> Response:
    place, dot, ending = _checked(request.path_params["path"]).rpartition(".")
    if not dot or ending not in ENDINGS:
        place, media = f"{place}{dot}{ending}", ""
    else:
        media = ENDINGS[ending]
    day = request.query_params.get("on", "")
    if day and not _DAY.match(day):
        raise BadRequest(
            f"on: {day[:40]!a} is no day.", "Give a full date, for example 2023-04-01."
        )
    iri = iri_of(place)
    media = media or negotiate(request.headers.get("accept"), GRAPHS)
    root = request.scope.get("root_path", "")
    about = f'<{iri}>; rel="describes", {alternates(root, place)}'
    values = (("iri", iri), ("media", media), ("on", day))
    return await give(request, Task("document", values), headers=(("link", about),))


async def _module(request: Request) -> Response:
    """Give the ontology or the shapes: their Turtle files, one after the other."""
    name = request.url.path.rstrip("/").rpartition("/")[2]
    media = negotiate(request.headers.get("accept"), GRAPHS)
    values = (("media", media), ("module", name))
    return await give(request, Task("module", values))


def _checked(path: str) -> str:
    if not _PATH.match(path) or ".." in path:
        raise BadRequest(
            f"{path[:80]!a} is no key of a thing.", "A key has letters, digits, '.', '_', '~', '-'."
        )
    return path
