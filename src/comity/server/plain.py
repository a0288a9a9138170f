"""Text as a page may show it: without characters that could write elsewhere on the page."""

from __future__ import annotations

import re

# Characters that show nothing, or that turn the direction of what stands beside them.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)


def plain(text: str) -> str:
    """Return text with a mark in the place of each such character."""
    return _CONTROL.sub("\ufffd", text)
