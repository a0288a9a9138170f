"""Gives the answer to a task over HTTP: remembered or made, whole, streamed, or broken off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import ExitStack, suppress
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from comity.errors import ComityError
from comity.server.front.cache import Flight, Kept, Packing, entity_tag, is_known
from comity.server.front.site import Serving, Site, client_of, site_of
from comity.server.front.worker_process import Run
from comity.server.wire.faults import BadRequest, Closing
from comity.server.wire.ipc import Head, Task

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


Result = TypeVar("Result")
_SOON = 0.02  # seconds in which most queries are done, before we look whether the client is there


async def give(
    request: Request,
    task: Task,
    *,
    steady: bool = True,
    headers: tuple[tuple[str, str], ...] = (),
) -> Response:
    """Answer a request with what a query process makes of a task.

    A ``steady`` task has the same answer as long as the store is the same: it gets an entity tag,
    and its answer is remembered. Raises what the process tells.
    """
    site = site_of(request)
    while True:
        serving = site.serving
        try:
            if steady:
                return await _steady(request, site, serving, task, headers)
            told = (("cache-control", "no-store"), ("vary", "Accept"), *headers)
            return await _made(request, site, serving, task, told)
        except Closing:
            if site.serving is serving:
                raise  # else another store has taken over in the meantime


async def result_of(request: Request, task: Task) -> bytes:
    """Return the whole of what a query process makes of a task; raise what it tells."""
    site = site_of(request)
    while True:
        serving = site.serving
        try:
            run = await serving.pool.run(task, client_of(request))
        except Closing:
            if site.serving is serving:
                raise  # else another store has taken over in the meantime
            continue
        try:
            await run.head()
            return b"".join([piece async for piece in run.pieces()])
        finally:
            run.leave()


async def _steady(
    request: Request,
    site: Site,
    serving: Serving,
    task: Task,
    headers: tuple[tuple[str, str], ...],
) -> Response:
    tag = entity_tag(serving.version, task)
    told = (("etag", tag), ("cache-control", "no-cache"), ("vary", "Accept"), *headers)
    known = request.headers.get("if-none-match") if request.method in ("GET", "HEAD") else None
    unchanged = Response(None, 304, dict(told))
    if known != "*" and is_known(tag, known):
        return unchanged
    kept = site.cache.get(tag) or await site.flights.join(tag, client_of(request))
    if kept is not None:
        site.metrics.remembered(hit=True)
        return unchanged if is_known(tag, known) else Whole(kept)
    site.metrics.remembered(hit=False)
    with ExitStack() as under_way:
        flight = under_way.enter_context(site.flights.leading(tag, client_of(request)))
        made = await _made(request, site, serving, task, told, flight)
        if isinstance(made, Streamed):
            flight.streams()
            made.keeping = Keeping(site, tag, flight, under_way.pop_all())
            return made
        flight.outcome = made.kept
        if made.kept.status != 200:
            return made
        site.cache.put(tag, made.kept)
        return unchanged if known == "*" else made


async def _made(
    request: Request,
    site: Site,
    serving: Serving,
    task: Task,
    told: tuple[tuple[str, str], ...],
    flight: Flight | None = None,
) -> Whole | Streamed:
    run = await _while_there(request, serving.pool.run(task, client_of(request)))
    if flight is not None:
        flight.begin()
    pieces = run.pieces()
    try:
        head, begun, whole = await _while_there(request, _first(run, pieces, site.limits.whole))
    except BaseException:
        run.leave()
        raise
    headers = (*head.headers, *told)
    if not whole:
        return Streamed(site, run, Head(head.status, headers), begun, pieces)
    run.leave()
    return Whole(Kept(head.status, headers, b"".join(begun)))


async def _while_there(request: Request, work: Coroutine[None, None, Result]) -> Result:
    """Return the result of some work; stop it and raise BadRequest where the client has gone."""
    working = asyncio.ensure_future(work)
    await asyncio.wait({working}, timeout=_SOON)
    if not working.done():
        leaving = asyncio.ensure_future(until_gone(request.receive))
        try:
            await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            if not working.done():
                working.cancel()
                with suppress(asyncio.CancelledError):
                    await working
    if working.cancelled():
        raise BadRequest("The client has gone.", "Ask again.")
    return working.result()


async def _first(
    run: Run, pieces: AsyncIterator[bytes], most: int
) -> tuple[Head, list[bytes], bool]:
    """Return the head, the pieces that come first, and whether that is all."""
    head = await run.head()
    found: list[bytes] = []
    size = 0
    async for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > most:
            return head, found, False
    return head, found, True
