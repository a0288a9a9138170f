"""Finds the parts of a multipart/form-data body (RFC 7578), as places in its bytes."""

from __future__ import annotations

import re
from typing import NamedTuple

from comity.server.faults import BadRequest

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
