"""Writes SVG: elements with attributes in the order given, all text as text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from html import escape
from typing import NamedTuple, Protocol

from comity.text import plain

_WIDE = ("W", "F")


class Say(Protocol):
    """Says words of the interface in the language of the page, with values in them."""

    def __call__(self, words: str, **values: object) -> str:
        """Return the words."""
        ...


class Label(NamedTuple):
    """What something is called, the address of its page, "" where it has none, and the language.

    The language is that of the text where it is not the page's, else "".
    """

    text: str
    href: str
    language: str = ""


Called = Callable[[int], Label]
"""Names a row by its place in the answer."""


class Drawing(NamedTuple):
    """A drawing, and the sentences that say what is drawn and what is left out."""

    svg: str
    rules: tuple[str, ...]


def tag(name: str, attributes: dict[str, object], *children: str) -> str:
    """Return an element; attributes that are "" or None are left out, children are markup."""
    said = "".join(
        f' {key.rstrip("_")}="{escape(plain(_text(value)))}"'
        for key, value in attributes.items()
        if value not in ("", None)
    )
    return f"<{name}{said}>{''.join(children)}</{name}>"


def words(text: str) -> str:
    """Return text as the content of an element."""
    return escape(plain(text), quote=False)


def whole(title: str, about: str, size: dict[str, object], *children: str) -> str:
    """Return the outermost element of a drawing, with its name and what it shows."""
    names = {
        "role": "group",
        "aria-labelledby": "drawing-title",
        "aria-describedby": "drawing-about",
    }
    return tag(
        "svg",
        {**size, **names},
        tag("title", {"id": "drawing-title"}, words(title)),
        tag("desc", {"id": "drawing-about"}, words(about)),
        *children,
    )


def link(label: Label, *children: str) -> str:
    """Return markup as a link to the page of what it shows, as it is where there is none."""
    return tag("a", {"href": label.href}, *children) if label.href else "".join(children)


def width(text: str) -> float:
    """Return about how wide a text is, in letters of common width; those of Asia count for two."""
    return float(sum(2 if unicodedata.east_asian_width(one) in _WIDE else 1 for one in text))


def cut(text: str, most: float) -> str:
    """Return a text that is no wider, with a mark where it was cut."""
    if width(text) <= most:
        return text
    kept, room = "", most - 1
    for one in text:
        room -= width(one)
        if room < 0:
            break
        kept += one
    return f"{kept.rstrip()}…"


def rounded(value: float) -> str:
    """Return a length with at most two digits behind the point."""
    said = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def percent(share: float) -> str:
    """Return a share of the width."""
    return f"{rounded(100 * share)}%"


def _text(value: object) -> str:
    return rounded(value) if isinstance(value, float) else str(value)
