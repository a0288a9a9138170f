"""One HTTP connection that cannot hold the server up: uvicorn's, with a watch on the client.

uvicorn waits for ever for a request that does not come to its end and for a client that does not
read, takes headers of any size, sends chunks to HTTP/1.0, drops the body of a request that offers
another protocol, and resets a connection whose refused body is still on its way. Not so here.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from typing import Any

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from comity.server.connections import Connections
from comity.server.endings import (
    FULL,
    NO_HOST,
    NO_HTTP,
    NO_TUNNEL,
    TOO_LARGE,
    TOO_MANY,
    TOO_SLOW,
    Ending,
    unchunked,
    without_upgrade,
)
from comity.server.sending import ABORT

_FRAMING = 8  # bytes of chunk sizes and line ends that a byte of a body may come with
_RESET = struct.pack("ii", 1, 0)  # close at once, and let the other side know that it was not well


def protocol(connections: Connections) -> type[HttpToolsProtocol]:
    """Return the class of connections that belong to these, as uvicorn wants it."""

    return type("Connection", (WatchedConnection,), {"all": connections})


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
        self.host = ""
        self._header_bytes = 0
        self._header_count = 0
        self._received = 0
        self._body_bytes = 0
        self._in_header = True
        self._counted = False
        self._parting = False
        self._again = b""
        self._waiting_for_header: asyncio.TimerHandle | None = None
        self._waiting_for_rest: asyncio.TimerHandle | None = None
        self._waiting_for_reader: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # always a transport
        """Take a connection in, if there is room."""
        peer = transport.get_extra_info("peername")
        self.host = str(peer[0]) if peer else ""
        if not self.all.make_room(self.host):
            transport.write(FULL)
            transport.close()
            return
        super().connection_made(transport)
        self.all.enter(self)
        self._counted = True
        self._expect_header()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        for timer in (self._waiting_for_header, self._waiting_for_rest, self._waiting_for_reader):
            if timer is not None:
                timer.cancel()
        self._uncount()
        if self.transport is not None:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came; refuse what is no HTTP, and headers without an end."""
        if not self._counted or self._parting or self.transport.is_closing():
            return
        if self._in_header:
            self._expect_header()
            self._header_bytes += len(data)
        else:
            self._received += len(data)
        self._unset_keepalive_if_required()
        try:
            self._read(data)
        except httptools.HttpParserError:
            self._refuse(NO_HTTP, "no HTTP")
        if self._in_header and self._header_bytes > self.all.limits.header:
            self._refuse(TOO_LARGE, "headers too large")
        if self._received - self._body_bytes > self.all.limits.header + _FRAMING * self._body_bytes:
            self._refuse(TOO_LARGE, "framing too large")

    def _read(self, data: bytes) -> None:
        """Parse; a request that offers another protocol is read again as if it did not."""
        while not self._parting:
            try:
                self.parser.feed_data(data)
                return
            except httptools.HttpParserUpgrade as stopped:
                data, self._again = self._again + data[stopped.args[0] :], b""

    def on_message_begin(self) -> None:
        """Begin a request; give the application a way to end the connection at once."""
        super().on_message_begin()
        self._header_count = self._received = self._body_bytes = 0
        scope: dict[str, Any] = self.scope  # type: ignore[assignment]  # as uvicorn has it
        scope["extensions"] = {ABORT: self.abort}

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take in a header, up to as many as are allowed; trailers are of no use to anybody."""
        self._header_count += 1
        if self._header_count > self.all.limits.headers:
            self._refuse(TOO_MANY, "too many headers")
        elif self._in_header and not self._parting:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Have a request answered, unless its headers are too large."""
        if self._parting:
            return
        self._header_came()
        version = self.parser.get_http_version()
        hosts = sum(name == b"host" for name, _ in self.headers)
        if version not in ("1.0", "1.1") or hosts > 1 or (hosts == 0 and version == "1.1"):
            self._refuse(NO_HOST, "no HTTP")
            return
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > self.all.limits.header:
            self._refuse(TOO_LARGE, "headers too large")
        elif self.parser.get_method() == b"CONNECT":
            self._refuse(NO_TUNNEL, "no HTTP")
        elif self.parser.should_upgrade():
            self._again = without_upgrade(self.parser, self.url, self.headers)
        else:
            self._in_header = False
            self.all.idle.pop(self, None)
            self.all.sending[self] = None
            super().on_headers_complete()
            self.cycle.transport = Ending(self.transport, self.part)  # type: ignore[assignment]  # as uvicorn has it
            if self.parser.get_http_version() == "1.0":
                self.cycle.send = unchunked(self.cycle)  # type: ignore[method-assign,assignment]  # as above

    def on_body(self, body: bytes) -> None:
        """Take in a part of a body, if anybody waits for it."""
        self._body_bytes += len(body)
        if not self._parting:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait for the next request."""
        if self._parting or self._again:
            return
        super().on_message_complete()
        self._in_header = True
        self._header_bytes = 0
        self.all.sending.pop(self, None)
        if self._waiting_for_rest is not None:
            self._waiting_for_rest.cancel()
            self._waiting_for_rest = None
        if self.cycle.response_complete:
            self._be_idle()  # the answer came before the whole request

    def on_response_complete(self) -> None:
        """Be idle until the next request; let the rest of a body come that nobody waited for."""
        super().on_response_complete()
        if not self.cycle.response_complete or self.transport.is_closing():
            return
        if self._in_header:
            self._be_idle()
        else:
            self._expect_rest()

    def _be_idle(self) -> None:
        if self._counted and not self._parting:
            self.all.idle[self] = None
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def pause_writing(self) -> None:
        """Give the client some time to read what was sent."""
        super().pause_writing()
        self.all.stalled[self] = None
        self._expect_reader()

    def resume_writing(self) -> None:
        """See that the client reads."""
        super().resume_writing()
        self.all.stalled.pop(self, None)
        if self._waiting_for_reader is not None:
            self._waiting_for_reader.cancel()
            self._waiting_for_reader = None
        if self.transport.is_closing():
            self._expect_reader()  # of what is left

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection; cut off one whose client has still not read the answer."""
        if self.transport.get_write_buffer_size() == 0:
            super().timeout_keep_alive_handler()
        else:
            self._expect_reader()

    def part(self) -> None:
        """Close, but not in the face of a client that still sends and has not read the answer."""
        if self._in_header or self.transport.is_closing():
            self.transport.close()
            self._expect_reader()
        elif not self._parting:
            self._parting = True
            self.flow.resume_reading()
            self.transport.write_eof()
            self._expect_rest()

    def make_way(self) -> None:
        """End at once for a connection that needs the place, which is free from now on."""
        self._uncount()
        self.abort()

    def abort(self) -> None:
        """End the connection at once, so that the client sees that something is missing."""
        socket_here = self.transport.get_extra_info("socket")
        if socket_here is not None:
            with suppress(OSError):
                socket_here.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.transport.abort()

    def _uncount(self) -> None:
        if self._counted:
            self._counted = False
            self.all.leave(self)

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
            self._refuse(TOO_SLOW, "headers too slow")
        else:
            self.transport.close()

    def _expect_rest(self) -> None:
        if self._waiting_for_rest is None:
            slow = self.all.limits.slow
            self._waiting_for_rest = self.loop.call_later(slow, self._rest_is_late)

    def _rest_is_late(self) -> None:
        if self.transport.get_write_buffer_size():
            self.abort()
        else:
            self.transport.close()

    def _expect_reader(self) -> None:
        if self._waiting_for_reader is None:
            stalled = self.all.limits.stalled
            self._waiting_for_reader = self.loop.call_later(stalled, self.abort)

    def _refuse(self, answer: bytes, why: str) -> None:
        """Answer without asking the application; never in the middle of another answer."""
        if self._parting or self.transport.is_closing():
            return
        self.all.metrics.closed(why)
        if self.cycle is not None and not self.cycle.response_complete:
            self.abort()
            return
        self.transport.write(answer)
        self._in_header = False  # more may be on its way
        self.part()
