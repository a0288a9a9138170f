"""The open connections, who makes room where they run out, and how answers end."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Protocol

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from comity.server.front.limits import Limits
from comity.server.front.metrics import Metrics
from comity.server.wire.faults import RETRY_AFTER

_NETWORK_OF_ONE = 64  # bits of an IPv6 address that a provider gives to one customer


class Connection(Protocol):
    """What the others need to know of a connection."""

    peer: str
    """Whose it is, as :meth:`Connections.client_of` names it."""

    def make_way(self) -> None:
        """End at once."""


class Group:
    """Some open connections; those that wait, in the order in which they began to."""

    def __init__(self) -> None:
        self.open = 0
        self.idle: dict[Connection, None] = {}
        """Without a whole request: idle, or in the middle of its headers."""
        self.sending: dict[Connection, None] = {}
        """In the middle of a body."""
        self.stalled: dict[Connection, None] = {}
        """With an answer that is not read."""

    def oldest(self) -> Connection | None:
        """Return the connection that has kept the server waiting the longest."""
        for waiting in (self.idle, self.sending, self.stalled):
            for connection in waiting:
                return connection
        return None


class Connections:
    """Every connection that is open, together and by client."""

    def __init__(
        self, limits: Limits, metrics: Metrics, trusted_proxies: Sequence[str] = ()
    ) -> None:
        self.limits = limits
        self.metrics = metrics
        self._all = Group()
        self._by_client: dict[str, Group] = {}
        self._proxies = [ip_network(proxy) for proxy in trusted_proxies]

    def client_of(self, host: str) -> str:
        """Return the client at an address; "" for a trusted proxy, which has no limit of its own.

        Of IPv6, the addresses of one network of 64 bits are one client.
        """
        try:
            address = ip_address(host.partition("%")[0])
        except ValueError:
            return host
        if isinstance(address, IPv6Address):
            address = address.ipv4_mapped or address
        if any(address in proxy for proxy in self._proxies):
            return ""
        if isinstance(address, IPv6Address):
            return str(ip_network((address, _NETWORK_OF_ONE), strict=False))
        return str(address)

    def make_room(self, client: str) -> bool:
        """Say if there is room for one more connection of a client; an older one may go for it."""
        of_client = self._by_client.get(client)
        if of_client is not None and of_client.open >= self.limits.connections_each:
            return self._close_one(of_client, "too many of one client")
        if self._all.open >= self.limits.connections:
            return self._close_one(self._all, "made room")
        return True

    def _close_one(self, group: Group, why: str) -> bool:
        oldest = group.oldest()
        if oldest is None:
            self.metrics.closed("no room")
            return False
        self.metrics.closed(why)
        oldest.make_way()
        return True

    def enter(self, connection: Connection) -> None:
        """Count a connection that has just been opened."""
        if connection.peer:
            self._by_client.setdefault(connection.peer, Group())
        for group in self._groups(connection):
            group.open += 1
            group.idle[connection] = None

    def leave(self, connection: Connection) -> None:
        """Forget a connection."""
        for group in self._groups(connection):
            group.open -= 1
            for waiting in (group.idle, group.sending, group.stalled):
                waiting.pop(connection, None)
        if connection.peer and not self._by_client[connection.peer].open:
            del self._by_client[connection.peer]

    def be_idle(self, connection: Connection) -> None:
        """Note that a connection waits for its next request."""
        for group in self._groups(connection):
            group.idle[connection] = None

    def send(self, connection: Connection) -> None:
        """Note that a connection has sent its headers, and that its body is to come."""
        for group in self._groups(connection):
            group.idle.pop(connection, None)
            group.sending[connection] = None

    def sent(self, connection: Connection) -> None:
        """Note that a request is whole."""
        for group in self._groups(connection):
            group.sending.pop(connection, None)

    def stall(self, connection: Connection) -> None:
        """Note that a client does not read its answer."""
        for group in self._groups(connection):
            group.stalled[connection] = None

    def read_on(self, connection: Connection) -> None:
        """Note that a client reads again."""
        for group in self._groups(connection):
            group.stalled.pop(connection, None)

    def _groups(self, connection: Connection) -> Sequence[Group]:
        of_client = self._by_client.get(connection.peer)
        return (self._all,) if of_client is None else (self._all, of_client)


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
    connected = transport.get_extra_info("socket")
    if connected is not None and connected.fileno() >= 0:  # else the other side has ended it
        with suppress(OSError):
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
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
TOO_LONG = canned(414, "The URL is too long.", "Send a long query by POST.")
TOO_MANY = canned(431, "The request has too many headers.", "Send fewer.")
FRAMING = canned(431, "Chunk sizes, extensions and trailers are too large.", "Send larger chunks.")
TOO_SLOW = canned(408, "The headers did not come in time.", "Send them without a pause.")
NO_HTTP = canned(400, "This is no request of HTTP/1.1.", "See RFC 9112.")
FULL = canned(503, "There are too many connections.", "Ask again in a few seconds.")


def oversize(url: bytes, most: int) -> tuple[bytes, str]:
    """Return the answer to a request whose head is too large, and what of it is."""
    if len(url) * 2 > most:
        return TOO_LONG, "URL too long"
    return TOO_LARGE, "headers too large"
