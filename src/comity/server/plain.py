"""Text as a page may show it: without characters that could write elsewhere on the page."""

from __future__ import annotations

from comity.controls import without_controls


def plain(text: str) -> str:
    """Return text with a mark in the place of each such character."""
    return without_controls(text.replace("\r\n", "\n"))
