"""Reads the body of a request: not too large, not too slow, and in one piece."""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from comity.server.faults import BadRequest, TooLarge, TooSlow, UnknownMedia


async def read_body(request: Request, most: int, slow: float) -> bytes:
    """Return the body; each part of it has to come within ``slow`` seconds.

    Raises TooLarge, TooSlow, UnknownMedia for an encoding, BadRequest where it is cut off.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnknownMedia("The body is compressed.", "Send it as it is.")
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > most:
        raise _too_large(most)
    parts: list[bytes] = []
    size = 0
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
        part = message.get("body", b"")
        size += len(part)
        if size > most:
            raise _too_large(most)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"The body is larger than {most} bytes.", "Send less.")
