"""Marks up text by what it is: the language where that is not the page's, and its dates."""

from __future__ import annotations

import re

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from comity.terms import Text

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
