"""Reads a request: its body, whole and in time, multipart or not, and the formats it accepts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import NamedTuple

from starlette.requests import Request

from comity.errors import UnknownFormat
from comity.server.front.site import site_of
from comity.server.wire.faults import BadRequest, Busy, TooLarge, TooSlow, UnknownMedia


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


_BOUNDARY = re.compile(r";\s*boundary=(?:\"([^\"]{1,70})\"|([^\s;\"]{1,70}))", re.IGNORECASE)
_MEDIA = re.compile(rb"^content-type:\s*([^\s;]+)", re.IGNORECASE | re.MULTILINE)

_MOST_PARTS = 1000


class Part(NamedTuple):
    """A document in a body: its media type, and where it begins and ends."""

    media: str
    start: int
    end: int


def parts_of(content_type: str, body: bytes) -> list[Part]:
    """Return the parts; raise BadRequest for a body that is not made of them."""
    said = _BOUNDARY.search(content_type)
    if said is None:
        raise BadRequest("The form has no boundary.", "Give it in the Content-Type.")
    mark = b"--" + (said[1] or said[2]).encode("latin-1")
    found: list[Part] = []
    place = body.find(mark)
    while place >= 0 and not body.startswith(b"--", place + len(mark)):
        after = body.find(b"\r\n", place)
        heads_end = body.find(b"\r\n\r\n", after)
        end = body.find(b"\r\n" + mark, heads_end + 2)
        if after < 0 or heads_end < 0 or end < 0:
            raise BadRequest("The form is cut off before its end.", "Send all of it.")
        media = _MEDIA.search(body[after:heads_end])
        kind = media[1].decode("latin-1").lower() if media else "text/turtle"
        found.append(Part(kind, heads_end + 4, max(end, heads_end + 4)))
        if len(found) > _MOST_PARTS:
            raise BadRequest(f"The form has more than {_MOST_PARTS} parts.", "Send fewer.")
        place = end + 2
    if place < 0:
        raise BadRequest("The form does not begin with its boundary.", "Send it whole.")
    return found


ROWS: Mapping[str, tuple[str, ...]] = {
    "application/sparql-results+json": ("application/json", "text/json"),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
    "text/csv": (),
    "text/tab-separated-values": (),
}
GRAPHS: Mapping[str, tuple[str, ...]] = {
    "text/turtle": ("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3"),
    "application/n-triples": ("text/plain",),
    "application/ld+json": ("application/json",),
    "application/rdf+xml": ("application/xml", "text/xml"),
}
_RANGE = re.compile(r"([!#$&^_.+*\w-]+)/([!#$&^_.+*\w-]+)", re.ASCII)
_WEIGHT = re.compile(r"\d(?:\.\d{0,3})?", re.ASCII)
_LONGEST = 8192
_MOST = 100  # media ranges of an Accept header that are read


class Range(NamedTuple):
    """One media range of an Accept header, with its weight."""

    kind: str
    subtype: str
    weight: float

    def fits(self, media: str) -> int:
        """Return how exactly the range fits a media type: 0 not, 1 anything, 2 kind, 3 both."""
        kind, _, subtype = media.partition("/")
        if self.kind == "*" and self.subtype == "*":
            return 1
        if self.kind != kind:
            return 0
        return 2 if self.subtype == "*" else 3 * (self.subtype == subtype)


def ranges(accept: str) -> tuple[Range, ...]:
    """Return the media ranges of an Accept header; what is none is passed over."""
    accepted = []
    for part in accept[:_LONGEST].lower().split(",", _MOST)[:_MOST]:
        media, *parameters = part.split(";")
        named = _RANGE.fullmatch(media.strip())
        if named is not None:
            accepted.append(Range(named[1], named[2], _weight_in(parameters)))
    return tuple(accepted)


def _weight_in(parameters: Sequence[str]) -> float:
    """Return the weight among the parameters of a media range, 1 where there is none."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q" and _WEIGHT.fullmatch(value.strip()):
            return min(float(value), 1.0)
    return 1.0


def weight(accepted: Sequence[Range], media: str) -> tuple[float, int]:
    """Return the weight that a client gives a media type, and how exactly it named it."""
    best = max(accepted, key=lambda one: one.fits(media), default=None)
    if best is None or not best.fits(media):
        return 0.0, 0
    return best.weight, best.fits(media)


def choose(accept: str | None, offered: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the offered media type that the client likes best, None if it likes none.

    Of two that it likes as much, the one that it names more exactly, then the first offered.
    The other names of a media type count as that media type.
    """
    if accept is None or not accept.strip():
        return next(iter(offered))
    accepted = ranges(accept)
    best, most = None, (0.0, 0)
    for media, others in offered.items():
        aliases = (weight(accepted, name) for name in others)
        # another name of a media type counts where it is named, not where a whole kind is
        liked = max(weight(accepted, media), *(one for one in aliases if one[1] == 3), (0.0, 0))
        if liked[0] > 0 and liked > most:
            best, most = media, liked
    return best


def negotiate(accept: str | None, offered: Mapping[str, tuple[str, ...]]) -> str:
    """Return the media type to answer with; raise UnknownFormat where none is wanted."""
    chosen = choose(accept, offered)
    if chosen is None:
        raise UnknownFormat(
            "The request accepts no format that this has.",
            f"Accept one of {', '.join(offered)}.",
        )
    return chosen


def prefers_html(accept: str | None) -> bool:
    """Say whether a person's browser is asking: it names HTML before any format of data."""
    if accept is None:
        return False
    html = weight(ranges(accept), "text/html")
    data = (weight(ranges(accept), media) for media in (*ROWS, *GRAPHS))
    return html[1] == 3 and html >= max(data)
