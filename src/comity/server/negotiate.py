"""Chooses a format by the Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from comity.errors import UnknownFormat

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
        liked = max(weight(accepted, name) for name in (media, *others))
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
