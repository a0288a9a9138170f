"""Sends an answer over HTTP: whole, streamed, or broken off.

An answer that fits is sent with its length; a larger one in chunks, and remembered as it goes by.
A fault on the way ends the connection without the last chunk: nobody can take it for the whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from comity.errors import ComityError
from comity.server.cache import Kept, Packing
from comity.server.flights import Flight
from comity.server.frames import Head
from comity.server.run import Run
from comity.server.site import Site

ABORT = "comity.abort"  # the extension of the ASGI scope that ends a connection at once
GONE = "comity.gone"  # the extension that says whether the connection has ended


async def until_gone(receive: Receive) -> None:
    """Wait until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


class Whole(Response):
    """An answer that is all there."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(None, kept.status, dict(kept.headers))
        del self.headers["content-length"]
        self.kept = kept
        if kept.status != 204:
            self.headers["content-length"] = str(kept.length)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, in parts that a slow reader can take one by one."""
        await send(
            {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        )
        has_left = scope.get("extensions", {}).get(GONE, bool)
        for piece in self.kept.pieces() if scope["method"] != "HEAD" else ():
            if has_left():
                await until_gone(receive)
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


class Keeping:
    """Keeps an answer that is streamed, for those who wait for it and those who ask later."""

    def __init__(self, site: Site, tag: str, flight: Flight, under_way: ExitStack) -> None:
        self._site, self._tag, self._flight, self._under_way = site, tag, flight, under_way
        self._packing = Packing(site.limits.remembered)

    def add(self, piece: bytes) -> None:
        """Take the next piece; where it grows too large, those who wait need not wait on."""
        self._packing.add(piece)
        if not self._packing.fits:
            self._flight.apart = True
            self.close()

    def whole(self, status: int, headers: tuple[tuple[str, str], ...]) -> None:
        """Remember the answer, all of which has gone by."""
        kept = self._packing.kept(status, headers)
        if kept is not None and status == 200:
            self._flight.outcome = kept
            self._site.cache.put(self._tag, kept)

    def close(self) -> None:
        """Say that there will be no more of it."""
        self._under_way.close()


class Streamed(Response):
    """An answer of which more is to come."""

    def __init__(
        self, site: Site, run: Run, head: Head, begun: list[bytes], pieces: AsyncIterator[bytes]
    ) -> None:
        super().__init__(None, head.status, dict(head.headers))
        del self.headers["content-length"]
        self._site, self._run, self._head = site, run, head
        self._begun, self._pieces = begun, pieces
        self.keeping: Keeping | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what there is, then what comes; break off where that fails."""
        leaving = asyncio.ensure_future(until_gone(receive))
        abort = scope.get("extensions", {}).get(ABORT)
        self._run.on_cut = abort
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            if scope["method"] != "HEAD":
                await self._send_pieces(send, leaving)
            await send({"type": "http.response.body", "body": b""})
        except ComityError as fault:
            self._site.metrics.broken_off()
            self._site.log.note("broken off", fault=fault.found)
            if abort is None:
                raise
            abort()
        finally:
            leaving.cancel()
            self._run.leave()
            if self.keeping is not None:
                self.keeping.close()

    async def _send_pieces(self, send: Send, leaving: asyncio.Future[None]) -> None:
        while self._begun:
            await self._send_piece(send, self._begun.pop(0))
        async for piece in self._pieces:
            if leaving.done():
                return
            await self._send_piece(send, piece)
        if self.keeping is not None:
            self.keeping.whole(self._head.status, self._head.headers)

    async def _send_piece(self, send: Send, piece: bytes) -> None:
        if self.keeping is not None:
            self.keeping.add(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": True})
