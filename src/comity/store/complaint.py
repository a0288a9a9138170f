"""Turns what a server says of a fault, in whatever form, into one line that is safe to print."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import unescape

LONGEST = 200
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_SAYS = ("message", "exception", "error", "detail", "title")


def one_line(body: bytes, hide: Iterable[str] = ()) -> str:
    """Return the first line of a complaint, cut and without control characters, "" for none.

    Of a page it takes the title and of JSON the message; ``hide`` are texts that must not show.
    """
    text = _message(body.decode("utf-8", "replace"))
    for secret in hide:
        text = text.replace(secret, "…")
    first = next((line for line in text.splitlines() if line.strip()), "")
    plain = " ".join("".join(one if one.isprintable() else " " for one in first).split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def _message(text: str) -> str:
    """Return the part of a page or of JSON that says something; other text as it is."""
    if _MARKUP.search(text[:1000]):
        title = _TITLE.search(text)
        return " ".join(unescape(title[1]).split()) if title else ""
    if text.lstrip().startswith("{"):
        try:
            said: object = json.loads(text)
        except (ValueError, RecursionError):
            return text
        if isinstance(said, dict):
            return next((one for name in _SAYS if isinstance(one := said.get(name), str)), text)
    return text
