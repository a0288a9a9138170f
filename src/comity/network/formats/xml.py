"""Writes XML: tags with attributes that any reader can take."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"} | {
    space: f"&#{ord(space)};" for space in "\t\n\r"
}
_TABLE = str.maketrans(_MARKS)


def text(said: str) -> str:
    """Return text as XML has it; what no XML may contain becomes U+FFFD."""
    return _NOT_XML.sub("\ufffd", said).translate(_TABLE)


def tag(name: str, closed: bool = True, **attributes: str | float | None) -> str:
    """Return a tag, closed or open; attributes that are None or "" are left out."""
    said = "".join(
        f' {key.rstrip("_")}="{text(value if isinstance(value, str) else f"{value:.15g}")}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    return f"<{name}{said}/>" if closed else f"<{name}{said}>"
