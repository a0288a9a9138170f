"""Stands before all routes: safe headers and CORS on every answer, a count, a line in the log."""

from __future__ import annotations

import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from comity.server.front.log import Log
from comity.server.front.metrics import Metrics

_METHODS = "GET, HEAD, POST, OPTIONS"
_CHANGING = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
# A page brings a policy of its own; what is no page needs nothing at all.
SAFE = {
    "content-security-policy": (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Location, Retry-After",
}


class Doorman:
    """An application behind a door."""

    def __init__(self, app: ASGIApp, log: Log, metrics: Metrics, *, changing: bool) -> None:
        self._app = app
        self._log = log
        self._metrics = metrics
        self._methods = _CHANGING if changing else _METHODS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, and its answer out."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = size = 0

        async def out(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in SAFE.items():
                    headers.setdefault(name, value)
                if "accept-ranges" in headers:
                    headers["accept-ranges"] = "none"
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            if scope["method"] == "OPTIONS":
                await self._options(scope, receive, out)
            else:
                await self._app(_whole(scope), receive, out)
        except Exception:
            status = status or 500
            raise
        finally:
            took = time.perf_counter() - began
            client = scope["client"][0] if scope.get("client") else ""
            self._metrics.request(scope["method"], status, size, took)
            self._log.access(client, scope["method"], scope["path"], status, size, took)

    async def _options(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say what may be asked; before a request from another site, that it may be made."""
        if "access-control-request-method" in Headers(scope=scope):
            told = {
                "access-control-allow-methods": self._methods,
                "access-control-allow-headers": (
                    "Accept, Authorization, Content-Type, If-Match, If-None-Match"
                ),
                "access-control-max-age": "86400",
            }
            await _nothing_but(told, send)
        elif scope["path"] == f"{scope.get('root_path', '')}*":
            await _nothing_but({"allow": self._methods}, send)
        else:
            await self._app(scope, receive, self._allowing(send))

    def _allowing(self, send: Send) -> Send:
        """Return a way to send that turns the refusal of the method into what the place takes."""
        refused = False

        async def out(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start":
                refused = message["status"] == 405
                if refused:
                    taken = MutableHeaders(scope=message).get("allow", "").split(", ")
                    allow = [one for one in self._methods.split(", ") if one in (*taken, "OPTIONS")]
                    await _nothing_but({"allow": ", ".join(allow)}, send)
            if not refused:
                await send(message)

        return out


async def _nothing_but(told: dict[str, str], send: Send) -> None:
    headers = [(name.encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _whole(scope: Scope) -> Scope:
    """Return a request for the whole of what it names a part of: nothing here is worth parts."""
    headers = [pair for pair in scope["headers"] if pair[0] != b"range"]
    return scope if len(headers) == len(scope["headers"]) else {**scope, "headers": headers}
