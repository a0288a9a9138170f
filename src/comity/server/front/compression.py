"""Compresses answers by gzip for clients that take it, each under an entity tag of its own."""

from __future__ import annotations

import re
import zlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEAST = 1024  # bytes; a smaller answer is not worth it
_WORTH = re.compile(
    r"text/(?!event-stream)|application/(?:[\w.+-]*(?:json|xml)|n-triples)|image/svg"
)
_MARK = "-gzip"
_MARKED = re.compile(rb'-gzip"')
_LEVEL = 1  # answers repeat themselves; higher levels gain little
_WINDOW, _MEMORY = 16 + 13, 5  # gzip, with 50 kB for each reader


def accepts_gzip(accepted: str) -> bool:
    """Say whether an Accept-Encoding header takes gzip (RFC 9110, 12.5.3)."""
    weights: dict[str, bool] = {}
    for part in accepted[:1000].lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        refused = any(re.fullmatch(r"q=0(?:\.0*)?", each) for each in parameters)
        weights.setdefault(name, not refused)
    return weights.get("gzip", weights.get("*", False))


class Compression:
    """An application whose answers are compressed where the client takes it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; the tags of compressed answers are those of the plain ones inside."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        takes = accepts_gzip(Headers(scope=scope).get("accept-encoding", ""))
        headers = [
            (name, _MARKED.sub(b'"', value) if name in (b"if-none-match", b"if-match") else value)
            for name, value in scope["headers"]
        ]
        is_marked = any(
            _MARKED.search(value) for name, value in scope["headers"] if name == b"if-none-match"
        )
        answer = _Answer(send, takes=takes, is_marked=is_marked, is_head=scope["method"] == "HEAD")
        await self._app({**scope, "headers": headers}, receive, answer.send)


class _Answer:
    """One answer on its way out."""

    def __init__(self, send: Send, *, takes: bool, is_marked: bool, is_head: bool) -> None:
        self._send, self._takes, self._is_head = send, takes, is_head
        self._is_marked = is_marked  # the client has an answer that was compressed
        self._packing: zlib._Compress | None = None

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self._begin(message)
        elif message["type"] == "http.response.body" and self._packing is not None:
            more = message.get("more_body", False)
            body = self._packing.compress(message.get("body", b""))
            if not more:
                body += self._packing.flush()
            if more and not body:
                return
            message = {**message, "body": body}
        await self._send(message)

    def _begin(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        if message["status"] == 304:
            headers.add_vary_header("Accept-Encoding")
            if self._is_marked:
                _mark(headers)
            return
        length = headers.get("content-length")
        is_worth = (
            _WORTH.match(headers.get("content-type", "")) and "content-encoding" not in headers
        )
        if not is_worth:
            return
        headers.add_vary_header("Accept-Encoding")
        if not self._takes or (length is not None and int(length) < _LEAST):
            return
        _mark(headers)
        headers["content-encoding"] = "gzip"
        del headers["content-length"]
        if not self._is_head:
            self._packing = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY)


def _mark(headers: MutableHeaders) -> None:
    tag = headers.get("etag", "")
    if tag.endswith('"'):
        headers["etag"] = f'{tag[:-1]}{_MARK}"'
