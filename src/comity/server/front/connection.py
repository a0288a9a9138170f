"""One HTTP connection that cannot hold the server up: uvicorn's, with a watch on the client.

uvicorn waits for ever for a request that does not come to its end and for a client that does not
read, takes headers and trailers of any size and number, keeps any number of requests that wait for
their turn, sends chunks to HTTP/1.0, drops the body of a request that offers another protocol, and
resets a connection whose refused body is still on its way. Not so here.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any, ClassVar

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.utils import get_remote_addr
from uvicorn.server import ServerState

from comity.server.front.connection_limits import (
    FRAMING,
    FULL,
    NO_HTTP,
    TOO_MANY,
    TOO_SLOW,
    Connections,
    Ending,
    HeldFlow,
    canned,
    oversize,
    reset,
    unchunked,
)
from comity.server.front.deadline import Deadline
from comity.server.front.request_head import aimed, fault_of, without_upgrade
from comity.server.front.responses import ABORT, GONE

_PART = 1024  # bytes that are parsed at once, so that few requests come to wait
_WAITING = 16  # requests of a connection that may wait for their turn before more are parsed
_BYTES_OF_A_CHUNK = 8  # that one byte of a body may cost in chunk sizes and line ends


def protocol(connections: Connections) -> type[HttpToolsProtocol]:
    """Return the class of connections that belong to these, as uvicorn wants it."""

    return type("Connection", (WatchedConnection,), {"all": connections})


class WatchedConnection(HttpToolsProtocol):
    """A connection on which time and size are watched."""

    all: ClassVar[Connections]

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.peer = ""
        self._unanswered: deque[RequestResponseCycle] = deque()
        self._unread = bytearray()
        self._header_bytes = 0
        self._framing_bytes = 0
        self._body_bytes = 0
        self._in_header = True
        self._counted = False
        self._parting = False
        self._again = b""
        self._header_due = Deadline(self.loop, self._header_is_late)
        self._rest_due = Deadline(self.loop, self._rest_is_late)
        self._reader_due = Deadline(self.loop, self.abort)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # always a transport
        """Take a connection in, if there is room."""
        self.peer = self.all.client_of((get_remote_addr(transport) or ("", 0))[0])
        if not self.all.make_room(self.peer):
            transport.write(FULL)
            transport.close()
            return
        super().connection_made(transport)
        self.flow = HeldFlow(transport, lambda: bool(self._unread))
        self.all.enter(self)
        self._counted = True
        self._header_due.start(self.all.limits.slow)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        for deadline in (self._header_due, self._rest_due, self._reader_due):
            deadline.stop()
        self._unset_keepalive_if_required()
        self._uncount()
        for cycle in self._unanswered:  # uvicorn tells the last one only
            cycle.disconnected = True
            cycle.message_event.set()
        if self.transport is not None:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came."""
        if self._counted and not self._parting:
            self._unread += data
            self._parse()

    def _parse(self) -> None:
        """Parse what came, part by part, as long as few requests wait for their turn."""
        while self._unread and not self._parting and not self.transport.is_closing():
            if len(self.pipeline) >= _WAITING:
                self._header_due.stop()  # for now nobody waits for one
                self.flow.pause_reading()
                return
            self._unset_keepalive_if_required()
            part = bytes(self._unread[:_PART])
            del self._unread[:_PART]
            self._parse_part(part)
        self._unread.clear()
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            self.flow.resume_reading()

    def _parse_part(self, part: bytes) -> None:
        """Parse; refuse what is no HTTP, headers without an end, and chunks of hardly any body."""
        if self._in_header:
            self._header_due.start(self.all.limits.slow)
            self._header_bytes += len(part)
        else:
            self._framing_bytes += len(part)
        try:
            self._read(part)
        except httptools.HttpParserError:
            self._refuse(NO_HTTP, "no HTTP")
        most = self.all.limits.header
        if self._in_header and self._header_bytes > most:
            self._refuse(*oversize(self.url, self.all.limits.header))
        elif self._framing_bytes > most + (_BYTES_OF_A_CHUNK + 1) * self._body_bytes:
            self._refuse(FRAMING, "chunks too large")

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
        scope: dict[str, Any] = self.scope  # type: ignore[assignment]  # as uvicorn has it
        scope["extensions"] = {ABORT: self.abort, GONE: self.transport.is_closing}

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take in a header; a trailer says nothing that anybody here asks for."""
        if not self._in_header or self._parting:
            return
        super().on_header(name, value)
        if len(self.headers) > self.all.limits.headers:
            self._refuse(TOO_MANY, "headers too large")

    def on_headers_complete(self) -> None:
        """Have a request answered, unless it is refused whatever it asks for."""
        if self._parting:
            return
        self._header_due.stop()
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        method, version = self.parser.get_method(), self.parser.get_http_version()
        fault = fault_of(method, self.url, version, self.headers)
        if size > self.all.limits.header:
            self._refuse(*oversize(self.url, self.all.limits.header))
        elif fault is not None:
            self._refuse(canned(*fault), "no HTTP")
        elif self.parser.should_upgrade():
            self._again = without_upgrade(method, self.url, version, self.headers)
        else:
            self.url = aimed(method, self.url, self.headers)
            self._in_header = False
            self.all.send(self)
            super().on_headers_complete()
            self._unanswered.append(self.cycle)
            self.cycle.transport = Ending(self.transport, self.part)  # type: ignore[assignment]  # as uvicorn has it
            if version == "1.0":
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
        self._header_bytes = self._framing_bytes = self._body_bytes = 0
        self.all.sent(self)
        self._rest_due.stop()
        if self.cycle.response_complete:
            self._be_idle()  # the answer came before the whole request

    def on_response_complete(self) -> None:
        """Be idle until the next request; let the rest of a body come that nobody waited for."""
        super().on_response_complete()
        self._unanswered.popleft()
        if self._unread:
            self.loop.call_soon(self._parse)
        if not self.cycle.response_complete or self.transport.is_closing():
            return
        if self._in_header:
            self._be_idle()
        else:
            self._rest_due.start(self.all.limits.slow)

    def _be_idle(self) -> None:
        if self._counted and not self._parting:
            self.all.be_idle(self)
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def pause_writing(self) -> None:
        """Give the client some time to read what was sent."""
        super().pause_writing()
        self.all.stall(self)
        self._reader_due.start(self.all.limits.stalled)

    def resume_writing(self) -> None:
        """See that the client reads."""
        super().resume_writing()
        self.all.read_on(self)
        self._reader_due.stop()
        if self.transport.is_closing():
            self._reader_due.start(self.all.limits.stalled)  # of what is left

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection; cut off one whose client has still not read the answer."""
        if self.transport.get_write_buffer_size() == 0:
            super().timeout_keep_alive_handler()
        else:
            self._reader_due.start(self.all.limits.stalled)

    def part(self) -> None:
        """Close, but not in the face of a client that still sends and has not read the answer."""
        if self._in_header or self.transport.is_closing():
            self.transport.close()
            self._reader_due.start(self.all.limits.stalled)
        elif not self._parting:
            self._parting = True
            self.flow.resume_reading()
            self.transport.write_eof()
            self._rest_due.start(self.all.limits.slow)

    def make_way(self) -> None:
        """End at once for a connection that needs the place, which is free from now on."""
        self._uncount()
        self.abort()

    def abort(self) -> None:
        """End the connection at once, so that the client sees that something is missing."""
        reset(self.transport)

    def _uncount(self) -> None:
        if self._counted:
            self._counted = False
            self.all.leave(self)

    def _header_is_late(self) -> None:
        if self._header_bytes:
            self._refuse(TOO_SLOW, "headers too slow")
        else:
            self.transport.close()

    def _rest_is_late(self) -> None:
        if self.transport.get_write_buffer_size():
            self.abort()
        else:
            self.transport.close()

    def _refuse(self, answer: bytes, why: str) -> None:
        """Answer without asking the application; never in the middle of another answer."""
        if self._parting or self.transport.is_closing():
            return
        self.all.metrics.closed(why)
        if self.cycle is not None and not self.cycle.response_complete:
            if self._in_header or self.pipeline or self.cycle.response_started:
                self.abort()
                return
            self.cycle.disconnected = True  # what the application says of this one is not sent
            self.cycle.message_event.set()
        self.transport.write(answer)
        self._in_header = False  # more may be on its way
        self.part()
