"""Fills the templates of pages: whatever comes from the graph comes out as text."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from comity.server.wire.page_request import Asked, page_of
from comity.terms import Text
from comity.text import plain

_KANA, _HANGUL = re.compile("[\u3040-\u30ff]"), re.compile("[\uac00-\ud7a3]")
_LATIN, _CJK = re.compile("[A-Za-z]{2}"), re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_DATE = re.compile(r"(?<![\w-])(?:19|20)\d{2}(?:-\d{2}(?:-\d{2})?)?(?![\w-])", re.ASCII)


def language_of(text: object, page: str) -> str:
    """Return the language of a text on a page in another language, "" where it is the page's.

    A text that does not know its language has the one that its script shows; on a page in Japanese
    the Latin script shows English, the language in which the graph names things.
    """
    said = str(text)
    known = text.language if isinstance(text, Text) else ""
    if not known and _KANA.search(said):
        known = "ja"
    elif not known and _HANGUL.search(said):
        known = "ko"
    elif not known and page == "ja" and _LATIN.search(said) and not _CJK.search(said):
        known = "en"
    return "" if known == page else known


@pass_context
def lang(context: Context, text: object) -> Markup:
    """Return the attribute ``lang`` that a text needs, with a space before it, or nothing."""
    found = language_of(text, context["language"])
    return Markup(' lang="{}"').format(found) if found else Markup("")


@pass_context
def parts(context: Context, text: str) -> Markup:
    """Return a text made of parts between dots, each in its own language."""
    span = Markup("<span{}>{}</span>")
    return Markup(" · ").join(
        span.format(lang(context, one), timed(one)) for one in text.split(" · ")
    )


def timed(text: object) -> Markup:
    """Return a text with its dates (days, months, years) marked as such."""
    said = str(escape(str(text)))
    return Markup(_DATE.sub(r'<time datetime="\g<0>">\g<0></time>', said))


def dated(text: object) -> object:
    """Return a text as it is, one that is a date marked as such."""
    return timed(text) if _DATE.fullmatch(str(text)) else text


TEMPLATES = Path(__file__).parents[1] / "templates"
STATIC = Path(__file__).parents[1] / "static"
_MAKING = (
    Path(__file__).parent,
    *(Path(__file__).parents[1] / "back" / name for name in ("drawings", "pages", "tasks")),
)


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
