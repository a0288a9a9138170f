"""The addresses of the pages: what a person's browser gets, beside what programs get there."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from comity.errors import ComityError, UnknownThing
from comity.query.library.run import with_prefixes
from comity.server.front.cache import is_known
from comity.server.front.linked_data import alternates
from comity.server.front.problems import headers_of
from comity.server.front.requests import prefers_html
from comity.server.front.responses import give
from comity.server.front.sparql import address, looked_at
from comity.server.front.sparql_protocol import decoded
from comity.server.wire.faults import BadRequest
from comity.server.wire.ipc import Task
from comity.server.wire.page_request import LANGUAGES, Asked
from comity.server.wire.templates import STATIC, edition, fill, script

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_VARY = "Accept, Accept-Language"
_META = re.compile(rb'http-equiv="Content-Security-Policy" content="([^"]+)"')
_PAGES = {
    "/": "home",
    "/search": "search",
    "/queries": "queries",
    "/queries/{path:path}": "query",
    "/editor": "editor",
    "/compare": "compare",
    "/lists": "lists",
    "/coverage": "coverage",
    "/about": "about",
    "/doc/{path:path}": "doc",
}
_FORMS = {
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "ttl": "text/turtle",
}


class ForPeople(Route):
    """A route that only a browser takes; a program goes on to the next one at the address."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match where the address does and the request prefers HTML."""
        headers = dict(scope.get("headers", ()))
        if not prefers_html(headers.get(b"accept", b"").decode("latin-1")):
            return Match.NONE, {}
        return super().matches(scope)


def routes() -> list[BaseRoute]:
    """Return the routes of the explorer."""

    def page(place: str, name: str) -> Route:
        async def endpoint(request: Request) -> Response:
            return await _page(request, name)

        return Route(place, endpoint, methods=["GET"])

    async def ontology(request: Request) -> Response:
        return await _page(request, "ontology")

    return [
        *(page(place, name) for place, name in _PAGES.items()),
        Route("/network", _network, methods=["GET"]),
        Route("/editor/results.{form}", _results, methods=["GET"]),
        Route("/editor/terms.json", _terms, methods=["GET"]),
        ForPeople("/ontology", ontology, methods=["GET"]),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
    ]


