"""Fills the templates: everything that comes from the graph comes out as text."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from comity.server.pages.asked import Asked, page_of
from comity.server.pages.tongue import dated, lang, parts, timed
from comity.server.plain import plain

TEMPLATES = Path(__file__).parents[1] / "templates"
STATIC = Path(__file__).parents[1] / "static"
_MAKING = tuple(Path(__file__).parents[1] / name for name in ("drawing", "pages", "tasks"))


def visible(value: object) -> object:
    """Return text without a character that could write elsewhere on the page."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return plain(value)


def web(address: str) -> str:
    """Return an address that may be followed, "" for one that would run something."""
    return address if re.match(r"https?://[^\s<>\"]+\Z", address) else ""


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"dated": dated, "lang": lang, "page": page_of, "parts": parts}
    made.filters |= {"timed": timed, "web": web}
    return made


def fill(template: str, asked: Asked, values: Mapping[str, object]) -> str:
    """Return a page."""
    return (
        _environment()
        .get_template(template)
        .render(
            asked=asked,
            _=asked.say,
            called=asked.called,
            link=asked.link,
            language=asked.language,
            **values,
        )
    )


class Script(NamedTuple):
    """A script of ours: its file, and its digest as policies and pages write it."""

    name: str
    digest: str


@cache
def script() -> Script:
    """Return the script of the editor."""
    text = (STATIC / "editor.min.js").read_bytes()
    digest = b64encode(hashlib.sha256(text).digest()).decode()
    return Script("editor.min.js", f"sha256-{digest}")


@cache
def edition() -> str:
    """Return a name for what the templates and words are, so that old pages are not kept."""
    found = hashlib.blake2b(digest_size=8)
    for folder in (TEMPLATES, STATIC, *_MAKING):
        for path in sorted(one for one in folder.iterdir() if one.is_file()):
            found.update(path.read_bytes())
    return found.hexdigest()
