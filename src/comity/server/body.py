"""Reads the body of a request: not too large, not too slow, and in one piece."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request

from comity.server.faults import BadRequest, Busy, TooLarge, TooSlow, UnknownMedia
from comity.server.site import site_of


async def read_body(request: Request, most: int) -> bytes:
    """Return the body, of ``most`` bytes; each part of it has to come in time.

    Raises TooLarge, TooSlow, UnknownMedia for an encoding, BadRequest where it is cut off, and
    Busy where the bodies of all requests together are more than is held.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnknownMedia("The body is compressed.", "Send it as it is.")
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > most:
        raise _too_large(most)
    site, body = site_of(request), bytearray()
    try:
        async for part in _parts(request, site.limits.slow):
            body += part
            site.receiving += len(part)
            if len(body) > most:
                raise _too_large(most)
            if site.receiving > max(site.limits.bodies, most):
                raise Busy("Too much is being sent already.", "Send it again in a few seconds.")
        return bytes(body)
    finally:
        site.receiving -= len(body)


async def _parts(request: Request, slow: float) -> AsyncIterator[bytes]:
    """Give the parts of a body as they come."""
    until = asyncio.get_running_loop().time() + slow * 4
    while True:
        try:
            async with asyncio.timeout_at(min(until, asyncio.get_running_loop().time() + slow)):
                message = await request.receive()
        except TimeoutError:
            raise TooSlow(
                f"The body did not come within {slow:g} seconds.", "Send it without a pause."
            ) from None
        if message["type"] == "http.disconnect":
            raise BadRequest("The body is cut off before its end.", "Send all of it.")
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"The body is larger than {most} bytes.", "Send less.")
