"""One HTTP connection that cannot hold the server up: uvicorn's, with a watch on the client.

uvicorn waits for ever for a request that does not come to its end and for a client that does not
read, and takes headers of any size. Here each of these has a limit, and where connections run out
the one that has been idle the longest makes room.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from comity.server.answers import ABORT
from comity.server.limits import Limits

_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"connection: close\r\ncontent-length: 0\r\n\r\n"
)
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\n"
    b"content-length: 0\r\n\r\n"
)
_RESET = struct.pack("ii", 1, 0)  # close at once, and let the other side know that it was not well


class Connections:
    """The connections that are open, those that are idle in the order in which they became so."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.idle: dict[WatchedConnection, None] = {}
        self.open = 0

    def protocol(self) -> type[HttpToolsProtocol]:
        """Return the class of connections that belong here, as uvicorn wants it."""
        connections = self

        class Here(WatchedConnection):
            """A connection of these."""

            def __init__(
                self,
                config: Config,
                server_state: ServerState,
                app_state: dict[str, Any],
                _loop: asyncio.AbstractEventLoop | None = None,
            ) -> None:
                super().__init__(config, server_state, app_state, _loop)
                self.all = connections

        return Here

    def make_room(self) -> bool:
        """Say if there is room; if need be the connection that is idle the longest makes it."""
        if self.open < self.limits.connections:
            return True
        oldest = next(iter(self.idle), None)
        if oldest is None:
            return False
        oldest.abort()
        return True


class WatchedConnection(HttpToolsProtocol):
    """A connection on which time and size are watched."""

    all: Connections

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._header_bytes = 0
        self._in_header = True
        self._counted = False
        self._waiting_for_header: asyncio.TimerHandle | None = None
        self._waiting_for_reader: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection in, if there is room."""
        if not self.all.make_room():
            transport.write(_FULL)
            transport.close()
            return
        super().connection_made(transport)
        self.all.open += 1
        self._counted = True
        self.all.idle[self] = None
        self._expect_header()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        for timer in (self._waiting_for_header, self._waiting_for_reader):
            if timer is not None:
                timer.cancel()
        if self._counted:
            self._counted = False
            self.all.open -= 1
            self.all.idle.pop(self, None)
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came; refuse headers without an end."""
        if not self._counted or self.parser is None:
            return
        if self._in_header:
            self._expect_header()
            self._header_bytes += len(data)
        super().data_received(data)
        if self._in_header and self._header_bytes > self.all.limits.header:
            self._refuse(_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Begin a request; give the application a way to end the connection at once."""
        super().on_message_begin()
        scope: dict[str, Any] = self.scope  # type: ignore[assignment]
        scope["extensions"] = {ABORT: self.abort}
        self._in_header = True
        self.all.idle.pop(self, None)

    def on_headers_complete(self) -> None:
        """Have a request answered, unless its headers are too large."""
        self._in_header = False
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > self.all.limits.header:
            self._refuse(_TOO_LARGE)
            return
        self._header_came()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Be idle until the next request."""
        super().on_response_complete()
        self._in_header = True
        self._header_bytes = 0
        if self._counted and not self.pipeline:
            self.all.idle[self] = None

    def pause_writing(self) -> None:
        """Give the client some time to read what was sent."""
        super().pause_writing()
        if self._waiting_for_reader is None:
            stalled = self.all.limits.stalled
            self._waiting_for_reader = self.loop.call_later(stalled, self.abort)

    def resume_writing(self) -> None:
        """See that the client reads."""
        super().resume_writing()
        if self._waiting_for_reader is not None:
            self._waiting_for_reader.cancel()
            self._waiting_for_reader = None

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection; cut off one whose client has still not read the answer."""
        if self.transport.get_write_buffer_size() == 0:
            super().timeout_keep_alive_handler()
        elif self._waiting_for_reader is None:
            stalled = self.all.limits.stalled
            self._waiting_for_reader = self.loop.call_later(stalled, self.abort)

    def abort(self) -> None:
        """End the connection at once, so that the client sees that something is missing."""
        socket_here = self.transport.get_extra_info("socket")
        if socket_here is not None:
            with suppress(OSError):
                socket_here.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.transport.abort()

    def _expect_header(self) -> None:
        if self._waiting_for_header is None:
            slow = self.all.limits.slow
            self._waiting_for_header = self.loop.call_later(slow, self._header_is_late)

    def _header_came(self) -> None:
        if self._waiting_for_header is not None:
            self._waiting_for_header.cancel()
            self._waiting_for_header = None

    def _header_is_late(self) -> None:
        self._waiting_for_header = None
        if self._header_bytes:
            self._refuse(_TOO_SLOW)
        else:
            self.transport.close()

    def _refuse(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)
            self.transport.close()
