"""How answers end over a connection: without chunks, without a reset, or without a request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

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
