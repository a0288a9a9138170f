"""Gives the answer to a task over HTTP: remembered, whole, streamed, or broken off.

An answer that fits is sent with its length; a larger one in chunks. Nothing is sent before a query
has either ended or given so much that it must be streamed, so most faults are told by status. A
fault after that ends the connection without the last chunk: nobody can take it for the whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from comity.errors import ComityError
from comity.server.cache import Kept
from comity.server.etag import entity_tag, is_known
from comity.server.faults import BadRequest, Closing
from comity.server.flights import Flight
from comity.server.frames import Head, Task
from comity.server.run import Run
from comity.server.site import Serving, Site, client_of, site_of

ABORT = "comity.abort"  # the extension of the ASGI scope that ends a connection at once
_CHUNK = 64 * 2**10
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
    with site.flights.leading(tag, client_of(request)) as flight:
        made = await _made(request, site, serving, task, told, flight)
        if isinstance(made, Whole):
            flight.outcome = made.kept
            if made.kept.status == 200:
                site.cache.put(tag, made.kept)
                return unchanged if known == "*" else made
        else:
            flight.apart = True
        return made


async def _made(
    request: Request,
    site: Site,
    serving: Serving,
    task: Task,
    told: tuple[tuple[str, str], ...],
    flight: Flight | None = None,
) -> Response:
    run = await serving.pool.run(task, client_of(request))
    if flight is not None:
        flight.begun = True
    pieces = run.pieces()
    try:
        head, begun, whole = await _begun(request, run, pieces, site.limits.remembered)
    except BaseException:
        run.leave()
        raise
    headers = (*head.headers, *told)
    if not whole:
        return Streamed(site, run, Head(head.status, headers), begun, pieces)
    run.leave()
    return Whole(Kept(head.status, headers, b"".join(begun)))


async def _begun(
    request: Request, run: Run, pieces: AsyncIterator[bytes], most: int
) -> tuple[Head, list[bytes], bool]:
    """Return the head, the pieces that came first, and whether that is all."""
    reading = asyncio.ensure_future(_first(run, pieces, most))
    await asyncio.wait({reading}, timeout=_SOON)
    if not reading.done():
        leaving = asyncio.ensure_future(until_gone(request.receive))
        try:
            await asyncio.wait({reading, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            if not reading.done():
                reading.cancel()
                with suppress(asyncio.CancelledError):
                    await reading
    if reading.cancelled():
        raise BadRequest("The client has gone.", "Ask again.")
    return reading.result()


async def _first(
    run: Run, pieces: AsyncIterator[bytes], most: int
) -> tuple[Head, list[bytes], bool]:
    head = await run.head()
    found: list[bytes] = []
    size = 0
    async for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > most:
            return head, found, False
    return head, found, True


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
            self.headers["content-length"] = str(len(kept.body))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, in parts that a slow reader can take one by one."""
        await send(
            {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        )
        body = b"" if scope["method"] == "HEAD" else self.kept.body
        for start in range(0, len(body) - _CHUNK, _CHUNK):
            part = body[start : start + _CHUNK]
            await send({"type": "http.response.body", "body": part, "more_body": True})
        last = max(0, len(body) - 1) // _CHUNK * _CHUNK
        await send({"type": "http.response.body", "body": body[last:]})


class Streamed(Response):
    """An answer of which more is to come."""

    def __init__(
        self, site: Site, run: Run, head: Head, begun: list[bytes], pieces: AsyncIterator[bytes]
    ) -> None:
        super().__init__(None, head.status, dict(head.headers))
        del self.headers["content-length"]
        self._site, self._run, self._begun, self._pieces = site, run, begun, pieces

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

    async def _send_pieces(self, send: Send, leaving: asyncio.Future[None]) -> None:
        for piece in self._begun:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        self._begun = []
        async for piece in self._pieces:
            if leaving.done():
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