async def editor(request: Request) -> Response:
    """Lead a person who opens the endpoint to the editor."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/editor", 303)


def _task(asked: Asked) -> Task:
    values = (
        ("edition", edition()),
        ("fields", [list(one) for one in asked.fields]),
        ("language", asked.language),
        ("page", asked.name),
        ("path", asked.path),
        ("root", asked.root),
        ("said", asked.said),
    )
    return Task("page", values)


def _asked(request: Request, name: str) -> Asked:
    """Return what a request asks for; raise BadRequest for a language that there is not."""
    bare = _bare(request, name)
    fields = decoded(request.scope["query_string"], "The query part of the URL")
    said = next((value for key, value in reversed(fields) if key == "lang"), "")
    if said and said not in LANGUAGES:
        raise BadRequest(f"lang: there is no {said[:20]!a}.", "Give one of en, ja.")
    return replace(bare, fields=tuple(fields), language=said or bare.language, said=said)


def _bare(request: Request, name: str) -> Asked:
    """Return a page without the fields of its address, which may be unreadable."""
    path = str(request.path_params.get("path", ""))
    language = _liked(request.headers.get("accept-language", ""))
    return Asked(name, path, (), language, "", str(request.scope.get("root_path", "")))


def _liked(accepted: str) -> str:
    """Return the language of ours that a browser likes best, English where it likes neither."""
    found = []
    for part in accepted[:1000].split(","):
        tag, _, weight = part.strip().lower().partition(";q=")
        base = tag.partition("-")[0]
        if base in LANGUAGES:
            known = re.fullmatch(r"[01](?:\.\d{1,3})?", weight)
            found.append((float(weight) if known else 1.0, base))
    return max(found, key=lambda one: one[0], default=(0.0, "en"))[1]


async def _page(request: Request, name: str) -> Response:
    asked = _bare(request, name)
    try:
        asked = _asked(request, name)
        policy = f"{_POLICY}; {_scripted()}" if name == "editor" else _POLICY
        headers = [("content-security-policy", policy), ("vary", _VARY)]
        headers.append(("content-language", asked.language))
        if name == "doc":
            headers.append(("link", alternates(asked.root, asked.path)))
        return await give(request, _task(asked), headers=tuple(headers))
    except ComityError as error:
        return _fault(asked, error)


def _fault(asked: Asked, error: ComityError) -> Response:
    headers = {
        **headers_of(error.http_status),
        "Content-Security-Policy": _POLICY,
        "Content-Language": asked.language,
        "Vary": _VARY,
    }
    told = fill("error.html", asked, {"error": error, "day": None})
    return Response(told, error.http_status, headers, "text/html")


def nowhere(request: Request) -> Response | None:
    """Return the page for an address at which there is nothing, None where a program asks."""
    if not prefers_html(request.headers.get("accept")):
        return None
    try:
        asked = _asked(request, "nowhere")
    except ComityError:
        asked = _bare(request, "nowhere")
    asked = replace(asked, path=request.url.path.removeprefix(asked.root)[1:])
    remedy = "Begin on the first page, or find things with the search."
    return _fault(asked, UnknownThing("There is nothing at this address.", remedy))


def _scripted() -> str:
    """Return what a policy adds for the editor: its one script, which asks this site for terms."""
    return f"script-src '{script().digest}'; connect-src 'self'"


async def _network(request: Request) -> Response:
    """Give the network page with the policy that it names itself, whether or not it is sent.

    A client that has the page already, or asks for its head alone, gets the same policy.
    """
    headers = [pair for pair in request.scope["headers"] if pair[0] != b"if-none-match"]
    scope = {**request.scope, "method": "GET", "headers": headers}
    answer = await _page(Request(scope, request.receive), "network")
    return _WithOwnPolicy(answer, request.method, request.headers.get("if-none-match"))


class _WithOwnPolicy(Response):
    """An answer whose policy is the one in its own head; its first part has all of that."""

    def __init__(self, answer: Response, method: str, known: str | None) -> None:
        super().__init__()
        self._answer, self._method, self._known = answer, method, known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the start back until the first part is there."""
        start: Message | None = None
        is_sent = self._method != "HEAD"

        async def out(message: Message) -> None:
            nonlocal start, is_sent
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                policy = _META.search(message.get("body", b""))
                headers = MutableHeaders(scope=start)
                if policy:
                    headers["content-security-policy"] = (
                        f"{unescape(policy[1].decode())}; frame-ancestors 'none'"
                    )
                if start["status"] == 200 and is_known(headers.get("etag", ""), self._known):
                    start["status"], is_sent = 304, False
                    del headers["content-length"]
                await send(start)
                start = None
            if is_sent:
                await send(message)
            elif not message.get("more_body", False):
                await send({"type": "http.response.body", "body": b""})

        await self._answer({**scope, "method": "GET"}, receive, out)


async def _terms(request: Request) -> Response:
    """Give the words that the editor completes, in a language."""
    language = request.query_params.get("lang", "en")
    if language not in LANGUAGES:
        raise BadRequest(f"lang: there is no {language[:20]!a}.", "Give one of en, ja.")
    return await give(request, Task("terms", (("edition", edition()), ("language", language))))


async def _results(request: Request) -> Response:
    """Give the answer to a query of the editor as a file."""
    form = str(request.path_params["form"])
    asked = next(
        (
            said
            for name, said in decoded(request.scope["query_string"], "The URL")
            if name == "query"
        ),
        "",
    )
    if form not in _FORMS or not asked:
        raise BadRequest("There is no such answer.", "Give query=…, and csv, json or ttl.")
    complete = with_prefixes(asked)
    _, steady = await looked_at(request, complete)
    values = (
        ("base", address(request, "/sparql")),
        ("media", _FORMS[form]),
        ("query", complete),
        ("written", asked),
    )
    return await give(request, Task("query", values), steady=steady)
