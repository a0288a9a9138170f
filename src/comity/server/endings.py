"""How answers end and requests pause: without chunks, without a reset, or without a request."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Callable, Coroutine
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from comity.server.faults import RETRY_AFTER

_RESET = struct.pack("ii", 1, 0)  # no waiting for what was not read
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


def reset(transport: asyncio.Transport) -> None:
    """End a connection at once, and let the other side know that something is missing."""
    with suppress(OSError):
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()


class HeldFlow(FlowControl):
    """Takes in nothing more while what has come waits to be parsed."""

    def __init__(self, transport: asyncio.Transport, holds: Callable[[], bool]) -> None:
        super().__init__(transport)
        self._holds = holds

    def resume_reading(self) -> None:
        """Take in more, unless there is enough."""
        if not self._holds():
            super().resume_reading()


class Ending:
    """The transport as an answer sees it, with another way to close."""

    def __init__(self, transport: asyncio.Transport, close: Callable[[], None]) -> None:
        self._transport = transport
        self.is_closing = transport.is_closing
        self.close = close

    def write(self, data: bytes) -> None:
        """Send bytes, unless the connection has just been ended."""
        if not self._transport.is_closing():
            self._transport.write(data)


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


TOO_LARGE = canned(431, "The headers are too large.", "Send a long query by POST.")
TOO_MANY = canned(431, "The request has too many headers.", "Send fewer.")
FRAMING = canned(431, "Chunk sizes, extensions and trailers are too large.", "Send larger chunks.")
TOO_SLOW = canned(408, "The headers did not come in time.", "Send them without a pause.")
NO_HTTP = canned(400, "This is no request of HTTP/1.1.", "See RFC 9112.")
FULL = canned(503, "There are too many connections.", "Ask again in a few seconds.")
