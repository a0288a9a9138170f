"""Gives the answer to a task: one that is remembered, or one that a query process makes.

Nothing is sent before a query has either ended or given so much that it must be streamed, so most
faults are told by status.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import ExitStack, suppress
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from comity.server.cache import Kept
from comity.server.etag import entity_tag, is_known
from comity.server.faults import BadRequest, Closing
from comity.server.flights import Flight
from comity.server.frames import Head, Task
from comity.server.run import Run
from comity.server.sending import Keeping, Streamed, Whole, until_gone
from comity.server.site import Serving, Site, client_of, site_of

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
