"""How answers end over a connection: without chunks, without a reset, or without a request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterable
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from comity.server.faults import RETRY_AFTER

Send = Callable[[ASGISendEvent], Coroutine[Any, Any, None]]


def canned(status: int, found: str, remedy: str) -> bytes:
    """Return a whole answer as bytes, for what never becomes a request; it ends the connection."""
    phrase = HTTPStatus(status).phrase
    told = {"title": phrase, "status": status, "detail": found, "remedy": remedy}
    body = json.dumps(told).encode()
    retry = f"retry-after: {RETRY_AFTER}\r\n" if status == 503 else ""
    head = (
        f"HTTP/1.1 {status} {phrase}\r\nconnection: close\r\ncontent-length: {len(body)}\r\n"
        f"content-type: application/problem+json\r\n{retry}cache-control: no-store\r\n"
        "x-content-type-options: nosniff\r\ncontent-security-policy: default-src 'none'\r\n\r\n"
    )
    return head.encode("ascii") + body


class Ending:
    """The transport as an answer sees it, with another way to close."""

    def __init__(self, transport: asyncio.Transport, close: Callable[[], None]) -> None:
        self.write = transport.write
        self.is_closing = transport.is_closing
        self.close = close


def unchunked(cycle: RequestResponseCycle) -> Send:
    """Return a way to send an answer that HTTP/1.0 can read: without chunks.

    Where its length is not told it ends with the connection.
    """
    send, open_end = cycle.send, False

    async def out(message: ASGISendEvent) -> None:
        nonlocal open_end
        if message["type"] == "http.response.start":
            if all(name.lower() != b"content-length" for name, _ in message.get("headers", ())):
                open_end, cycle.chunked_encoding = True, False
        elif open_end and message["type"] == "http.response.body":
            cycle.expected_content_length = len(message.get("body", b""))
        await send(message)

    return out


def without_upgrade(
    parser: httptools.HttpRequestParser, url: bytes, headers: Iterable[tuple[bytes, bytes]]
) -> bytes:
    """Return the head of a request without its offer to speak another protocol."""
    lines = [b"%s %s HTTP/%s" % (parser.get_method(), url, parser.get_http_version().encode())]
    lines += [b"%s: %s" % pair for pair in headers if pair[0] != b"upgrade"]
    return b"\r\n".join(lines) + b"\r\n\r\n"


TOO_LARGE = canned(431, "The headers are too large.", "Send a long query by POST.")
TOO_MANY = canned(431, "There are too many headers.", "Send a long query by POST.")
NO_HOST = canned(400, "The request needs HTTP/1.1 and one Host header.", "See RFC 9112, 3.2.")
TOO_SLOW = canned(408, "The headers did not come in time.", "Send them without a pause.")
NO_HTTP = canned(400, "This is no request of HTTP/1.1.", "See RFC 9112.")
NO_TUNNEL = canned(405, "This server is no proxy.", "Ask it for what it has: GET /")
FULL = canned(503, "There are too many connections.", "Ask again in a few seconds.")
